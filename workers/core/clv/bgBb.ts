import type { Evaluation } from '../numeric/minimise';
import { digammaDifference, logGamma, logGammaRatio } from '../numeric/special';
import { climb } from './climb';
import { refusedBelow } from './refused';
import type { Fit, FitOptions, Histories, Refused } from './types';

/**
 * BG/BB: opportunities to buy come one by one; a customer takes each with a probability drawn from Beta(α, β), and before
 * each leaves for good with one drawn from Beta(γ, δ). Fader, Hardie & Shang (2010), "Customer-Base Analysis in a
 * Discrete-Time Noncontractual Setting", Marketing Science 29(6).
 *
 * Histories here count opportunities: frequency how many were taken, recency the last one taken (0: none), age how many
 * there were; whole, frequency ≤ recency ≤ age.
 */
export interface BgBb {
	alpha: number;
	beta: number;
	gamma: number;
	delta: number;
}

/** ln B(a + m, b + n) / B(a, b). */
const logBetaRatio = (a: number, b: number, m: number, n: number): number =>
	logGammaRatio(a, m) + logGammaRatio(b, n) - logGammaRatio(a + b, m + n);

/** ln of the likelihood's part in which the customer is still there after the last opportunity. */
const logStaying = ({ alpha, beta, gamma, delta }: BgBb, x: number, n: number): number =>
	logBetaRatio(alpha, beta, x, n - x) + logBetaRatio(gamma, delta, 0, n);

/** ln likelihood, and its part in which the customer stayed. */
function parts(params: BgBb, x: number, last: number, n: number): { logStaying: number; logTotal: number } {
	const { alpha, beta, gamma, delta } = params;
	const staying = logStaying(params, x, n);
	if (last === n) return { logStaying: staying, logTotal: staying };
	// Left before opportunity last + 1 + i: relative to i = 0, every further opportunity is a factor below 1.
	const first = logBetaRatio(alpha, beta, x, last - x) + logBetaRatio(gamma, delta, 1, last);
	let term = 1;
	let sum = 0;
	for (let i = 0; i < n - last; i++) {
		sum += term;
		term *= (beta + last - x + i) / (alpha + beta + last + i);
		term *= (delta + last + i) / (gamma + 1 + delta + last + i);
	}
	const high = Math.max(staying, first);
	return { logStaying: staying, logTotal: high + Math.log(Math.exp(staying - high) + sum * Math.exp(first - high)) };
}

const perHistory = (histories: Histories, value: (x: number, last: number, n: number) => number): Float64Array =>
	Float64Array.from({ length: histories.length }, (_, i) =>
		value(histories.frequency[i], histories.recency[i], histories.age[i])
	);

/**
 * ln likelihood of each history, of the order of its purchases.
 * @see Fader, Hardie & Shang (2010): staying throughout, or leaving before any opportunity after the last purchase
 */
export const logLikelihoods = (params: BgBb, histories: Histories): Float64Array =>
	perHistory(histories, (x, last, n) => parts(params, x, last, n).logTotal);

/** Σ weight × ln likelihood. */
export const logLikelihood = (params: BgBb, histories: Histories): number =>
	logLikelihoods(params, histories).reduce((sum, value, i) => sum + histories.weight[i] * value, 0);

/** Probability that each customer is still there at the next opportunity: has stayed, and does not leave before it. */
export const probabilityAlive = (params: BgBb, histories: Histories): Float64Array =>
	perHistory(histories, (x, last, n) => {
		const { logStaying: staying, logTotal } = parts(params, x, last, n);
		return Math.exp(staying - logTotal) * staysOn(params, n);
	});

/** Probability of staying for opportunity n + 1 of those who stayed for n. */
const staysOn = ({ gamma, delta }: BgBb, n: number): number => (delta + n) / (gamma + delta + n);

