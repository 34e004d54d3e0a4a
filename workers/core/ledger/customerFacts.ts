import { NONE } from '../tables';
import type { Cut } from './asOf';
import { customerNet } from './customerNet';
import type { Ledger } from './types';

/** What is known of each customer as of D: a row a customer index; `orders` is 0 for those who had none by D, the rest then means nothing. */
export interface CustomerFacts {
	/** First and last counted order day. */
	first: Int32Array;
	last: Int32Array;
	orders: Int32Array;
	purchaseDays: Int32Array;
	/** Whole units of the ledger's unit scale. */
	units: Float64Array;
	/** Whole units of the ledger's scale; a column a currency asked for. */
	net: Float64Array[];
	/** Code of the country of the latest order that names one, or NONE. */
	country: Int32Array;
	/** Code of the channel of the first order that names one, or NONE. */
	channel: Int32Array;
	/** Product of the first order's first line, or NONE. */
	firstProduct: Int32Array;
}

/** @param currencies indices of the currencies to give net in */
export function customerFacts(ledger: Ledger, cut: Cut, currencies: number[]): CustomerFacts {
	const { customers, offset, day } = ledger;
	const column = (): Int32Array => new Int32Array(customers);
	const facts: CustomerFacts = {
		first: column(),
		last: column(),
		orders: column(),
		purchaseDays: column(),
		units: new Float64Array(customers),
		net: currencies.map((currency) => customerNet(ledger, cut, currency)),
		country: column(),
		channel: column(),
		firstProduct: column()
	};
	for (let c = 0; c < customers; c++) {
		const from = offset[c];
		const to = cut.end[c];
		if (to === from) continue;
		let days = 1;
		let units = ledger.units[from];
		for (let i = from + 1; i < to; i++) {
			units += ledger.units[i];
			if (day[i] !== day[i - 1]) days++;
		}
		let latest = to - 1;
		while (latest > from && ledger.country[latest] === NONE) latest--;
		let earliest = from;
		while (earliest < to - 1 && ledger.channel[earliest] === NONE) earliest++;
		facts.first[c] = day[from];
		facts.last[c] = day[to - 1];
		facts.orders[c] = to - from;
		facts.purchaseDays[c] = days;
		facts.units[c] = units;
		facts.country[c] = ledger.country[latest];
		facts.channel[c] = ledger.channel[earliest];
		facts.firstProduct[c] = ledger.firstProduct[from];
	}
	return facts;
}
