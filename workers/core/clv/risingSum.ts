import { digammaDifference, logGammaRatio } from '../numeric/special';

/**
 * How many customers (or coins, or purchases) come after the kth, as runs of k over which that number stays the same:
 * the sum over customers of lnΓ(z + x) − lnΓ(z) needs a logarithm a run, however many customers there are.
 */
export interface Runs {
	start: Float64Array;
	length: Float64Array;
	weight: Float64Array;
}

/**
 * @param counts distinct whole numbers from 0 on, ascending
 * @param weights how many customers have each
 */
export function runsOf(counts: Float64Array, weights: Float64Array): Runs {
	const kept = [...counts.keys()].filter((i) => counts[i] > 0);
	const remaining = weights.slice();
	for (let i = remaining.length - 2; i >= 0; i--) remaining[i] += remaining[i + 1];
	const start = Float64Array.from(kept, (i) => (i > 0 ? counts[i - 1] : 0));
	return {
		start,
		length: Float64Array.from(kept, (i, row) => counts[i] - start[row]),
		weight: Float64Array.from(kept, (i) => remaining[i])
	};
}

/** Runs longer than this are left to the gamma function. */
const SHORT = 8;

/** Sum over customers of weight × (lnΓ(z + x) − lnΓ(z)), and its derivative in z. */
export function risingSum({ start, length, weight }: Runs, z: number): { value: number; slope: number } {
	let value = 0;
	let slope = 0;
	for (let i = 0; i < start.length; i++) {
		const from = z + start[i];
		const run = length[i];
		if (run === 1) {
			value += weight[i] * Math.log(from);
			slope += weight[i] / from;
		} else if (run <= SHORT) {
			let inverses = 0;
			for (let k = 0; k < run; k++) inverses += 1 / (from + k);
			value += weight[i] * logGammaRatio(from, run);
			slope += weight[i] * inverses;
		} else {
			value += weight[i] * logGammaRatio(from, run);
			slope += weight[i] * digammaDifference(from, run);
		}
	}
	return { value, slope };
}
