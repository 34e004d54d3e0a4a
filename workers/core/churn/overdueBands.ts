import { cutAt, reportingCurrency } from '../ledger/asOf';
import { customerNet } from '../ledger/customerNet';
import type { Ledger } from '../ledger/types';
import type { NotEnough, OverdueResult, ShopGaps } from './types';

/** Silence over the usual gap: lower borders of the bands; the last one is open. */
export const OVERDUE_FROM = [0, 1, 1.5, 2, 3, 5] as const;

/** Customers by how late they are, a row a band of {@link OVERDUE_FROM}. */
export interface OverdueBands {
	status: 'measured';
	customers: number[];
	/** Net so far in units of the currency; 0 where several have none chosen. */
	net: number[];
	/** Of them, those with three purchase days or more, whose usual gap is mostly their own. */
	regulars: number[];
	shop: ShopGaps;
}
export type OverdueSummary = OverdueBands | NotEnough<'no_customers' | 'too_few_gaps'>;

/** How many customers are how late, and what they have brought. */
export function overdueBands(ledger: Ledger, late: OverdueResult): OverdueSummary {
	if (late.status !== 'measured') return late;
	const cut = cutAt(ledger, late.asOf);
	const code = reportingCurrency(ledger);
	const net = cut === null || code < 0 ? null : customerNet(ledger, cut, code);
	const bands: OverdueBands = {
		status: 'measured',
		customers: OVERDUE_FROM.map(() => 0),
		net: OVERDUE_FROM.map(() => 0),
		regulars: OVERDUE_FROM.map(() => 0),
		shop: late.shop
	};
	for (let c = 0; c < ledger.customers; c++) {
		if (late.known[c] === 0) continue;
		const band = OVERDUE_FROM.findLastIndex((from) => late.ratio[c] >= from);
		bands.customers[band]++;
		bands.net[band] += (net?.[c] ?? 0) / 10 ** ledger.scale;
		if (late.gaps[c] >= 2) bands.regulars[band]++;
	}
	return bands;
}
