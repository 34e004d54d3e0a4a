/**
 * How the columns of one chunk are written: the JSON under `perennial` in the schema's metadata, described for readers
 * in docs/storage.md. Whatever a column does not need is left out, so that a chunk holds only what differs from row to row.
 */

/** Whole numbers; row i is what is described here, plus `add` where that is given. */
export type IntLayout = (
	| { as: 'constant'; value: number }
	/** start + step × row */
	| { as: 'sequence'; start: number; step: number }
	/** Bits `at` … `at + bits - 1` of the row, plus base. */
	| { as: 'bits'; at: number; bits: number; base: number }
	/** Running sum of (those bits plus base), beginning with `first` in row 0. */
	| { as: 'steps'; at: number; bits: number; base: number; first: number }
	/** The Arrow column of this name (unsigned), plus base. */
	| { as: 'column'; base: number }
	/** The Arrow column of this name, 64-bit floats that hold whole numbers. */
	| { as: 'floats' }
) & { add?: number };

/** The row's number is this formula over columns before it, plus what `IntLayout` describes. */
export type Formula =
	| { sum: [name: string, sign: 1 | -1][] }
	/** a × b / divisor (or × multiplier), rounded to the nearest whole number, halves up. */
	| { product: [string, string]; divisor: number; multiplier: number };

export type TextLayout =
	| { as: 'constant-text'; value: string }
	/** prefix + number, padded with zeros to `width` digits (0: not padded). */
	| { as: 'numbered'; prefix: string; width: number; number: IntLayout }
	/** Arrow FixedSizeBinary of UTF-8. */
	| { as: 'fixed'; width: number }
	| { as: 'utf8' };

export type ColumnLayout =
	| { name: string; kind: 'int'; ints: IntLayout }
	| { name: string; kind: 'decimal'; scale: number; ints: IntLayout; formula?: Formula }
	| { name: string; kind: 'text'; text: TextLayout }
	| { name: string; kind: 'list'; list: string[] }
	| { name: string; kind: 'number'; number: number };

export interface ChunkLayout {
	table: string;
	version: 1;
	rows: number;
	columns: ColumnLayout[];
}

/** Key of the layout in the metadata of the Arrow schema. */
export const LAYOUT_KEY = 'perennial';
