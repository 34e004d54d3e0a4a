import type { IntColumn } from '../tables';
import type { TextTable } from './bytes/texts';

/** Rows that loops over whole columns read at a time: a dozen columns of so many stay in the processor's cache. */
export const PART_ROWS = 8192;

interface Ranged {
	range(from: number, to: number): IntColumn | { values: IntColumn; scale: number };
}

function valuesOf(range: IntColumn | { values: IntColumn; scale: number }): IntColumn {
	return 'scale' in range ? range.values : range;
}

/**
 * Rows from..to of a column of whatever width in `out`: loops over one kind of array are several times as fast as over
 * arrays that change their kind from block to block.
 * @param out at least to − from long
 */
export function readInts(column: Ranged, from: number, to: number, out: Int32Array): Int32Array {
	out.set(valuesOf(column.range(from, to)));
	return out;
}

/** The same for values that may leave 32 bits. */
export function readNumbers(column: Ranged, from: number, to: number, out: Float64Array): Float64Array {
	out.set(valuesOf(column.range(from, to)));
	return out;
}

/** Rows of a column, part by part, that hold a value below 0. */
export function* negativeRows(column: Ranged, length: number): Generator<number> {
	const values = new Int32Array(PART_ROWS);
	for (let from = 0; from < length; from += PART_ROWS) {
		const to = Math.min(from + PART_ROWS, length);
		readInts(column, from, to, values);
		if (!hasNegative(values, to - from)) continue;
		for (let i = 0; i < to - from; i++) if (values[i] < 0) yield from + i;
	}
}

function hasNegative(values: Int32Array, count: number): boolean {
	let all = 0;
	for (let i = 0; i < count; i++) all |= values[i];
	return all < 0;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Texts of a table as strings, decoded in one go where they are plain ASCII. */
export function stringsOf(table: TextTable, codes: Int32Array): string[] {
	const { bytes, offsets } = table.pick(codes);
	const all = decoder.decode(bytes);
	const plain = all.length === bytes.length;
	return Array.from(codes, (_, i) =>
		plain ? all.slice(offsets[i], offsets[i + 1]) : decoder.decode(bytes.subarray(offsets[i], offsets[i + 1]))
	);
}
