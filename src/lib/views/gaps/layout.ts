import { scaleLinear } from 'd3';

export interface GapQuantiles {
	q25: number;
	median: number;
	q75: number;
	q90: number;
}
export interface GapsLayout {
	height: number;
	left: number;
	right: number;
	ground: number;
	box: { x: number; width: number };
	median: number;
	q90: number;
	ticks: { value: number; x: number }[];
}

/** Days between purchases: the middle half as a bar, its median, and the day by which nine of ten had come back. */
export function layoutGaps({ q25, median, q75, q90 }: GapQuantiles, width: number): GapsLayout {
	const [left, right] = [2, width - 16];
	const x = scaleLinear([0, Math.max(1, q90 * 1.06)], [left, right]);
	return {
		height: 92,
		left,
		right,
		ground: 62,
		box: { x: x(q25), width: Math.max(1, x(q75) - x(q25)) },
		median: x(median),
		q90: x(q90),
		ticks: x.ticks(Math.max(2, Math.min(6, Math.floor(width / 90)))).map((value) => ({ value, x: x(value) }))
	};
}
