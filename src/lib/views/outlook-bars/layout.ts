import { scaleLinear } from 'd3';

export interface OutlookBar {
	months: number;
	value: number;
	/** 95 % interval of the expectation. */
	low: number;
	high: number;
	/** 95 % interval of what will happen. */
	from: number;
	to: number;
}
export interface OutlookLayout {
	height: number;
	left: number;
	right: number;
	/** y of the axis. */
	ground: number;
	/** By horizon: upper edge and height of the bar, where it ends, and both intervals. */
	rows: { months: number; y: number; high: number; end: number; band: [number, number]; line: [number, number] }[];
	ticks: { value: number; x: number }[];
}

const LEFT = 78;
const ROW = 56;
const BAR = 28;
const BOTTOM = 24;

/** What is expected by horizon, as bars on one scale from zero. */
export function layoutOutlook(bars: readonly OutlookBar[], width: number): OutlookLayout {
	const right = width - 28;
	const reach = bars.reduce((most, { value, high, to }) => Math.max(most, value, high, to), 0);
	const x = scaleLinear([0, reach > 0 ? reach : 1], [LEFT, right]);
	const ground = 4 + bars.length * ROW;
	return {
		height: ground + BOTTOM,
		left: LEFT,
		right,
		ground,
		rows: bars.map(({ months, value, low, high, from, to }, i) => ({
			months,
			y: 4 + i * ROW + (ROW - BAR) / 2,
			high: BAR,
			end: x(value),
			band: [x(Math.max(0, low)), x(high)],
			line: [x(Math.max(0, from)), x(to)]
		})),
		ticks: x.ticks(width < 420 ? 3 : 5).map((value) => ({ value, x: x(value) }))
	};
}
