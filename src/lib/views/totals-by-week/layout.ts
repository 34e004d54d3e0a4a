import { line, scaleLinear } from 'd3';

export interface WeekTotal {
	/** From 1. */
	week: number;
	/** Cumulated. */
	actual: number;
	predicted: number;
}
export interface WeeksLayout {
	height: number;
	left: number;
	right: number;
	ground: number;
	actual: string;
	predicted: string;
	weeks: { week: number; x: number; actual: number; predicted: number }[];
	ticks: { value: number; y: number }[];
	ages: { week: number; x: number }[];
	/** y of the two names at the right end, parted where they would meet. */
	names: { actual: number; predicted: number };
}

const LEFT = 52;
const TOP = 14;
const BOTTOM = 26;
const NAMES = 112;
const LEAST_APART = 17;

/** Purchases after the split, added up week by week, as they came and as they were foretold. */
export function layoutWeeks(totals: readonly WeekTotal[], width: number, height = 250): WeeksLayout {
	const right = width - NAMES;
	const last = totals.at(-1) ?? { week: 1, actual: 0, predicted: 0 };
	const most = Math.max(1, last.actual, last.predicted);
	const x = scaleLinear([0, Math.max(1, last.week)], [LEFT, right]);
	const y = scaleLinear([0, most], [height - BOTTOM, TOP]).nice(4);
	const all = [{ week: 0, actual: 0, predicted: 0 }, ...totals];
	const path = (of: 'actual' | 'predicted') =>
		line<WeekTotal>(
			({ week }) => x(week),
			(total) => y(total[of])
		)(all) ?? '';
	const names = { actual: y(last.actual) + 4, predicted: y(last.predicted) + 4 };
	const apart = LEAST_APART - Math.abs(names.actual - names.predicted);
	if (apart > 0) {
		const up = names.actual < names.predicted ? -1 : 1;
		names.actual += (up * apart) / 2;
		names.predicted -= (up * apart) / 2;
	}
	const step = Math.max(1, Math.ceil(last.week / 6));
	return {
		height,
		left: LEFT,
		right,
		ground: height - BOTTOM,
		actual: path('actual'),
		predicted: path('predicted'),
		weeks: totals.map(({ week, actual, predicted }) => ({
			week,
			x: x(week),
			actual: y(actual),
			predicted: y(predicted)
		})),
		ticks: y.ticks(4).map((value) => ({ value, y: y(value) })),
		ages: totals.filter(({ week }) => week % step === 0).map(({ week }) => ({ week, x: x(week) })),
		names
	};
}
