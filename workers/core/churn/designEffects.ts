import { isIn } from '../ledger/asOf';
import type { Cut } from '../ledger/asOf';
import type { Ledger, Selection } from '../ledger/types';
import type { Silences } from './silences';

/**
 * How much more a chance of comeback varies because several silences are one customer's: the variance of
 * log S(d + w) − log S(d) with customers as clusters, over that with silences as such, at least 1. A silence of T days moves
 * the logarithm by the sum over (d, d + w] of dN / Y² while it lasted, less 1 / Y where it ended in them.
 * @param number silences after this purchase day and all later ones
 * @param silences of the same customers
 * @param grid days d
 * @param within w of each of them
 * @see Reid (1981), "Influence functions for censored data", Annals of Statistics 9, 78–92; Williams (1995), "Product-limit
 * survival functions with correlated survival times", Lifetime Data Analysis 1, 171–186
 */
export function designEffects(
	{ ledger, cut, selection }: { ledger: Ledger; cut: Cut; selection: Selection },
	number: number,
	{ ended, open }: Silences,
	grid: Int32Array,
	within: Int32Array
): Float64Array {
	const days = ended.length;
	const atRisk = new Float64Array(days + 1);
	for (let t = days - 1; t >= 0; t--) atRisk[t] = atRisk[t + 1] + ended[t] + open[t];
	/** Row t: the sum up to and including day t. */
	const lasted = new Float64Array(days);
	for (let t = 0, sum = 0; t < days; t++) {
		if (ended[t] > 0) sum += ended[t] / (atRisk[t] * atRisk[t]);
		lasted[t] = sum;
	}

	const points = grid.length;
	const single = new Float64Array(points);
	const clustered = new Float64Array(points);
	const own = new Float64Array(points);
	const add = (silence: number, came: boolean): void => {
		for (let g = 0; g < points; g++) {
			const from = grid[g];
			if (silence <= from) continue;
			const to = from + within[g];
			let moved = lasted[silence < to ? silence : to] - lasted[from];
			if (came && silence <= to) moved -= 1 / atRisk[silence];
			own[g] += moved;
			single[g] += moved * moved;
		}
	};
	const { offset, day, customers } = ledger;
	for (let c = 0; c < customers; c++) {
		const to = cut.end[c];
		if (to - offset[c] < number || !isIn(selection, c)) continue;
		let last = day[offset[c]];
		let purchases = 1;
		for (let i = offset[c] + 1; i < to; i++) {
			if (day[i] === last) continue;
			if (purchases >= number) add(day[i] - last, true);
			last = day[i];
			purchases++;
		}
		if (purchases < number) continue;
		add(cut.day - last, false);
		for (let g = 0; g < points; g++) {
			clustered[g] += own[g] * own[g];
			own[g] = 0;
		}
	}
	return clustered.map((variance, g) => (single[g] > 0 ? Math.max(1, variance / single[g]) : 1));
}
