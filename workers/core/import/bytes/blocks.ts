import type { DecimalColumn, IntColumn } from '../../tables';

const BLOCK_BITS = 16;
const BLOCK = 1 << BLOCK_BITS;
const MASK = BLOCK - 1;
const FIRST_ROWS = 256;

type Block = Int8Array | Int16Array | Int32Array | Float64Array;

function narrowest(low: number, high: number): { new (length: number): Block; BYTES_PER_ELEMENT: number } {
	if (low >= -0x80 && high <= 0x7f) return Int8Array;
	if (low >= -0x8000 && high <= 0x7fff) return Int16Array;
	if (low >= -0x8000_0000 && high <= 0x7fff_ffff) return Int32Array;
	return Float64Array;
}

/** What the functions below found. */
let lowest = 0;
let highest = 0;

// One function a type: a loop over typed arrays of several types is several times slower.
function extentOfInts(values: Int32Array, from: number, to: number): void {
	let low = values[from];
	let high = low;
	for (let i = from; i < to; i++) {
		const value = values[i];
		low = value < low ? value : low;
		high = value > high ? value : high;
	}
	lowest = low;
	highest = high;
}

function extentOfDoubles(values: Float64Array, from: number, to: number): void {
	let low = values[from];
	let high = low;
	for (let i = from; i < to; i++) {
		const value = values[i];
		if (value < low) low = value;
		else if (value > high) high = value;
	}
	lowest = low;
	highest = high;
}

function extentOf(values: ArrayLike<number>, from: number, to: number): void {
	let low = values[from];
	let high = low;
	for (let i = from; i < to; i++) {
		const value = values[i];
		if (value < low) low = value;
		else if (value > high) high = value;
	}
	lowest = low;
	highest = high;
}

/**
 * A growing column of safe integers, in blocks of 65,536 rows. A block comes into being when a value differs from the
 * column's default, and is as narrow as its values allow; growth copies nothing but a small first block, widening one block.
 */
export class IntBlocks {
	length = 0;
	private readonly blocks: (Block | null)[] = [];

	constructor(readonly defaultValue = 0) {}

	/** Memory held, in bytes. */
	get bytesUsed(): number {
		let bytes = 0;
		for (const block of this.blocks) if (block) bytes += block.byteLength;
		return bytes;
	}

	/** True only when every row has the default value: loops over the column can be left out. */
	get isBlank(): boolean {
		return this.blocks.every((block) => block === null);
	}

	push(value: number): void {
		const row = this.length++;
		if ((row & MASK) === 0) this.blocks.push(null);
		const block = this.blocks[row >>> BLOCK_BITS];
		if (block === null && value === this.defaultValue) return;
		if (block !== null && (row & MASK) < block.length) {
			block[row & MASK] = value;
			// Reading back is the cheapest test of width: only a value that fits comes back whole.
			if (block[row & MASK] === value) return;
		}
		this.room(row >>> BLOCK_BITS, value, value)[row & MASK] = value;
	}

	/** Appends values[from..from + count). */
	append(values: IntColumn | number[], count: number, from = 0): void {
		const end = from + count;
		while (from < end) {
			const row = this.length;
			if ((row & MASK) === 0) this.blocks.push(null);
			const part = Math.min(end - from, BLOCK - (row & MASK));
			if (values instanceof Int32Array) extentOfInts(values, from, from + part);
			else if (values instanceof Float64Array) extentOfDoubles(values, from, from + part);
			else extentOf(values, from, from + part);
			const index = row >>> BLOCK_BITS;
			if (this.blocks[index] !== null || lowest !== highest || lowest !== this.defaultValue) {
				const block = this.room(index, lowest, highest, row + part);
				block.set(
					ArrayBuffer.isView(values) ? values.subarray(from, from + part) : values.slice(from, from + part),
					row & MASK
				);
			}
			this.length += part;
			from += part;
		}
	}

