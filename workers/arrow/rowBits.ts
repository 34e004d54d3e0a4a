import { CHUNK_ROWS } from '../core/tables';

/**
 * A batch's small numbers as one string of bits a row: fields stand end to end, and the string is cut into 32-bit
 * words, each a plain unsigned Arrow column of as many rows as the batch. A field may begin in one word and end in the next.
 */

/** Unsigned Arrow columns that hold the bits: 32-bit words, then what is left in the narrowest ones. */
export type WordColumns = [name: string, values: Uint8Array | Uint16Array | Uint32Array][];

/** Bits needed for 0 … range; range below 2^32. */
export const bitsFor = (range: number): number => 32 - Math.clz32(range);

/** Lowest `bits` bits set, 1 to 32. */
const maskOf = (bits: number): number => (bits === 32 ? -1 : (1 << bits) - 1);

/** Words of the last batch, used again for the next. */
const pool: Uint32Array[] = [];

/** Columns are good until the next writer is made. */
export class RowBitsWriter {
	readonly #length: number;
	readonly #words: Uint32Array[] = [];
	#used = 0;

	constructor(length: number) {
		this.#length = length;
	}

	/** Appends a field of `values[i] - base` (0 … 2^bits - 1) and returns its first bit. */
	put(values: Int32Array, base: number, bits: number): number {
		const at = this.#used;
		this.#used += bits;
		const shift = at & 31;
		const word = this.#word(at >>> 5);
		const length = this.#length;
		for (let i = 0; i < length; i++) word[i] |= (values[i] - base) << shift;
		if (shift + bits > 32) {
			const next = this.#word((at >>> 5) + 1);
			const back = 32 - shift;
			for (let i = 0; i < length; i++) next[i] |= ((values[i] - base) | 0) >>> back;
		}
		return at;
	}

	/** The same of the steps between rows: row i is `values[i] - values[i - 1] - base`, row 0 is 0. */
	putSteps(values: Int32Array, base: number, bits: number): number {
		const at = this.#used;
		this.#used += bits;
		const shift = at & 31;
		const word = this.#word(at >>> 5);
		const length = this.#length;
		for (let i = 1; i < length; i++) word[i] |= (values[i] - values[i - 1] - base) << shift;
		if (shift + bits > 32) {
			const next = this.#word((at >>> 5) + 1);
			const back = 32 - shift;
			for (let i = 1; i < length; i++) next[i] |= ((values[i] - values[i - 1] - base) | 0) >>> back;
		}
		return at;
	}

	columns(): WordColumns {
		return this.#words.flatMap((word, k): WordColumns => {
			const bits = Math.min(32, this.#used - 32 * k);
			const name = `bits${32 * k}`;
			if (bits > 24) return [[name, word]];
			// The narrow array keeps the low bits of each word.
			if (bits > 16)
				return [
					[name, new Uint16Array(word)],
					[`bits${32 * k + 16}`, upper(word)]
				];
			return [[name, bits > 8 ? new Uint16Array(word) : new Uint8Array(word)]];
		});
	}

	#word(k: number): Uint32Array {
		return (this.#words[k] ??= (pool[k] ??= new Uint32Array(CHUNK_ROWS)).subarray(0, this.#length).fill(0));
	}
}

function upper(word: Uint32Array): Uint8Array {
	const bytes = new Uint8Array(word.length);
	for (let i = 0; i < word.length; i++) bytes[i] = word[i] >>> 16;
	return bytes;
}

export class RowBitsReader {
	readonly #length: number;
	readonly #column: (name: string) => Uint8Array | Uint16Array | Uint32Array | null;
	readonly #words: Uint32Array[] = [];

	/** @param column the unsigned Arrow column of that name (at least `length` rows), or null */
	constructor(length: number, column: (name: string) => Uint8Array | Uint16Array | Uint32Array | null) {
		this.#length = length;
		this.#column = column;
	}

	/** New array of the field's numbers, `base` added. */
	get(at: number, bits: number, base: number): Int32Array {
		const length = this.#length;
		const shift = at & 31;
		const word = this.#word(at >>> 5);
		const out = new Int32Array(length);
		const mask = maskOf(bits);
		if (shift + bits <= 32) for (let i = 0; i < length; i++) out[i] = ((word[i] >>> shift) & mask) + base;
		else {
			const next = this.#word((at >>> 5) + 1);
			const back = 32 - shift;
			for (let i = 0; i < length; i++) out[i] = (((word[i] >>> shift) | (next[i] << back)) & mask) + base;
		}
		return out;
	}

	/** New array of the running sums of a field of steps, row 0 being `first`. */
	getSteps(at: number, bits: number, base: number, first: number): Int32Array {
		const out = this.get(at, bits, base);
		let sum = first;
		out[0] = first;
		for (let i = 1; i < out.length; i++) {
			sum = (sum + out[i]) | 0;
			out[i] = sum;
		}
		return out;
	}

	#word(k: number): Uint32Array {
		return (this.#words[k] ??= this.#join(k));
	}

	#join(k: number): Uint32Array {
		const low = this.#column(`bits${32 * k}`);
		if (!low) throw new RangeError(`No column bits${32 * k}`);
		if (low instanceof Uint32Array) return low;
		const word = new Uint32Array(this.#length);
		word.set(low.subarray(0, this.#length));
		const high = this.#column(`bits${32 * k + 16}`);
		if (high) for (let i = 0; i < word.length; i++) word[i] |= high[i] << 16;
		return word;
	}
}
