import { cohorts } from '../cohorts/cohorts';
import type { CohortPeriod } from '../cohorts/types';
import { customerSummary } from '../clv/summary';
import { cutAt } from '../ledger/asOf';
import { periodOf, periodStart } from '../ledger/periods';
import type { Ledger, Selection } from '../ledger/types';
import type { CohortCustomers } from './cohortContinuation';

/** Periods ahead, and no more of them than the longest cohort has behind it. */
const AHEAD = 12;

/**
 * Customers of cohorts as of D with all that their continuation is made of.
 * @returns null when no order counts, nobody is in a cohort, or all lies in one period
 */
export function cohortCustomers(
	ledger: Ledger,
	period: CohortPeriod,
	{ asOf, selection }: { asOf: number | null; selection: Selection }
): CohortCustomers | null {
	const cut = cutAt(ledger, asOf);
	if (cut === null) return null;
	const result = cohorts(ledger, { period }, { asOf: cut.day, selection });
	if (result.ages < 2) return null;
	const { monthStart } = ledger.counting;
	const summary = customerSummary(ledger, { asOf: cut.day, end: cut.day, selection });
	const last = periodOf(cut.day, period, monthStart);
	const running = result.daysLeft > 0;
	const first = running ? last : last + 1;
	const periods = Math.min(AHEAD, result.ages - 1) + (running ? 1 : 0);
	const cohortPeriods = Array.from(result.start, (day) => periodOf(day, period, monthStart));
	const rowOf = new Map(cohortPeriods.map((index, row) => [index, row]));
	const began = periodStart(last, period, monthStart);

	const { day, offset } = ledger;
	let later = 0;
	const seen = new Uint8Array(summary.length);
	const cohort = Int32Array.from(summary.customer, (customer, i) => {
		const from = offset[customer];
		const to = cut.end[customer];
		for (let order = from; order < to; order++) if (day[order] !== day[from]) later++;
		if (running && day[to - 1] >= began) seen[i] = 1;
		return rowOf.get(periodOf(day[from], period, monthStart)) ?? 0;
	});
	const repeats = summary.frequency.reduce((sum, x) => sum + x, 0);
	const { ages, size, cell, customers, orders, money, currency } = result;
	return {
		cohort,
		frequency: summary.frequency,
		recency: summary.recency,
		age: summary.age,
		spendingDays: summary.spendingDays,
		mean: summary.mean,
		seen,
		bounds: Float64Array.from({ length: periods + 1 }, (_, k) =>
			k === 0 ? 0 : (periodStart(first + k, period, monthStart) - 1 - cut.day) / 7
		),
		running,
		from: Int32Array.from(cohortPeriods, (index) => first - index),
		happened: {
			ages,
			size,
			cell,
			customers,
			orders,
			cumulative: currency === null ? null : money[0].cumulativeNetPerCustomer
		},
		ordersADay: repeats > 0 ? later / repeats : 1
	};
}
