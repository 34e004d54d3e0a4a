import { area, line, scaleLinear, scaleUtc } from 'd3';

export interface AlivePath {
	/** Ascending, with the chance on each and its 95 % interval, NaN without one. */
	day: ArrayLike<number>;
	pAlive: ArrayLike<number>;
	low: ArrayLike<number>;
	high: ArrayLike<number>;
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
	/** Intervals of both; '' where there are none. */
	pastBand: string;
	aheadBand: string;
	today: { x: number; y: number } | null;
	/** Days of the past that are marks, and the last day ahead, by position in the path. */
	dots: { at: number; x: number; y: number }[];
	end: { x: number; y: number } | null;
	/** Where the last chance is told: above what is drawn there. */
	endLabel: number;
	/** What an order is expected between, if one comes: below the ground, which the chance stands on. */
	next: { x: number; width: number; middle: number; y: number } | null;
	ticks: { value: number; y: number }[];
	/** "2011-03" of each tick. */
	months: { month: string; x: number }[];
}

const DAY = 86_400_000;
const LEFT = 56;
const TOP = 24;
const BOTTOM = 26;
/** Room below the ground for when the next order is expected. */
const NEXT = 24;
/** Room that "13% without an order" takes. */
const END = 140;
const MARKS = 40;

/** Chance of still being a customer from the first purchase to half a year after the view's day. */
export function layoutAlive(
	{ day, pAlive, low, high }: AlivePath,
	{ asOf, next }: { asOf: number; next: { low: number; middle: number; high: number } | null },
	width: number,
	height = next === null ? 190 : 190 + NEXT
): AliveLayout {
	const right = width - 12;
	const rows = Array.from(day, (_, at) => at);
	const first = rows.length === 0 ? asOf : day[0];
	const last = rows.length === 0 ? asOf + 1 : Math.max(asOf + 1, day[rows.length - 1]);
	const x = scaleUtc([first * DAY, last * DAY], [LEFT, right]).clamp(true);
	const ground = height - BOTTOM - (next === null ? 0 : NEXT);
	const y = scaleLinear([0, 1], [ground, TOP]);
	const path = line<number>(
		(at) => x(day[at] * DAY),
		(at) => y(pAlive[at])
	);
	const band = area<number>(
		(at) => x(day[at] * DAY),
		(at) => y(low[at]),
		(at) => y(high[at])
	).defined((at) => Number.isFinite(low[at]) && Number.isFinite(high[at]));
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
		ground,
		top: TOP,
		past: path(before) ?? '',
		ahead: path(after) ?? '',
		pastBand: band(before) ?? '',
		aheadBand: band(after) ?? '',
		today: place(before.at(-1)),
		dots: [...before.filter((_, i) => i % step === 0 || i === before.length - 1), ...after.slice(1).slice(-1)].map(
			(at) => ({ at, x: x(day[at] * DAY), y: y(pAlive[at]) })
		),
		end: place(after.at(-1)),
		endLabel: Math.max(
			TOP + 12,
			Math.min(
				...after
					.filter((at) => x(day[at] * DAY) > right - END)
					.map((at) => y(Number.isFinite(high[at]) ? high[at] : pAlive[at]))
			) - 8
		),
		next:
			next === null
				? null
				: {
						x: x((asOf + next.low) * DAY),
						width: Math.max(2, x((asOf + next.high) * DAY) - x((asOf + next.low) * DAY)),
						middle: x((asOf + next.middle) * DAY),
						y: ground + 12
					},
		ticks: [0, 0.5, 1].map((value) => ({ value, y: y(value) })),
		months: [...new Map(places.map((time) => [time.toISOString().slice(0, 7), x(time)]))].map(([month, at]) => ({
			month,
			x: at
		}))
	};
}
