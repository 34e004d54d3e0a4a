import { scaleBand, scaleLinear } from 'd3';

export interface MonthBar {
	/** "2011-03" */
	label: string;
	/** Net of returning, of new customers, and of nobody known; units of the currency, negative where refunds exceed sales. */
	returning: number;
	fresh: number;
	guests: number;
	/** The month had not ended. */
	partial: boolean;
}
export interface BarPart {
	part: 'returning' | 'fresh' | 'guests';
	y: number;
	height: number;
}
export interface MonthsLayout {
	height: number;
	/** y of zero, the ground line. */
	ground: number;
	left: number;
	right: number;
	bars: { key: string; x: number; width: number; partial: boolean; parts: BarPart[] }[];
	ticks: { value: number; y: number }[];
	labels: { key: string; x: number }[];
}

const LEFT = 64;
const TOP = 10;
const BOTTOM = 24;
/** Room for one month under the axis. */
const LABEL = 74;

/** Stacked bars by month on a ground line at zero: what comes in grows up, what is given back beyond it hangs below. */
export function layoutMonths(months: readonly MonthBar[], width: number, height: number): MonthsLayout {
	const parts = ['returning', 'fresh', 'guests'] as const;
	const sums = months.map((month) => ({
		up: parts.reduce((sum, part) => sum + Math.max(0, month[part]), 0),
		down: parts.reduce((sum, part) => sum + Math.min(0, month[part]), 0)
	}));
	const top = Math.max(0, ...sums.map(({ up }) => up));
	const bottom = Math.min(0, ...sums.map(({ down }) => down));
	const y = scaleLinear([bottom, top > bottom ? top : 1], [height - BOTTOM, TOP]).nice(4);
	const x = scaleBand(
		months.map(({ label }) => label),
		[LEFT, width - 2]
	).paddingInner(0.22);
	const ground = y(0);
	const every = Math.max(1, Math.ceil(LABEL / Math.max(1, x.step())));
	return {
		height,
		ground,
		left: LEFT,
		right: width - 2,
		bars: months.map((month) => {
			let up = 0;
			let down = 0;
			return {
				key: month.label,
				x: x(month.label) ?? LEFT,
				width: Math.min(x.bandwidth(), 48),
				partial: month.partial,
				parts: parts.flatMap((part): BarPart[] => {
					const value = month[part];
					if (value === 0) return [];
					const from = value > 0 ? up : down;
					const to = from + value;
					if (value > 0) up = to;
					else down = to;
					return [{ part, y: Math.min(y(from), y(to)), height: Math.abs(y(from) - y(to)) }];
				})
			};
		}),
		ticks: y.ticks(4).map((value) => ({ value, y: y(value) })),
		labels: months.flatMap(({ label }, i) => (i % every === 0 ? [{ key: label, x: x(label) ?? LEFT }] : []))
	};
}
