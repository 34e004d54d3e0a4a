import { cutAt, isIn, reportingCurrency } from '../ledger/asOf';
import type { Cut } from '../ledger/asOf';
import type { Ledger, Selection } from '../ledger/types';
import { orderNets } from './orderNets';
import type { Histories } from './types';

/**
 * Customers first seen by day D as the models see them, and what they did after it. A day's orders of a customer are one
 * purchase. A row a customer, by ledger index ascending; the weights are 1.
 */
export interface CustomerSummary extends Histories {
	/** D, the last day of calibration, and the last day that holdout looks at; null when no order counts. */
	day: number | null;
	end: number | null;
	/** Of all money; null when it must be asked: then money is 0. */
	currency: string | null;
	/** Index in the ledger. */
	customer: Int32Array;
	/** Repeat purchase days with an order in the currency: all of them unless there are several currencies. */
	spendingDays: Float64Array;
	/** Mean value of those days by D, in units of the currency; 0 without any. */
	mean: Float64Array;
	/** Purchase days after D, up to the end. */
	holdoutDays: Float64Array;
	/** Their value by the end, in units of the currency. */
	holdoutValue: Float64Array;
}

export interface SummaryOptions {
	/** D; null: the last counted order day. */
	asOf?: number | null;
	/** Last day of holdout; null: the last counted order day. */
	end?: number | null;
	/** Reporting currency for this call; default that of the counting definition, or the only one. */
	currency?: string | null;
	selection?: Selection;
}

/**
 * @see Fader & Hardie, note 022, "Creating an RFM Summary Using Excel"
 */
export function customerSummary(
	ledger: Ledger,
	{ asOf = null, end = null, currency, selection = null }: SummaryOptions = {}
): CustomerSummary {
	const cut = cutAt(ledger, asOf);
	const code = reportingCurrency(ledger, currency);
	const customer = new Int32Array(cut === null ? 0 : ledger.customers);
	let n = 0;
	for (let c = 0; c < customer.length; c++) {
		if (cut !== null && cut.end[c] > ledger.offset[c] && isIn(selection, c)) customer[n++] = c;
	}
	const column = (): Float64Array => new Float64Array(n);
	const summary: CustomerSummary = {
		day: cut?.day ?? null,
		end: null,
		currency: code < 0 ? null : ledger.currencies[code],
		customer: customer.slice(0, n),
		length: n,
		frequency: column(),
		recency: column(),
		age: column(),
		weight: column().fill(1),
		spendingDays: column(),
		mean: column(),
		holdoutDays: column(),
		holdoutValue: column()
	};
	if (cut === null) return summary;
	const last = cutAt(ledger, Math.max(cut.day, end ?? (ledger.lastDay as number))) as Cut;
	summary.end = last.day;

	const { day, offset } = ledger;
	const perUnit = 10 ** ledger.scale;
	const byCut = orderNets(ledger, cut, code);
	const byEnd = last.day > cut.day ? orderNets(ledger, last, code) : byCut;
	for (let row = 0; row < n; row++) {
		const c = summary.customer[row];
		const first = day[offset[c]];
		let repeats = 0;
		let latest = first;
		let spent = 0;
		let spendingDays = 0;
		let spentOn = first;
		for (let i = offset[c]; i < cut.end[c]; i++) {
			if (day[i] === first) continue;
			if (day[i] !== latest) {
				latest = day[i];
				repeats++;
			}
			if (ledger.currency[i] !== code) continue;
			spent += byCut[i];
			if (spentOn !== latest) spendingDays++;
			spentOn = latest;
		}
		summary.frequency[row] = repeats;
		summary.recency[row] = (latest - first) / 7;
		summary.age[row] = (cut.day - first) / 7;
		summary.spendingDays[row] = spendingDays;
		summary.mean[row] = spendingDays === 0 ? 0 : spent / spendingDays / perUnit;
		let later = 0;
		let laterDay = cut.day;
		let laterValue = 0;
		for (let i = cut.end[c]; i < last.end[c]; i++) {
			if (day[i] !== laterDay) later++;
			laterDay = day[i];
			laterValue += byEnd[i];
		}
		summary.holdoutDays[row] = later;
		summary.holdoutValue[row] = laterValue / perUnit;
	}
	return summary;
}
