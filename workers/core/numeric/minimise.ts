import { cholesky, solve } from './symmetric';

export interface Evaluation {
	value: number;
	gradient: Float64Array;
}

export interface MinimiseOptions {
	/** Bounds, n numbers each; infinite where there is none. */
	lower: Float64Array;
	upper: Float64Array;
	/** Default 200. */
	maxEvaluations?: number;
	/** Stops where the quadratic model promises to lower the value by less than this × (1 + |value|). Default 1e-13. */
	tolerance?: number;
}

export interface Minimum extends Evaluation {
	x: Float64Array;
	evaluations: number;
	converged: boolean;
}

/** Longest step of a coordinate: the quadratic model means little farther away. */
const LONGEST_STEP = 3;
const ENOUGH_DECREASE = 1e-4;
const FLAT_ENOUGH = 0.9;
/** Values closer than this share are the same number with other rounding. */
const ROUNDING = 1e-14;
const TRIES = 12;

interface Point extends Evaluation {
	x: Float64Array;
}

/**
 * Minimum of a smooth function in a box, by BFGS: each step is the minimum of the quadratic model inside the box, then a
 * line search by both Wolfe conditions. Meant for a few variables near 1 in scale, such as logarithms of parameters.
 * @param evaluate value and gradient at n numbers inside the box; a value that is not finite counts as too high
 * @param start n numbers; moved into the box
 * @see Nocedal & Wright, Numerical Optimization (2006), algorithms 6.1 and 3.5; Hager & Zhang (2005), SIAM J. Optim. 16(1),
 * for the condition on slopes that still works where values differ by rounding alone
 */
export function minimise(
	evaluate: (x: Float64Array) => Evaluation,
	start: Float64Array,
	{ lower, upper, maxEvaluations = 200, tolerance = 1e-13 }: MinimiseOptions
): Minimum {
	const n = start.length;
	let evaluations = 0;
	const at = (x: Float64Array): Point => {
		evaluations++;
		return { x, ...evaluate(x) };
	};
	let here = at(start.map((value, i) => Math.min(Math.max(value, lower[i]), upper[i])));
	let curvature = scaledIdentity(n, Math.max(...here.gradient.map(Math.abs)));
	let updates = 0;
	let converged = false;

	while (Number.isFinite(here.value)) {
		const step = stepInBox(curvature, here, lower, upper);
		const slope = dot(here.gradient, step);
		const promised = -slope - 0.5 * quadratic(curvature, step);
		if (promised <= tolerance * (1 + Math.abs(here.value))) {
			// The first model is a guess: only one that has seen the function may end the search.
			converged = updates > 0 || slope === 0;
			if (converged) break;
		}
		if (evaluations >= maxEvaluations) break;
		const next = lineSearch(at, here, shortened(step), { lower, upper, tries: maxEvaluations - evaluations });
		if (next === null) {
			// A bad model is forgotten once; steepest descent that finds nothing lower ends the search.
			if (updates === 0) break;
			curvature = scaledIdentity(n, Math.max(...here.gradient.map(Math.abs)));
			updates = 0;
			continue;
		}
		const moved = next.x.map((value, i) => value - here.x[i]);
		const turned = next.gradient.map((value, i) => value - here.gradient[i]);
		const bend = dot(moved, turned);
		if (bend > 1e-10 * Math.sqrt(dot(moved, moved) * dot(turned, turned))) {
			if (updates === 0) curvature = scaledIdentity(n, dot(turned, turned) / bend);
			update(curvature, moved, turned, bend);
			updates++;
		}
		here = next;
	}
	return { ...here, evaluations, converged };
}

const dot = (a: Float64Array, b: Float64Array): number => {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
	return sum;
};

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
	const n = vector.length;
	return vector.map((_, i) => dot(matrix.subarray(i * n, (i + 1) * n), vector));
}

const quadratic = (matrix: Float64Array, vector: Float64Array): number => dot(vector, times(matrix, vector));

function scaledIdentity(n: number, scale: number): Float64Array {
	const matrix = new Float64Array(n * n);
	for (let i = 0; i < n; i++) matrix[i * n + i] = scale > 0 ? scale : 1;
	return matrix;
}

/** BFGS update of the matrix of second derivatives, in place. */
function update(curvature: Float64Array, moved: Float64Array, turned: Float64Array, bend: number): void {
	const n = moved.length;
	const expected = times(curvature, moved);
	const along = dot(moved, expected);
	for (let i = 0; i < n; i++) {
		for (let j = 0; j < n; j++) {
			curvature[i * n + j] += (turned[i] * turned[j]) / bend - (expected[i] * expected[j]) / along;
		}
	}
}

const shortened = (step: Float64Array): Float64Array => {
	const longest = Math.max(...step.map(Math.abs));
	return longest > LONGEST_STEP ? step.map((value) => (value * LONGEST_STEP) / longest) : step;
};

/**
 * Step to the minimum of gradient · p + ½ pᵀ curvature p within the box: it goes downhill, as the model is convex.
 * A coordinate is held at a bound as long as the model pushes it outwards.
 * @see Nocedal & Wright (2006), algorithm 16.3 (active set)
 */
