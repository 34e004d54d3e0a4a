import { scaleLinear } from 'd3';

export interface IntervalInput {
	now: number | null;
	low: number | null;
	high: number | null;
	before: number | null;
}
export interface IntervalLayout {
	/** Centre of the upright tick; null without a figure. */
	tick: number | null;
	/** The 95 % interval; null without one. */
	bar: { x: number; width: number } | null;
	/** Centre of the hollow dot: the window before. */
	before: number | null;
}

/**
 * The one form of uncertainty: estimate, interval, and the figure before, on a scale that holds them with air at both ends.
 * @param width drawing width in pixels, at least 24
 */
export function layoutInterval({ now, low, high, before }: IntervalInput, width: number): IntervalLayout {
	const known = [now, low, high, before].filter((value): value is number => value !== null && Number.isFinite(value));
	if (known.length === 0) return { tick: null, bar: null, before: null };
	const min = Math.min(...known);
	const max = Math.max(...known);
	// A single value, or values that are equal, stand in the middle.
	const air = max > min ? (max - min) * 0.45 : Math.abs(max) || 1;
	const x = scaleLinear([min - air, max + air], [6, width - 6]);
	const at = (value: number | null) => (value === null || !Number.isFinite(value) ? null : x(value));
	const [from, to] = [at(low), at(high)];
	return {
		tick: at(now),
		bar: from === null || to === null ? null : { x: from, width: Math.max(1, to - from) },
		before: at(before)
	};
}
