import type { CohortResult } from '../cohorts/types';
import { uniqueHistories } from '../clv/histories';
import { fittedOf } from './chosenModel';
import { courseOf, expected, groupsOf, joined, laterOf, lumped, outcomeVariances, sumsOf } from './cohortTotals';
import type { FittedModel } from './customerOutlook';
import { chanceInterval, outcomeInterval, parameterVariance, slopes } from './parameterIntervals';
import { PURCHASE_MODELS } from './purchaseModels';
import { expectedSpend, spendMoments } from './spend';
import type { CustomerRows, Interval, ModelName } from './types';

/** Customers of cohorts on a day D, a row a customer, and what happened to them: C cohorts of `ages` ages as in `CohortResult`. */
export interface CohortCustomers extends Omit<CustomerRows, 'customer'> {
	/** Cohort of each customer. */
	cohort: Int32Array;
	/** 1: has ordered in the period that is under way on D. */
	seen: Uint8Array;
	/** Weeks from D to the end of each of the K coming periods, ascending; K + 1 rows, the first 0. */
	bounds: Float64Array;
	/** The first of these periods is under way. */
	running: boolean;
	/** C rows: age of the first of these periods; 0 where the cohort's own period is under way, and it is not continued. */
	from: Int32Array;
	happened: Pick<CohortResult, 'ages' | 'size' | 'cell' | 'customers' | 'orders'> & {
		/** Net a customer so far; null where the currency must be asked. */
		cumulative: Float64Array | null;
	};
	/** Orders of a repeat purchase day: models count days. */
	ordersADay: number;
}

/** Figures a customer with 95 % intervals of what will happen: parameters and the outcome of so many customers. */
export interface Foretold {
	value: Float64Array;
	low: Float64Array;
	high: Float64Array;
}

/** What is expected of cohorts in the periods to come; what has happened of the first of them is in it. */
export interface CohortContinuation {
	model: ModelName;
	/** K. */
	periods: number;
	running: boolean;
	/** The bands hold the uncertainty of the parameters too; without their covariance only the outcome's. */
	parameters: boolean;
	/** As in `CohortCustomers`. */
	ordersADay: number;
	from: Int32Array;
	/** Rows c × K + k, NaN where the cohort is not continued: share who order, orders a customer, net a customer so far. */
	share: Foretold;
	orders: Foretold;
	cumulative: Foretold | null;
	/**
	 * All customers of cohorts whose first period has ended, as far as every one of these has finished or is foretold; ages with
	 * one that is foretold. So the same customers are in it at every age. `happened`: share of them for whom it has happened.
	 */
	mean: {
		age: Int32Array;
		customers: Int32Array;
		happened: Float64Array;
		share: Foretold;
		orders: Foretold;
		cumulative: Foretold | null;
	};
}

/**
 * The expected course of cohorts: conditional expectations of their own customers, given the history of each.
 * - orders: Σ P(alive) E[purchases in the period | alive], × orders of a purchase day
 * - share: Σ P(alive) P(at least one purchase in the period | alive); of the period under way, of those without an order in it,
 *   the others being in it already
 * - net: what was brought so far + Σ P(alive) E[purchases | alive] × expected spend
 *
 * Variances: g′Σg of the log parameters, linearised, and the outcome's own, customers being independent given the parameters.
 * Slopes and outcome are reckoned at the mean age of a cohort's customers of a frequency, the expectations at each one's own.
 */
export function cohortContinuation(input: CohortCustomers, { chosen, models, spend }: FittedModel): CohortContinuation {
	const { params, covariance } = fittedOf(models, chosen);
	const { bounds } = input;
	const K = bounds.length - 1;
	const cells = input.from.length * K;
	const { histories, row } = uniqueHistories(input.frequency, input.recency, input.age);
	const perPurchase = expectedSpend(spend, input);
	const alive = PURCHASE_MODELS[chosen].probabilityAlive(params, histories);

	const own = groupsOf(input, input.age);
	const ownSums = sumsOf(input, own, row, alive, perPurchase);
	const exact = expected(courseOf(chosen, params, own, bounds), own, ownSums, cells);
	const figures = joined(exact);

	const lumps = lumped(input, row, alive);
	const course = courseOf(chosen, params, lumps, bounds);
	const near = joined(expected(course, lumps, sumsOf(input, lumps, row, alive, perPurchase), cells));
	const slopesOf = slopes(params, (at) => {
		const there = PURCHASE_MODELS[chosen].probabilityAlive(at, histories);
		const sums = sumsOf(input, lumps, row, there, perPurchase);
		return joined(expected(courseOf(chosen, at, lumps, bounds), lumps, sums, cells));
	});
	// Of the lumps, in the proportion of what was reckoned for each customer.
	slopesOf.forEach((slope, i) => slope.forEach((_, j) => (slope[j] *= near[i] > 0 ? figures[i] / near[i] : 0)));
	const spendSlopes =
		spend.params === null
			? null
			: slopes({ ...spend.params }, ({ p, q, v }) => {
					const worth = expectedSpend({ ...spend, params: { p, q, v } }, input);
					return expected(course, lumps, sumsOf(input, lumps, row, alive, worth), cells).revenue;
				});
	const outcome = outcomeVariances(input, lumps, {
		course,
		row,
		alive,
		later: (frequency, age) => laterOf(chosen, params, frequency, age),
		spend: spendMoments(spend, input)
	});

	/** What is added up over some cohorts, each in one of its periods. */
	const told = (places: readonly number[]): Told => {
		const summed = (column: Float64Array): number => places.reduce((sum, at) => sum + column[at], 0);
		const variance = (part: number, of: Float64Array): number => {
			const slope = new Float64Array(Object.keys(params).length);
			for (const at of places) slopesOf[part * cells + at].forEach((value, j) => (slope[j] += value));
			return parameterVariance(slope, covariance) + summed(of);
		};
		const spendSlope = new Float64Array(3);
		if (spendSlopes) for (const at of places) spendSlopes[at].forEach((value, j) => (spendSlope[j] += value));
		return {
			any: { mean: summed(exact.any), variance: variance(0, outcome.any) },
			purchases: { mean: summed(exact.purchases), variance: variance(1, outcome.purchases) },
			revenue: {
				mean: summed(exact.revenue),
				variance: variance(2, outcome.revenue) + parameterVariance(spendSlope, spend.covariance)
			}
		};
	};
	return {
		model: chosen,
		periods: K,
		running: input.running,
		parameters: covariance !== null,
		ordersADay: input.ordersADay,
		from: input.from,
		...coursesOf(input, told)
	};
}

