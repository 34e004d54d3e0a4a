import { logGammaRatio } from '../numeric/special';
import { anyPurchase, atLeast, logCount } from './negativeBinomial';
import { purchasesBeforeDropout } from './purchasesBeforeDropout';
import type { BgNbd, Histories } from './types';

/**
 * What BG/NBD and MBG/NBD share: purchases at a rate λ ~ Gamma(r, alpha), and coins with a chance p ~ Beta(a, b) of
 * dropping out for good. A customer tosses one after each repeat purchase; under MBG/NBD also right after the first.
 */
export type FirstCoin = 0 | 1;

/** Coins tossed by a customer with this many repeat purchase days. */
const coinsOf = (frequency: number, firstCoin: FirstCoin): number => frequency + firstCoin;

/**
 * ln of the odds of having dropped out at the last coin: ln(a / (b + coins − 1)) + (r + x) ln((alpha + T) / (alpha + t_x)).
 * −∞ before the first coin.
 */
function logOddsGone({ r, alpha, a, b }: BgNbd, histories: Histories, i: number, firstCoin: FirstCoin): number {
	const coins = coinsOf(histories.frequency[i], firstCoin);
	if (coins === 0) return -Infinity;
	const recency = histories.recency[i];
	const silence = Math.log1p((histories.age[i] - recency) / (alpha + recency));
	return Math.log(a / (b + coins - 1)) + (r + histories.frequency[i]) * silence;
}

/** ln(1 + e^x), with all its digits where it is small. */
const softplus = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));

/** ln E[(1 − p)^coins]. */
function logSurvival({ a, b }: BgNbd, coins: number): number {
	if (coins === 0) return 0;
	// Both are the same; the one with fewer factors loses fewer digits.
	return a < coins
		? logGammaRatio(b, a) - logGammaRatio(b + coins, a)
		: logGammaRatio(b, coins) - logGammaRatio(a + b, coins);
}

const mapped = (histories: Histories, value: (i: number) => number): Float64Array =>
	new Float64Array(histories.length).map((_, i) => value(i));

export function logLikelihoods(params: BgNbd, histories: Histories, firstCoin: FirstCoin): Float64Array {
	const { r, alpha } = params;
	return mapped(histories, (i) => {
		const x = histories.frequency[i];
		const age = histories.age[i];
		const buying = logGammaRatio(r, x) - x * Math.log(alpha + age) - r * Math.log1p(age / alpha);
		return buying + logSurvival(params, coinsOf(x, firstCoin)) + softplus(logOddsGone(params, histories, i, firstCoin));
	});
}

export const logProbabilityAlive = (params: BgNbd, histories: Histories, firstCoin: FirstCoin): Float64Array =>
	mapped(histories, (i) => 0 - softplus(logOddsGone(params, histories, i, firstCoin)));

export const probabilityAlive = (params: BgNbd, histories: Histories, firstCoin: FirstCoin): Float64Array =>
	logProbabilityAlive(params, histories, firstCoin).map(Math.exp);

export function expectedPurchases(
	params: BgNbd,
	histories: Histories,
	weeks: number,
	firstCoin: FirstCoin
): Float64Array {
	const { r, alpha, a, b } = params;
	return logProbabilityAlive(params, histories, firstCoin).map((alive, i) => {
		const x = histories.frequency[i];
		const count = { shape: r + x, scale: alpha + histories.age[i], weeks };
		// In logarithms: the chance may be too small a number where its product with the purchases is not.
		return Math.exp(alive + Math.log(purchasesBeforeDropout(count, a, b + coinsOf(x, firstCoin))));
	});
}

export function expectation({ r, alpha, a, b }: BgNbd, weeks: number, firstCoin: FirstCoin): number {
	const stays = firstCoin === 0 ? 1 : b / (a + b);
	return stays * purchasesBeforeDropout({ shape: r, scale: alpha, weeks }, a, b + firstCoin);
}

/** n purchases and n coins survived, or dropped out at the coin after the nth with time for more. */
export function probabilityOfCount(params: BgNbd, weeks: number, n: number, firstCoin: FirstCoin): number {
	const { r, alpha, a, b } = params;
	const count = { shape: r, scale: alpha, weeks };
	const coins = coinsOf(n, firstCoin);
	const stayed = Math.exp(logCount(count, n) + logSurvival(params, coins));
	if (coins === 0) return stayed;
	const left = (Math.exp(logSurvival(params, coins - 1)) * a) / (a + b + coins - 1);
	return stayed + left * atLeast(count, n);
}

export function probabilityOfAny(
	params: BgNbd,
	histories: Histories,
	weeks: number,
	firstCoin: FirstCoin
): Float64Array {
	const { r, alpha } = params;
	return probabilityAlive(params, histories, firstCoin).map((alive, i) => {
		const count = { shape: r + histories.frequency[i], scale: alpha + histories.age[i], weeks };
		return alive * anyPurchase(count);
	});
}
