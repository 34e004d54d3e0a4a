import { cutAt, reportingCurrency } from '../ledger/asOf';
import type { Ledger, Selection } from '../ledger/types';
import { concentrated } from './concentration';
import { firstProduct } from './firstProduct';
import { guests } from './guests';
import { newerCustomers } from './newerCustomers';
import { oneTimers } from './oneTimers';
import { place } from './place';
import { discounts, refunds } from './shares';
import { held, openShop } from './shop';
import type { Shop } from './shop';
import { silentCustomers } from './silent';
import { FINDING_KINDS, isHeldBack } from './types';
import type { Finding, FindingKind, FindingsResult, HeldBack } from './types';

const KINDS: Record<FindingKind, (shop: Shop) => Finding | HeldBack> = {
	silent: silentCustomers,
	concentration: concentrated,
	'first-product': firstProduct,
	'newer-customers': newerCustomers,
	discounts,
	refunds,
	place,
	once: oneTimers,
	guests
};

/** What to look at first, as of a day, for a selection: of the kinds fixed beforehand, those that the data carries. */
export function findings(
	ledger: Ledger,
	{ asOf, selection }: { asOf: number | null; selection: Selection }
): FindingsResult {
	const cut = cutAt(ledger, asOf);
	if (cut === null) return { asOf: null, currency: null, windows: null, told: [], held: [] };
	const currency = reportingCurrency(ledger);
	if (currency < 0) {
		const without = FINDING_KINDS.map((kind) => held(kind, 'no-currency'));
		return { asOf: cut.day, currency: null, windows: null, told: [], held: without };
	}
	const shop = openShop(ledger, cut, selection, currency);
	const answers = FINDING_KINDS.map((kind) => KINDS[kind](shop));
	const told = answers.filter((answer): answer is Finding => !isHeldBack(answer));
	return {
		asOf: cut.day,
		currency: ledger.currencies[currency],
		windows: shop.windows?.kind ?? null,
		told: told.sort((a, b) => b.money - a.money),
		held: answers.filter(isHeldBack)
	};
}
