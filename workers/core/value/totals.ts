import type { Histories } from '../clv/types';
import { gathered } from './customerValues';
import { outcomeMoments } from './outcomeSpread';
import { expectationInterval, outcomeInterval, parameterVariance, slopeColumns, slopes } from './parameterIntervals';
import type { NamedParams } from './purchaseModels';
import { expectations, PURCHASE_MODELS } from './purchaseModels';
import { expectedSpend, spendMoments } from './spend';
import type { SpendModel } from './spend';
import type { CustomerRows, Interval, ModelName } from './types';

/** Intervals need no more histories than this: their width then is off by a hundredth at most. */
const ENOUGH = 2_000;
/** The most frequent buyers are all kept: few customers make much of a total. */
const ALL_OF = 500;

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

/** Sums over the same customers, which share what is costly. */
export interface Sums {
	/** Purchases of each history within so many weeks. */
	expected: (weeks: number) => Float64Array;
	/** Value expected of a purchase of each customer. */
	perPurchase: Float64Array;
	/** Purchases and revenue of all customers in the weeks to come. */
	forecast: (weeks: number) => Forecast;
	/**
	 * The sum of clv with the interval of its expectation.
	 * @param discounted by history, over `weeks`; how much discount takes hardly depends on the parameters and is held fixed
	 */
	totalValue: (discounted: Float64Array, weeks: number, margin: number) => Interval;
}

/**
 * Customers share the parameters, so the variance of a total is g′Σg, with g the slopes of the total itself; each customer's
 * own purchases and spend vary besides, on their own.
 */
export function sumsOf(totals: Totals): Sums {
	const { covariance, histories, row, rows, spend } = totals;
	const expected = expectations(totals, histories);
	const perPurchase = expectedSpend(spend, rows);
	const revenueOf = byHistory(row, histories.length, perPurchase);
	const thin = thinned(histories, revenueOf);
	const bySpend =
		spend.params === null
			? []
			: slopeColumns({ ...spend.params }, ({ p, q, v }) => expectedSpend({ ...spend, params: { p, q, v } }, rows)).map(
					(column) => byHistory(row, histories.length, column)
				);
	const spread = outcomeSpread(totals, thin);
	const known = new Map<number, [purchases: Float64Array, revenue: Float64Array]>();
	const relativeSlopes = (weeks: number) => {
		const found = known.get(weeks) ?? totalSlopes(totals, thin, weeks);
		known.set(weeks, found);
		return found;
	};
	const scaled = (slope: Float64Array, total: number): number =>
		parameterVariance(
			slope.map((share) => share * total),
			covariance
		);
	/** Variance of Σ purchases × spend from the parameters of spend. */
	const spendVariance = (purchases: Float64Array): number =>
		parameterVariance(
			Float64Array.from(bySpend, (slope) => weighted(purchases, slope)),
			spend.covariance
		);

	return {
		expected,
		perPurchase,
		forecast: (weeks) => {
			const each = expected(weeks);
			const purchases = weighted(each, histories.weight);
			const revenue = weighted(each, revenueOf);
			const [purchaseSlope, revenueSlope] = relativeSlopes(weeks);
			const purchaseVariance = scaled(purchaseSlope, purchases);
			const revenueVariance = scaled(revenueSlope, revenue) + spendVariance(each);
			const outcome = spread(weeks);
			return {
				purchases: expectationInterval(purchases, purchaseVariance),
				revenue: expectationInterval(revenue, revenueVariance),
				predictive: outcomeInterval(purchases, purchaseVariance + outcome.purchases),
				revenuePredictive: outcomeInterval(revenue, revenueVariance + outcome.revenue)
			};
		},
		totalValue: (discounted, weeks, margin) => {
			const total = margin * weighted(discounted, revenueOf);
			const variance = scaled(relativeSlopes(weeks)[1], total) + margin ** 2 * spendVariance(discounted);
			return expectationInterval(total, variance);
		}
	};
}

/** Every so-manieth history, and all of the most frequent; with how many each stands for, and their revenue a purchase. */
interface Thinned {
	at: Int32Array;
	histories: Histories;
	revenue: Float64Array;
	/** Customers of the kept histories count so many times. */
	factor: Float64Array;
}

function thinned(histories: Histories, revenueOf: Float64Array): Thinned {
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
			weight: pick(histories.weight).map((weight, j) => weight * factor[j])
		},
		revenue: pick(revenueOf).map((revenue, j) => revenue * factor[j])
	};
}

/** Slopes of the totals of purchases and of revenue, as shares of these; 0 where there is no total. */
function totalSlopes(
	{ name, params }: Totals,
	{ histories, revenue }: Thinned,
	weeks: number
): [purchases: Float64Array, revenue: Float64Array] {
	const figures = (at: NamedParams): number[] => {
		const expected = PURCHASE_MODELS[name].expectedPurchases(at, histories, weeks);
		return [weighted(expected, histories.weight), weighted(expected, revenue)];
	};
	const here = figures(params);
	const [purchases, money] = slopes(params, figures).map((slope, i) =>
		here[i] > 0 ? slope.map((value) => value / here[i]) : slope.fill(0)
	);
	return [purchases, money];
}

/** Variance of the outcome given the parameters: Σ over customers, who buy independently then. */
function outcomeSpread(
	{ name, params, histories, row, rows, spend }: Totals,
	thin: Thinned
): (weeks: number) => { purchases: number; revenue: number } {
	const { meanSquared, square: spendSquare, within } = spendMoments(spend, rows);
	const squares = gathered(byHistory(row, histories.length, spendSquare), thin.at);
	const squaredMeans = gathered(byHistory(row, histories.length, meanSquared), thin.at);
	return (weeks) => {
		const { mean, square } = outcomeMoments(name, params, thin.histories, weeks);
		let purchases = 0;
		let revenue = 0;
		for (let j = 0; j < mean.length; j++) {
			purchases += thin.histories.weight[j] * Math.max(0, square[j] - mean[j] ** 2);
			// Var(Σ Z) = E[Y] E[Var(Z | μ)] + E[Y²] E[μ²] − (E[Y] E[μ])².
			const ofSpend = mean[j] * within * squares[j] + square[j] * squares[j] - mean[j] ** 2 * squaredMeans[j];
			revenue += thin.factor[j] * Math.max(0, ofSpend);
		}
		return { purchases, revenue };
	};
}

/** Sum over the customers of each history. */
function byHistory(row: Int32Array, length: number, values: Float64Array): Float64Array {
	const sums = new Float64Array(length);
	for (let i = 0; i < row.length; i++) sums[row[i]] += values[i];
	return sums;
}

function weighted(values: Float64Array, weights: Float64Array): number {
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += values[i] * weights[i];
	return sum;
}
