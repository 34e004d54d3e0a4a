import type { Evaluation } from '../numeric/minimise';
import { digammaDifference, logGammaRatio } from '../numeric/special';
import { climb } from './climb';
import { refusedBelow } from './refused';
import type { Fit, FitOptions } from './types';

/**
 * Shifted beta-geometric: at the end of every period of a contract a customer leaves with a probability drawn once from
 * Beta(α, β). Fader & Hardie (2007), "How to Project Customer Retention", Journal of Interactive Marketing 21(1).
 */

/** Both > 0. */
export interface ShiftedBetaGeometric {
	alpha: number;
	beta: number;
}

/** Customers of one start: how many were lost at the end of period 1, 2 …, and how many stayed beyond the last of them. */
export interface Contracts {
	lost: Float64Array;
	surviving: number;
	/** Row t: customers who stayed beyond t periods and are followed no further, because they began later; none by default. */
	unseen?: Float64Array;
}

/** Everybody whose end is not known, and after how many periods. */
const followed = ({ lost, surviving, unseen }: Contracts): { count: number; periods: number }[] => [
	...Array.from(unseen ?? [], (count, periods) => ({ count, periods })),
	{ count: surviving, periods: lost.length }
];

/** Share of the customers who stay beyond so many periods, S(t). */
export const survival = ({ alpha, beta }: ShiftedBetaGeometric, periods: number): number =>
	Math.exp(logSurvival(alpha, beta, periods));

const logSurvival = (alpha: number, beta: number, periods: number): number =>
	logGammaRatio(beta, periods) - logGammaRatio(alpha + beta, periods);

/** Share who renew at the end of a period, 1 and on, of those who had stayed till then; it rises with time. */
export const retentionRate = ({ alpha, beta }: ShiftedBetaGeometric, period: number): number =>
	(beta + period - 1) / (alpha + beta + period - 1);

/** ln likelihood of the counts, without the multinomial constant. */
export function logLikelihood(params: ShiftedBetaGeometric, contracts: Contracts): number {
	const { alpha, beta } = params;
	return contracts.lost.reduce(
		// P(T = t) = S(t − 1) (1 − r_t).
		(sum, count, t) => sum + count * (logSurvival(alpha, beta, t) + Math.log(alpha / (alpha + beta + t))),
		followed(contracts).reduce((sum, { count, periods }) => sum + count * logSurvival(alpha, beta, periods), 0)
	);
}

/**
 * Discounted periods expected of a new customer, the first one, paid at once, included: Σ S(t) / (1 + d)^t from t = 0.
 * @param rate d, of discount per period, at least 0; at 0 the result is Infinity unless alpha > 1
 * @see Fader & Hardie (2010), "Customer-Base Valuation in a Contractual Setting", Marketing Science 29(1)
 */
export function discountedLifetime({ alpha, beta }: ShiftedBetaGeometric, rate: number): number {
	if (rate === 0) return alpha > 1 ? (alpha + beta - 1) / (alpha - 1) : Infinity;
	let term = 1;
	let sum = 0;
	// The terms fall by 1 + d a period at least, so that what is left after one is below term / d.
	for (let t = 0; term > 1e-17 * rate * sum; t++) {
		sum += term;
		term *= (beta + t) / ((alpha + beta + t) * (1 + rate));
	}
	return sum;
}

/**
 * Discounted periods expected of a customer just before the renewal at the end of a period, 1 and on: the renewal included,
 * if it comes, undiscounted.
 * @see Fader & Hardie (2010), as above, the "discounted expected residual lifetime"
 */
export const residualLifetime = (params: ShiftedBetaGeometric, period: number, rate: number): number =>
	retentionRate(params, period) * discountedLifetime({ alpha: params.alpha, beta: params.beta + period }, rate);

/**
 * −ln likelihood, and its derivatives in the logarithms of the parameters.
 * @param logs of α, β
 */
export function evaluate(logs: Float64Array, contracts: Contracts): Evaluation {
	const { lost } = contracts;
	const [alpha, beta] = logs.map(Math.exp);
	const gradient = new Float64Array(2);
	const add = (count: number, periods: number): void => {
		const both = digammaDifference(alpha + beta, periods);
		gradient[0] += count * both;
		gradient[1] -= count * (digammaDifference(beta, periods) - both);
	};
	lost.forEach((count, t) => {
		add(count, t);
		gradient[0] -= count * (1 / alpha - 1 / (alpha + beta + t));
		gradient[1] += count / (alpha + beta + t);
	});
	for (const { count, periods } of followed(contracts)) add(count, periods);
	gradient[0] *= alpha;
	gradient[1] *= beta;
	return { value: -logLikelihood({ alpha, beta }, contracts), gradient };
}

/** The unpenalised maximum of the likelihood. */
export const mle = (contracts: Contracts, options: FitOptions = {}): Fit<ShiftedBetaGeometric> =>
	search(contracts, 0, options);

/** The maximum of the likelihood less a weakly informative penalty (see `climb`) that draws both parameters to 1. */
export const fit = (contracts: Contracts, options: FitOptions = {}): Fit<ShiftedBetaGeometric> =>
	search(contracts, options.penalty ?? 1, options);

function search(contracts: Contracts, strength: number, { starts = 1 }: FitOptions): Fit<ShiftedBetaGeometric> {
	const { lost } = contracts;
	const gone = lost.reduce((sum, count) => sum + count, 0);
	const surviving = followed(contracts).reduce((sum, { count }) => sum + count, 0);
	const refusal =
		refusedBelow(1, 'no_customers', gone + surviving) ??
		refusedBelow(2, 'too_short', lost.length) ??
		refusedBelow(1, 'no_spread', gone);
	if (refusal !== null) return refusal;
	const logs = (...values: number[]): Float64Array => Float64Array.from(values, Math.log);
	const { logParams, ...found } = climb(
		{
			evaluate: (x) => evaluate(x, contracts),
			customers: gone + surviving,
			lower: logs(1e-4, 1e-4),
			upper: logs(1e4, 1e4),
			centre: logs(1, 1),
			starts: [logs(1, 1), logs(0.1, 1), logs(10, 30)].slice(0, starts)
		},
		strength
	);
	const [alpha, beta] = logParams.map(Math.exp);
	const params = { alpha, beta };
	return { status: 'fitted', params, logLikelihood: logLikelihood(params, contracts), ...found };
}
