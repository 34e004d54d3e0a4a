import { scaleLinear } from 'd3';

export interface RowInterval {
	value: number;
	low: number;
	high: number;
}
export interface RowLayout {
	zero: number;
	tick: number;
	bar: { x: number; width: number };
}

/** Greatest upper end of a column of intervals, which their one scale holds from zero on. */
export const reachOf = (rows: readonly RowInterval[]): number =>
	rows.reduce((most, { value, high }) => Math.max(most, Number.isFinite(high) ? high : value), 0);

/**
 * An interval in a row of a table: all rows on one scale from zero.
 * @param reach of all rows
 */
export function layoutRow({ value, low, high }: RowInterval, reach: number, width: number): RowLayout {
	const x = scaleLinear([0, reach > 0 ? reach : 1], [2, width - 4]).clamp(true);
	const [from, to] = [x(low), x(high)];
	return { zero: x(0), tick: x(value), bar: { x: from, width: Math.max(1, to - from) } };
}
