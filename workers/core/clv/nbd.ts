import { buyingLikelihood, buyingOf } from './buying';
import { climb } from './climb';
import { distinct } from './distinct';
import { refusal } from './enough';
import { meansOf } from './means';
import { anyPurchase, logCount } from './negativeBinomial';
import { logGammaRatio } from '../numeric/special';
import type { Fit, FitOptions, Histories, Nbd } from './types';

/**
 * NBD, the baseline: purchases at a rate λ ~ Gamma(r, alpha), and nobody ever drops out.
 * Ehrenberg (1959), "The Pattern of Consumer Purchases", Applied Statistics 8(1). Log-likelihoods leave out ln x!, as
 * those of the other models do: they may be compared.
 */

/** @returns new Float64Array(n), by history, without its weight */
export function logLikelihoods({ r, alpha }: Nbd, { length, frequency, age }: Histories): Float64Array {
	return new Float64Array(length).map(
		(_, i) => logGammaRatio(r, frequency[i]) - frequency[i] * Math.log(alpha + age[i]) - r * Math.log1p(age[i] / alpha)
	);
}

/** Sum over histories of weight × log-likelihood. */
export const logLikelihood = (params: Nbd, histories: Histories): number =>
	logLikelihoods(params, histories).reduce((sum, value, i) => sum + histories.weight[i] * value, 0);

/** @returns new Float64Array(n), each 1 */
export const probabilityAlive = (_params: Nbd, { length }: Histories): Float64Array => new Float64Array(length).fill(1);

/** @returns new Float64Array(n), each 0 */
export const logProbabilityAlive = (_params: Nbd, { length }: Histories): Float64Array => new Float64Array(length);

/**
 * Purchase days expected in the weeks after the window.
 * @returns new Float64Array(n), by history
 */
export const expectedPurchases = ({ r, alpha }: Nbd, histories: Histories, weeks: number): Float64Array =>
	new Float64Array(histories.length).map((_, i) => ((r + histories.frequency[i]) * weeks) / (alpha + histories.age[i]));

/** Repeat purchase days expected of a new customer in this many weeks. */
export const expectation = ({ r, alpha }: Nbd, weeks: number): number => (r * weeks) / alpha;

/** Chance that a new customer has n repeat purchase days in this many weeks. */
export const probabilityOfCount = ({ r, alpha }: Nbd, weeks: number, n: number): number =>
	Math.exp(logCount({ shape: r, scale: alpha, weeks }, n));

/**
 * Chance of a purchase in the weeks after the window.
 * @returns new Float64Array(n), by history, each in [0, 1]
 */
export const probabilityOfAny = ({ r, alpha }: Nbd, histories: Histories, weeks: number): Float64Array =>
	new Float64Array(histories.length).map((_, i) =>
		anyPurchase({ shape: r + histories.frequency[i], scale: alpha + histories.age[i], weeks })
	);

/** The maximum of the likelihood. */
export const mle = (histories: Histories, options: FitOptions = {}): Fit<Nbd> => search(histories, 0, options);

/** The maximum of the likelihood less a weak penalty (see `climb`) that draws r to 1 and alpha to the mean age. */
export const fit = (histories: Histories, options: FitOptions = {}): Fit<Nbd> =>
	search(histories, options.penalty ?? 1, options);

function search(histories: Histories, strength: number, { starts = 1 }: FitOptions): Fit<Nbd> {
	const refused = refusal(histories);
	if (refused !== null) return refused;
	const { meanAge, rate } = meansOf(histories);
	const time = distinct(histories.age, 7);
	const buying = buyingOf(distinct(histories.frequency, 1), time.position, time.values, histories.weight);
	const logs = (...values: number[]): Float64Array => Float64Array.from(values, Math.log);
	const { logParams, ...found } = climb(
		{
			evaluate: (x) => {
				const [r, alpha] = x.map(Math.exp);
				const { value, rSlope, alphaSlope } = buyingLikelihood(r, alpha, buying);
				return { value: -value, gradient: Float64Array.of(-r * rSlope, -alpha * alphaSlope) };
			},
			customers: buying.customers,
			lower: logs(1e-4, 1e-4),
			upper: logs(1e4, 1e4),
			centre: logs(1, meanAge),
			starts: [logs(0.5, 0.5 / rate), logs(5, 5 / rate), logs(0.1, 0.1 / rate)].slice(0, starts)
		},
		strength
	);
	const [r, alpha] = logParams.map(Math.exp);
	return {
		status: 'fitted',
		params: { r, alpha },
		logLikelihood: buyingLikelihood(r, alpha, buying).value,
		...found
	};
}
