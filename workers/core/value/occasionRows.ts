import { orderNets } from '../clv/orderNets';
import type { CohortPeriod } from '../cohorts/types';
import { cutAt, isIn, reportingCurrency } from '../ledger/asOf';
import { periodOf, periodStart } from '../ledger/periods';
import type { Ledger, Selection } from '../ledger/types';
import type { CustomerRows } from './types';

/**
 * Customers at set occasions: a row each. Every period of the calendar after that of the first order is one occasion, which is
 * taken by an order within it; the period under way is none yet.
 */
export interface OccasionRows extends CustomerRows {
	/** Last day of the last period that has ended; null when no order counts, or none has. */
	end: number | null;
	/** Of all money; null when it must be asked: then money is 0. */
	currency: string | null;
	/** Customers whose first order lies in the period under way, who are left out. */
	tooNew: number;
	/** As models of spend are given it: net so far and periods with an order. */
	net: Float64Array;
	orders: Float64Array;
}

/** @returns frequency, recency and age in occasions; mean: net of the occasions taken; spendingDays: how many these are */
export function occasionRows(
	ledger: Ledger,
	period: CohortPeriod,
	{ asOf, selection }: { asOf: number | null; selection: Selection }
): OccasionRows {
	const { monthStart } = ledger.counting;
	const given = cutAt(ledger, asOf);
	const running = given === null ? 0 : periodOf(given.day + 1, period, monthStart);
	const end = given === null ? null : periodStart(running, period, monthStart) - 1;
	const cut = end === null || given === null ? null : cutAt(ledger, end);
	const code = reportingCurrency(ledger);
	const { day, offset, customers } = ledger;
	const rows: number[] = [];
	let tooNew = 0;
	for (let c = 0; c < customers; c++) {
		if (given === null || cut === null || !isIn(selection, c) || given.end[c] === offset[c]) continue;
		if (cut.end[c] > offset[c]) rows.push(c);
		else tooNew++;
	}
	const n = rows.length;
	const column = (): Float64Array => new Float64Array(n);
	const found: OccasionRows = {
		end: n === 0 ? null : end,
		currency: code < 0 ? null : ledger.currencies[code],
		tooNew,
		customer: Int32Array.from(rows),
		frequency: column(),
		recency: column(),
		age: column(),
		spendingDays: column(),
		mean: column(),
		net: column(),
		orders: column()
	};
	if (cut === null) return found;
	const nets = orderNets(ledger, cut, code);
	const perUnit = 10 ** ledger.scale;
	rows.forEach((c, i) => {
		const first = periodOf(day[offset[c]], period, monthStart);
		let last = first;
		let later = 0;
		for (let order = offset[c]; order < cut.end[c]; order++) {
			const value = nets[order] / perUnit;
			found.net[i] += value;
			const at = periodOf(day[order], period, monthStart);
			if (at > first) later += value;
			if (at > last) found.frequency[i]++;
			last = at;
		}
		found.recency[i] = last - first;
		found.age[i] = running - 1 - first;
		found.spendingDays[i] = found.frequency[i];
		found.mean[i] = found.frequency[i] > 0 ? later / found.frequency[i] : 0;
		found.orders[i] = found.frequency[i] + 1;
	});
	return found;
}
