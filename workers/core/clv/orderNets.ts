import { orderValues } from '../ledger/asOf';
import type { Cut } from '../ledger/asOf';
import type { Ledger } from '../ledger/types';

/**
 * What each order brought by day D, for models of how much a purchase is worth: a refund lowers its own order whenever
 * it came, and one that fits no order all of its customer's orders in proportion, so that a customer's orders add up to
 * their net of {@link customerNet}.
 * @returns new Float64Array at the ledger's scale; 0 in other currencies, no meaning in rows after D
 */
export function orderNets(ledger: Ledger, cut: Cut, currency: number): Float64Array {
	const { counting, refunds, offset } = ledger;
	const nets = new Float64Array(orderValues(ledger, cut.day, currency));
	if (counting.value === 'gross') return nets;
	const unattached = new Map<number, number>();
	for (let e = 0; e < refunds.length; e++) {
		if (refunds.currency[e] !== currency || refunds.day[e] > cut.day) continue;
		const order = refunds.order[e];
		const customer = refunds.customer[e];
		if (order >= 0) {
			// Under `order-period` they are in the values already.
			if (counting.refundsIn === 'own-period') nets[order] -= refunds.amount[e];
		} else if (customer >= 0) unattached.set(customer, (unattached.get(customer) ?? 0) + refunds.amount[e]);
	}
	for (const [customer, amount] of unattached) {
		let total = 0;
		for (let i = offset[customer]; i < cut.end[customer]; i++) total += nets[i];
		if (total <= 0) continue;
		for (let i = offset[customer]; i < cut.end[customer]; i++) nets[i] *= 1 - amount / total;
	}
	return nets;
}
