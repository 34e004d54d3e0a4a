import { isIn } from '../ledger/asOf';
import type { Cut } from '../ledger/asOf';
import type { Ledger, Selection } from '../ledger/types';

/** Purchase days after which silences are told apart: 1, 2, 3, and 4 with all later ones. */
export const ORDER_NUMBERS = 4;

/** Silences after one order number, by how many days they lasted. */
export interface Silences {
	customers: number;
	/** Row t: silences that the next purchase day ended after t days. */
	ended: Int32Array;
	/** Row t: silences that were t days old on D. */
	open: Int32Array;
}

/**
 * What followed the first, second … purchase day of each customer up to D: one pass over the orders.
 * @param numbers how many order numbers to tell apart
 * @param andLater the last of them stands for all later ones too; else these are left out
 * @returns an entry an order number, from 1
 */
export function silencesByNumber(
	ledger: Ledger,
	cut: Cut,
	selection: Selection,
	numbers: number,
	andLater: boolean
): Silences[] {
	const { offset, day, customers } = ledger;
	const days = Math.max(0, cut.day - (ledger.firstDay as number) + 1);
	const found = Array.from({ length: numbers }, () => ({
		customers: 0,
		ended: new Int32Array(days),
		open: new Int32Array(days)
	}));
	for (let c = 0; c < customers; c++) {
		const to = cut.end[c];
		if (to === offset[c] || !isIn(selection, c)) continue;
		let last = day[offset[c]];
		let before = 0;
		found[0].customers++;
		for (let i = offset[c] + 1; i < to && (andLater || before < numbers); i++) {
			const gap = day[i] - last;
			if (gap === 0) continue;
			found[Math.min(before, numbers - 1)].ended[gap]++;
			last = day[i];
			before++;
			if (before < numbers) found[before].customers++;
		}
		if (andLater || before < numbers) found[Math.min(before, numbers - 1)].open[cut.day - last]++;
	}
	return found;
}
