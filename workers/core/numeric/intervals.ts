import { normalQuantile } from './normalQuantile';

/** Two-sided 95 % point of the normal distribution: 1.959963984540054. */
const Z = 1.959963984540054;

export interface Interval {
	low: number;
	high: number;
}

/**
 * Wilson score interval of a proportion, 95 %.
 * @param count 0 ≤ count ≤ of, of ≥ 1
 * @param z another two-sided point of the normal distribution, such as one corrected for several comparisons
 * @see Wilson (1927); Newcombe (1998), Statistics in Medicine 17, 857–872, method 3
 */
export function wilson(count: number, of: number, z = Z): Interval {
	const p = count / of;
	const z2 = z * z;
	const centre = 2 * count + z2;
	const spread = z * Math.sqrt(z2 + 4 * count * (1 - p));
	const scale = 2 * (of + z2);
	// At the ends the bound is exact; subtraction would leave a trace of rounding.
	return { low: count === 0 ? 0 : (centre - spread) / scale, high: count === of ? 1 : (centre + spread) / scale };
}

/**
 * Hybrid score interval of the difference of two independent proportions, first minus second, 95 %.
 * @see Newcombe (1998), Statistics in Medicine 17, 873–890, method 10
 */
export function newcombe(count1: number, of1: number, count2: number, of2: number, z = Z): Interval {
	const p1 = count1 / of1;
	const p2 = count2 / of2;
	const first = wilson(count1, of1, z);
	const second = wilson(count2, of2, z);
	return {
		low: p1 - p2 - hypotenuse(p1 - first.low, second.high - p2),
		high: p1 - p2 + hypotenuse(first.high - p1, p2 - second.low)
	};
}

// Math.hypot rounds differently in each engine; the square root of IEEE 754 does not, and shares are far from overflowing.
const hypotenuse = (a: number, b: number): number => Math.sqrt(a * a + b * b);

/** Value ± z × standard error. */
export const around = (value: number, standardError: number, z = Z): Interval => ({
	low: value - z * standardError,
	high: value + z * standardError
});

/**
 * Two-sided 95 % point when several comparisons share the 5 %: each gets 5 % / comparisons.
 * @param comparisons at least 1
 * @see Bonferroni; Dunn (1961), Journal of the American Statistical Association 56, 52–64
 */
export const bonferroni = (comparisons: number): number =>
	comparisons === 1 ? Z : normalQuantile(1 - 0.025 / comparisons);
