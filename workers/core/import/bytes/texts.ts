import { NONE } from '../../tables';
import type { TextColumn } from '../../tables';
import { trimEnd, trimStart } from './blanks';
import { normaliseKey } from './keys';
import { TextArena } from './textArena';
import type { RecordBlock } from './types';
import {
	hashOf,
	isKeyButForCase,
	LAST_MIX,
	lowerWord,
	MIX,
	notPlain,
	orderOfBytes,
	sameBytes,
	shortWord,
	viewOf
} from './words';

export { trimEnd, trimStart } from './blanks';
export { isPlainKey, lowerAscii, normaliseKey } from './keys';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** Texts that need no interning, one after the other. */
export class TextBlocks extends TextArena {
	/** Appends bytes start..end of `bytes`, which are copied. */
	push(bytes: Uint8Array, start: number, end: number): void {
		this.addBytes(bytes, start, end);
	}

	pushText(text: string): void {
		const bytes = encoder.encode(text);
		this.addBytes(bytes, 0, bytes.length);
	}

	/** Texts from..to (exclusive) as a new column. */
	range(from: number, to: number): TextColumn {
		return this.textColumn(from, to);
	}
}

const FIRST_BITS = 8;
const MOST_BITS = 27;
/** Below this, slots grow fourfold at a time. */
const QUICK_BITS = 18;
/** Share of the slots that may be taken. */
const FULL = 0.7;
/** Fibonacci hashing. */
const SPREAD = 0x9e3779b1;

/** What is known of a row before its text is looked up. */
const NEW = 0;
const LIKE_LAST = 1;
const EMPTY = 2;
/** In upper case in part. */
const FOLDED = 3;
/** To be normalised as a string. */
const UNLIKE_KEY = 4;

/** A table with fewer texts is asked through {@link TextTable.recent}; it lies in the processor's cache as it is. */
const FEW_TEXTS = 4096;
const RECENT_BITS = 10;
/** Words of an entry of {@link TextTable.recent}: first and last word of the text, its length, its number + 1. */
const RECENT_WORDS = 4;

/** How the texts of a table lie; a file's ids mostly ascend or descend, and then need no slots. */
const ANY = 0;
const ASCENDING = 1;
const DESCENDING = -1;
const HASHED = 2;
type Sequence = typeof ANY | typeof ASCENDING | typeof DESCENDING | typeof HASHED;

/**
 * Different texts, numbered from 0 in order of first appearance. Byte ranges in, numbers out, no strings: 4 bytes a text
 * beside the text itself while the texts ascend or descend, about 10 to 15 once they do not. At most 2^27 texts.
 */
export class TextTable extends TextArena {
	private sequence: Sequence = ANY;
	/** Open addressing, linear probing. A slot is 0, or (number + 1) in the low `bits` bits under the top bits of its hash. */
	private slots = new Int32Array(0);
	private bits = 0;
	private limit = 0;
	// Without a seed, a file could be made whose texts all fall into one slot. Numbers do not depend on it.
	private readonly seed = (Math.random() * 0x1_0000_0000) | 0;
	private recent: Int32Array | null = null;

	/** @param expected texts for which room is made when slots are */
	constructor(private readonly expected = 0) {
		super();
	}

	override get bytesUsed(): number {
		return super.bytesUsed + this.slots.byteLength;
	}

	/** Number of the text bytes[start..end), which is copied when it is new. */
	intern(bytes: Uint8Array, start: number, end: number): number {
		const view = viewOf(bytes);
		const length = end - start;
		if (this.sequence !== HASHED) {
			const entry = this.continueSequence(view, start, length, false);
			if (entry >= 0) return entry;
			this.hashAll();
		}
		return this.internHashed(view, start, length, hashOf(view, start, length, this.seed), false);
	}

	internText(text: string): number {
		const bytes = encoder.encode(text);
		return this.intern(bytes, 0, bytes.length);
	}

