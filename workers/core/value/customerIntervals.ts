import * as bgNbd from '../clv/bgNbd';
import * as paretoNbd from '../clv/paretoNbd';
import type { Histories, ParetoNbd } from '../clv/types';
import { weeksOf } from '../clv/value';
import { aliveIntervals } from './aliveIntervals';
import { fittedOf, predictorsOf } from './chosenModel';
import { historyValues } from './customerValues';
import type { Predictor } from './customerValues';
import { outcomeMoments } from './outcomeSpread';
import {
	expectationInterval,
	outcomeInterval,
	parameterVariance,
	relativeInterval,
	slopes
} from './parameterIntervals';
import { expectations, PURCHASE_MODELS } from './purchaseModels';
import { expectedSpend, spendModel } from './spend';
import type { SpendModel } from './spend';
import type { CustomerRows, Interval, ValueAnalysis, ShopInput } from './types';

/** Above so many expected purchases the count's quantiles are taken from its mean and variance. */
const MANY = 150;

/** One customer's figures with their 95 % intervals. */
export interface CustomerIntervals {
	/** Row in `ShopInput.now`. */
	row: number;
	/** Of the chance, by its log odds (see `aliveIntervals`); without width where the model has no covariance. */
	pAlive: Interval;
	/** Of the purchases expected in the horizon: parameters alone. */
	expected: Interval;
	/** Of the purchases that will be: whole numbers between which their count lies with 95 % or more. */
	predictive: Interval;
	/** Of the expected value: parameters of both models. */
	clv: Interval;
}

/**
 * Intervals of single customers, made when they are looked at.
 * @param rows of `input.now`; a few hundred at most
 * @returns a row each; none where no model was chosen
 */
export function customerIntervals(
	input: ShopInput,
	analysis: ValueAnalysis,
	rows: readonly number[]
): CustomerIntervals[] {
	const { now } = input;
	const pick = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]);
	const own = {
		frequency: pick(now.frequency),
		recency: pick(now.recency),
		age: pick(now.age),
		spendingDays: pick(now.spendingDays),
		mean: pick(now.mean)
	};
	return intervalsOf(analysis, spendModel(analysis.spend, now), own).map((found, i) => ({ row: rows[i], ...found }));
}

/** The same for customers as they stand, without the rest of the shop. */
export function intervalsOf(
	{ chosen, models, options }: Pick<ValueAnalysis, 'chosen' | 'models' | 'options'>,
	spend: SpendModel,
	own: Omit<CustomerRows, 'customer'>
): Omit<CustomerIntervals, 'row'>[] {
	const { frequency, recency, age } = own;
	const customers = frequency.length;
	if (chosen === null || customers === 0) return [];
	const weight = new Float64Array(customers).fill(1);
	const histories: Histories = { length: customers, frequency, recency, age, weight };
	const weeks = weeksOf(options.months, options.convention);
	const predictors = predictorsOf({ models }, chosen);
	const { name, params } = predictors.chosen;
	const { covariance } = fittedOf(models, chosen);
	const values = historyValues(predictors, histories, options, expectations(predictors.chosen, histories));
	const expectedSlopes = slopes(params, (at) => PURCHASE_MODELS[name].expectedPurchases(at, histories, weeks));

	const alive = aliveIntervals(predictors, models, histories, weeks);
	const perPurchase = expectedSpend(spend, own);
	const spendSlopes =
		spend.params === null
			? null
			: slopes({ ...spend.params }, ({ p, q, v }) => expectedSpend({ ...spend, params: { p, q, v } }, own));
	const { mean, square } = outcomeMoments(name, params, histories, weeks);
	const margin = options.margin ?? 1;

	return Array.from(perPurchase, (worth, i) => {
		const expected = values.expected[i];
		const purchaseVariance = parameterVariance(expectedSlopes[i], covariance);
		const value = margin * worth * values.discounted[i];
		const spendVariance = spendSlopes === null ? 0 : parameterVariance(spendSlopes[i], spend.covariance);
		// A product of two that are estimated apart: the variances of their logarithms add up.
		const relative = (variance: number, of: number): number => (of > 0 ? Math.sqrt(variance) / of : 0);
		const error = Math.sqrt(relative(purchaseVariance, expected) ** 2 + relative(spendVariance, worth) ** 2);
		return {
			pAlive: Number.isNaN(alive.low[i])
				? { value: alive.value[i], low: alive.value[i], high: alive.value[i] }
				: { value: alive.value[i], low: alive.low[i], high: alive.high[i] },
			expected: expectationInterval(expected, purchaseVariance),
			predictive:
				expected > MANY
					? whole(outcomeInterval(expected, purchaseVariance + square[i] - mean[i] ** 2))
					: countInterval(predictors.chosen, histories, i, weeks, expected),
			clv: relativeInterval(value, error)
		};
	});
}

const whole = ({ value, low, high }: Interval): Interval => ({ value, low: Math.floor(low), high: Math.ceil(high) });

/**
 * Middle 95 % of the count of purchases. A customer who is still there buys as a new one does whose parameters are what the
 * history makes of them; one who left buys nothing.
 */
function countInterval(
	{ name, params }: Predictor,
	histories: Histories,
	i: number,
	weeks: number,
	value: number
): Interval {
	const one: Histories = {
		length: 1,
		frequency: histories.frequency.subarray(i, i + 1),
		recency: histories.recency.subarray(i, i + 1),
		age: histories.age.subarray(i, i + 1),
		weight: histories.weight.subarray(i, i + 1)
	};
	const [alive] = PURCHASE_MODELS[name].probabilityAlive(params, one);
	const chance = countOfAlive(name, params, one, weeks);
	let below = 1 - alive;
	let low = -1;
	for (let n = 0; n < 20 * MANY; n++) {
		below += alive * chance(n);
		if (low < 0 && below > 0.025) low = n;
		if (below >= 0.975) return { value, low: Math.max(0, low), high: n };
	}
	return { value, low: Math.max(0, low), high: 20 * MANY };
}

function countOfAlive(
	name: Predictor['name'],
	params: Predictor['params'],
	{ frequency, age }: Histories,
	weeks: number
): (n: number) => number {
	const r = params.r + frequency[0];
	const alpha = params.alpha + age[0];
	if (name === 'paretonbd') {
		const later: ParetoNbd = { r, alpha, s: params.s, beta: params.beta + age[0] };
		return (n) => paretoNbd.probabilityOfCount(later, weeks, n);
	}
	const coins = frequency[0] + (name === 'mbgnbd' ? 1 : 0);
	return (n) => bgNbd.probabilityOfCount({ r, alpha, a: params.a, b: params.b + coins }, weeks, n);
}