/** Σ over the next opportunities of the probability of staying for them, for those who stayed for n. */
function stays(params: BgBb, n: number, opportunities: number): number {
	let staying = 1;
	let sum = 0;
	for (let k = 0; k < opportunities; k++) {
		staying *= staysOn(params, n + k);
		sum += staying;
	}
	return sum;
}

/**
 * Purchases expected of each customer at the next opportunities.
 * @param opportunities whole, at least 0
 * @returns each a sum over opportunities, which has no pole at γ = 1 as the closed form has
 */
export const expectedPurchases = (params: BgBb, histories: Histories, opportunities: number): Float64Array =>
	perHistory(histories, (x, last, n) => {
		const { logStaying: staying, logTotal } = parts(params, x, last, n);
		const taking = (params.alpha + x) / (params.alpha + params.beta + n);
		return Math.exp(staying - logTotal) * taking * stays(params, n, opportunities);
	});

/**
 * E[Y²] of the purchases of each customer at the next opportunities: two of them ask for staying till the later one.
 * @param opportunities whole, at least 0
 */
export const purchaseSquares = (params: BgBb, histories: Histories, opportunities: number): Float64Array =>
	perHistory(histories, (x, last, n) => {
		const { logStaying: staying, logTotal } = parts(params, x, last, n);
		const taken = params.alpha + x;
		const seen = params.alpha + params.beta + n;
		let stays = Math.exp(staying - logTotal);
		let one = 0;
		let pairs = 0;
		for (let k = 0; k < opportunities; k++) {
			stays *= staysOn(params, n + k);
			one += stays;
			pairs += k * stays;
		}
		return (taken / seen) * (one + (2 * pairs * (taken + 1)) / (seen + 1));
	});

/**
 * Discounted purchases expected of each customer after the last opportunity, the next one discounted once, without a horizon
 * (the paper's DERT).
 * @param rate d, of discount per opportunity, at least 0; at 0 the result is Infinity unless gamma > 1
 * @returns each a sum over opportunities to a relative 1e-14 of it
 */
export function residualTransactions(params: BgBb, histories: Histories, rate: number): Float64Array {
	const known = new Map<number, number>();
	const discountedStays = (n: number): number => {
		// Σ of a product of (δ + n + k) / (γ + δ + n + k) without discount.
		if (rate === 0) return params.gamma > 1 ? (params.delta + n) / (params.gamma - 1) : Infinity;
		let term = 1;
		let sum = 0;
		for (let k = 0; ; k++) {
			term *= staysOn(params, n + k) / (1 + rate);
			sum += term;
			// Terms fall by 1 + d at least, so that what is left after one is below term / d.
			if (term < 1e-14 * rate * sum) return sum;
		}
	};
	return perHistory(histories, (x, last, n) => {
		const { logStaying: staying, logTotal } = parts(params, x, last, n);
		let sum = known.get(n);
		if (sum === undefined) known.set(n, (sum = discountedStays(n)));
		return Math.exp(staying - logTotal) * ((params.alpha + x) / (params.alpha + params.beta + n)) * sum;
	});
}

/** Purchases expected of a new customer at the first opportunities. */
export const expectation = (params: BgBb, opportunities: number): number =>
	(params.alpha / (params.alpha + params.beta)) * stays(params, 0, opportunities);

/**
 * Probability that a new customer takes n of the first opportunities: staying for all of them, or leaving after some that
 * hold all n.
 */
export function probabilityOfCount(params: BgBb, opportunities: number, n: number): number {
	const { alpha, beta, gamma, delta } = params;
	const logWays = (seen: number): number => logGammaRatio(seen - n + 1, n) - logGamma(n + 1);
	if (n > opportunities) return 0;
	let sum = Math.exp(logWays(opportunities) + logStaying(params, n, opportunities));
	for (let seen = n; seen < opportunities; seen++) {
		const left = logBetaRatio(alpha, beta, n, seen - n) + logBetaRatio(gamma, delta, 1, seen);
		sum += Math.exp(logWays(seen) + left);
	}
	return sum;
}

