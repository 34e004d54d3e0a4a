import { exactSum } from '../numeric/exactSum';
import { held } from './shop';
import type { Shop } from './shop';
import { NEEDED, WORTH } from './types';
import type { Finding, HeldBack } from './types';

/** The share of the window's net that orders without a customer bring. Counted: no interval. */
export function guests({ selection, windows, perUnit }: Shop): Finding | HeldBack {
	if (selection !== null) return held('guests', 'absent');
	if (windows === null) return held('guests', 'short');
	const { net, othersNet, othersOrders, orders } = windows.now;
	const without = exactSum(othersOrders);
	if (without === 0) return held('guests', 'absent');
	if (without < NEEDED.guests) return held('guests', 'too-few', without, NEEDED.guests);
	const money = exactSum(othersNet);
	const total = exactSum(net) + money;
	if (total <= 0 || money / total < WORTH.guests) return held('guests', 'small');
	return {
		kind: 'guests',
		money: money / perUnit,
		counts: { orders: without, all: without + exactSum(orders) },
		params: { share: money / total },
		evidence: { show: 'figure', figure: 'who' }
	};
}
