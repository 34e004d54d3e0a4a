import type { IntColumn } from '../tables';
import type { LedgerColumn } from './types';

const WIDTHS = [Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array] as const;
const LIMITS = [
	[-128, 127],
	[0, 255],
	[-32_768, 32_767],
	[0, 65_535],
	[-2_147_483_648, 2_147_483_647]
] as const;

/** New column of zeros in the narrowest type that holds every whole number from min to max. */
function narrowColumn(length: number, min: number, max: number): LedgerColumn {
	const width = LIMITS.findIndex(([low, high]) => min >= low && max <= high);
	return width < 0 ? new Float64Array(length) : new WIDTHS[width](length);
}

/**
 * A column of whole numbers that is filled batch by batch and stays as narrow as its values allow.
 *
 * Loops run over Int32Array or Float64Array only, and `set` converts to and from the narrow types: a loop that meets six
 * types of array runs several times slower than the two conversions.
 */
export class ColumnBuilder {
	length = 0;
	private values: LedgerColumn;
	private min = 0;
	private max = 0;

	constructor(capacity: number) {
		this.values = new Int8Array(capacity);
	}

	/**
	 * Appends `source[rows[j]] * factor` for `count` rows of the `batch` rows of the source; `rows` null: all of them in their order.
	 * @throws RangeError when a value leaves the safe integers
	 */
	append(source: IntColumn, batch: number, rows: Int32Array | null, count: number, factor = 1): void {
		const whole = source.length === batch ? source : source.subarray(0, batch);
		const narrow = factor === 1 && !(whole instanceof Float64Array) && !(whole instanceof Uint32Array);
		const part = narrow ? keepInts(new Int32Array(whole), rows) : keepFloats(new Float64Array(whole), rows, factor);
		const [min, max] = part instanceof Int32Array ? rangeOfInts(part) : rangeOfFloats(part);
		this.reserve(this.length + count, Math.min(min, this.min), Math.max(max, this.max));
		this.values.set(part, this.length);
		this.length += count;
	}

	/** Multiplies everything so far: the column's decimals grow. */
	scaleBy(factor: number): void {
		this.reserve(this.length, this.min * factor, this.max * factor);
		for (let i = 0; i < this.length; i++) this.values[i] *= factor;
	}

	/** The column in the order of `rows` (all rows once), as a new array or, where `rows` is null, as it stands. */
	finish(rows: Int32Array | null): LedgerColumn {
		const { values, length } = this;
		if (this.min === 0 && this.max === 0) return new Int8Array(length);
		if (rows === null) return values.length === length ? values : values.slice(0, length);
		// An ordered copy stands in for its source, so that two of everything never lie in memory.
		this.values = new Int8Array(0);
		const source = values.length === length ? values : values.subarray(0, length);
		return gathered(source, rows);
	}

	private reserve(length: number, min: number, max: number): void {
		if (max > Number.MAX_SAFE_INTEGER || min < Number.MIN_SAFE_INTEGER) {
			throw new RangeError('an amount leaves the safe integers at the scale of the ledger');
		}
		this.min = min;
		this.max = max;
		const [low, high] = limitsOf(this.values);
		const fits = min >= low && max <= high;
		if (fits && length <= this.values.length) return;
		const capacity = length <= this.values.length ? this.values.length : Math.ceil(length * 1.5);
		const wider = fits ? narrowColumn(capacity, low, high) : narrowColumn(capacity, min, max);
		wider.set(this.values.subarray(0, this.length));
		this.values = wider;
	}
}

/** Every row is 0: known at a glance but for columns of a byte. */
export function isZero(column: LedgerColumn): boolean {
	if (!(column instanceof Int8Array)) return column.length === 0;
	for (let i = 0; i < column.length; i++) if (column[i] !== 0) return false;
	return true;
}

/** Whole numbers in as few bytes as the kernels are fast with: 1 where all are 0, else 4, else 8. */
export function narrowed(values: Float64Array): LedgerColumn {
	const [min, max] = rangeOfFloats(values);
	if (min === 0 && max === 0) return new Int8Array(values.length);
	return min >= -2_147_483_648 && max <= 2_147_483_647 ? new Int32Array(values) : values;
}

function keepInts(values: Int32Array, rows: Int32Array | null): Int32Array {
	if (rows === null) return values;
	for (let j = 0; j < rows.length; j++) values[j] = values[rows[j]];
	return values.subarray(0, rows.length);
}

function keepFloats(values: Float64Array, rows: Int32Array | null, factor: number): Float64Array {
	const count = rows === null ? values.length : rows.length;
	for (let j = 0; j < count; j++) values[j] = values[rows === null ? j : rows[j]] * factor;
	return values.subarray(0, count);
}

/** Smallest and largest, 0 among them. */
function rangeOfInts(values: Int32Array): [number, number] {
	let min = 0;
	let max = 0;
	for (let i = 0; i < values.length; i++) {
		const value = values[i];
		if (value < min) min = value;
		if (value > max) max = value;
	}
	return [min, max];
}

function rangeOfFloats(values: Float64Array): [number, number] {
	let min = 0;
	let max = 0;
	for (let i = 0; i < values.length; i++) {
		const value = values[i];
		if (value < min) min = value;
		if (value > max) max = value;
	}
	return [min, max];
}

/**
 * New column: row j is source[rows[j]]. Whole numbers of one width move alike whatever their sign, and a loop a width
 * reads as few bytes as there are: this is where opening waits for memory.
 */
function gathered(source: LedgerColumn, rows: Int32Array): LedgerColumn {
	const Column = source.constructor as new (length: number) => LedgerColumn;
	const out = new Column(rows.length);
	if (source instanceof Float64Array) moveFloats(source, rows, out as Float64Array);
	else if (source instanceof Int32Array) moveWords(source, rows, out as Int32Array);
	else if (source.BYTES_PER_ELEMENT === 2) moveShorts(shorts(source), rows, shorts(out));
	else moveBytes(bytes(source), rows, bytes(out));
	return out;
}

const shorts = ({ buffer, byteOffset, length }: LedgerColumn): Uint16Array =>
	new Uint16Array(buffer, byteOffset, length);
const bytes = ({ buffer, byteOffset, length }: LedgerColumn): Uint8Array => new Uint8Array(buffer, byteOffset, length);

function moveFloats(source: Float64Array, rows: Int32Array, out: Float64Array): void {
	for (let j = 0; j < rows.length; j++) out[j] = source[rows[j]];
}

function moveWords(source: Int32Array, rows: Int32Array, out: Int32Array): void {
	for (let j = 0; j < rows.length; j++) out[j] = source[rows[j]];
}

function moveShorts(source: Uint16Array, rows: Int32Array, out: Uint16Array): void {
	for (let j = 0; j < rows.length; j++) out[j] = source[rows[j]];
}

function moveBytes(source: Uint8Array, rows: Int32Array, out: Uint8Array): void {
	for (let j = 0; j < rows.length; j++) out[j] = source[rows[j]];
}

function limitsOf(column: LedgerColumn): readonly [number, number] {
	const width = WIDTHS.findIndex((Width) => column instanceof Width);
	return width < 0 ? [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] : LIMITS[width];
}
