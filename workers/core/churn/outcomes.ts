import { cutAt } from '../ledger/asOf';
import type { Ledger } from '../ledger/types';

/**
 * Who bought in the days after D, from D + 1 to D + `days`, among those with an order by D.
 * @returns new Uint8Array(customers): 1 bought, else 0
 */
export function boughtWithin(ledger: Ledger, { asOf, days }: { asOf: number; days: number }): Uint8Array {
	const { customers, offset, day } = ledger;
	const bought = new Uint8Array(customers);
	const cut = cutAt(ledger, asOf);
	if (cut === null) return bought;
	for (let c = 0; c < customers; c++) {
		const next = cut.end[c];
		if (next > offset[c] && next < offset[c + 1] && day[next] <= asOf + days) bought[c] = 1;
	}
	return bought;
}
