import { scaleLinear } from 'd3';

export interface MoneyRow {
	name: string;
	net: number;
	customers: number;
	/** Of all customers. */
	shareOfCustomers: number;
	shareOfNet: number | null;
}
export interface MoneyBar {
	y: number;
	x: number;
	width: number;
	/** Where the money of an equal share for each customer would end; null where the total is not positive. */
	equal: number | null;
}
export interface SegmentMoneyLayout {
	height: number;
	zero: number;
	row: number;
	bars: MoneyBar[];
}

/**
 * Net by segment on one scale, with what each would bring if every customer brought the same.
 * @param left, right room for names and figures, pixels; `row` is the height of one
 */
export function layoutSegmentMoney(
	rows: readonly MoneyRow[],
	width: number,
	{ left, right, row }: { left: number; right: number; row: number }
): SegmentMoneyLayout {
	const total = rows.reduce((sum, { net }) => sum + net, 0);
	const equals = rows.map(({ shareOfCustomers }) => (total > 0 ? shareOfCustomers * total : null));
	const low = Math.min(0, ...rows.map(({ net }) => net));
	const high = Math.max(0, ...rows.map(({ net }) => net), ...equals.map((value) => value ?? 0));
	const x = scaleLinear([low, high > low ? high : low + 1], [left, Math.max(left + 20, width - right)]);
	const zero = x(0);
	return {
		height: rows.length * row + 4,
		zero,
		row,
		bars: rows.map(({ net }, i) => {
			const end = x(net);
			const equal = equals[i];
			return {
				y: i * row + 2,
				x: Math.min(zero, end),
				width: Math.abs(end - zero),
				equal: equal === null ? null : x(equal)
			};
		})
	};
}
