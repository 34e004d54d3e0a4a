import { scaleLinear } from 'd3';

export interface CalibrationGroup {
	key: string;
	customers: number;
	/** Means a customer. */
	actual: number;
	predicted: number;
}
export interface CalibrationLayout {
	height: number;
	left: number;
	right: number;
	ground: number;
	/** Bars stand side by side: what happened left, what was foretold right. */
	groups: { key: string; x: number; width: number; middle: number; actual: number; predicted: number }[];
	bar: number;
	ticks: { value: number; y: number }[];
}

const LEFT = 44;
const TOP = 14;
const BOTTOM = 40;

/** Groups of customers with what they did beside what was foretold of them, on one scale from zero. */
export function layoutCalibration(groups: readonly CalibrationGroup[], width: number, height = 250): CalibrationLayout {
	const right = width - 8;
	const most = groups.reduce((max, { actual, predicted }) => Math.max(max, actual, predicted), 0);
	const y = scaleLinear([0, most > 0 ? most : 1], [height - BOTTOM, TOP]).nice(4);
	const step = (right - LEFT) / Math.max(1, groups.length);
	const bar = Math.max(3, Math.min(22, step * 0.34));
	return {
		height,
		left: LEFT,
		right,
		ground: height - BOTTOM,
		bar,
		groups: groups.map(({ key, actual, predicted }, i) => ({
			key,
			x: LEFT + i * step,
			width: step,
			middle: LEFT + (i + 0.5) * step,
			actual: y(actual),
			predicted: y(predicted)
		})),
		ticks: y.ticks(4).map((value) => ({ value, y: y(value) }))
	};
}