/**
 * −Σ weight × ln likelihood, and its derivatives in the logarithms of the parameters: those of every way the history may
 * have gone, weighted by its probability.
 * @param logs of α, β, γ, δ
 */
export function evaluate(logs: Float64Array, histories: Histories): Evaluation {
	const [alpha, beta, gamma, delta] = logs.map(Math.exp);
	const params = { alpha, beta, gamma, delta };
	let value = 0;
	const gradient = new Float64Array(4);
	for (let i = 0; i < histories.length; i++) {
		const [x, last, n] = [histories.frequency[i], histories.recency[i], histories.age[i]];
		const { logStaying: staying, logTotal } = parts(params, x, last, n);
		const w = histories.weight[i];
		value -= w * logTotal;
		const add = (share: number, seen: number, left: 0 | 1): void => {
			const taking = digammaDifference(alpha + beta, seen);
			const stay = digammaDifference(gamma + delta, seen + left);
			gradient[0] -= share * (digammaDifference(alpha, x) - taking);
			gradient[1] -= share * (digammaDifference(beta, seen - x) - taking);
			gradient[2] -= share * (left / gamma - stay);
			gradient[3] -= share * (digammaDifference(delta, seen) - stay);
		};
		add(w * Math.exp(staying - logTotal), n, 0);
		for (let seen = last; seen < n; seen++) {
			const left = logBetaRatio(alpha, beta, x, seen - x) + logBetaRatio(gamma, delta, 1, seen);
			add(w * Math.exp(left - logTotal), seen, 1);
		}
	}
	for (let j = 0; j < 4; j++) gradient[j] *= Math.exp(logs[j]);
	return { value, gradient };
}

/** Customers who took an opportunity; below this every parameter is the penalty's. */
const NEEDED = 10;

/** The unpenalised maximum of the likelihood. */
export const mle = (histories: Histories, options: FitOptions = {}): Fit<BgBb> => search(histories, 0, options);

/** The maximum of the likelihood less a weakly informative penalty (see `climb`) that draws every parameter to 1. */
export const fit = (histories: Histories, options: FitOptions = {}): Fit<BgBb> =>
	search(histories, options.penalty ?? 1, options);

function refusal({ frequency, age, weight }: Histories): Refused | null {
	const customers = weight.reduce((sum, w) => sum + w, 0);
	const buyers = weight.reduce((sum, w, i) => sum + (frequency[i] > 0 ? w : 0), 0);
	return (
		refusedBelow(1, 'no_customers', customers) ??
		refusedBelow(NEEDED, 'too_few_repeaters', buyers) ??
		refusedBelow(
			2,
			'too_short',
			age.reduce((most, n) => Math.max(most, n), 0)
		) ??
		refusedBelow(2, 'no_spread', new Set(frequency).size)
	);
}

function search(histories: Histories, strength: number, { starts = 1 }: FitOptions): Fit<BgBb> {
	const refused = refusal(histories);
	if (refused !== null) return refused;
	const logs = (...values: number[]): Float64Array => Float64Array.from(values, Math.log);
	const { logParams, ...found } = climb(
		{
			evaluate: (x) => evaluate(x, histories),
			customers: histories.weight.reduce((sum, w) => sum + w, 0),
			lower: logs(1e-4, 1e-4, 1e-4, 1e-4),
			upper: logs(1e4, 1e4, 1e4, 1e4),
			centre: logs(1, 1, 1, 1),
			starts: [logs(1, 1, 1, 3), logs(1, 3, 0.1, 3), logs(5, 5, 5, 15)].slice(0, starts)
		},
		strength
	);
	const [alpha, beta, gamma, delta] = logParams.map(Math.exp);
	const params = { alpha, beta, gamma, delta };
	return { status: 'fitted', params, logLikelihood: logLikelihood(params, histories), ...found };
}
