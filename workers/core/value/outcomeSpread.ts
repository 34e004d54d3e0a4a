import { logCount, logNone } from '../clv/negativeBinomial';
import type { Histories } from '../clv/types';
import { PURCHASE_MODELS } from './purchaseModels';
import type { NamedParams as Params } from './purchaseModels';
import type { ModelName } from './types';

/** Beyond so many terms the bound below is near enough. */
const MANY = 4000;

/** Mean and mean square of the purchases of each history in the weeks to come; dropout included. */
export interface OutcomeMoments {
	mean: Float64Array;
	square: Float64Array;
}

/** @returns new columns by history */
export function outcomeMoments(name: ModelName, params: Params, histories: Histories, weeks: number): OutcomeMoments {
	const model = PURCHASE_MODELS[name];
	const mean = model.expectedPurchases(params, histories, weeks);
	const alive = model.probabilityAlive(params, histories);
	const square = mean.map((purchases, i) => {
		if (purchases === 0) return 0;
		const ofAlive =
			name === 'paretonbd'
				? squareUntilLeaving(params, histories, i, weeks)
				: squareBeforeDropout(params, histories, i, weeks, name === 'bgnbd' ? 0 : 1);
		return ofAlive === null ? purchases * undying(params, histories, i, weeks) : alive[i] * ofAlive;
	});
	return { mean, square };
}

/** E[N²] / E[N] of a customer who never leaves: above that of one who may. */
const undying = ({ r, alpha }: Params, { frequency, age }: Histories, i: number, weeks: number): number =>
	1 + ((r + frequency[i] + 1) * weeks) / (alpha + age[i]);

/**
 * E[Y²] = Σ_k (2k − 1) P(Y ≥ k) of a customer who is alive, P(Y ≥ k) = E[(1 − p)^(k−1)] P(N ≥ k); as Σ_n P(N = n) D(n)
 * with D the running sum. null where there are too many terms.
 */
function squareBeforeDropout(
	params: Params,
	histories: Histories,
	i: number,
	weeks: number,
	coin: 0 | 1
): number | null {
	const { r, alpha, a, b } = params;
	const x = histories.frequency[i];
	const count = { shape: r + x, scale: alpha + histories.age[i], weeks };
	const terms = (count.shape * weeks) / count.scale + 40 / Math.log1p(count.scale / weeks);
	const none = logNone(count);
	if (terms > MANY || none < -600) return null;
	const growth = weeks / (count.scale + weeks);
	const stays = b + x + coin;
	let chance = Math.exp(logCount(count, 1));
	let survival = 1;
	let kept = 1;
	let sum = 0;
	for (let n = 1; ; n++) {
		const term = chance * kept;
		sum += term;
		const next = (growth * (count.shape + n)) / (n + 1);
		// Terms grow with n² at most, so the rest is below a geometric series once this ratio is below 1.
		const ratio = next * (1 + 1 / n) ** 2;
		if (ratio < 1 && term * ratio < 1e-13 * sum * (1 - ratio)) return sum;
		if (n > 2 * MANY) return null;
		chance *= next;
		survival *= (stays + n - 1) / (a + stays + n - 1);
		kept += (2 * n + 1) * survival;
	}
}

/** E[Y] + E[λ²] E[min(τ, t)²] of a customer who is there: rate and leaving are independent then. */
function squareUntilLeaving({ r, alpha, s, beta }: Params, histories: Histories, i: number, weeks: number): number {
	const R = r + histories.frequency[i];
	const buying = alpha + histories.age[i];
	const staying = beta + histories.age[i];
	const ratio = weeks / staying;
	const stay = staying * power(s, ratio);
	return (R / buying) * stay + ((R * (R + 1)) / buying ** 2) * staying ** 2 * 2 * growing(s, ratio);
}

/** ∫ (1 + v)^−q dv from 0 to ratio. */
function power(q: number, ratio: number): number {
	const log = Math.log1p(ratio);
	return Math.abs(q - 1) < 1e-9 ? log : -Math.expm1((1 - q) * log) / (q - 1);
}

/** ∫ v (1 + v)^−s dv from 0 to ratio. */
function growing(s: number, ratio: number): number {
	// Where the ratio is small the difference of two integrals loses its digits.
	if (ratio * (1 + s) < 1e-3) return (ratio ** 2 / 2) * (1 - (2 * s * ratio) / 3);
	return Math.max(0, power(s - 1, ratio) - power(s, ratio));
}
