import { scaleLinear, scaleUtc } from 'd3';

export interface Stem {
	key: string;
	day: number;
	/** Units of its currency. */
	net: number;
	counted: boolean;
}
export interface StemsLayout {
	height: number;
	ground: number;
	left: number;
	right: number;
	stems: { key: string; x: number; y: number; counted: boolean }[];
	/** The silence from the last counted order to the day of the view. */
	silence: { from: number; to: number; days: number } | null;
	/** "2011-03" where the orders span months, else null: the day itself is the label. */
	ticks: { day: number; month: string | null; x: number }[];
	top: { value: number; y: number } | null;
}

const DAY = 86_400_000;
const LEFT = 12;

/** A customer's orders as stems on the ground line, and the silence since as a bracket below it. */
export function layoutStems(orders: readonly Stem[], asOf: number, width: number): StemsLayout {
	const [height, ground, top] = [150, 104, 22];
	const right = width - 10;
	const days = orders.map(({ day }) => day);
	const first = Math.min(asOf, ...days);
	const last = Math.max(asOf, first + 1, ...days);
	const x = scaleUtc([first * DAY, last * DAY], [LEFT + 6, right - 6]);
	const highest = Math.max(0, ...orders.map(({ net }) => net));
	const y = scaleLinear([0, highest > 0 ? highest : 1], [ground, top]);
	const counted = orders.filter((order) => order.counted && order.day <= asOf).map(({ day }) => day);
	const latest = counted.length > 0 ? Math.max(...counted) : null;
	return {
		height,
		ground,
		left: LEFT,
		right,
		stems: orders.map(({ key, day, net, counted: counts }) => ({
			key,
			x: x(day * DAY),
			y: y(Math.max(0, net)),
			counted: counts
		})),
		silence:
			latest === null || asOf - latest < 2 ? null : { from: x(latest * DAY), to: x(asOf * DAY), days: asOf - latest },
		ticks: x.ticks(Math.max(2, Math.min(5, Math.floor(width / 130)))).map((time) => ({
			day: Math.floor(time.getTime() / DAY),
			month: last - first > 90 ? time.toISOString().slice(0, 7) : null,
			x: x(time)
		})),
		top: highest > 0 ? { value: highest, y: y(highest) } : null
	};
}
