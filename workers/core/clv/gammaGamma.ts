import type { Evaluation } from '../numeric/minimise';
import { digammaDifference, logBeta } from '../numeric/special';
import { climb } from './climb';
import { distinct } from './distinct';
import type { Distinct } from './distinct';
import { refusedBelow } from './refused';
import type { Fit, FitOptions, GammaGamma, Refused, Spending } from './types';

/**
 * Gamma-Gamma: the value of a purchase varies about a customer's own mean by Gamma(p, ν), and ν between customers by
 * Gamma(q, v). Colombo & Jiang (1999); Fader & Hardie (2013), "The Gamma-Gamma Model of Monetary Value". It holds for
 * customers with repeat purchases worth something, assumes that spend and frequency have nothing to do with each other,
 * and predicts for everybody.
 */

/**
 * Σ weight × ln likelihood of the mean values, with every constant in it.
 * @param spending frequency and mean above 0
 * @see Fader & Hardie (2013), eq. 1a; with y = x z̄, v^q (x z̄)^px / (v + x z̄)^(px + q) is (1 + y/v)^−q (1 + v/y)^−px
 */
export function logLikelihood({ p, q, v }: GammaGamma, spending: Spending): number {
	const { length, frequency, mean, weight } = spending;
	let sum = 0;
	for (let i = 0; i < length; i++) {
		const shape = p * frequency[i];
		const total = frequency[i] * mean[i];
		const value = -logBeta(shape, q) - Math.log(mean[i]) - q * Math.log1p(total / v) - shape * Math.log1p(v / total);
		sum += weight[i] * value;
	}
	return sum;
}

/**
 * Value expected of a purchase of each customer: between the population's mean, for those without repeat purchases, and
 * their own.
 * @param frequency n repeat purchase days, at least 0
 * @param mean n mean values of the repeat purchase days; any figure where frequency is 0
 * @returns new Float64Array(n); Infinity where p x + q ≤ 1, which leaves no mean
 * @see Fader & Hardie (2013), eq. 5
 */
export const expectedSpend = (params: GammaGamma, frequency: Float64Array, mean: Float64Array): Float64Array => {
	const { p, q, v } = params;
	return frequency.map((x, i) => {
		if (x === 0) return populationMean(params);
		const below = p * x + q - 1;
		return below > 0 ? (p * (v + x * mean[i])) / below : Infinity;
	});
};

/** Mean value of a purchase over all customers; Infinity where q ≤ 1. */
export const populationMean = ({ p, q, v }: GammaGamma): number => (q > 1 ? (p * v) / (q - 1) : Infinity);

/**
 * −Σ weight × ln likelihood, and its derivatives in the logarithms of the parameters.
 * @param logs of p, q, v
 * @param counts the distinct frequencies
 */
export function evaluate(logs: Float64Array, spending: Spending, counts: Distinct): Evaluation {
	const [p, q, v] = logs.map(Math.exp);
	const logBetas = counts.values.map((x) => logBeta(p * x, q));
	const shapeSlopes = counts.values.map((x) => digammaDifference(p * x, q));
	const qSlopes = counts.values.map((x) => digammaDifference(q, p * x));
	const { length, frequency, mean, weight } = spending;
	let value = 0;
	const gradient = new Float64Array(3);
	for (let i = 0; i < length; i++) {
		const x = frequency[i];
		const total = x * mean[i];
		const logOwn = Math.log1p(v / total);
		const logShared = Math.log1p(total / v);
		const place = counts.position[i];
		const w = weight[i];
		value += w * (logBetas[place] + Math.log(mean[i]) + q * logShared + p * x * logOwn);
		gradient[0] -= w * x * (shapeSlopes[place] - logOwn);
		gradient[1] -= w * (qSlopes[place] - logShared);
		gradient[2] -= w * (q / v - (p * x + q) / (v + total));
	}
	gradient[0] *= p;
	gradient[1] *= q;
	gradient[2] *= v;
	return { value, gradient };
}

/** The unpenalised maximum of the likelihood. */
export const mle = (spending: Spending, options: FitOptions = {}): Fit<GammaGamma> => search(spending, 0, options);

/**
 * The maximum of the likelihood less a weakly informative penalty (see `climb`) that draws p and q to 3 and v to the
 * customers' mean value.
 */
export const fit = (spending: Spending, options: FitOptions = {}): Fit<GammaGamma> =>
	search(spending, options.penalty ?? 1, options);

/** Customers with repeat purchases; below this every parameter is the penalty's. */
const NEEDED = 10;

function refusal({ mean, weight }: Spending): Refused | null {
	const customers = weight.reduce((sum, w) => sum + w, 0);
	// Equal means fit ever larger p and q ever better.
	return refusedBelow(NEEDED, 'too_few_repeaters', customers) ?? refusedBelow(2, 'no_spread', new Set(mean).size);
}

function search(spending: Spending, strength: number, { starts = 1 }: FitOptions): Fit<GammaGamma> {
	const refused = refusal(spending);
	if (refused !== null) return refused;
	const { frequency, mean, weight } = spending;
	const customers = weight.reduce((sum, w) => sum + w, 0);
	const unit = mean.reduce((sum, value, i) => sum + weight[i] * value, 0) / customers;
	const counts = distinct(frequency, 1);
	const logs = (...values: number[]): Float64Array => Float64Array.from(values, Math.log);
	const { logParams, ...found } = climb(
		{
			evaluate: (x) => evaluate(x, spending, counts),
			customers,
			lower: logs(1e-4, 1e-4, 1e-6 * unit),
			upper: logs(1e4, 1e4, 1e6 * unit),
			centre: logs(3, 3, unit),
			starts: [logs(3, 3, unit), logs(1, 10, 10 * unit), logs(30, 2, 0.1 * unit)].slice(0, starts)
		},
		strength
	);
	const [p, q, v] = logParams.map(Math.exp);
	const params = { p, q, v };
	return { status: 'fitted', params, logLikelihood: logLikelihood(params, spending), ...found };
}