/** A total that is expected, and the variance of what it will be. */
interface Moments {
	mean: number;
	variance: number;
}
interface Told {
	any: Moments;
	purchases: Moments;
	revenue: Moments;
}

/** What has happened to some customers of what is foretold: added up. */
interface SoFar {
	size: number;
	/** Customers whose order in the period has come, and those for whom that is still open. */
	ordered: number;
	open: number;
	orders: number;
	net: number;
}

/** Figures a customer: what has happened, and what is expected on top. */
function figuresOf(
	{ size, ordered, open, orders, net }: SoFar,
	told: Told,
	ordersADay: number
): Record<Figure, Interval> {
	const { mean, variance } = told.any;
	const chance = open > 0 ? Math.min(1, mean / open) : 0;
	const odds = open * chance * (1 - chance);
	const rest = chanceInterval(chance, odds > 0 ? variance / (odds * odds) : 0);
	const days = outcomeInterval(told.purchases.mean, told.purchases.variance);
	const revenue = outcomeInterval(told.revenue.mean, told.revenue.variance);
	const each = (of: Interval, value: (part: number) => number): Interval => ({
		value: value(of.value),
		low: value(of.low),
		high: value(of.high)
	});
	return {
		share: each(rest, (part) => (ordered + open * part) / size),
		orders: each(days, (part) => (orders + ordersADay * part) / size),
		cumulative: each(revenue, (part) => (net + part) / size)
	};
}
type Figure = 'share' | 'orders' | 'cumulative';

function columnsOf(length: number): Record<Figure, Foretold> {
	const none = (): Foretold => ({
		value: new Float64Array(length).fill(NaN),
		low: new Float64Array(length).fill(NaN),
		high: new Float64Array(length).fill(NaN)
	});
	return { share: none(), orders: none(), cumulative: none() };
}

function put(columns: Record<Figure, Foretold>, at: number, figures: Record<Figure, Interval>): void {
	for (const figure of ['share', 'orders', 'cumulative'] as const) {
		columns[figure].value[at] = figures[figure].value;
		columns[figure].low[at] = figures[figure].low;
		columns[figure].high[at] = figures[figure].high;
	}
}

function coursesOf(
	{ from, bounds, running, happened, ordersADay }: CohortCustomers,
	told: (places: readonly number[]) => Told
): Pick<CohortContinuation, Figure | 'mean'> {
	const { ages, size, cell, customers, orders, cumulative } = happened;
	const K = bounds.length - 1;
	const netBy = (cohort: number, age: number): number => (cumulative?.[cohort * ages + age] ?? 0) * size[cohort];
	/** Of a cohort before its period k, and in it where it is under way. */
	const soFar = (cohort: number, k: number): SoFar => {
		const first = from[cohort];
		const inside = running && k === 0;
		const ordered = inside ? customers[cohort * ages + first] : 0;
		return {
			size: size[cohort],
			ordered,
			open: size[cohort] - ordered,
			orders: inside ? orders[cohort * ages + first] : 0,
			net: netBy(cohort, running ? first : first - 1)
		};
	};
	const continued = [...from.keys()].filter((cohort) => from[cohort] > 0);
	const columns = columnsOf(from.length * K);
	for (const cohort of continued)
		for (let k = 0; k < K; k++)
			put(columns, cohort * K + k, figuresOf(soFar(cohort, k), told([cohort * K + k]), ordersADay));

	const first = continued.reduce((least, cohort) => Math.min(least, from[cohort]), Infinity);
	// The newest of them is the first to end.
	const length = continued.length > 0 ? K : 0;
	const means = columnsOf(length);
	const mean = {
		age: Int32Array.from({ length }, (_, i) => first + i),
		customers: new Int32Array(length),
		happened: new Float64Array(length)
	};
	mean.age.forEach((age, i) => {
		const all: SoFar = { size: 0, ordered: 0, open: 0, orders: 0, net: 0 };
		const add = (part: SoFar): void => {
			for (const key of ['size', 'ordered', 'open', 'orders', 'net'] as const) all[key] += part[key];
		};
		const places: number[] = [];
		let finished = 0;
		for (const cohort of size.keys()) {
			const at = cohort * ages + age;
			const k = age - from[cohort];
			if (age < ages && cell[at] === 2) {
				finished += size[cohort];
				add({ size: size[cohort], ordered: customers[at], open: 0, orders: orders[at], net: netBy(cohort, age) });
			} else if (from[cohort] > 0 && k >= 0 && k < K) {
				places.push(cohort * K + k);
				add(soFar(cohort, k));
			}
		}
		mean.customers[i] = all.size;
		mean.happened[i] = finished / all.size;
		put(means, i, figuresOf(all, told(places), ordersADay));
	});
	const money = cumulative !== null;
	return {
		...columns,
		cumulative: money ? columns.cumulative : null,
		mean: { ...mean, ...means, cumulative: money ? means.cumulative : null }
	};
}
