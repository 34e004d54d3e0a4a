import { integrateLogConcave } from '../numeric/logConcave';
import { logGamma, logGammaRatio } from '../numeric/special';
import { departures, INTEGRAL, MOMENTS } from './departures';
import { search } from './paretoNbdFit';
import type { Fit, FitOptions, Histories, ParetoNbd } from './types';

/**
 * Pareto/NBD: customers buy at a rate drawn from Gamma(r, α) until they leave, unseen, after a time drawn from an
 * exponential whose rate is drawn from Gamma(s, β). Schmittlein, Morrison & Colombo (1987), Management Science 33(1).
 *
 * Every function of many customers takes n histories and returns new Float64Array(n).
 */

const moments = new Float64Array(MOMENTS);

/** What is left of a history's likelihood once its value for a departure right after the last purchase is divided out. */
interface Ends {
	/** ln of the part in which the customer is still there. */
	logStaying: number;
	/** The part in which the customer has left. */
	gone: number;
	/** Both together. */
	total: number;
}

/** With a and b the shifted scales α + t_x and β + t_x, R = r + x, and the time since the last purchase. */
function ends(R: number, s: number, a: number, b: number, silence: number): Ends {
	departures(R, s + 1, a, b, silence, moments);
	const logStaying = -R * Math.log1p(silence / a) - s * Math.log1p(silence / b);
	const gone = (s / b) * moments[INTEGRAL];
	return { logStaying, gone, total: Math.exp(logStaying) + gone };
}

const endsOf = ({ r, alpha, s, beta }: ParetoNbd, { frequency, recency, age }: Histories, i: number): Ends =>
	ends(r + frequency[i], s, alpha + recency[i], beta + recency[i], age[i] - recency[i]);

const perHistory = (histories: Histories, value: (i: number) => number): Float64Array => {
	const values = new Float64Array(histories.length);
	for (let i = 0; i < values.length; i++) values[i] = value(i);
	return values;
};

/**
 * ln likelihood of each history; ln x! is left out, as everywhere here.
 * @returns each within 1e-12 of its size or 1e-13, whichever is more
 * @see Fader & Hardie (2005), "A Note on Deriving the Pareto/NBD Model and Related Expressions"; the integral over the
 * unseen time of departure is taken as it stands, where the papers write it as a difference of two hypergeometrics
 */
export function logLikelihoods(params: ParetoNbd, histories: Histories): Float64Array {
	const { r, alpha, s, beta } = params;
	const { frequency, recency } = histories;
	return perHistory(histories, (i) => {
		const x = frequency[i];
		const last = recency[i];
		return (
			logGammaRatio(r, x) -
			r * Math.log1p(last / alpha) -
			x * Math.log(alpha + last) -
			s * Math.log1p(last / beta) +
			Math.log(endsOf(params, histories, i).total)
		);
	});
}

/** Σ weight × ln likelihood. */
export const logLikelihood = (params: ParetoNbd, histories: Histories): number =>
	logLikelihoods(params, histories).reduce((sum, value, i) => sum + histories.weight[i] * value, 0);

/** ln of the probability that each customer is still there at the end of the window; 0 at most. */
export const logProbabilityAlive = (params: ParetoNbd, histories: Histories): Float64Array =>
	perHistory(histories, (i) => {
		const { logStaying, gone, total } = endsOf(params, histories, i);
		// Close to 1 the two logarithms cancel; what has gone is then the more exact figure.
		return gone < 0.5 * total ? Math.log1p(-gone / total) : logStaying - Math.log(total);
	});

/** Probability that each customer is still there at the end of the window, in [0, 1]; 1 where the last purchase was then. */
export const probabilityAlive = (params: ParetoNbd, histories: Histories): Float64Array =>
	logProbabilityAlive(params, histories).map(Math.exp);

/** (1 − (1 + ratio)^−(s − 1)) / (s − 1), and its limit ln(1 + ratio) at s = 1. */
function livedShare(s: number, ratio: number): number {
	const log = Math.log1p(ratio);
	return s === 1 ? log : -Math.expm1(-(s - 1) * log) / (s - 1);
}

/**
 * Purchases expected of each customer in (T, T + weeks].
 * @param weeks at least 0
 * @see Fader & Hardie (2005), as above
 */
export function expectedPurchases(params: ParetoNbd, histories: Histories, weeks: number): Float64Array {
	const { r, alpha, s, beta } = params;
	const { frequency, age } = histories;
	return probabilityAlive(params, histories).map((alive, i) => {
		const staying = beta + age[i];
		return alive * ((r + frequency[i]) / (alpha + age[i])) * staying * livedShare(s, weeks / staying);
	});
}

