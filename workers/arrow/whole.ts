import { CHUNK_ROWS, type IntColumn } from '../core/tables';

/** Whole numbers in the one form that the loops here are written for: row i is `values[i] + add`. */
export interface Whole {
	values: Int32Array;
	add: number;
}

/** Room for one column of a batch, used again for the next: encoding makes no garbage the size of the data. */
export class Scratch {
	readonly ints = new Int32Array(CHUNK_ROWS);
	readonly floats = new Float64Array(CHUNK_ROWS);
}

const LOWEST = -2_147_483_648;
const HIGHEST = 2_147_483_647;

function boundsOf(values: Float64Array, length: number): [number, number] {
	let low = values[0];
	let high = low;
	let whole = true;
	for (let i = 0; i < length; i++) {
		const value = values[i];
		if (value < low) low = value;
		if (value > high) high = value;
		if (Math.floor(value) !== value) whole = false;
	}
	if (!whole || !Number.isSafeInteger(low) || !Number.isSafeInteger(high))
		throw new RangeError('A column of whole numbers holds something that is none, or is past 2^53');
	return [low, high];
}

/**
 * A column brought to 32-bit integers and one number to add; loops over one kind of array stay fast, whatever arrives.
 * @returns a view of the column or of `scratch`, good until `scratch` is used again; null when the values span 2^31 or more
 * @throws RangeError when a value is not a safe integer
 */
export function toWhole(column: IntColumn, length: number, scratch: Scratch): Whole | null {
	if (column.length < length) throw new RangeError('A column is shorter than its batch');
	if (length > CHUNK_ROWS) throw new RangeError(`A batch has at most ${CHUNK_ROWS} rows`);
	if (column instanceof Int32Array) return { values: column.subarray(0, length), add: 0 };
	const values = scratch.ints.subarray(0, length);
	const rows = column.subarray(0, length);
	if (!(column instanceof Float64Array) && !(column instanceof Uint32Array)) {
		values.set(rows);
		return { values, add: 0 };
	}
	if (length === 0) return { values, add: 0 };
	const floats = scratch.floats.subarray(0, length);
	floats.set(rows);
	const [low, high] = boundsOf(floats, length);
	if (low >= LOWEST && high <= HIGHEST) {
		values.set(floats);
		return { values, add: 0 };
	}
	if (high - low > HIGHEST) return null;
	for (let i = 0; i < length; i++) values[i] = floats[i] - low;
	return { values, add: low };
}
