import type { Cut } from '../ledger/asOf';
import { customerFacts } from '../ledger/customerFacts';
import type { CustomerFacts } from '../ledger/customerFacts';
import type { Ledger, Selection } from '../ledger/types';
import { active } from '../metrics/activity';
import { silence } from '../metrics/silence';
import type { Silence } from '../metrics/silence';
import { openTill, takingsIn } from '../metrics/takings';
import type { Takings, Till } from '../metrics/takings';
import { comparedWindows } from '../metrics/windows';
import type { FindingKind, HeldBack } from './types';

/** What the kinds look at: a ledger as of a day, for a selection, in one currency. */
export interface Shop {
	ledger: Ledger;
	cut: Cut;
	selection: Selection;
	currency: number;
	/** Units of money in one of the currency. */
	perUnit: number;
	/** A row a customer index; of customers outside the selection nothing counts. */
	facts: CustomerFacts;
	/** Net by D, whole units. */
	net: Float64Array;
	silence: Silence;
	till: Till;
	windows: { kind: 'year' | 'halves'; now: Takings; before: Takings } | null;
}

export function openShop(ledger: Ledger, cut: Cut, selection: Selection, currency: number): Shop {
	const facts = customerFacts(ledger, cut, [currency]);
	const till = openTill(ledger, cut, selection, currency);
	const compared = comparedWindows(ledger.firstDay as number, cut.day);
	const reach = { earlier: false, undated: false };
	return {
		ledger,
		cut,
		selection,
		currency,
		perUnit: 10 ** ledger.scale,
		facts,
		net: facts.net[0],
		silence: silence(ledger, cut),
		till,
		windows: compared && {
			kind: compared.kind,
			now: takingsIn(till, compared.now, reach),
			before: takingsIn(till, compared.before, reach)
		}
	};
}

/** In the selection, with an order by D. */
export const isHere = ({ facts, selection }: Shop, customer: number): boolean =>
	facts.orders[customer] > 0 && (selection === null || selection[customer] === 1);

/** Customers with an order in a window. */
export function buyersIn({ orders }: Takings): number {
	let count = 0;
	for (const one of active(orders)) count += one;
	return count;
}

export const held = (kind: FindingKind, reason: HeldBack['reason'], had = 0, needed = 0): HeldBack => ({
	kind,
	reason,
	had,
	needed
});