/** Purchases expected of a new customer in the first weeks after the first purchase. */
export const expectation = ({ r, alpha, s, beta }: ParetoNbd, weeks: number): number =>
	(r / alpha) * beta * livedShare(s, weeks / beta);

/**
 * Probability that a new customer makes n repeat purchases in (0, weeks].
 * @param weeks at least 0
 * @param n whole, at least 0
 * @see Fader & Hardie (2006), "Deriving an Expression for P(X(t) = x) Under the Pareto/NBD Model": staying throughout,
 * or leaving at u with all n purchases before it
 */
export function probabilityOfCount({ r, alpha, s, beta }: ParetoNbd, weeks: number, n: number): number {
	if (n === 0) return ends(r, s, alpha, beta, weeks).total;
	if (weeks === 0) return 0;
	const ways = logGammaRatio(r, n) - logGamma(n + 1);
	/** ln of the probability of n purchases by u and of staying till then. */
	const logUntil = (u: number): number =>
		ways - r * Math.log1p(u / alpha) - n * Math.log1p(alpha / u) - s * Math.log1p(u / beta);
	const scale = Math.min(alpha, beta);
	const leaving = integrateLogConcave(
		(w) => {
			const u = scale * Math.expm1(w);
			// The hazard of leaving, s / (β + u), over the steps of w = ln(1 + u / scale).
			return logUntil(u) + Math.log((s * (scale + u)) / (beta + u));
		},
		0,
		Math.log1p(weeks / scale)
	);
	return Math.exp(logUntil(weeks)) + leaving;
}

/**
 * Probability that each customer buys at least once in (T, T + weeks].
 * @param weeks at least 0
 * @returns each in [0, 1]: that of being there, times that of a purchase before leaving
 */
export function probabilityOfAny(params: ParetoNbd, histories: Histories, weeks: number): Float64Array {
	const { r, alpha, s, beta } = params;
	const { frequency, age } = histories;
	return probabilityAlive(params, histories).map((alive, i) => {
		const R = r + frequency[i];
		const buying = alpha + age[i];
		// The first purchase comes at v while the customer is still there: the roles of buying and leaving change places.
		departures(s, R + 1, beta + age[i], buying, weeks, moments);
		return alive * Math.min(1, (R / buying) * moments[INTEGRAL]);
	});
}

/**
 * Discounted purchases expected of each customer after T, without a horizon (the papers' DERT).
 * @param ratePerWeek continuous rate of discount, at least 0; at 0 the result is Infinity unless s > 1
 * @see Fader, Hardie & Lee (2005), "RFM and CLV", Journal of Marketing Research 42(4):
 * δ^(s−1) (β + T)^s Ψ(s, s; δ(β + T)) is ∫ e^(−δt) ((β + T) / (β + T + t))^s dt, whose integrand is positive
 */
export function residualTransactions(params: ParetoNbd, histories: Histories, ratePerWeek: number): Float64Array {
	const { r, alpha, s, beta } = params;
	const { frequency, age } = histories;
	const known = new Map<number, number>();
	const discountedStay = (staying: number): number => {
		const kept = known.get(staying);
		if (kept !== undefined) return kept;
		const value = staying * discountedShare(s, ratePerWeek * staying);
		known.set(staying, value);
		return value;
	};
	return probabilityAlive(params, histories).map(
		(alive, i) => alive * ((r + frequency[i]) / (alpha + age[i])) * discountedStay(beta + age[i])
	);
}

/** ∫ e^(−zy) (1 + y)^−s dy over y ≥ 0. */
function discountedShare(s: number, z: number): number {
	if (z === 0) return s > 1 ? 1 / (s - 1) : Infinity;
	// Beyond zy = 90 the integrand is less than e^−80 of its peak.
	const end = Math.log1p(90 / z);
	return integrateLogConcave((w) => (1 - s) * w - z * Math.expm1(w), 0, end);
}

/** The unpenalised maximum of the likelihood. */
export const mle = (histories: Histories, options: FitOptions = {}): Fit<ParetoNbd> => search(histories, 0, options);

/**
 * The maximum of the likelihood less a weakly informative penalty (see `climb`) that draws r and s to 1, alpha and beta to
 * the mean age.
 */
export const fit = (histories: Histories, options: FitOptions = {}): Fit<ParetoNbd> =>
	search(histories, options.penalty ?? 1, options);
