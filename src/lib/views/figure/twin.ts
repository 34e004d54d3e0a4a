import type { Cell } from '$lib/format/csv';

/** A column of a chart's table: what its head says, and how a value of it is printed on screen. */
export interface TwinColumn {
	/** Head on screen. */
	text: string;
	/** Head in the CSV: lower case, underscores. */
	name: string;
	/** Numbers stand right; texts are printed as they are. */
	show?: (value: Cell) => string;
}

/** The same numbers as a chart, in the same order; values are plain, so that the CSV holds them unrounded. */
export interface Twin {
	columns: readonly TwinColumn[];
	rows: readonly (readonly Cell[])[];
}

/** A value as its column prints it. */
export function shownCell(column: TwinColumn, value: Cell): string {
	if (column.show) return column.show(value);
	return value === null ? '' : String(value);
}