	/** Number of the text, or {@link NONE}. */
	find(bytes: Uint8Array, start: number, end: number): number {
		const view = viewOf(bytes);
		const length = end - start;
		if (this.sequence !== HASHED) return this.findInSequence(view, start, length);
		const slot = this.slotOf(view, start, length, hashOf(view, start, length, this.seed), false);
		return (this.slots[slot] & ((1 << this.bits) - 1)) - 1;
	}

	findText(text: string): number {
		const bytes = encoder.encode(text);
		return this.find(bytes, 0, bytes.length);
	}

	/**
	 * Numbers of the texts of a column, as {@link intern} gives them, blanks around them trimmed.
	 * @param none number of an empty cell
	 * @param keys intern the normalised key of each text ({@link normaliseKey}) in its stead
	 */
	internRows(block: RecordBlock, column: number, out: Int32Array, none: number, keys: boolean): void {
		const view = viewOf(block.bytes);
		let row = 0;
		if (this.sequence !== HASHED) {
			row = this.readSequence(block, view, column, out, none, keys);
			if (row === block.rows) return;
			this.hashAll();
		}
		if (!keys && this.size < FEW_TEXTS) {
			this.readFew(block, view, column, row, out, none);
			return;
		}
		// The rows go through each step together, so that the memory that each needs is on its way before it is waited for.
		if (scratch.size < block.rows) scratch = new RowScratch(block.rows);
		trimRows(block, column, row);
		if (keys) hashKeyRows(view, row, block.rows, this.seed);
		else hashRows(view, row, block.rows, this.seed);
		this.lookUp(row, block.rows);
		this.settle(block.bytes, view, row, block.rows, out, none);
	}

	/** Numbers rows while their texts go on ascending or descending; gives the first row that does not. */
	private readSequence(
		block: RecordBlock,
		view: DataView,
		column: number,
		out: Int32Array,
		none: number,
		keys: boolean
	): number {
		const { bytes, rows, stride, starts, ends } = block;
		let lastStart = -1;
		let lastLength = 0;
		for (let r = 0, at = column; r < rows; r++, at += stride) {
			let start = starts[at];
			let end = ends[at];
			if (start !== end) {
				if (bytes[start] <= 32 || bytes[start] === 0xc2) start = trimStart(bytes, start, end);
				if (bytes[end - 1] <= 32 || bytes[end - 1] === 0xa0) end = trimEnd(bytes, start, end);
			}
			const length = end - start;
			if (length === 0) {
				out[r] = none;
				continue;
			}
			if (keys && !isKeyButForCase(view, start, length)) return r;
			let order = 1;
			if (lastStart >= 0) {
				order = length - lastLength;
				if (order === 0) order = orderOfBytes(view, start, view, lastStart, length, keys);
			}
			if (order === 0) out[r] = this.size - 1;
			else if (lastStart >= 0 && this.sequence !== ANY) {
				if (order > 0 !== (this.sequence === ASCENDING)) return r;
				out[r] = this.add(view, start, length, keys);
			} else {
				out[r] = this.continueSequence(view, start, length, keys);
				if (out[r] < 0) return r;
			}
			lastStart = start;
			lastLength = length;
		}
		return rows;
	}

	/** Number of a text that is the last one or goes on behind it; else -1. */
	private continueSequence(view: DataView, start: number, length: number, fold: boolean): number {
		if (this.size > 0) {
			const order = this.orderTo(this.size - 1, view, start, length, fold);
			if (order === 0) return this.size - 1;
			if (this.sequence === ANY) this.sequence = order > 0 ? ASCENDING : DESCENDING;
			else if (order > 0 !== (this.sequence === ASCENDING)) return -1;
		}
		return this.add(view, start, length, fold);
	}

	private findInSequence(view: DataView, start: number, length: number): number {
		let low = 0;
		let high = this.size - 1;
		while (low <= high) {
			const middle = (low + high) >>> 1;
			const order = this.orderTo(middle, view, start, length, false);
			if (order === 0) return middle;
			if (order > 0 === (this.sequence === ASCENDING)) low = middle + 1;
			else high = middle - 1;
		}
		return NONE;
	}

