import { logCount, logNone } from './negativeBinomial';
import type { PurchaseCount } from './negativeBinomial';
import { overBeta } from './overBeta';

/** Beyond so many terms the integral is the shorter way. */
const MANY = 20_000;

/**
 * Expected purchases of a customer who is alive, buys by {@link PurchaseCount} and after each purchase drops out for good
 * with a chance that is Beta(a, b): the sum over k of E[(1 − p)^k] P(N ≥ k + 1), every term positive. The closed forms of
 * the papers, a difference of two numbers over a − 1, lose their digits near a = 1 and where little is expected.
 * @returns relative error about 1e-13
 */
export function purchasesBeforeDropout(count: PurchaseCount, a: number, b: number): number {
	const { shape, scale, weeks } = count;
	if (weeks === 0) return 0;
	const growth = weeks / (scale + weeks);
	const terms = (shape * weeks) / scale + 40 / Math.log1p(scale / weeks);
	return terms > MANY ? integral(count, a, b) : series(count, growth, a, b);
}

/** Σ P(N = n) C(n), where C(n) = Σ_{k < n} E[(1 − p)^k] is what n purchases of the undying come to. */
function series(count: PurchaseCount, growth: number, a: number, b: number): number {
	const { shape } = count;
	const from = firstTerm(count, growth);
	let survival = 1;
	let kept = 0;
	let n = 0;
	for (; n < from; n++) {
		kept += survival;
		survival *= (b + n) / (a + b + n);
	}
	let chance = Math.exp(logCount(count, n));
	let sum = 0;
	for (;;) {
		const term = chance * kept;
		sum += term;
		// C grows by less than a share 1/n, so from here terms fall faster than a geometric series of this ratio.
		const next = growth * (shape + n);
		if (n > next && term * next <= 1e-16 * sum * (n - next)) return sum;
		kept += survival;
		survival *= (b + n) / (a + b + n);
		chance *= next / (n + 1);
		n++;
	}
}

/** Terms of less than e^-60 of the largest are skipped where P(N = 0) is too small a number to start from. */
function firstTerm(count: PurchaseCount, growth: number): number {
	if (logNone(count) > -650) return 0;
	let high = Math.max(Math.floor((growth * (count.shape - 1)) / (1 - growth)), 0);
	const least = logCount(count, high) - 60;
	let low = 0;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (logCount(count, middle) < least) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** The same as ∫ Beta(p; a, b) (1 − (1 + p · weeks / scale)^−shape) / p dp. */
const integral = ({ shape, scale, weeks }: PurchaseCount, a: number, b: number): number =>
	overBeta(a, b, (p) =>
		p > 1e-200 ? -Math.expm1(-shape * Math.log1p((p * weeks) / scale)) / p : (shape * weeks) / scale
	);
