import { weeksOf } from '../clv/value';
import type { Convention } from '../clv/value';
import { outcomeInterval } from './parameterIntervals';
import type { Interval, ShopInput } from './types';

/** Months that newcomers are counted in, and how few of them tell nothing. */
const MONTHS = 12;
const LEAST = 6;

/** New customers a month, by the last twelve finished months. */
export interface MonthlyNewcomers {
	mean: number;
	/** Between months; a count's own spread at least. */
	variance: number;
	months: number;
}

type Months = Pick<ShopInput, 'newByMonth' | 'lastMonthFinished'>;

/** The first month counts where it is whole, which nobody knows, so it is left out. */
const finishedOf = ({ newByMonth, lastMonthFinished }: Months): Float64Array =>
	newByMonth.subarray(1, Math.max(1, newByMonth.length - (lastMonthFinished ? 0 : 1)));

/** How many finished months there are to count in. */
export const finishedMonths = (months: Months): number => finishedOf(months).length;

/** @returns null with fewer than six finished months */
export function monthlyNewcomers(months: Months): MonthlyNewcomers | null {
	const finished = finishedOf(months);
	const last = finished.subarray(Math.max(0, finished.length - MONTHS));
	if (last.length < LEAST) return null;
	const mean = last.reduce((sum, count) => sum + count, 0) / last.length;
	const squares = last.reduce((sum, count) => sum + (count - mean) ** 2, 0);
	return { mean, variance: Math.max(mean, squares / (last.length - 1)), months: last.length };
}

/** New customers in one of the coming months: the month's own spread and that of the mean. */
export const newInAMonth = ({ mean, variance, months }: MonthlyNewcomers): Interval =>
	outcomeInterval(mean, variance * (1 + 1 / months));

/** What one newcomer brings. */
export interface NewcomerWorth {
	firstOrder: number;
	spend: number;
	/** Repeat purchases expected in so many weeks since the first purchase. */
	expectation: (weeks: number) => number;
}

/**
 * Revenue of customers who are not yet known, in the months to come, undiscounted: those of a month come in its middle. The
 * interval is that of how many will come; what each brings is held at its mean.
 */
export function newcomerRevenue(
	{ mean, variance, months: counted }: MonthlyNewcomers,
	{ firstOrder, spend, expectation }: NewcomerWorth,
	months: number,
	convention: Convention
): Interval {
	let worth = 0;
	let squares = 0;
	for (let month = 1; month <= months; month++) {
		const one = firstOrder + spend * expectation(weeksOf(months - month + 0.5, convention));
		worth += one;
		squares += one * one;
	}
	return outcomeInterval(mean * worth, variance * (squares + (worth * worth) / counted));
}
