import { bestTenth } from '../metrics/groups';
import { held, isHere } from './shop';
import type { Shop } from './shop';
import { NEEDED, WORTH } from './types';
import type { Finding, HeldBack } from './types';

/** The share of all customers' net by D that the best tenth brought, and how many of them are silent. Counted: no interval. */
export function concentrated(shop: Shop): Finding | HeldBack {
	const { ledger, cut, selection, net, silence, perUnit } = shop;
	const best = bestTenth(ledger, cut, selection, net);
	const counts = { best: 0, customers: 0, silent: 0 };
	let total = 0;
	let money = 0;
	for (let c = 0; c < ledger.customers; c++) {
		if (!isHere(shop, c)) continue;
		counts.customers++;
		total += net[c];
		if (best[c] === 0) continue;
		counts.best++;
		money += net[c];
		if (silence.silent[c] === 1) counts.silent++;
	}
	if (counts.customers < NEEDED.concentration)
		return held('concentration', 'too-few', counts.customers, NEEDED.concentration);
	if (total <= 0 || money / total < WORTH.concentration) return held('concentration', 'small');
	return {
		kind: 'concentration',
		money: money / perUnit,
		counts,
		params: { share: money / total },
		evidence: { show: 'figure', figure: 'concentration' }
	};
}