	/** Appends `value` `count` times. */
	repeat(value: number, count: number): void {
		while (count > 0) {
			const row = this.length;
			if ((row & MASK) === 0) this.blocks.push(null);
			const part = Math.min(count, BLOCK - (row & MASK));
			const index = row >>> BLOCK_BITS;
			if (this.blocks[index] !== null || value !== this.defaultValue) {
				this.room(index, value, value, row + part).fill(value, row & MASK, (row & MASK) + part);
			}
			this.length += part;
			count -= part;
		}
	}

	/** @param row 0 ≤ row < length */
	get(row: number): number {
		const block = this.blocks[row >>> BLOCK_BITS];
		return block === null ? this.defaultValue : block[row & MASK];
	}

	/** @param row 0 ≤ row < length */
	set(row: number, value: number): void {
		const index = row >>> BLOCK_BITS;
		const block = this.blocks[index];
		if (block === null ? value === this.defaultValue : block[row & MASK] === value) return;
		this.room(index, value, value)[row & MASK] = value;
	}

	/** Rows from..to (exclusive): a view where they are part of one block, else new. Read it before the next change. */
	range(from: number, to: number): IntColumn {
		to = Math.min(to, this.length);
		const length = Math.max(0, to - from);
		const first = from >>> BLOCK_BITS;
		const last = length === 0 ? first : (to - 1) >>> BLOCK_BITS;
		if (length > 0 && first === last) {
			const block = this.blocks[first];
			if (block) return block.subarray(from & MASK, (from & MASK) + length);
		}
		let Wide = narrowest(this.defaultValue, this.defaultValue);
		for (let index = first; index <= last && length > 0; index++) {
			const block = this.blocks[index];
			if (block && block.BYTES_PER_ELEMENT > Wide.BYTES_PER_ELEMENT) Wide = block.constructor as typeof Wide;
		}
		const out = new Wide(length);
		for (let row = from; row < to;) {
			const block = this.blocks[row >>> BLOCK_BITS];
			const part = Math.min(to - row, BLOCK - (row & MASK));
			if (block) out.set(block.subarray(row & MASK, (row & MASK) + part), row - from);
			else out.fill(this.defaultValue, row - from, row - from + part);
			row += part;
		}
		return out;
	}

	/** Lets go of the memory of rows from..to, whole blocks of them: they are not to be read again. */
	release(from: number, to: number): void {
		const last = to >= this.length ? this.blocks.length : to >>> BLOCK_BITS;
		for (let index = (from + MASK) >>> BLOCK_BITS; index < last; index++) this.blocks[index] = null;
	}

	/** Block `index`, made, lengthened or widened to hold all rows so far, low..high among them. */
	private room(index: number, low: number, high: number, length = this.length): Block {
		const block = this.blocks[index];
		const least = this.defaultValue;
		const rows = Math.min(BLOCK, length - (index << BLOCK_BITS));
		const Fit = block === null ? narrowest(Math.min(low, least), Math.max(high, least)) : narrowest(low, high);
		const wide = block === null || Fit.BYTES_PER_ELEMENT > block.BYTES_PER_ELEMENT;
		if (!wide && rows <= block.length) return block;
		// Only a small table's block is not made whole at once.
		const capacity = index > 0 || rows > BLOCK >> 2 ? BLOCK : Math.max(FIRST_ROWS, 2 * rows, block?.length ?? 0);
		const made = new (wide ? Fit : (block.constructor as typeof Fit))(capacity);
		if (block !== null) made.set(block);
		if (least !== 0) made.fill(least, block?.length ?? 0);
		this.blocks[index] = made;
		return made;
	}
}

const POWERS = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];

/**
 * A growing column of exact decimals. Its scale is the largest that was appended; rows that came before at a smaller one
 * are brought to it when they are read.
 */
export class DecimalBlocks {
	scale: number;
	private readonly values = new IntBlocks(0);
	/** Scale of the rows from `from` on, ascending, so at most seven. */
	private readonly runs: { from: number; scale: number; largest: number }[];