	/** Numbers rows of a column with few different texts, which mostly are among the recent ones. */
	private readFew(
		block: RecordBlock,
		view: DataView,
		column: number,
		first: number,
		out: Int32Array,
		none: number
	): void {
		const { bytes, rows, stride, starts, ends } = block;
		const recent = (this.recent ??= new Int32Array(RECENT_WORDS << RECENT_BITS));
		const { seed } = this;
		for (let r = first, at = column + first * stride; r < rows; r++, at += stride) {
			let start = starts[at];
			let end = ends[at];
			if (start !== end) {
				if (bytes[start] <= 32 || bytes[start] === 0xc2) start = trimStart(bytes, start, end);
				if (bytes[end - 1] <= 32 || bytes[end - 1] === 0xa0) end = trimEnd(bytes, start, end);
			}
			const length = end - start;
			if (length === 0) {
				out[r] = none;
				continue;
			}
			const head = length < 4 ? shortWord(view, start, length) : view.getInt32(start, true);
			const tail = length < 4 ? length : view.getInt32(end - 4, true);
			const mixed = Math.imul(Math.imul(head ^ seed, MIX) ^ tail ^ (length << 24), SPREAD);
			const place = (mixed >>> (32 - RECENT_BITS)) * RECENT_WORDS;
			let entry = recent[place + 3] - 1;
			// Two words are the whole of a text of up to eight bytes.
			if (
				recent[place] !== head ||
				recent[place + 1] !== tail ||
				recent[place + 2] !== length ||
				(length > 8 && !this.isAt(this.starts[entry], view, start, length, false))
			) {
				entry = this.internHashed(view, start, length, hashOf(view, start, length, seed), false);
				recent[place] = head;
				recent[place + 1] = tail;
				recent[place + 2] = length;
				recent[place + 3] = entry + 1;
			}
			out[r] = entry;
		}
	}

	/**
	 * Finds for each row a text that its hash points at, and where that lies. No step waits for what it fetches:
	 * a branch on that would keep the processor from fetching for the rows behind.
	 */
	private lookUp(first: number, rows: number): void {
		const { hashes, entries, places, lengths, tails } = scratch;
		const { slots, bits, starts } = this;
		const mask = (1 << bits) - 1;
		const shift = 32 - bits;
		for (let r = first; r < rows; r++) {
			const slot = Math.imul(hashes[r], SPREAD) >>> shift;
			entries[r] = slots[slot];
			places[r] = slots[(slot + 1) & mask];
		}
		for (let r = first; r < rows; r++) {
			const hash = hashes[r];
			// A text whose slot was taken is mostly in the next one.
			const found = ((entries[r] ^ hash) & ~mask) === 0 ? entries[r] : places[r];
			const entry = ((found ^ hash) & ~mask) === 0 ? (found & mask) - 1 : -1;
			entries[r] = entry;
			places[r] = starts[entry < 0 ? 0 : entry];
		}
		this.fetchTails(places, lengths, tails, first, rows);
	}

	/** Numbers the rows. */
	private settle(bytes: Uint8Array, view: DataView, first: number, rows: number, out: Int32Array, none: number): void {
		const { starts, lengths, kinds, hashes, entries, places, tails, ownTails } = scratch;
		let last = none;
		for (let r = first; r < rows; r++) {
			const kind = kinds[r];
			if (kind === NEW || kind === FOLDED) {
				const start = starts[r];
				const length = lengths[r];
				const entry = entries[r];
				const fold = kind === FOLDED;
				if (
					entry >= 0 &&
					tails[r] === ownTails[r] &&
					this.starts[entry + 1] - places[r] === length &&
					this.isAt(places[r], view, start, length, fold)
				) {
					last = entry;
				} else last = this.internHashed(view, start, length, hashes[r], fold);
			} else if (kind === EMPTY) {
				last = none;
			} else if (kind === UNLIKE_KEY) {
				const key = normaliseKey(decoder.decode(bytes.subarray(starts[r], starts[r] + lengths[r])));
				last = key === '' ? none : this.internText(key);
			}
			out[r] = last;
		}
	}

