import { area, line, scaleLinear } from 'd3';
import { withUnit } from '../withUnit';

export interface Comeback {
	/** By days of silence, from 0. */
	probability: ArrayLike<number>;
	low: ArrayLike<number>;
	high: ArrayLike<number>;
}
export interface ComebackLayout {
	width: number;
	height: number;
	left: number;
	right: number;
	ground: number;
	line: string;
	band: string;
	/** y of the chance looked for. */
	below: number;
	/** The lapse point: x, y, and x of its band where both ends are known. */
	lapse: { x: number; y: number } | null;
	dots: { day: number; x: number; y: number }[];
	ticks: { value: number; y: number }[];
	days: { value: number; x: number }[];
}

const LEFT = 46;
const TOP = 14;
const BOTTOM = 26;

/** Chance that a silence of so many days ends, and where it falls below the chance looked for. */
export function layoutComeback(
	curve: Comeback,
	{ below, lapse }: { below: number; lapse: number | null },
	width: number,
	height = 240
): ComebackLayout {
	const right = width - 16;
	const length = curve.probability.length;
	const days = Array.from({ length }, (_, day) => day);
	const x = scaleLinear([0, Math.max(1, length - 1)], [LEFT, right]);
	const top = days.reduce((most, day) => Math.max(most, curve.high[day]), below);
	const y = scaleLinear([0, Math.min(1, top)], [height - BOTTOM, TOP]).nice(4);
	const step = Math.max(7, Math.ceil(length / 24 / 7) * 7);
	return {
		width,
		height,
		left: LEFT,
		right,
		ground: height - BOTTOM,
		line: line<number>(x, (day) => y(curve.probability[day]))(days) ?? '',
		band:
			area<number>(
				x,
				(day) => y(curve.low[day]),
				(day) => y(Math.min(1, curve.high[day]))
			)(days) ?? '',
		below: y(below),
		lapse: lapse === null || lapse >= length ? null : { x: x(lapse), y: y(curve.probability[lapse]) },
		dots: days.filter((day) => day % step === 0).map((day) => ({ day, x: x(day), y: y(curve.probability[day]) })),
		ticks: y.ticks(4).map((value) => ({ value, y: y(value) })),
		days: withUnit(x.ticks(Math.max(2, Math.floor((right - LEFT) / 70))).map((value) => ({ value, x: x(value) })))
	};
}
