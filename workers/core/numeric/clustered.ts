import { exactSum } from './exactSum';

/** A numerator and a denominator by cluster (a customer): the ratio is Σy / Σx. Rows of zeros in both add nothing. */
export interface Clusters {
	y: Float64Array;
	x: Float64Array;
}

/** Σy and Σx of clusters. */
export interface ClusterSums {
	y: number;
	x: number;
}

export const sumsOf = ({ y, x }: Clusters): ClusterSums => ({ y: exactSum(y), x: exactSum(x) });

/** A figure with its standard error; null below two clusters. */
export interface Measured {
	value: number;
	standardError: number | null;
}

/**
 * The ratio Σy / Σx over independent clusters, error by linearisation: √( n / (n − 1) · Σ (y − R x)² ) / Σx, n the
 * clusters with anything in them.
 * @param sums of the same clusters, where they are known already
 * @returns null where Σx is 0
 * @see Cochran (1977), Sampling Techniques, chapter 6; Särndal, Swensson & Wretman (1992), section 5.6
 */
export function clusteredRatio({ y, x }: Clusters, sums = sumsOf({ y, x })): Measured | null {
	const below = sums.x;
	if (below === 0) return null;
	const value = sums.y / below;
	let n = 0;
	let squares = 0;
	for (let i = 0; i < y.length; i++) {
		if (y[i] === 0 && x[i] === 0) continue;
		const residual = y[i] - value * x[i];
		squares += residual * residual;
		n++;
	}
	return { value, standardError: n < 2 ? null : Math.sqrt((n / (n - 1)) * squares) / Math.abs(below) };
}

/**
 * The difference of two such ratios over the same clusters, of which each may be in both.
 * @returns null where either has no denominator
 */
export function clusteredRatioDifference(
	now: Clusters,
	before: Clusters,
	sumsNow = sumsOf(now),
	sumsBefore = sumsOf(before)
): Measured | null {
	const { y: y1, x: x1 } = now;
	const { y: y0, x: x0 } = before;
	const below1 = sumsNow.x;
	const below0 = sumsBefore.x;
	if (below1 === 0 || below0 === 0) return null;
	const first = sumsNow.y / below1;
	const second = sumsBefore.y / below0;
	let n = 0;
	let squares = 0;
	for (let i = 0; i < y1.length; i++) {
		if (y1[i] === 0 && x1[i] === 0 && y0[i] === 0 && x0[i] === 0) continue;
		const influence = (y1[i] - first * x1[i]) / below1 - (y0[i] - second * x0[i]) / below0;
		squares += influence * influence;
		n++;
	}
	return {
		value: first - second,
		standardError: n < 2 ? null : Math.sqrt((n / (n - 1)) * squares)
	};
}

/**
 * The difference of two totals, when customers come by chance and independently (a compound Poisson total): its error is
 * √ Σ (now − before)².
 */
export function clusteredTotalDifference(
	now: Float64Array,
	before: Float64Array,
	sumNow = exactSum(now),
	sumBefore = exactSum(before)
): Measured {
	let n = 0;
	let squares = 0;
	for (let i = 0; i < now.length; i++) {
		if (now[i] === 0 && before[i] === 0) continue;
		const difference = now[i] - before[i];
		squares += difference * difference;
		n++;
	}
	return { value: sumNow - sumBefore, standardError: n < 2 ? null : Math.sqrt(squares) };
}