	/** @param minScale 0 to 6 */
	constructor(minScale = 0) {
		this.scale = minScale;
		this.runs = [{ from: 0, scale: minScale, largest: 0 }];
	}

	get length(): number {
		return this.values.length;
	}

	/** Memory held, in bytes. */
	get bytesUsed(): number {
		return this.values.bytesUsed;
	}

	/** True only when every row is 0. */
	get isBlank(): boolean {
		return this.values.isBlank;
	}

	/** Appends value / 10 ** scale. */
	push(value: number, scale: number): void {
		const run = this.runAt(scale);
		value *= POWERS[run.scale - scale];
		const size = value < 0 ? -value : value;
		if (size > run.largest) run.largest = size;
		this.values.push(value);
	}

	/** Appends values[0..count), all at `scale`. */
	append(values: Float64Array, count: number, scale: number): void {
		if (count === 0) return;
		const run = this.runAt(scale);
		if (run.scale !== scale) {
			for (let i = 0; i < count; i++) this.push(values[i], scale);
			return;
		}
		extentOfDoubles(values, 0, count);
		run.largest = Math.max(run.largest, -lowest, highest);
		this.values.append(values, count);
	}

	/** Appends value / 10 ** scale `count` times. */
	repeat(value: number, scale: number, count: number): void {
		if (count === 0) return;
		const run = this.runAt(scale);
		value *= POWERS[run.scale - scale];
		run.largest = Math.max(run.largest, Math.abs(value));
		this.values.repeat(value, count);
	}

	/** Value of a row at the column's {@link scale}; 0 ≤ row < length. */
	get(row: number): number {
		return this.values.get(row) * POWERS[this.scale - this.runs[this.runIndex(row)].scale];
	}

	/** Sets a row to value / 10 ** scale. */
	set(row: number, value: number, scale: number): void {
		if (scale > this.runs[this.runIndex(row)].scale) this.lift(Math.max(scale, this.scale));
		const run = this.runs[this.runIndex(row)];
		value *= POWERS[run.scale - scale];
		run.largest = Math.max(run.largest, Math.abs(value));
		this.values.set(row, value);
	}

	/** False when a value leaves the safe integers at the column's {@link scale}. */
	fits(): boolean {
		return this.runs.every(({ largest, scale }) => largest * POWERS[this.scale - scale] <= Number.MAX_SAFE_INTEGER);
	}

	/** Rows from..to (exclusive) at the column's {@link scale}: values are a view or new, as of {@link IntBlocks.range}. */
	range(from: number, to: number): DecimalColumn {
		to = Math.min(to, this.length);
		const values = this.values.range(from, to);
		if (this.runs.every((run) => run.scale === this.scale || run.largest === 0)) return { values, scale: this.scale };
		const scaled = new IntBlocks(0);
		for (let i = 0; i < values.length; i++)
			scaled.push(values[i] * POWERS[this.scale - this.runs[this.runIndex(from + i)].scale]);
		return { values: scaled.range(0, values.length), scale: this.scale };
	}

	/** As {@link IntBlocks.release}. */
	release(from: number, to: number): void {
		this.values.release(from, to);
	}

	private runAt(scale: number): { from: number; scale: number; largest: number } {
		const last = this.runs[this.runs.length - 1];
		if (scale <= last.scale) return last;
		this.scale = scale;
		const run = { from: this.length, scale, largest: 0 };
		this.runs.push(run);
		return run;
	}

	private runIndex(row: number): number {
		let index = this.runs.length - 1;
		while (index > 0 && this.runs[index].from > row) index--;
		return index;
	}

	/** Brings all rows to one scale. */
	private lift(scale: number): void {
		let largest = 0;
		for (let row = 0; row < this.length; row++) {
			const value = this.values.get(row) * POWERS[scale - this.runs[this.runIndex(row)].scale];
			largest = Math.max(largest, Math.abs(value));
			this.values.set(row, value);
		}
		this.scale = scale;
		this.runs.splice(0, this.runs.length, { from: 0, scale, largest });
	}
}
