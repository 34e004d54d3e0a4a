/**
 * Ranks of the order statistics that hold the median of a continuous distribution with at least 95 %: the k-th least and the
 * k-th greatest of n, k the largest with P(X < k) ≤ 0.025 for X ~ Bin(n, ½). Distribution-free, so it is never too short.
 * @returns k counted from 1; null below 6 values, where not even the two ends reach 95 %
 * @see Conover (1999), Practical Nonparametric Statistics, section 3.2
 */
export function medianRank(n: number): number | null {
	let logTerm = -n * Math.LN2;
	let below = 0;
	for (let k = 0; k < n; k++) {
		below += Math.exp(logTerm);
		if (below > 0.025) return k === 0 ? null : k;
		logTerm += Math.log((n - k) / (k + 1));
	}
	return null;
}
