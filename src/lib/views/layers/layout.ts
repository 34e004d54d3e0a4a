import { scaleBand, scaleLinear } from 'd3';
import { monthLabels, type MonthLabel } from '../monthLabels';

export interface Layer {
	/** Its key, and what stands on it. */
	key: string;
	text: string;
	/** Orders without a customer: grey, on top. */
	nobody?: boolean;
	/** A row a month; negative where refunds exceed sales. */
	net: readonly number[];
}
export interface LayersInput {
	/** "2011-03" and so on, without gaps; oldest layer first, nobody's last. */
	months: readonly string[];
	/** The last month had not ended. */
	partial: boolean;
	layers: readonly Layer[];
}
export interface Piece {
	layer: number;
	x: number;
	y: number;
	width: number;
	height: number;
}
export interface DrawnLayer {
	key: string;
	/** Step of the sequential scale; null: grey. */
	step: number | null;
	/** Outline of its area; '' where bars are drawn. */
	area: string;
	/** Upper edge, for the line between layers. */
	edge: string;
}
export interface LayersLayout {
	form: 'areas' | 'bars';
	width: number;
	height: number;
	left: number;
	/** Right end of the drawing; labels may stand beyond. */
	right: number;
	ground: number;
	layers: DrawnLayer[];
	/** Of bars, a month after the other. */
	pieces: Piece[][];
	/** What is pointed at: a column a month. */
	columns: { key: string; x: number; width: number; y: number; height: number }[];
	/** Where the month that has not ended stands; null: it has. */
	unfinished: { x: number; width: number; y: number; height: number } | null;
	ticks: { value: number; y: number }[];
	labels: MonthLabel[];
	names: {
		key: string;
		text: string;
		place: 'inside' | 'beside' | 'below';
		x: number;
		y: number;
		/** Height of its layer where the label points, for labels beside. */
		from: number;
		step: number | null;
	}[];
}

const LEFT = 64;
const TOP = 12;
const BOTTOM = 24;
/** Room for names beside the drawing. */
const BESIDE = 124;
/** Below this width names stand under the drawing. */
const NARROW = 560;
const LINE = 16;
/** A little above the highest month. */
const AIR = 1.04;
/** Room for the name of a month. */
const LABEL = 52;
/** Mean width of a sign at 12.5 px. */
const SIGN = 6.4;
/** From this many months on, areas instead of bars. */
const MONTHS_FOR_AREAS = 24;
const STEPS: readonly (readonly number[])[] = [
	[],
	[7],
	[7, 4],
	[7, 5, 3],
	[7, 6, 4, 2],
	[8, 7, 5, 4, 2],
	[8, 7, 6, 5, 3, 2]
];

/** Step of the scale of each layer: the oldest is furthest from the paper. */
export const layerSteps = (count: number): readonly number[] => STEPS[Math.min(count, STEPS.length - 1)];

/**
 * Net by month as layers on a ground line: areas with straight edges, which invent no peaks; stacked bars where months are
 * few or a layer is below zero in one (what is given back beyond what was sold hangs below).
 */
