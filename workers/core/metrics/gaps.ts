import { isIn } from '../ledger/asOf';
import type { Cut } from '../ledger/asOf';
import type { Ledger, Selection } from '../ledger/types';
import { quantilesOfCounts } from '../numeric/quantile';
import type { Gaps } from './types';

/** Days between consecutive distinct purchase days of a customer, up to D. */
export function gapsBetweenPurchases(ledger: Ledger, cut: Cut, selection: Selection): Gaps {
	const { offset, day } = ledger;
	const counts = new Int32Array((ledger.lastDay as number) - (ledger.firstDay as number) + 1);
	for (let c = 0; c < ledger.customers; c++) {
		if (!isIn(selection, c)) continue;
		for (let i = offset[c] + 1; i < cut.end[c]; i++) counts[day[i] - day[i - 1]]++;
	}
	// Orders of one day are one purchase day.
	counts[0] = 0;
	let n = 0;
	let days = 0;
	for (let gap = 1; gap < counts.length; gap++) {
		n += counts[gap];
		days += counts[gap] * gap;
	}
	if (n === 0) return { n, mean: null, median: null, q25: null, q75: null, q90: null };
	const [q25, median, q75, q90] = quantilesOfCounts(counts, [0.25, 0.5, 0.75, 0.9]);
	return { n, mean: days / n, median, q25, q75, q90 };
}
