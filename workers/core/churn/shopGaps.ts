import type { Cut } from '../ledger/asOf';
import type { Ledger } from '../ledger/types';
import { quantilesOfCounts } from '../numeric/quantile';
import { ownGaps } from './ownGaps';
import type { OwnGaps } from './ownGaps';
import type { Silences } from './silences';
import { FEW } from './types';
import type { NotEnough, ShopGaps } from './types';

/**
 * What usual gaps are made of: the shop's gaps by order number, and how far customers differ from each other (`between`) and
 * from themselves (`within`), the moment estimates of a one-way layout of log gaps less the log of the shop's.
 * @param silences by order number, the last with all later ones
 * @see Searle, Casella & McCulloch (1992), Variance Components, chapter 3
 */
export function shopGaps(
	ledger: Ledger,
	cut: Cut,
	silences: readonly Silences[]
): ShopGaps | NotEnough<'too_few_gaps'> {
	const counts = silences.map(({ ended }) => ended.reduce((sum, n) => sum + n, 0));
	const gaps = counts.reduce((sum, n) => sum + n, 0);
	if (gaps < FEW) return { status: 'not_enough', reason: 'too_few_gaps', figure: gaps, needed: FEW };
	const all = silences[0].ended.map((_, days) => silences.reduce((sum, { ended }) => sum + ended[days], 0));
	const [medianOfAll] = quantilesOfCounts(all, [0.5]);
	const numbers = silences.map(({ ended }, i) => {
		const n = counts[i];
		if (n === 0) return { gaps: 0, q25: null, median: null, q75: null, q90: null, typical: medianOfAll };
		const [q25, median, q75, q90] = quantilesOfCounts(ended, [0.25, 0.5, 0.75, 0.9]);
		return { gaps: n, q25, median, q75, q90, typical: n < FEW ? medianOfAll : median };
	});
	const own = ownGaps(
		ledger,
		cut,
		numbers.map(({ typical }) => typical)
	);
	return { gaps, numbers, ...variances(own) };
}

function variances({ count, mean, squares }: OwnGaps): { within: number; between: number } {
	let customers = 0;
	let gaps = 0;
	let sum = 0;
	let inside = 0;
	let squaredCounts = 0;
	for (let c = 0; c < count.length; c++) {
		const n = count[c];
		if (n === 0) continue;
		customers++;
		gaps += n;
		sum += n * mean[c];
		inside += squares[c];
		squaredCounts += n * n;
	}
	// Without a second gap of anybody, what customers differ by cannot be told from chance.
	if (gaps === customers) return { within: 0, between: 0 };
	const within = inside / (gaps - customers);
	const effective = gaps - squaredCounts / gaps;
	if (customers < 2) return { within, between: 0 };
	const grand = sum / gaps;
	let apart = 0;
	for (let c = 0; c < count.length; c++) apart += count[c] * (mean[c] - grand) ** 2;
	return { within, between: Math.max(0, (apart - (customers - 1) * within) / effective) };
}

/** How much of a usual gap is the customer's own after so many gaps: n between / (n between + within), in [0, 1]. */
export function ownWeight(gaps: number, { within, between }: ShopGaps): number {
	return gaps === 0 || between === 0 ? 0 : (gaps * between) / (gaps * between + within);
}

/**
 * Days that a customer usually waits after the purchase days so far: empirical Bayes on log gaps. With m(k) the log of the
 * shop's gap after k purchase days and g(j) the own gaps, it is exp( m(n + 1) + w · mean of (ln g(j) − m(j)) ), w of
 * {@link ownWeight}; never under a day. After n = 0 gaps it is the shop's gap from first to second purchase day.
 * @param gaps n
 * @param mean of the own log gaps less the shop's
 * @see Efron & Morris (1975), JASA 70, 311–319
 */
export function usualGap(gaps: number, mean: number, shop: ShopGaps): number {
	const { typical } = shop.numbers[Math.min(gaps, shop.numbers.length - 1)];
	return Math.max(1, typical * Math.exp(ownWeight(gaps, shop) * mean));
}
