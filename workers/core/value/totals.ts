import type { Histories } from '../clv/types';
import { gathered } from './customerValues';
import { outcomeMoments } from './outcomeSpread';
import { expectationInterval, outcomeInterval, parameterVariance, slopes } from './parameterIntervals';
import type { NamedParams } from './purchaseModels';
import { PURCHASE_MODELS } from './purchaseModels';
import { expectedSpend, spendMoments } from './spend';
import type { SpendModel } from './spend';
import type { CustomerRows, Interval, ModelName } from './types';

/** Intervals need no more histories than this: their width then is off by a hundredth at most. */
const ENOUGH = 20_000;
/** The most frequent buyers are all kept: few customers make much of a total. */
const ALL_OF = 4_000;

/** Everything that totals over customers are made of. */
export interface Totals {
	name: ModelName;
	params: NamedParams;
	covariance: Float64Array | null;
	histories: Histories;
	/** History of each customer. */
	row: Int32Array;
	rows: Pick<CustomerRows, 'spendingDays' | 'mean'>;
	spend: SpendModel;
}

export interface Forecast {
	/** Of the expectation: parameters alone. */
	purchases: Interval;
	revenue: Interval;
	/** Of what will happen: the outcome's own spread besides. */
	predictive: Interval;
	revenuePredictive: Interval;
}

/**
 * Purchases and revenue of all customers in the weeks to come. Customers share the parameters, so the variance of a total is
 * g′Σg, with g the slopes of the total itself; each customer's own purchases and spend vary besides, on their own.
 */
export function forecast(totals: Totals, weeks: number): Forecast {
	const { name, params, histories, spend, rows, row } = totals;
	const expected = PURCHASE_MODELS[name].expectedPurchases(params, histories, weeks);
	const perPurchase = expectedSpend(spend, rows);
	const revenueOf = byHistory(row, histories.length, (i) => perPurchase[i]);
	const purchases = weighted(expected, histories.weight);
	const revenue = weighted(expected, revenueOf);

	const thin = thinned(totals, revenueOf);
	const [purchaseSlope, revenueSlope] = totalSlopes(totals, thin, weeks, [purchases, revenue]);
	const purchaseVariance = parameterVariance(purchaseSlope, totals.covariance);
	const revenueVariance =
		parameterVariance(revenueSlope, totals.covariance) + spendVariance(totals, gathered(expected, row));

	const outcome = outcomeVariances(totals, thin, weeks);
	return {
		purchases: expectationInterval(purchases, purchaseVariance),
		revenue: expectationInterval(revenue, revenueVariance),
		predictive: outcomeInterval(purchases, purchaseVariance + outcome.purchases),
		revenuePredictive: outcomeInterval(revenue, revenueVariance + outcome.revenue)
	};
}

/**
 * The sum of clv with the interval of its expectation.
 * @param discounted by history, over `weeks`; how much discount takes hardly depends on the parameters and is held fixed
 */
export function totalValue(totals: Totals, discounted: Float64Array, weeks: number, margin: number): Interval {
	const { histories, row, rows, spend } = totals;
	const perPurchase = expectedSpend(spend, rows);
	const revenueOf = byHistory(row, histories.length, (i) => margin * perPurchase[i]);
	const total = weighted(discounted, revenueOf);
	const [, slope] = totalSlopes(totals, thinned(totals, revenueOf), weeks, [0, total]);
	const variance =
		parameterVariance(slope, totals.covariance) +
		spendVariance(
			totals,
			gathered(discounted, row).map((value) => margin * value)
		);
	return expectationInterval(total, variance);
}

/** Every so-manieth history, and all of the most frequent; with how many each stands for, and their revenue a purchase. */
interface Thinned {
	at: Int32Array;
	histories: Histories;
	revenue: Float64Array;
	/** Customers of the kept histories count so many times. */
	factor: Float64Array;
}

function thinned({ histories }: Totals, revenueOf: Float64Array): Thinned {
	const n = histories.length;
	const rare = n <= ENOUGH ? n : n - ALL_OF;
	const step = n <= ENOUGH ? 1 : Math.ceil(rare / (ENOUGH - ALL_OF));
	const kept: number[] = [];
	for (let i = 0; i < rare; i += step) kept.push(i);
	const sampled = kept.length;
	for (let i = rare; i < n; i++) kept.push(i);
	const at = Int32Array.from(kept);
	const factor = new Float64Array(kept.length).fill(1).fill(rare / Math.max(1, sampled), 0, sampled);
	const pick = (column: Float64Array): Float64Array => gathered(column, at);
	return {
		at,
		factor,
		histories: {
			length: kept.length,
			frequency: pick(histories.frequency),
			recency: pick(histories.recency),
			age: pick(histories.age),
			weight: Float64Array.from(at, (i, j) => histories.weight[i] * factor[j])
		},
		revenue: Float64Array.from(at, (i, j) => revenueOf[i] * factor[j])
	};
}

/** Slopes of the totals of purchases and of revenue; of the thinned ones, in the proportion of the totals given. */
function totalSlopes(
	{ name, params }: Totals,
	{ histories, revenue }: Thinned,
	weeks: number,
	totals: [purchases: number, revenue: number]
): Float64Array[] {
	const figures = (at: NamedParams): number[] => {
		const expected = PURCHASE_MODELS[name].expectedPurchases(at, histories, weeks);
		return [weighted(expected, histories.weight), weighted(expected, revenue)];
	};
	const here = figures(params);
	return slopes(params, figures).map((slope, i) =>
		here[i] > 0 ? slope.map((value) => (value * totals[i]) / here[i]) : slope.fill(0)
	);
}

/** Variance of Σ purchases × spend from the parameters of spend. */
function spendVariance({ spend, rows }: Totals, purchases: Float64Array): number {
	if (spend.params === null) return 0;
	const [slope] = slopes({ ...spend.params }, ({ p, q, v }) => [
		weighted(purchases, expectedSpend({ ...spend, params: { p, q, v } }, rows))
	]);
	return parameterVariance(slope, spend.covariance);
}

/** Variance of the outcome given the parameters: Σ over customers, who buy independently then. */
function outcomeVariances(totals: Totals, thin: Thinned, weeks: number): { purchases: number; revenue: number } {
	const { name, params, histories, row, rows, spend } = totals;
	const { mean, square } = outcomeMoments(name, params, thin.histories, weeks);
	const { meanSquared, square: spendSquare, within } = spendMoments(spend, rows);
	const squares = byHistory(row, histories.length, (i) => spendSquare[i]);
	const squaredMeans = byHistory(row, histories.length, (i) => meanSquared[i]);
	let purchases = 0;
	let revenue = 0;
	thin.at.forEach((history, j) => {
		const spread = Math.max(0, square[j] - mean[j] ** 2);
		purchases += thin.histories.weight[j] * spread;
		// Var(Σ Z) = E[Y] E[Var(Z | μ)] + E[Y²] E[μ²] − (E[Y] E[μ])².
		const ofSpend =
			mean[j] * within * squares[history] + square[j] * squares[history] - mean[j] ** 2 * squaredMeans[history];
		revenue += thin.factor[j] * Math.max(0, ofSpend);
	});
	return { purchases, revenue };
}

/** Sum over the customers of each history. */
function byHistory(row: Int32Array, length: number, value: (customer: number) => number): Float64Array {
	const sums = new Float64Array(length);
	for (let i = 0; i < row.length; i++) sums[row[i]] += value(i);
	return sums;
}

function weighted(values: Float64Array, weights: Float64Array): number {
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += values[i] * weights[i];
	return sum;
}
