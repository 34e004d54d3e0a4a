export type CohortPeriod = 'week' | 'month' | 'quarter' | 'year';
export const COHORT_PERIODS: readonly CohortPeriod[] = ['week', 'month', 'quarter', 'year'];

export interface CohortOptions {
	/** ISO weeks; months, quarters and years begin on the counting definition's month start. */
	period: CohortPeriod;
	/** Only this currency; default: the reporting currency, or each of several. */
	currency?: string | null;
	/** Intervals of money as well, at the price of one more pass over the orders a currency. */
	intervals?: boolean;
}

/** Ends of 95 % intervals, NaN where there is none. Rows as in what they belong to. */
export interface Bounds {
	low: Float64Array;
	high: Float64Array;
}

/** How sure the money figures are: customers are what comes by chance, so their errors are customer-clustered. */
export interface CohortMoneyIntervals {
	/** By cell. */
	aov: Bounds;
	cumulativeNetPerCustomer: Bounds;
	/** By age. */
	mean: { aov: Bounds; cumulativeNetPerCustomer: Bounds };
	/** By cell: net a customer so far in the other cohorts that are mature at that age, and the interval of the cell's less theirs. */
	others: Bounds & { cumulativeNetPerCustomer: Float64Array };
}

/** The share of a group of cohorts that ordered in the period after their first. */
export interface ReturnOf {
	/** Labels of its first and its last cohort. */
	from: string;
	to: string;
	cohorts: number;
	/** Customers who ordered, of so many, with the Wilson interval. */
	count: number;
	of: number;
	value: number;
	low: number;
	high: number;
}

/**
 * Do newer customers come back as often as older ones did? Over cohorts that are mature at age 1: those of the newest
 * 12 months (52 weeks, 4 quarters, 1 year) against all before them where there are twice as many, else the two halves.
 */
export interface CohortTrend {
	newer: ReturnOf;
	older: ReturnOf;
	/** Newer less older, Newcombe. */
	difference: { value: number; low: number; high: number };
	/** 0 lies in the interval of the difference. */
	withinChance: boolean;
	/** Halves: the data is too short for a year against what was before it. */
	halves: boolean;
	/** The period the data begins in, which is left out: who had bought before it looks new in it. */
	leftOut: string | null;
}
/** Customers that each side of the comparison needs. */
export const TREND_NEEDS = 30;

/** Money of one currency: cell c × ages + k, in units of the currency, from exact sums. */
export interface CohortMoney {
	/** ISO 4217, or XXX. */
	currency: string;
	/** Decimals that people see. */
	exponent: number;
	/** Net of the cohort's customers in its period k. */
	net: Float64Array;
	/** Orders in this currency. */
	orders: Int32Array;
	/** net / orders; NaN where there are none. */
	aov: Float64Array;
	/** Net of periods 0 to k / size of the cohort. */
	cumulativeNetPerCustomer: Float64Array;
	/**
	 * `ages` rows, over cohorts mature at that age; NaN where there is none. `net` is the mean of the cells weighted by size,
	 * `aov` all their net / all their orders, `cumulativeNetPerCustomer` all net so far / all customers.
	 */
	mean: { net: Float64Array; aov: Float64Array; cumulativeNetPerCustomer: Float64Array };
	/** null unless they were asked for. */
	intervals: CohortMoneyIntervals | null;
}

/**
 * Cohorts by period of the first counted order, as of D. C cohorts (those that hold somebody), ages 0 to `ages` − 1; the
 * cell of cohort c at age k is at c × ages + k. A cell whose period lies wholly after D does not exist (`cell` 0).
 */
export interface CohortResult {
	period: CohortPeriod;
	/** D; null when no order counts. */
	asOf: number | null;
	/** "2011-03", "2011-W09", "2011-Q1", "2011". */
	labels: string[];
	/** C rows: first day of the cohort's period. */
	start: Int32Array;
	/** C rows: customers whose first counted order lies in it. */
	size: Int32Array;
	ages: number;
	/** 0 not begun by D, 1 immature (its period ends after D), 2 mature. */
	cell: Uint8Array;
	/** Customers with a counted order in the period. */
	customers: Int32Array;
	/** Counted orders, of all currencies. */
	orders: Int32Array;
	/** customers / size with its Wilson 95 % interval; NaN where the cell does not exist. */
	retention: Float64Array;
	retentionLow: Float64Array;
	retentionHigh: Float64Array;
	/** `ages` rows over mature cells: sum of customers / sum of sizes, its Wilson interval, and the cohorts and customers behind it. NaN / 0 where there is none. */
	mean: { retention: Float64Array; low: Float64Array; high: Float64Array; cohorts: Int32Array; customers: Int32Array };
	/** By cell: the share of the other cohorts that are mature at that age, and the Newcombe interval of the cell's less theirs; NaN where there are none. */
	others: Bounds & { retention: Float64Array };
	/** null where the data cannot tell: fewer than two cohorts to compare, or a side of fewer than 30 customers. */
	trend: CohortTrend | null;
	/** Days that the newest period has left after D; 0 when it ends with D. */
	daysLeft: number;
	/** One entry when the currency is known, one a currency otherwise. */
	money: CohortMoney[];
	currencies: string[];
	/** The reporting currency in force, or null when it must be asked. */
	currency: string | null;
}
