import { area, line, scaleLinear } from 'd3';

export interface CurvePoint {
	age: number;
	/** Net a customer so far, with its 95 % interval; NaN without one. */
	value: number;
	low: number;
	high: number;
	/** The period had not ended. */
	running: boolean;
}
export interface Curve {
	key: string;
	/** The newest, the one a person has pinned, or one of the others. */
	kind: 'newest' | 'pinned' | 'other';
	/** From age 0 on, without a gap; the last may be running. */
	points: readonly CurvePoint[];
}
export interface DrawnCurve {
	key: string;
	kind: Curve['kind'];
	/** Path of the finished part; '' where only one point is finished. */
	solid: string;
	/** Path from the last finished point to the running one; '' without it. */
	dashed: string;
	/** Path of the interval; '' for others. */
	band: string;
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
 * Net a customer so far, by periods since the first order. Others come first, so that what is coloured lies above them.
 * @param named names stand beside the curves; without room for that the caller says them elsewhere
 */
export function layoutCurves(
	curves: readonly Curve[],
	width: number,
	{ height = 250, named = true }: { height?: number; named?: boolean } = {}
): CurvesLayout {
	const shown = [...curves].sort((a, b) => Number(a.kind !== 'other') - Number(b.kind !== 'other'));
	const points = shown.flatMap((curve) =>
		curve.points.flatMap(({ value, low, high }) =>
			(curve.kind === 'other' ? [value] : [value, low, high]).filter(Number.isFinite)
		)
	);
	const top = Math.max(0, ...points);
	const bottom = Math.min(top, ...points);
	const cut = bottom > CUT_FROM * top && top > bottom;
	const right = width - (named ? NAMES : 12);
	const last = Math.max(1, ...shown.map((curve) => curve.points.length - 1));
	const x = scaleLinear([0, last], [LEFT, right]);
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
		const finished = all.filter(({ running }) => !running);
		const rest = all.filter(({ running }) => running);
		const joined = finished.length > 0 && rest.length > 0 ? [finished[finished.length - 1], ...rest] : [];
		const end = all[all.length - 1];
		return {
			key,
			kind,
			solid: finished.length > 1 ? (path(finished) ?? '') : '',
			dashed: joined.length > 1 ? (path(joined) ?? '') : '',
			band: kind === 'other' ? '' : (band(all) ?? ''),
			dots: (kind === 'other' ? all.slice(-1) : all).map((point) => ({ ...at(point), point })),
			label: named && kind !== 'other' && end ? { x: right + 10, y: at(end).y, from: at(end) } : null
		};
	});
	part(
		drawn.flatMap(({ label }) => (label ? [label] : [])),
		TOP,
		height - BOTTOM
	);
	const every = Math.max(1, Math.ceil(last / Math.max(2, Math.floor((right - LEFT) / 44))));
	const ages = Array.from({ length: Math.floor(last / every) + 1 }, (_, i) => ({ age: i * every, x: x(i * every) }));
	const end = ages[ages.length - 1].x;
	return {
		width,
		height,
		left: LEFT,
		right,
		ground: y(lowest),
		cutAt: cut && lowest > 0 ? lowest : null,
		ticks: y.ticks(4).map((value) => ({ value, y: y(value) })),
		ages: ages.filter((tick) => tick.x === end || tick.x < end - UNIT),
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
