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
	/** Where the words of the median stand, so that they stay inside. */
	medianText: { x: number; anchor: 'start' | 'middle' | 'end' };
	q90: number;
	ticks: { value: number; x: number }[];
}

/** Half of the words above the median, pixels. */
const HALF = 70;

/** Days between purchases: the middle half as a bar, its median, and the day by which nine of ten had come back. */
export function layoutGaps({ q25, median, q75, q90 }: GapQuantiles, width: number): GapsLayout {
	const [left, right] = [2, width - 16];
	const x = scaleLinear([0, Math.max(1, q90 * 1.06)], [left, right]);
	const at = x(median);
	const last = x(q90);
	return {
		height: 112,
		left,
		right,
		ground: 88,
		box: { x: x(q25), width: Math.max(1, x(q75) - x(q25)) },
		median: at,
		medianText:
			at < left + HALF
				? { x: left, anchor: 'start' }
				: at + HALF > last - 6
					? { x: last - 8, anchor: 'end' }
					: { x: at, anchor: 'middle' },
		q90: last,
		ticks: x.ticks(Math.max(2, Math.min(6, Math.floor(width / 90)))).map((value) => ({ value, x: x(value) }))
	};
}
