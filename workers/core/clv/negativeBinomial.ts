import { logGamma, logGammaRatio } from '../numeric/special';

/**
 * Purchases N of a customer who never drops out, in `weeks` from now: the rate is gamma with this shape and scale (in
 * weeks), so N is negative binomial with P(N = 0) = (scale / (scale + weeks))^shape.
 */
export interface PurchaseCount {
	shape: number;
	scale: number;
	weeks: number;
}

/** ln P(N = 0). */
export const logNone = ({ shape, scale, weeks }: PurchaseCount): number => -shape * Math.log1p(weeks / scale);

/** P(N ≥ 1), with all its digits where it is small. */
export const anyPurchase = (count: PurchaseCount): number => -Math.expm1(logNone(count));

/** ln P(N = n). */
export function logCount(count: PurchaseCount, n: number): number {
	if (n === 0) return logNone(count);
	const { shape, scale, weeks } = count;
	return logNone(count) + logGammaRatio(shape, n) - logGamma(n + 1) - n * Math.log1p(scale / weeks);
}

/** P(N ≥ n): from the shorter side, so that it is a sum of positive terms where it is small. */
export function atLeast(count: PurchaseCount, n: number): number {
	if (n === 0) return 1;
	if (n === 1) return anyPurchase(count);
	const { shape, scale, weeks } = count;
	if (weeks === 0) return 0;
	const growth = weeks / (scale + weeks);
	const aboveMean = n > (shape * weeks) / scale;
	let k = aboveMean ? n : n - 1;
	let term = Math.exp(logCount(count, k));
	let sum = 0;
	if (aboveMean) {
		// The ratio of terms falls towards `growth`: what is left is less than a geometric series.
		for (; term > 0; k++) {
			sum += term;
			const ratio = (growth * (shape + k)) / (k + 1);
			if (term * ratio < 1e-17 * sum * (1 - Math.max(ratio, growth))) break;
			term *= ratio;
		}
		return sum;
	}
	for (; k >= 0 && term > 1e-18 * sum; k--) {
		sum += term;
		term *= k / (growth * (shape + k - 1));
	}
	return 1 - sum;
}
