import { periodTable } from './periods';
import type { CohortPeriod } from '../cohorts/types';
import type { Ledger, LedgerColumn, Selection } from './types';

/** The ledger up to and including a day D. */
export interface Cut {
	day: number;
	/** A row a customer: end of the orders up to D; equal to its offset for a customer who had none yet. */
	end: Int32Array;
}

/** @returns null when no order counts */
export function cutAt(ledger: Ledger, asOf: number | null): Cut | null {
	const { firstDay, lastDay, customers, offset, day } = ledger;
	if (firstDay === null || lastDay === null) return null;
	const cut = asOf ?? lastDay;
	if (cut >= lastDay) return { day: cut, end: offset.subarray(1) };
	const end = new Int32Array(customers);
	for (let c = 0; c < customers; c++) {
		let i = offset[c + 1];
		while (i > offset[c] && day[i - 1] > cut) i--;
		end[c] = i;
	}
	return { day: cut, end };
}

/** Index of the currency that figures are in: the one asked for, else the reporting one, else the only one; -1 when it must be asked. */
export function reportingCurrency(ledger: Ledger, asked?: string | null): number {
	const code = asked ?? ledger.counting.currency;
	const index = code === null ? -1 : ledger.currencies.indexOf(code);
	return index < 0 && ledger.currencies.length === 1 ? 0 : index;
}

/** Indices of the currencies that a result has money of: the reporting one, or all when none was chosen. */
export function reportedCurrencies(ledger: Ledger, asked?: string | null): number[] {
	const index = reportingCurrency(ledger, asked);
	return index >= 0 ? [index] : ledger.currencies.map((_, i) => i);
}

/**
 * What each order counts as by day D, at the ledger's scale; 0 in other currencies. Rows after D have no meaning.
 * A dated refund counts from its own day on: within its order where refunds go to the order's period.
 * @returns a column of the ledger itself where nothing changes it: not to be written to
 */
export function orderValues(ledger: Ledger, day: number, currency: number): LedgerColumn {
	const { counting, refunds, value } = ledger;
	const several = ledger.currencies.length > 1;
	const withRefunds = counting.value === 'net' && counting.refundsIn === 'order-period' && refunds.length > 0;
	if (!several && !withRefunds) return value;
	const values = several || value instanceof Int32Array ? value.slice() : new Float64Array(value);
	if (several) for (let i = 0; i < values.length; i++) if (ledger.currency[i] !== currency) values[i] = 0;
	if (!withRefunds) return values;
	const out = values instanceof Int32Array || values instanceof Float64Array ? values : new Float64Array(values);
	for (let e = 0; e < refunds.length; e++) {
		if (refunds.order[e] >= 0 && refunds.day[e] <= day && refunds.currency[e] === currency) {
			out[refunds.order[e]] -= refunds.amount[e];
		}
	}
	return out;
}

/** A refund that lowers net as a line of its own. */
export interface LooseRefund {
	/** Customer index, or -1. */
	customer: number;
	/** Day it counts in; NO_DAY: in totals only. */
	day: number;
	amount: number;
}

/** Refunds up to D that stand on their own: unattached ones, and dated ones where refunds go to their own period. */
export function looseRefunds(ledger: Ledger, day: number, currency: number): LooseRefund[] {
	const { counting, refunds } = ledger;
	const loose: LooseRefund[] = [];
	if (counting.value === 'gross') return loose;
	for (let e = 0; e < refunds.length; e++) {
		if (refunds.currency[e] !== currency || refunds.day[e] > day) continue;
		const order = refunds.order[e];
		if (order >= 0 && (counting.refundsIn === 'order-period' || ledger.day[order] > day)) continue;
		loose.push({ customer: refunds.customer[e], day: refunds.day[e], amount: refunds.amount[e] });
	}
	return loose;
}

export const isIn = (selection: Selection, customer: number): boolean =>
	selection === null || selection[customer] === 1;

/** Period numbers by day for the whole ledger up to `to`; row d is that of day firstDay + d. */
export function ledgerPeriods(ledger: Ledger, to: number, period: CohortPeriod): Int32Array {
	const from = ledger.firstDay as number;
	return periodTable(from, Math.max(to, ledger.lastDay as number), period, ledger.counting.monthStart);
}
