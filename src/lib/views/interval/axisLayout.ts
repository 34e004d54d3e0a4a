import { scaleLinear } from 'd3';
import type { IntervalInput } from './layout';

export interface IntervalAxisLayout {
	height: number;
	left: number;
	right: number;
	/** y of the ground line and of the glyph. */
	ground: number;
	glyph: number;
	tick: number | null;
	bar: { x: number; width: number } | null;
	before: number | null;
	ticks: { value: number; x: number }[];
	/** Centres of the two words above the glyph, parted where they would meet. */
	names: { now: number | null; before: number | null };
}

/** Half the room of a word above the glyph. */
const HALF = 40;

/**
 * The interval on an axis with numbers: estimate, bounds and the figure before. The axis is cut, which glyphs that say
 * where a figure lies may do; bars may not.
 */
export function layoutIntervalAxis({ now, low, high, before }: IntervalInput, width: number): IntervalAxisLayout {
	const [left, right] = [14, width - 26];
	const known = [now, low, high, before].filter((value): value is number => value !== null && Number.isFinite(value));
	const min = Math.min(...known);
	const max = Math.max(...known);
	const air = max > min ? (max - min) * 0.3 : Math.abs(max) * 0.1 || 1;
	const x = scaleLinear(known.length === 0 ? [0, 1] : [min - air, max + air], [left, right]).nice(4);
	const at = (value: number | null) => (value === null || !Number.isFinite(value) ? null : x(value));
	const [from, to, tick, dot] = [at(low), at(high), at(now), at(before)];
	const within = (place: number) => Math.max(left + HALF, Math.min(right - HALF, place));
	let names = { now: tick === null ? null : within(tick), before: dot === null ? null : within(dot) };
	if (names.now !== null && names.before !== null && Math.abs(names.now - names.before) < 2 * HALF) {
		const centre = (names.now + names.before) / 2;
		const side = names.now < names.before ? -1 : 1;
		const middle = Math.max(left + 2 * HALF, Math.min(right - 2 * HALF, centre));
		names = { now: middle + side * HALF, before: middle - side * HALF };
	}
	return {
		height: 72,
		left,
		right,
		ground: 50,
		glyph: 34,
		tick,
		bar: from === null || to === null ? null : { x: from, width: Math.max(1, to - from) },
		before: dot,
		ticks: x.ticks(4).map((value) => ({ value, x: x(value) })),
		names
	};
}