export function layoutLayers({ months, partial, layers }: LayersInput, width: number, height: number): LayersLayout {
	const known = layers.filter(({ nobody }) => !nobody).length;
	const steps = layerSteps(known);
	const stepOf = (i: number): number | null => (layers[i].nobody ? null : (steps[i] ?? steps[steps.length - 1]));
	const negative = layers.some(({ net }) => net.some((value) => value < 0));
	const form = months.length >= MONTHS_FOR_AREAS && !negative ? 'areas' : 'bars';
	const narrow = width < NARROW;
	const right = width - (narrow ? 2 : BESIDE);

	const sums = months.map((_, m) => {
		const values = layers.map(({ net }) => net[m]);
		return {
			up: values.reduce((sum, value) => sum + Math.max(0, value), 0),
			down: values.reduce((sum, value) => sum + Math.min(0, value), 0)
		};
	});
	const top = Math.max(0, ...sums.map(({ up }) => up));
	const bottom = Math.min(0, ...sums.map(({ down }) => down));
	const y = scaleLinear([AIR * bottom, top > bottom ? AIR * top : 1], [height - BOTTOM, TOP]);
	const ground = y(0);

	const band = scaleBand(months, [LEFT, right]).paddingInner(0.22);
	const point = scaleLinear([0, Math.max(1, months.length - 1)], [LEFT, right]);
	const step = form === 'bars' ? band.step() : point(1) - point(0);
	const at = (m: number): number => (form === 'bars' ? (band(months[m]) ?? LEFT) : point(m));
	const bar = Math.min(band.bandwidth(), 48);

	/** Lower and upper value of a layer in a month: what is positive grows up, what is negative hangs. */
	const ends = layers.map(() => months.map(() => [0, 0] as [number, number]));
	months.forEach((_, m) => {
		let up = 0;
		let down = 0;
		layers.forEach(({ net }, i) => {
			const value = net[m];
			const from = value >= 0 ? up : down;
			ends[i][m] = [Math.min(from, from + value), Math.max(from, from + value)];
			if (value >= 0) up += value;
			else down += value;
		});
	});
	const px = (value: number): string => String(Math.round(value * 100) / 100);
	const line = (i: number, end: 0 | 1): string[] => months.map((_, m) => `${px(at(m))} ${px(y(ends[i][m][end]))}`);

	const drawn = layers.map(({ key }, i): DrawnLayer =>
		form === 'bars'
			? { key, step: stepOf(i), area: '', edge: '' }
			: {
					key,
					step: stepOf(i),
					area: `M${line(i, 1).join('L')}L${line(i, 0).toReversed().join('L')}Z`,
					edge: `M${line(i, 1).join('L')}`
				}
	);
	const columns = months.map((key, m) => {
		const [x, across] =
			form === 'bars' ? [at(m), bar] : [Math.max(LEFT, at(m) - step / 2), Math.min(step, right - at(m) + step / 2)];
		const highest = y(sums[m].up);
		const lowest = y(sums[m].down);
		return { key, x, width: across, y: highest, height: Math.max(1, lowest - highest) };
	});
	const last = months.length - 1;
	const lastColumn = columns[last];
	return {
		form,
		width,
		height,
		left: LEFT,
		right,
		ground,
		layers: drawn,
		pieces:
			form === 'areas'
				? []
				: months.map((_, m) =>
						layers.flatMap(({ net }, layer): Piece[] => {
							if (net[m] === 0) return [];
							const [low, high] = ends[layer][m];
							return [{ layer, x: at(m), y: y(high), width: bar, height: y(low) - y(high) }];
						})
					),
		columns,
		unfinished:
			!partial || last < 0
				? null
				: form === 'bars'
					? { x: lastColumn.x, width: lastColumn.width, y: lastColumn.y, height: lastColumn.height }
					: { x: at(Math.max(0, last - 1)), width: at(last) - at(Math.max(0, last - 1)), y: TOP, height: ground - TOP },
		ticks: y.ticks(4).map((value) => ({ value, y: y(value) })),
		labels: monthLabels(months, at, step).filter(({ x }) => x + LABEL <= width),
		names: names()
	};

	function names(): LayersLayout['names'] {
		const found = layers.flatMap(({ key, text, net }, i): LayersLayout['names'] => {
			if (!net.some((value) => value !== 0)) return [];
			const place = { key, text, step: stepOf(i) };
			const inside = form === 'areas' ? roomIn(i, text) : null;
			if (inside) return [{ ...place, place: 'inside' as const, ...inside, from: inside.y }];
			if (narrow) return [{ ...place, place: 'below' as const, x: 0, y: 0, from: 0 }];
			// Beside the last month that has ended: the newest one may be a stub.
			const m = form === 'bars' && partial && last > 0 ? last - 1 : last;
			const middle = (y(ends[i][m][0]) + y(ends[i][m][1])) / 2;
			return [{ ...place, place: 'beside' as const, x: right + 14, y: middle, from: middle }];
		});
		spread(found.filter(({ place }) => place === 'beside'));
		return found;
	}

	/** The middle of the widest stretch in which a name fits. */
	function roomIn(i: number, text: string): { x: number; y: number } | null {
		const half = (text.length * SIGN) / 2 + 6;
		let best: { x: number; y: number } | null = null;
		let most = LINE + 4;
		months.forEach((_, m) => {
			const centre = at(m);
			if (centre - half < LEFT || centre + half > right) return;
			let upper = -Infinity;
			let lower = Infinity;
			for (let k = 0; k < months.length; k++) {
				if (Math.abs(at(k) - centre) > half + step / 2) continue;
				upper = Math.max(upper, y(ends[i][k][1]));
				lower = Math.min(lower, y(ends[i][k][0]));
			}
			if (lower - upper > most) {
				most = lower - upper;
				best = { x: centre, y: (upper + lower) / 2 + 4 };
			}
		});
		return best;
	}

	/** Names beside the drawing, from the top, none over another. */
	function spread(beside: { y: number }[]): void {
		const sorted = beside.toSorted((a, b) => a.y - b.y);
		for (let k = 1; k < sorted.length; k++) sorted[k].y = Math.max(sorted[k].y, sorted[k - 1].y + LINE);
		let floor = height - BOTTOM;
		for (const name of sorted.toReversed()) {
			name.y = Math.min(name.y, floor);
			floor = name.y - LINE;
		}
	}
}
