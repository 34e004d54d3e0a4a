import { area, curveStepAfter, line, scaleLinear } from 'd3';
import { withUnit } from '../withUnit';

export interface WaitingPoint {
	days: number;
	/** Share that has bought again by then, with its band. */
	share: number;
	low: number;
	high: number;
}
export interface WaitingCurve {
	key: string;
	/** From day 0, ascending. */
	points: readonly WaitingPoint[];
}
export interface WaitingLayout {
	width: number;
	height: number;
	left: number;
	right: number;
	ground: number;
	curves: {
		key: string;
		line: string;
		band: string;
		/** Marks of it, and where its name stands. */
		dots: { x: number; y: number; point: WaitingPoint }[];
		name: { x: number; y: number };
	}[];
	ticks: { value: number; y: number }[];
	days: { value: number; x: number }[];
}

const LEFT = 46;
const TOP = 14;
const BOTTOM = 26;
const NAMES = 112;
const LABEL_HEIGHT = 32;
const MARKS = [30, 60, 90, 180, 365, 730];

/** Shares of customers who bought again, by days since the purchase before: steps, because waiting ends on days. */
export function layoutWaiting(curves: readonly WaitingCurve[], width: number, height = 270): WaitingLayout {
	const right = width - NAMES;
	const last = curves.reduce((most, { points }) => Math.max(most, points.at(-1)?.days ?? 0), 1);
	const top = curves.reduce((most, { points }) => points.reduce((high, point) => Math.max(high, point.high), most), 0);
	const x = scaleLinear([0, last], [LEFT, right]);
	const y = scaleLinear([0, top > 0 ? Math.min(1, top) : 1], [height - BOTTOM, TOP]).nice(4);
	const path = line<WaitingPoint>(
		({ days }) => x(days),
		({ share }) => y(share)
	).curve(curveStepAfter);
	const band = area<WaitingPoint>(
		({ days }) => x(days),
		({ low }) => y(low),
		({ high }) => y(Math.min(1, high))
	).curve(curveStepAfter);
	const drawn = curves.map(({ key, points }) => {
		const end = points.at(-1);
		return {
			key,
			line: path(points) ?? '',
			band: band(points) ?? '',
			dots: MARKS.flatMap((day) => {
				const point = end && day <= end.days ? points.findLast(({ days }) => days <= day) : undefined;
				return point ? [{ x: x(day), y: y(point.share), point: { ...point, days: day } }] : [];
			}),
			name: { x: right + 8, y: y(end?.share ?? 0) + 4 }
		};
	});
	// Names that would stand on one another move down.
	const names = drawn.map(({ name }) => name).sort((a, b) => a.y - b.y);
	names.forEach((name, i) => {
		name.y = Math.max(name.y, TOP + 4, i > 0 ? names[i - 1].y + LABEL_HEIGHT : 0);
	});
	let floor = height - BOTTOM - 14;
	for (const name of names.toReversed()) {
		name.y = Math.min(name.y, floor);
		floor = name.y - LABEL_HEIGHT;
	}
	const days = x.ticks(Math.max(2, Math.floor((right - LEFT) / 70)));
	return {
		width,
		height,
		left: LEFT,
		right,
		ground: height - BOTTOM,
		curves: drawn,
		ticks: y.ticks(4).map((value) => ({ value, y: y(value) })),
		days: withUnit(days.map((value) => ({ value, x: x(value) })))
	};
}
