import { cutAt } from '../ledger/asOf';
import type { Ledger, Selection } from '../ledger/types';
import { featureReader } from './features';
import { overdue } from './overdue';
import type { OverdueColumns } from './types';

/** What speaks for a customer's leaving or staying, as of D; a row a customer asked for. */
export interface RiskReasons {
	/** Days from the last purchase day to the day after D. */
	silence: Int32Array;
	/** Own gaps so far, days the customer usually waits, and silence over that; 0 where the shop has too few gaps. */
	gaps: Int32Array;
	usual: Float64Array;
	ratio: Float64Array;
	/** Mean value of the later half of the purchase days over that of the earlier half; 1 where it cannot be told. */
	spendChange: Float64Array;
	/** Share of orders with a discount. */
	discounts: Float64Array;
}

/**
 * @param customers indices of customers with an order by D
 * @returns zeros where no order counts
 */
export function riskReasons(
	ledger: Ledger,
	customers: Int32Array,
	{ asOf, selection }: { asOf: number | null; selection: Selection }
): RiskReasons {
	const n = customers.length;
	const cut = cutAt(ledger, asOf);
	const late = overdue(ledger, { asOf, selection });
	const reasons: RiskReasons = {
		silence: new Int32Array(n),
		gaps: new Int32Array(n),
		usual: new Float64Array(n),
		ratio: new Float64Array(n),
		spendChange: new Float64Array(n).fill(1),
		discounts: new Float64Array(n)
	};
	if (cut === null) return reasons;
	const measured: OverdueColumns | null = late.status === 'measured' ? late : null;
	const read = measured && featureReader(ledger, cut, { features: [], shop: measured.shop });
	const row = new Float64Array(6);
	customers.forEach((customer, i) => {
		reasons.silence[i] = cut.day + 1 - ledger.day[cut.end[customer] - 1];
		if (!measured || !read) return;
		read(customer, row);
		reasons.gaps[i] = measured.gaps[customer];
		reasons.usual[i] = measured.usual[customer];
		reasons.ratio[i] = measured.ratio[customer];
		reasons.spendChange[i] = Math.exp(row[3]);
		reasons.discounts[i] = row[4];
	});
	return reasons;
}
