import { looseRefunds, orderValues } from './asOf';
import type { Cut } from './asOf';
import type { Ledger } from './types';

/**
 * Net by customer up to D, at the ledger's scale, refunds that fit no order among it.
 * @returns new Float64Array(customers), whole numbers
 */
export function customerNet(ledger: Ledger, cut: Cut, currency: number): Float64Array {
	const { customers, offset } = ledger;
	const { end } = cut;
	const values = orderValues(ledger, cut.day, currency);
	const net = new Float64Array(customers);
	for (let c = 0; c < customers; c++) {
		let sum = 0;
		for (let i = offset[c]; i < end[c]; i++) sum += values[i];
		net[c] = sum;
	}
	for (const { customer, amount } of looseRefunds(ledger, cut.day, currency)) {
		if (customer >= 0 && end[customer] > offset[customer]) net[customer] -= amount;
	}
	return net;
}
