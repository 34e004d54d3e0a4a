import { addMonths } from '../ledger/calendar';
import { rate } from '../metrics/estimates';
import { held, isHere } from './shop';
import type { Shop } from './shop';
import { NEEDED } from './types';
import type { Finding, HeldBack } from './types';

/** Customers with one order only, a year old or older, of all who came then; the money is what they brought. */
export function oneTimers(shop: Shop): Finding | HeldBack {
	const { ledger, cut, facts, net, perUnit } = shop;
	const yearAgo = addMonths(cut.day, -12);
	if ((ledger.firstDay as number) > yearAgo) return held('once', 'short');
	let old = 0;
	let once = 0;
	let money = 0;
	for (let c = 0; c < ledger.customers; c++) {
		if (!isHere(shop, c) || facts.first[c] > yearAgo) continue;
		old++;
		if (facts.orders[c] > 1) continue;
		once++;
		money += net[c];
	}
	if (old < NEEDED.old) return held('once', 'too-few', old, NEEDED.old);
	if (money <= 0) return held('once', 'small');
	return {
		kind: 'once',
		money: money / perUnit,
		counts: { once, old },
		params: { share: rate(once, old) },
		evidence: { show: 'customers', rule: { kind: 'group', group: 'once', among: null } }
	};
}
