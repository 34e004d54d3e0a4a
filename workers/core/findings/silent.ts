import { addMonths } from '../ledger/calendar';
import { rate } from '../metrics/estimates';
import { held, isHere } from './shop';
import type { Shop } from './shop';
import { NEEDED } from './types';
import type { Finding, HeldBack } from './types';

/**
 * Good customers gone silent: three purchase days or more, and silent for over twice their own median gap and over the
 * shop's 90 % gap. The money is their net in the 12 months up to their last order.
 */
export function silentCustomers(shop: Shop): Finding | HeldBack {
	const { ledger, cut, silence, till, perUnit } = shop;
	if (silence.gaps < NEEDED.gaps) return held('silent', 'too-few', silence.gaps, NEEDED.gaps);
	let known = 0;
	let silent = 0;
	let money = 0;
	for (let c = 0; c < ledger.customers; c++) {
		if (silence.known[c] === 0 || !isHere(shop, c)) continue;
		known++;
		if (silence.silent[c] === 0) continue;
		silent++;
		const from = addMonths(ledger.day[cut.end[c] - 1], -12);
		for (let i = ledger.offset[c]; i < cut.end[c]; i++) if (ledger.day[i] > from) money += till.values[i];
	}
	for (const { customer: c, day, amount } of till.loose) {
		if (c < 0 || silence.silent[c] === 0) continue;
		const last = ledger.day[cut.end[c] - 1];
		// What came back after the last order is part of what that year was worth; an undated one is not known to be.
		if (day > addMonths(last, -12)) money -= amount;
	}
	if (silent < NEEDED.silent) return held('silent', 'too-few', silent, NEEDED.silent);
	if (money <= 0) return held('silent', 'small');
	return {
		kind: 'silent',
		money: money / perUnit,
		counts: { silent, known },
		params: { share: rate(silent, known), shopGap: silence.shopGap as number },
		evidence: { show: 'customers', rule: { kind: 'group', group: 'silent', among: null } }
	};
}
