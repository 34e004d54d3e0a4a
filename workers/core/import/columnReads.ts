import type { IntColumn, TextColumn } from '../tables';
import type { TextTable } from './bytes/texts';

/** Rows that loops over whole columns read at a time. */
export const PART_ROWS = 65_536;

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

/** Texts of a table as a new column, in the sequence of `codes`. @param codes ascending, mostly close to each other */
export function gatherTexts(table: TextTable, codes: Int32Array): TextColumn {
	const { length } = codes;
	if (length === 0) return { bytes: new Uint8Array(0), offsets: new Int32Array(1) };
	let first = codes[0];
	let last = codes[0];
	for (let i = 1; i < length; i++) {
		if (codes[i] < first) first = codes[i];
		if (codes[i] > last) last = codes[i];
	}
	const offsets = new Int32Array(length + 1);
	if (last + 1 - first <= 4 * length) {
		const all = table.textColumn(first, last + 1);
		if (last + 1 - first === length && isAscending(codes)) return all;
		for (let i = 0; i < length; i++) {
			const code = codes[i] - first;
			offsets[i + 1] = offsets[i] + all.offsets[code + 1] - all.offsets[code];
		}
		const bytes = new Uint8Array(offsets[length]);
		for (let i = 0; i < length; i++) {
			const start = all.offsets[codes[i] - first];
			const size = offsets[i + 1] - offsets[i];
			for (let b = 0; b < size; b++) bytes[offsets[i] + b] = all.bytes[start + b];
		}
		return { bytes, offsets };
	}
	const views = Array.from(codes, (code) => table.view(code));
	for (let i = 0; i < length; i++) offsets[i + 1] = offsets[i] + views[i].length;
	const bytes = new Uint8Array(offsets[length]);
	for (let i = 0; i < length; i++) bytes.set(views[i], offsets[i]);
	return { bytes, offsets };
}

function isAscending(codes: Int32Array): boolean {
	for (let i = 1; i < codes.length; i++) if (codes[i] <= codes[i - 1]) return false;
	return true;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Texts of a table as strings, decoded in one go where they are plain ASCII. */
export function stringsOf(table: TextTable, codes: Int32Array): string[] {
	const { bytes, offsets } = gatherTexts(table, codes);
	const all = decoder.decode(bytes);
	const plain = all.length === bytes.length;
	return Array.from(codes, (_, i) =>
		plain ? all.slice(offsets[i], offsets[i + 1]) : decoder.decode(bytes.subarray(offsets[i], offsets[i + 1]))
	);
}