function stepInBox(
	curvature: Float64Array,
	{ x, gradient }: Point,
	lower: Float64Array,
	upper: Float64Array
): Float64Array {
	const n = x.length;
	const step = new Float64Array(n);
	const held = x.map((value, i) =>
		(value <= lower[i] && gradient[i] > 0) || (value >= upper[i] && gradient[i] < 0) ? 1 : 0
	);
	for (let round = 0; round < 4 * n + 4; round++) {
		const free = [...held.keys()].filter((i) => held[i] === 0);
		const model = times(curvature, step).map((value, i) => value + gradient[i]);
		const more = newtonStep(curvature, model, free);
		// As far as the first bound on the way.
		let share = 1;
		let stopped = -1;
		free.forEach((i, k) => {
			const room = (more[k] > 0 ? upper[i] : lower[i]) - x[i] - step[i];
			if (Math.abs(more[k]) * share > Math.abs(room)) {
				share = Math.abs(room / more[k]);
				stopped = i;
			}
		});
		free.forEach((i, k) => (step[i] += share * more[k]));
		if (stopped >= 0) {
			held[stopped] = 1;
			step[stopped] = (more[free.indexOf(stopped)] > 0 ? upper : lower)[stopped] - x[stopped];
			continue;
		}
		const pull = times(curvature, step).map((value, i) => value + gradient[i]);
		let released = -1;
		for (let i = 0; i < n; i++) {
			if (held[i] === 0) continue;
			const inwards = x[i] + step[i] <= lower[i] ? -pull[i] : pull[i];
			if (inwards > 1e-12 * Math.abs(gradient[i]) && (released < 0 || inwards > Math.abs(pull[released]))) released = i;
		}
		if (released < 0) break;
		held[released] = 0;
	}
	return step;
}

/** −(curvature of the free coordinates)⁻¹ model. */
function newtonStep(curvature: Float64Array, model: Float64Array, free: number[]): Float64Array {
	const n = model.length;
	const m = free.length;
	const part = new Float64Array(m * m);
	free.forEach((i, row) => free.forEach((j, column) => (part[row * m + column] = curvature[i * n + j])));
	const right = Float64Array.from(free, (i) => -model[i]);
	const lower = cholesky(part, m);
	return lower === null ? right : solve(lower, right);
}

/**
 * A point along the step that is lower and flatter, or the lowest one seen.
 * @returns null when nothing lower was found
 */
function lineSearch(
	at: (x: Float64Array) => Point,
	here: Point,
	step: Float64Array,
	{ lower, upper, tries }: { lower: Float64Array; upper: Float64Array; tries: number }
): Point | null {
	const slope = dot(here.gradient, step);
	if (!(slope < 0)) return null;
	const farthest = Math.min(
		...step.map((value, i) => (value === 0 ? Infinity : ((value > 0 ? upper[i] : lower[i]) - here.x[i]) / value))
	);
	const same = ROUNDING * (1 + Math.abs(here.value));
	let near = { t: 0, value: here.value, slope };
	let far: { t: number; value: number; slope: number } | null = null;
	let best: Point | null = null;
	let t = Math.min(1, farthest);
	for (let i = 0; i < Math.min(TRIES, tries); i++) {
		const next = at(here.x.map((value, j) => Math.min(Math.max(value + t * step[j], lower[j]), upper[j])));
		const tried = { t, value: next.value, slope: dot(next.gradient, step) };
		const usable = Number.isFinite(tried.value) && Number.isFinite(tried.slope);
		const low =
			tried.value <= here.value + ENOUGH_DECREASE * t * slope ||
			(tried.value <= here.value + same && tried.slope <= (2 * ENOUGH_DECREASE - 1) * slope);
		if (usable && low && (best === null || next.value <= best.value)) best = next;
		if (usable && low && (Math.abs(tried.slope) <= -FLAT_ENOUGH * slope || (tried.slope < 0 && t >= farthest)))
			return next;
		if (!usable || !low || tried.slope > 0) far = tried;
		else near = tried;
		if (far === null) t = Math.min(farthest, beyond(near, slope));
		else t = between(near, far, usable);
	}
	return best;
}

interface Tried {
	t: number;
	value: number;
	slope: number;
}

/** Farther on, where the slope would vanish if it changed evenly. */
const beyond = ({ t, slope }: Tried, first: number): number =>
	Math.min(Math.max(slope > first ? (t * first) / (first - slope) : 0, 2 * t), 8 * t);

/** Minimum of the cubic through both ends, kept away from them; @see Nocedal & Wright (2006), equation 3.59 */
function between(near: Tried, far: Tried, usable: boolean): number {
	const width = far.t - near.t;
	if (!usable) return near.t + 0.2 * width;
	const a = near.slope + far.slope - (3 * (far.value - near.value)) / width;
	const b = Math.sqrt(Math.max(a * a - near.slope * far.slope, 0));
	const share = 1 - (far.slope + b - a) / (far.slope - near.slope + 2 * b);
	return near.t + width * (Number.isFinite(share) ? Math.min(Math.max(share, 0.1), 0.9) : 0.5);
}
