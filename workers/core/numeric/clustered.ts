import { exactSum } from './exactSum';

/** A numerator and a denominator by cluster (a customer): the ratio is Σy / Σx. */
export interface Clusters {
	y: Float64Array;
	x: Float64Array;
}

/**
 * Standard error of the ratio Σy / Σx over independent clusters by linearisation:
 * √( n / (n − 1) · Σ (y − R x)² ) / Σx.
 * @param n clusters that count, at least 2; rows of zeros in y and x add nothing and need not be left out
 * @see Cochran (1977), Sampling Techniques, chapter 6; Särndal, Swensson & Wretman (1992), section 5.6
 */
export function ratioStandardError({ y, x }: Clusters, n: number): number {
	const sumX = exactSum(x);
	const ratio = exactSum(y) / sumX;
	let squares = 0;
	for (let i = 0; i < y.length; i++) squares += (y[i] - ratio * x[i]) ** 2;
	return Math.sqrt((n / (n - 1)) * squares) / Math.abs(sumX);
}

/**
 * Standard error of the difference of two such ratios over the same clusters, which may be in both.
 * @param n clusters with something in either
 */
export function ratioDifferenceStandardError(now: Clusters, before: Clusters, n: number): number {
	const sumNow = exactSum(now.x);
	const sumBefore = exactSum(before.x);
	const ratioNow = exactSum(now.y) / sumNow;
	const ratioBefore = exactSum(before.y) / sumBefore;
	let squares = 0;
	for (let i = 0; i < now.y.length; i++) {
		const influence = (now.y[i] - ratioNow * now.x[i]) / sumNow - (before.y[i] - ratioBefore * before.x[i]) / sumBefore;
		squares += influence * influence;
	}
	return Math.sqrt((n / (n - 1)) * squares);
}

/**
 * Standard error of the difference of two totals, when customers come by chance and independently (a compound Poisson
 * total): √ Σ (now − before)².
 */
export function totalDifferenceStandardError(now: Float64Array, before: Float64Array): number {
	let squares = 0;
	for (let i = 0; i < now.length; i++) squares += (now[i] - before[i]) ** 2;
	return Math.sqrt(squares);
}
