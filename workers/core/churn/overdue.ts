import { cutAt, isIn } from '../ledger/asOf';
import type { Ledger, Selection } from '../ledger/types';
import { ownGaps } from './ownGaps';
import { ownWeight, shopGaps, usualGap } from './shopGaps';
import { ORDER_NUMBERS, silencesByNumber } from './silences';
import type { Silences } from './silences';
import { FEW } from './types';
import type { OverdueResult, ShopGaps } from './types';

/**
 * Days since the last purchase over the days the customer usually waits, for every customer of the selection with an order by
 * D. The shop's gaps are those of everybody. See {@link usualGap} for the formula; of gaps that have not ended yet it knows
 * nothing, so that it is short for customers and shops that have only begun.
 */
export function overdue(
	ledger: Ledger,
	{ asOf, selection }: { asOf: number | null; selection: Selection }
): OverdueResult {
	const cut = cutAt(ledger, asOf);
	const { offset, day, customers } = ledger;
	const none = { status: 'not_enough', reason: 'no_customers', figure: 0, needed: 1 } as const;
	if (cut === null || customers === 0) return none;
	const silences = silencesByNumber(ledger, cut, null, ORDER_NUMBERS, true);
	if (silences[0].customers === 0) return none;
	const shop = shopGaps(ledger, cut, silences);
	if ('status' in shop) return shop;
	const typical = shop.numbers.map((number) => number.typical);
	const own = ownGaps(ledger, cut, typical);
	const ended = sharesEnded(silences, shop);

	const column = (): Float64Array => new Float64Array(customers);
	const columns = {
		known: new Uint8Array(customers),
		silence: new Int32Array(customers),
		gaps: new Int32Array(customers),
		usual: column(),
		ownWeight: column(),
		ratio: column(),
		passed: column()
	};
	for (let c = 0; c < customers; c++) {
		const to = cut.end[c];
		if (to === offset[c] || !isIn(selection, c)) continue;
		const silence = cut.day + 1 - day[to - 1];
		const gaps = own.count[c];
		const usual = usualGap(gaps, own.mean[c], shop);
		const shares = ended[Math.min(gaps, ORDER_NUMBERS - 1)];
		columns.known[c] = 1;
		columns.silence[c] = silence;
		columns.gaps[c] = gaps;
		columns.usual[c] = usual;
		columns.ownWeight[c] = ownWeight(gaps, shop);
		columns.ratio[c] = silence / usual;
		columns.passed[c] = shares[Math.min(silence, shares.length - 1)];
	}
	return { status: 'measured', asOf: cut.day, ...columns, shop };
}

/** By order number, row t: share of the gaps that had ended within t days; of all gaps where that number has few. */
function sharesEnded(silences: readonly Silences[], { gaps, numbers }: ShopGaps): Float64Array[] {
	const ofAll = cumulative(
		silences[0].ended.map((_, days) => silences.reduce((sum, { ended }) => sum + ended[days], 0)),
		gaps
	);
	return silences.map(({ ended }, i) => (numbers[i].gaps < FEW ? ofAll : cumulative(ended, numbers[i].gaps)));
}

function cumulative(counts: Int32Array, of: number): Float64Array {
	let sum = 0;
	return Float64Array.from(counts, (count) => (sum += count) / of);
}
