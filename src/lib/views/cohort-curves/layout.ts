import { area, line, scaleLinear } from 'd3';

export interface CurvePoint {
	age: number;
	/** A figure a customer, with its 95 % interval; NaN without one. */
	value: number;
	low: number;
	high: number;
	/** The period had not ended. */
	running: boolean;
	/** It has not happened. */
	expected?: boolean;
}
export interface Curve {
	key: string;
	/** The newest, the one a person has pinned, the mean of all, or one of the others. */
	kind: 'newest' | 'pinned' | 'mean' | 'other';
	/** By age without a gap: what has happened, the last of it perhaps running, then what is expected. */
	points: readonly CurvePoint[];
}
export interface DrawnCurve {
	key: string;
	kind: Curve['kind'];
	/** Path of the finished part; '' where only one point is finished. */
	solid: string;
	/** Path from the last finished point to the running one; '' without it. */
	dashed: string;
	/** Path of the interval; '' for others and for means. */
	band: string;
	/** Path of what is expected, from the last finished point on, and of its interval; '' without it, and no interval for others. */
	ahead: string;
	aheadBand: string;
	dots: { x: number; y: number; point: CurvePoint }[];
	/** Where it is named; null: not at all. */
	label: { x: number; y: number; from: { x: number; y: number } } | null;
}
export interface CurvesLayout {
	width: number;
	height: number;
	left: number;
	right: number;
	ground: number;
	/** The ground is not zero but this. */
	cutAt: number | null;
	ticks: { value: number; y: number }[];
	/** The last of them has room for the name of the period. */
	ages: { age: number; x: number }[];
	curves: DrawnCurve[];
}

/** What lies above what. */
const RANK = { other: 0, mean: 1, newest: 2, pinned: 3 } satisfies Record<Curve['kind'], number>;
/** Its interval is drawn. */
const isBanded = ({ kind }: Curve, { expected = false }: CurvePoint): boolean =>
	kind !== 'other' && (kind !== 'mean' || expected);

const LEFT = 52;
const TOP = 14;
const BOTTOM = 26;
/** Room for a name and its interval beside the drawing. */
const NAMES = 128;
const LABEL_HEIGHT = 48;
/** Room for "12 quarters" left of where it ends. */
const UNIT = 78;
/** Below this the axis begins at zero; above it most of the drawing would be the first order. */
const CUT_FROM = 0.35;

/**
 * A figure a customer, by periods since the first order. Others come first, so that what is coloured lies above them.
 * @param named names stand beside the curves; without room for that the caller says them elsewhere
 */
export function layoutCurves(
	curves: readonly Curve[],
	width: number,
	{ height = 250, named = true }: { height?: number; named?: boolean } = {}
): CurvesLayout {
	const shown = [...curves].sort((a, b) => RANK[a.kind] - RANK[b.kind]);
	const points = shown
		.flatMap((curve) =>
			curve.points.flatMap((point) => (isBanded(curve, point) ? [point.value, point.low, point.high] : [point.value]))
		)
		.filter(Number.isFinite);
	const ages = shown.flatMap((curve) => curve.points.map(({ age }) => age));
	const top = Math.max(0, ...points);
	const bottom = Math.min(top, ...points);
	const cut = bottom > CUT_FROM * top && top > bottom;
	const right = width - (named ? NAMES : 12);
	const first = Math.min(...ages, 1);
	const last = Math.max(first + 1, ...ages);
	const x = scaleLinear([first, last], [LEFT, right]);
	const y = scaleLinear(
		[cut ? bottom - (top - bottom) * 0.12 : Math.min(0, bottom), top > 0 ? top : 1],
		[height - BOTTOM, TOP]
	).nice(4);
	const [lowest] = y.domain();
	const at = ({ age, value }: CurvePoint) => ({ x: x(age), y: y(value) });
	const path = line<CurvePoint>(
		({ age }) => x(age),
		({ value }) => y(value)
	);
	const band = area<CurvePoint>(
		({ age }) => x(age),
		({ low }) => y(low),
		({ high }) => y(high)
	).defined(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));

	const drawn = shown.map(({ key, kind, points: all }): DrawnCurve => {
		const finished = all.filter(({ running, expected }) => !running && !expected);
		const rest = all.filter(({ running }) => running);
		const later = all.filter(({ expected }) => expected);
		const from = finished.slice(-1);
		const joined = finished.length > 0 && rest.length > 0 ? [...from, ...rest] : [];
		const continued = later.length > 0 ? [...from, ...later] : [];
		// What has happened is certain: the interval of what is expected opens from there.
		const opening = [...from.map((point) => ({ ...point, low: point.value, high: point.value })), ...later];
		const end = all[all.length - 1];
		const marked = kind === 'other' ? [...from, ...rest].slice(-1) : kind === 'mean' && later.length > 0 ? later : all;
		const isNamed = named && kind !== 'other' && end !== undefined && (kind !== 'mean' || later.length > 0);
		return {
			key,
			kind,
			solid: finished.length > 1 ? (path(finished) ?? '') : '',
			dashed: joined.length > 1 ? (path(joined) ?? '') : '',
			band: kind === 'other' || kind === 'mean' ? '' : (band(all.filter(({ expected }) => !expected)) ?? ''),
			ahead: continued.length > 1 ? (path(continued) ?? '') : '',
			aheadBand: kind === 'other' || later.length === 0 ? '' : (band(opening) ?? ''),
			dots: marked.map((point) => ({ ...at(point), point })),
			label: isNamed ? { x: right + 10, y: at(end).y, from: at(end) } : null
		};
	});
	part(
		drawn.flatMap(({ label }) => (label ? [label] : [])),
		TOP,
		height - BOTTOM
	);
	const every = Math.max(1, Math.ceil(last / Math.max(2, Math.floor((right - LEFT) / 44))));
	const ticks = Array.from({ length: Math.floor(last / every) + 1 }, (_, i) => ({ age: i * every, x: x(i * every) }));
	const end = ticks[ticks.length - 1].x;
	return {
		width,
		height,
		left: LEFT,
		right,
		ground: y(lowest),
		cutAt: cut && lowest > 0 ? lowest : null,
		ticks: y.ticks(4).map((value) => ({ value, y: y(value) })),
		ages: ticks.filter((tick) => tick.age >= first && (tick.x === end || tick.x < end - UNIT)),
		curves: drawn
	};
}

/** Moves names apart that would stand on one another, within the drawing. */
function part(labels: { y: number }[], top: number, bottom: number): void {
	const sorted = [...labels].sort((a, b) => a.y - b.y);
	sorted.forEach((label, i) => {
		label.y = Math.max(top + 6, label.y);
		if (i > 0) label.y = Math.max(label.y, sorted[i - 1].y + LABEL_HEIGHT);
	});
	let floor = bottom - 28;
	for (const label of sorted.reverse()) {
		label.y = Math.min(label.y, floor);
		floor = label.y - LABEL_HEIGHT;
	}
}
