import { scaleLinear, scaleUtc, type ScaleTime } from 'd3';

export interface Stem {
	key: string;
	day: number;
	/** What was ordered, in units of the currency; null where it is of another currency. */
	value: number | null;
	/** What was given back of it, positive. */
	refunded: number;
	counted: boolean;
}
export interface StemMark {
	key: string;
	x: number;
	/** Head; never below the ground. */
	y: number;
	/** Foot of what was given back, below the ground; null: nothing was. */
	below: number | null;
	counted: boolean;
	/** The value stands beside its head. */
	labelled: boolean;
}
export interface Bracket {
	from: number;
	to: number;
	days: number;
	/** Room for its number. */
	labelled: boolean;
}
export interface StemsLayout {
	height: number;
	/** y of zero, and of the brackets' upper edge. */
	ground: number;
	brackets: number;
	left: number;
	right: number;
	radius: number;
	/** By day. */
	stems: StemMark[];
	/** Days between purchase days that count. */
	gaps: Bracket[];
	/** From the last order that counts to the day of the view. */
	silence: Bracket | null;
	/** x of the day of the view. */
	today: number;
	/** "2011-03" where the orders span months, else null: the day itself is the label. No two have the same. */
	ticks: { day: number; month: string | null; x: number }[];
	/** Values of the grid lines, the greatest last. */
	grid: { value: number; y: number }[];
}

const DAY = 86_400_000;
const LEFT = 56;
const RIGHT = 12;
const TOP = 34;
const HIGH = 132;
/** Least room for what was given back, and the most. */
const BELOW = 18;

/** A customer's orders as stems on the ground line, what was given back below it, and the days between as brackets. */
export function layoutStems(orders: readonly Stem[], asOf: number, width: number): StemsLayout {
	const right = Math.max(LEFT + 60, width - RIGHT);
	const sorted = orders.toSorted((a, b) => a.day - b.day);
	const days = sorted.map(({ day }) => day);
	const first = Math.min(asOf, ...days);
	const last = Math.max(asOf, first + 1, ...days);
	// The day after the last one is the end: an order on it would close the silence.
	const x = scaleUtc([first * DAY, (last + 1) * DAY], [LEFT + 8, right]);
	const highest = sorted.reduce((most, { value }) => Math.max(most, value ?? 0), 0);
	const lowest = sorted.reduce((most, { refunded, value }) => Math.max(most, refunded, -(value ?? 0)), 0);
	const ground = TOP + HIGH;
	const y = scaleLinear([0, highest > 0 ? highest : 1], [ground, TOP]);
	const deep = lowest > 0 ? Math.min(HIGH * 0.6, Math.max(BELOW, (lowest / (highest || lowest)) * HIGH)) : 0;
	const down = (value: number) => ground + (value / lowest) * deep;
	const crowd = sorted.length / Math.max(1, right - LEFT);
	const largest = sorted.findIndex(({ value }) => value !== null && value === highest);
	const latest = sorted.findLastIndex(({ counted, value, day }) => counted && value !== null && day <= asOf);

	/** Room for the value of the latest order: no head near it reaches as high. */
	const alone = sorted.every(
		({ day, value }, i) =>
			i === latest ||
			Math.abs(x(day * DAY) - x((days[latest] ?? 0) * DAY)) > (i === largest ? 76 : 36) ||
			y(Math.max(0, value ?? 0)) > y(Math.max(0, sorted[latest]?.value ?? 0)) + 4
	);

	const counted = [...new Set(sorted.filter((order) => order.counted && order.day <= asOf).map(({ day }) => day))];
	const bracket = (from: number, to: number): Bracket => {
		const ends = { from: x(from * DAY) + 2, to: x(to * DAY) - 2 };
		return { ...ends, days: to - from, labelled: ends.to - ends.from > 20 };
	};
	const lastCounted = counted.at(-1);
	return {
		height: ground + deep + 62,
		ground,
		brackets: ground + deep + 6,
		left: LEFT,
		right,
		radius: crowd > 0.15 ? 2 : crowd > 0.06 ? 3 : 4.5,
		stems: sorted.map(({ key, day, value, refunded, counted: counts }, i) => {
			const given = Math.max(refunded, value !== null && value < 0 ? -value : 0);
			return {
				key,
				x: x(day * DAY),
				y: value === null ? ground - 14 : Math.min(ground, y(Math.max(0, value))),
				below: given > 0 ? down(given) : null,
				counted: counts,
				labelled: highest > 0 && (i === largest || (i === latest && alone))
			};
		}),
		gaps: counted.slice(1).flatMap((day, i) => {
			const found = bracket(counted[i], day);
			return found.to - found.from >= 5 ? [found] : [];
		}),
		silence: lastCounted === undefined ? null : bracket(lastCounted, asOf + 1),
		today: x((asOf + 1) * DAY),
		ticks: ticksOf(x, Math.max(2, Math.min(6, Math.floor(width / 120))), last - first > 90).filter(
			({ day }) => day <= Math.max(asOf, ...days)
		),
		grid: highest > 0 ? y.ticks(3).flatMap((value) => (value > 0 ? [{ value, y: y(value) }] : [])) : []
	};
}

/** Within a few days a scale's own ticks are hours: each day is taken once, where it begins. */
function ticksOf(x: ScaleTime<number, number>, count: number, months: boolean): StemsLayout['ticks'] {
	const days = new Set(x.ticks(count).map((time) => Math.floor(time.getTime() / DAY)));
	return [...days].map((day) => {
		const begin = new Date(day * DAY);
		return { day, month: months ? begin.toISOString().slice(0, 7) : null, x: x(begin) };
	});
}
