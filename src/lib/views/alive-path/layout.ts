import { line, scaleLinear, scaleUtc } from 'd3';

export interface AlivePath {
	/** Ascending, with the chance on each. */
	day: ArrayLike<number>;
	pAlive: ArrayLike<number>;
}
export interface AliveLayout {
	width: number;
	height: number;
	left: number;
	right: number;
	ground: number;
	top: number;
	/** Up to the day of the view; from it on, without an order. */
	past: string;
	ahead: string;
	today: { x: number; y: number } | null;
	/** Days of the past that are marks, by position in the path. */
	dots: { at: number; x: number; y: number }[];
	end: { x: number; y: number } | null;
	/** What an order is expected between, if one comes. */
	next: { x: number; width: number; middle: number } | null;
	ticks: { value: number; y: number }[];
	/** "2011-03" of each tick. */
	months: { month: string; x: number }[];
}

const DAY = 86_400_000;
const LEFT = 56;
const TOP = 24;
const BOTTOM = 26;
const MARKS = 40;

/** Chance of still being a customer from the first purchase to half a year after the view's day. */
export function layoutAlive(
	{ day, pAlive }: AlivePath,
	{ asOf, next }: { asOf: number; next: { low: number; middle: number; high: number } | null },
	width: number,
	height = 190
): AliveLayout {
	const right = width - 12;
	const rows = Array.from(day, (_, at) => at);
	const first = rows.length === 0 ? asOf : day[0];
	const last = rows.length === 0 ? asOf + 1 : Math.max(asOf + 1, day[rows.length - 1]);
	const x = scaleUtc([first * DAY, last * DAY], [LEFT, right]).clamp(true);
	const y = scaleLinear([0, 1], [height - BOTTOM, TOP]);
	const path = line<number>(
		(at) => x(day[at] * DAY),
		(at) => y(pAlive[at])
	);
	const before = rows.filter((at) => day[at] <= asOf);
	const after = rows.filter((at) => day[at] >= asOf);
	const place = (at: number | undefined) => (at === undefined ? null : { x: x(day[at] * DAY), y: y(pAlive[at]) });
	const step = Math.max(1, Math.ceil(before.length / MARKS));
	const places = x.ticks(Math.max(2, Math.min(6, Math.floor(width / 120))));
	return {
		width,
		height,
		left: LEFT,
		right,
		ground: height - BOTTOM,
		top: TOP,
		past: path(before) ?? '',
		ahead: path(after) ?? '',
		today: place(before.at(-1)),
		dots: before
			.filter((_, i) => i % step === 0 || i === before.length - 1)
			.map((at) => ({ at, x: x(day[at] * DAY), y: y(pAlive[at]) })),
		end: place(after.at(-1)),
		next:
			next === null
				? null
				: {
						x: x((asOf + next.low) * DAY),
						width: Math.max(2, x((asOf + next.high) * DAY) - x((asOf + next.low) * DAY)),
						middle: x((asOf + next.middle) * DAY)
					},
		ticks: [0, 0.5, 1].map((value) => ({ value, y: y(value) })),
		months: [...new Map(places.map((time) => [time.toISOString().slice(0, 7), x(time)]))].map(([month, at]) => ({
			month,
			x: at
		}))
	};
}
