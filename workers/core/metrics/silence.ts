import type { Cut } from '../ledger/asOf';
import type { Ledger } from '../ledger/types';
import { gapsBetweenPurchases } from './gaps';

/** Purchase days that make a gap one's own usual one. */
const OWN_DAYS = 3;
/** Gaps in the shop below which its 90 % point says nothing. */
export const SHOP_GAPS = 30;

/** Who has been silent for longer than usual. */
export interface Silence {
	/** Gaps between purchase days of all customers, and the day by which nine of ten had ended; null without a gap. */
	gaps: number;
	shopGap: number | null;
	/** A row a customer index: 1 with three purchase days or more, whose own gap can be told. */
	known: Uint8Array;
	/** 1 when days since the last order exceed twice the own median gap and the shop's 90 % gap. */
	silent: Uint8Array;
}

/** Customers past their usual gap as of D, looked at against their own past and the shop's. */
export function silence(ledger: Ledger, cut: Cut): Silence {
	const { customers, offset, day } = ledger;
	const { n, q90 } = gapsBetweenPurchases(ledger, cut, null);
	const known = new Uint8Array(customers);
	const silent = new Uint8Array(customers);
	if (q90 === null) return { gaps: n, shopGap: null, known, silent };
	let own = new Int32Array(64);
	for (let c = 0; c < customers; c++) {
		const from = offset[c];
		const to = cut.end[c];
		if (to - from < OWN_DAYS) continue;
		if (to - from > own.length) own = new Int32Array(2 * (to - from));
		let count = 0;
		for (let i = from + 1; i < to; i++) if (day[i] !== day[i - 1]) own[count++] = day[i] - day[i - 1];
		if (count < OWN_DAYS - 1) continue;
		known[c] = 1;
		const quiet = cut.day - day[to - 1];
		if (quiet > q90 && quiet > 2 * medianOf(own.subarray(0, count))) silent[c] = 1;
	}
	return { gaps: n, shopGap: q90, known, silent };
}

/** Median of at least one number; sorts in place. */
export function medianOf(values: Int32Array): number {
	values.sort();
	const middle = values.length >> 1;
	return values.length % 2 === 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}