	/** The slot that holds the text, or the free one where it belongs. */
	private slotOf(view: DataView, start: number, length: number, hash: number, fold: boolean): number {
		const { slots, bits, starts } = this;
		const mask = (1 << bits) - 1;
		let slot = Math.imul(hash, SPREAD) >>> (32 - bits);
		for (;;) {
			const found = slots[slot];
			if (found === 0) return slot;
			if (((found ^ hash) & ~mask) === 0) {
				const entry = (found & mask) - 1;
				const place = starts[entry];
				if (starts[entry + 1] - place === length && this.isAt(place, view, start, length, fold)) return slot;
			}
			slot = (slot + 1) & mask;
		}
	}

	private internHashed(view: DataView, start: number, length: number, hash: number, fold: boolean): number {
		const slot = this.slotOf(view, start, length, hash, fold);
		const mask = (1 << this.bits) - 1;
		const found = this.slots[slot];
		if (found !== 0) return (found & mask) - 1;
		const entry = this.add(view, start, length, fold);
		this.slots[slot] = (hash & ~mask) | (entry + 1);
		if (this.size > this.limit) this.fillSlots(this.bits + (this.bits < QUICK_BITS ? 2 : 1));
		return entry;
	}

	/** From now on texts may come in any sequence. */
	private hashAll(): void {
		let bits = FIRST_BITS;
		while (2 ** bits * FULL < Math.max(this.size, this.expected)) bits++;
		this.sequence = HASHED;
		this.fillSlots(bits);
	}

	/** Fills new slots from the texts, which saves keeping a hash a text and old and new slots at once. */
	private fillSlots(bits: number): void {
		if (bits > MOST_BITS) throw new RangeError('too many different texts');
		const mask = (1 << bits) - 1;
		this.slots = new Int32Array(0);
		const slots = new Int32Array(2 ** bits);
		this.slots = slots;
		this.bits = bits;
		this.limit = slots.length * FULL;
		for (let entry = 0; entry < this.size; entry++) {
			const hash = this.hashOfText(entry, this.seed);
			let slot = Math.imul(hash, SPREAD) >>> (32 - bits);
			while (slots[slot] !== 0) slot = (slot + 1) & mask;
			slots[slot] = (hash & ~mask) | (entry + 1);
		}
	}
}

/** What is known of the rows of a block. */
class RowScratch {
	readonly starts: Int32Array;
	readonly lengths: Int32Array;
	readonly kinds: Uint8Array;
	readonly hashes: Int32Array;
	/** Number of the text that it may be, or -1, and where that lies. */
	readonly entries: Int32Array;
	readonly places: Int32Array;
	/** Last words of that text and of the row's own. */
	readonly tails: Int32Array;
	readonly ownTails: Int32Array;

	constructor(readonly size: number) {
		this.starts = new Int32Array(size);
		this.lengths = new Int32Array(size);
		this.kinds = new Uint8Array(size);
		this.hashes = new Int32Array(size);
		this.entries = new Int32Array(size);
		this.places = new Int32Array(size);
		this.tails = new Int32Array(size);
		this.ownTails = new Int32Array(size);
	}
}
/** One will do: one column of one block is read at a time. */
let scratch = new RowScratch(0);

/** Trimmed ranges of a column's rows. */
function trimRows(block: RecordBlock, column: number, first: number): void {
	const { bytes, rows, stride, starts, ends } = block;
	const { starts: trimmed, lengths } = scratch;
	for (let r = first, at = column + first * stride; r < rows; r++, at += stride) {
		let start = starts[at];
		let end = ends[at];
		if (start !== end) {
			if (bytes[start] <= 32 || bytes[start] === 0xc2) start = trimStart(bytes, start, end);
			if (bytes[end - 1] <= 32 || bytes[end - 1] === 0xa0) end = trimEnd(bytes, start, end);
		}
		trimmed[r] = start;
		lengths[r] = end - start;
	}
}

