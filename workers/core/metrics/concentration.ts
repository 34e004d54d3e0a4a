import { exactSum } from '../numeric/exactSum';
import { sortWhole } from '../numeric/sortWhole';
import type { PeriodMoney } from './types';

/** Top shares asked for, in percent: whole numbers, so that ⌈q n⌉ is exact. */
const TOP_PERCENT = [1, 5, 10, 20];

/**
 * How unequally net is spread over n customers.
 * @param net a row a customer, whole units; sorted in place
 * @param perUnit units in one of the currency
 * @see Gini from sorted values y: (2 Σ i y_i) / (n Σ y) − (n + 1) / n
 */
export function concentration(
	net: Float64Array,
	perUnit: number
): Pick<PeriodMoney, 'topShares' | 'gini' | 'giniNegatives'> {
	const n = net.length;
	sortWhole(net);
	const total = exactSum(net);
	const topShares = TOP_PERCENT.map((percent) => {
		const customers = Math.ceil((n * percent) / 100);
		const held = exactSum(net.subarray(n - customers));
		return { top: percent / 100, customers, net: held / perUnit, share: total > 0 ? held / total : null };
	});

	let negatives = 0;
	while (negatives < n && net[negatives] < 0) negatives++;
	const positive = net.subarray(negatives);
	const sum = exactSum(positive);
	let ranked = 0;
	for (let i = 0; i < positive.length; i++) ranked += (negatives + i + 1) * (positive[i] / sum);
	return { topShares, gini: sum > 0 ? (2 * ranked) / n - (n + 1) / n : null, giniNegatives: negatives };
}
