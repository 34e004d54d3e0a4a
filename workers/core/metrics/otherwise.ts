import { cutAt, isIn, reportedCurrencies } from '../ledger/asOf';
import type { Cut } from '../ledger/asOf';
import { addMonths } from '../ledger/calendar';
import type { Ledger, Selection } from '../ledger/types';
import { exactSum } from '../numeric/exactSum';
import { quantiles } from '../numeric/quantile';
import { rate } from './estimates';
import { medianOf } from './silence';
import { openTill, takingsIn } from './takings';
import type { Rate } from './types';
import { comparedWindows } from './windows';

/** What others would call the same, where the overview does not hold it already. Money in units of its currency. */
export interface Otherwise {
	/** Of the customers whose first order is a year old or older, those who bought on another day within 12 months of it. */
	repeatedWithinYear: Rate;
	/** Of all customers who ordered before the window, those with an order in it. */
	keptOfAllEarlier: Rate;
	/** Median over customers of their own median gap, days; null without a gap. */
	ownGap: number | null;
	/** Share of all customers' orders that the tenth with the most orders placed; null without orders. */
	topTenthOfOrders: number | null;
	/** Net of the window with each dated refund in the month it was paid back; null where that is what is counted, or no refund is dated. */
	refundsOnTheirDay: { currency: string; net: number }[] | null;
}

export function otherwise(
	ledger: Ledger,
	{ asOf, selection }: { asOf: number | null; selection: Selection }
): Otherwise {
	const cut = cutAt(ledger, asOf);
	if (cut === null) {
		const none = rate(0, 0);
		return {
			repeatedWithinYear: none,
			keptOfAllEarlier: none,
			ownGap: null,
			topTenthOfOrders: null,
			refundsOnTheirDay: null
		};
	}
	const from = (comparedWindows(ledger.firstDay as number, cut.day)?.now.from ?? ledger.firstDay) as number;
	return {
		...countedOtherwise(ledger, cut, selection, from),
		refundsOnTheirDay: onTheirDay(ledger, cut, selection, from)
	};
}

function countedOtherwise(
	ledger: Ledger,
	cut: Cut,
	selection: Selection,
	from: number
): Omit<Otherwise, 'refundsOnTheirDay'> {
	const { customers, offset, day } = ledger;
	const yearAgo = addMonths(cut.day, -12);
	const counts = { old: 0, again: 0, earlier: 0, kept: 0 };
	const orders = new Int32Array(customers);
	const medians: number[] = [];
	let own = new Int32Array(64);
	for (let c = 0; c < customers; c++) {
		const start = offset[c];
		const end = cut.end[c];
		if (end === start || !isIn(selection, c)) continue;
		orders[c] = end - start;
		const first = day[start];
		if (end - start > own.length) own = new Int32Array(2 * (end - start));
		let gaps = 0;
		for (let i = start + 1; i < end; i++) if (day[i] !== day[i - 1]) own[gaps++] = day[i] - day[i - 1];
		// The first gap is the oldest: whether it ended within a year is all that is asked.
		if (first <= yearAgo) {
			counts.old++;
			if (gaps > 0 && first + own[0] <= addMonths(first, 12)) counts.again++;
		}
		if (first < from) {
			counts.earlier++;
			if (day[end - 1] >= from) counts.kept++;
		}
		if (gaps > 0) medians.push(medianOf(own.subarray(0, gaps)));
	}
	const held = orders.filter((count) => count > 0).sort();
	const top = held.subarray(held.length - Math.ceil(held.length / 10));
	return {
		repeatedWithinYear: rate(counts.again, counts.old),
		keptOfAllEarlier: rate(counts.kept, counts.earlier),
		ownGap: medians.length === 0 ? null : quantiles(Float64Array.from(medians), [0.5])[0],
		topTenthOfOrders: held.length === 0 ? null : exactSum(top) / exactSum(held)
	};
}

function onTheirDay(ledger: Ledger, cut: Cut, selection: Selection, from: number): Otherwise['refundsOnTheirDay'] {
	const { counting, refunds } = ledger;
	if (counting.value === 'gross' || counting.refundsIn === 'own-period' || !refunds.order.some((order) => order >= 0))
		return null;
	const own: Ledger = { ...ledger, counting: { ...counting, refundsIn: 'own-period' } };
	return reportedCurrencies(ledger).map((currency) => {
		const takings = takingsIn(
			openTill(own, cut, selection, currency),
			{ from, to: cut.day },
			{ earlier: from === ledger.firstDay, undated: false }
		);
		return {
			currency: ledger.currencies[currency],
			net: (exactSum(takings.net) + exactSum(takings.othersNet)) / 10 ** ledger.scale
		};
	});
}
