import { orderNets } from '../clv/orderNets';
import { MONTHS_IN } from '../habit/types';
import type { ContractPeriod } from '../habit/types';
import { cutAt, isIn, reportingCurrency } from '../ledger/asOf';
import { addMonths } from '../ledger/calendar';
import type { Ledger, Selection } from '../ledger/types';

/**
 * Customers as subscribers: a row each. Renewal j is due j periods after the first order, and counts when an order falls
 * within its time, from half a period before that day to half a period after. It is decided when its time has passed;
 * the first that did not come ends the subscription.
 */
export interface Subscribers {
	/** D; null when no order counts. */
	day: number | null;
	/** Of all money; null when it must be asked: then money is 0. */
	currency: string | null;
	length: number;
	/** Index in the ledger. */
	customer: Int32Array;
	/** Day of the first order. */
	first: Int32Array;
	/** Renewals whose time has passed by D, whether they came or not. */
	closed: Int32Array;
	/** Of these those that came, one after the other from the first on. */
	renewed: Int32Array;
	/** 1: the renewal after these did not come. */
	lost: Uint8Array;
	/** 1: the next renewal has come already, in the time that is running. */
	early: Uint8Array;
	/** Days from D to when the next renewal, one after those that have come, is due; below 0 while its time is running. */
	due: Int32Array;
	/** 1: lost, and ordered again later. */
	returned: Uint8Array;
	/** Net of the periods that were paid, in units of the currency, and how many these are. */
	net: Float64Array;
	paid: Float64Array;
}

/** Last day of the time of each renewal, from that of the first order on: halfway to the next. */
function borders(first: number, months: number, last: number): number[] {
	const ends: number[] = [];
	for (let j = 0; ; j++) {
		const end = Math.floor((addMonths(first, j * months) + addMonths(first, (j + 1) * months)) / 2);
		ends.push(end);
		if (end > last) return ends;
	}
}

export function subscribersOf(
	ledger: Ledger,
	period: ContractPeriod,
	{ asOf, selection }: { asOf: number | null; selection: Selection }
): Subscribers {
	const cut = cutAt(ledger, asOf);
	const code = reportingCurrency(ledger);
	const { day, offset } = ledger;
	const customer = Int32Array.from(
		cut === null
			? []
			: Array.from({ length: ledger.customers }, (_, c) => c).filter(
					(c) => cut.end[c] > offset[c] && isIn(selection, c)
				)
	);
	const n = customer.length;
	const whole = (): Int32Array => new Int32Array(n);
	const found: Subscribers = {
		day: cut?.day ?? null,
		currency: code < 0 ? null : ledger.currencies[code],
		length: n,
		customer,
		first: whole(),
		closed: whole(),
		renewed: whole(),
		lost: new Uint8Array(n),
		early: new Uint8Array(n),
		due: whole(),
		returned: new Uint8Array(n),
		net: new Float64Array(n),
		paid: new Float64Array(n)
	};
	if (cut === null) return found;
	const nets = orderNets(ledger, cut, code);
	const perUnit = 10 ** ledger.scale;
	const months = MONTHS_IN[period];
	const known = new Map<number, number[]>();
	for (let row = 0; row < n; row++) {
		const c = customer[row];
		const first = day[offset[c]];
		let ends = known.get(first);
		if (ends === undefined) known.set(first, (ends = borders(first, months, cut.day)));
		const to = cut.end[c];
		let order = offset[c];
		const takeUpTo = (end: number): number => {
			const from = order;
			for (; order < to && day[order] <= end; order++) found.net[row] += nets[order] / perUnit;
			return order - from;
		};
		takeUpTo(ends[0]);
		// The last border lies after D: the time before it is running. The first ends that of the first order.
		const closed = Math.max(0, ends.length - 2);
		let renewed = 0;
		while (renewed < closed && takeUpTo(ends[renewed + 1]) > 0) renewed++;
		const lost = renewed < closed;
		const early = !lost && takeUpTo(cut.day) > 0;
		found.first[row] = first;
		found.closed[row] = closed;
		found.renewed[row] = renewed;
		found.lost[row] = lost ? 1 : 0;
		found.early[row] = early ? 1 : 0;
		found.due[row] = addMonths(first, (renewed + (early ? 2 : 1)) * months) - cut.day;
		found.returned[row] = lost && order < to ? 1 : 0;
		found.paid[row] = 1 + renewed + (early ? 1 : 0);
	}
	return found;
}