/** Tells which rows are empty or equal the one above; {@link hashOf} of the others. */
function hashRows(view: DataView, first: number, rows: number, seed: number): void {
	const { starts, lengths, kinds, hashes, ownTails } = scratch;
	// Rows of one order or one customer often stand together, in some columns never: the first rows tell.
	let repeats = 0;
	let look = true;
	for (let r = first; r < rows; r++) {
		const start = starts[r];
		const length = lengths[r];
		if (length === 0) kinds[r] = EMPTY;
		else if (
			look &&
			r > first &&
			length === lengths[r - 1] &&
			sameBytes(view, start, view, starts[r - 1], length, false)
		) {
			repeats++;
			kinds[r] = LIKE_LAST;
		} else {
			kinds[r] = NEW;
			hashes[r] = hashOf(view, start, length, seed);
			ownTails[r] = length < 4 ? 0 : view.getInt32(start + length - 4, true);
		}
		if ((r & 127) === 127 && repeats < (r - first) >> 3) look = false;
	}
}

/** {@link hashRows} of keys; texts that are not their own key but for their case are left to {@link normaliseKey}. */
function hashKeyRows(view: DataView, first: number, rows: number, seed: number): void {
	const { starts, lengths, kinds, hashes, ownTails } = scratch;
	let repeats = 0;
	let look = true;
	for (let r = first; r < rows; r++) {
		const start = starts[r];
		const length = lengths[r];
		if (length === 0) kinds[r] = EMPTY;
		else if (
			look &&
			r > first &&
			length === lengths[r - 1] &&
			sameBytes(view, start, view, starts[r - 1], length, false)
		) {
			repeats++;
			kinds[r] = LIKE_LAST;
		} else {
			// hashOf of the text in lower case, and in the same go whether it has to be lowered, and whether that will do.
			let hash = seed ^ length;
			let special: number;
			let changed: number;
			if (length < 4) {
				const word = shortWord(view, start, length);
				const lower = lowerWord(word);
				special = notPlain(word | (0x7f7f_7f7f << (length << 3)));
				changed = word ^ lower;
				ownTails[r] = 0;
				hash = Math.imul(hash ^ lower, MIX);
			} else {
				const last = start + length - 4;
				let at = start;
				special = 0;
				changed = 0;
				do {
					const word = view.getInt32(at, true);
					const lower = lowerWord(word);
					special |= notPlain(word);
					changed |= word ^ lower;
					hash = Math.imul(hash ^ lower, MIX);
					hash ^= hash >>> 15;
					at += 4;
				} while (at < last);
				const word = view.getInt32(last, true);
				const lower = lowerWord(word);
				special |= notPlain(word);
				changed |= word ^ lower;
				ownTails[r] = lower;
				hash = Math.imul(hash ^ lower, MIX);
			}
			hash = Math.imul(hash ^ (hash >>> 15), LAST_MIX);
			hashes[r] = hash ^ (hash >>> 16);
			if (special !== 0 && !isKeyButForCase(view, start, length)) kinds[r] = UNLIKE_KEY;
			else kinds[r] = changed === 0 ? NEW : FOLDED;
		}
		if ((r & 127) === 127 && repeats < (r - first) >> 3) look = false;
	}
}

export interface InternOptions {
	/** Number of an empty cell; default {@link NONE}. */
	none?: number;
}

/**
 * Numbers of the texts of a column, blanks around them trimmed: out[r] for each row of the block.
 * @param out at least block.rows long
 */
export function internColumn(
	block: RecordBlock,
	column: number,
	table: TextTable,
	out: Int32Array,
	options: InternOptions = {}
): void {
	table.internRows(block, column, out, options.none ?? NONE, false);
}

/**
 * Numbers of the normalised keys ({@link normaliseKey}) of a column: out[r] for each row of the block. The block's bytes
 * stay as they are.
 * @param out at least block.rows long
 */
export function internKeyColumn(
	block: RecordBlock,
	column: number,
	table: TextTable,
	out: Int32Array,
	options: InternOptions = {}
): void {
	table.internRows(block, column, out, options.none ?? NONE, true);
}
