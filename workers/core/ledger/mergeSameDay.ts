import { narrowed } from './columnBuilder';
import type { Ledger, LedgerColumn } from './types';

/**
 * Orders of one customer on one day (and in one currency) as one purchase: amounts and units add up, number, country,
 * channel and first product are those of the day's first order. Orders without a customer stay as they are.
 */
export function mergeSameDay(ledger: Ledger): Ledger {
	const { customers, offset, day, currency } = ledger;
	const target = new Int32Array(day.length);
	const firsts: number[] = [];
	const merged = new Int32Array(customers + 1);
	for (let c = 0; c < customers; c++) {
		for (let i = offset[c]; i < offset[c + 1]; i++) {
			let earlier = i - 1;
			while (earlier >= offset[c] && day[earlier] === day[i] && currency[earlier] !== currency[i]) earlier--;
			if (earlier >= offset[c] && day[earlier] === day[i]) target[i] = target[earlier];
			else target[i] = firsts.push(i) - 1;
		}
		merged[c + 1] = firsts.length;
	}
	for (let i = offset[customers]; i < day.length; i++) target[i] = firsts.push(i) - 1;
	if (firsts.length === day.length) return ledger;

	const of = <T extends LedgerColumn>(column: T): T => {
		const Column = column.constructor as new (length: number) => T;
		const out = new Column(firsts.length);
		for (let j = 0; j < firsts.length; j++) out[j] = column[firsts[j]];
		return out;
	};
	const sum = (column: LedgerColumn): LedgerColumn => {
		const out = new Float64Array(firsts.length);
		for (let i = 0; i < column.length; i++) out[target[i]] += column[i];
		return narrowed(out);
	};
	return {
		...ledger,
		offset: merged,
		orders: firsts.length,
		number: of(ledger.number),
		day: of(day),
		gross: sum(ledger.gross),
		discount: sum(ledger.discount),
		refunded: sum(ledger.refunded),
		value: sum(ledger.value),
		units: sum(ledger.units),
		currency: of(currency),
		country: of(ledger.country),
		channel: of(ledger.channel),
		firstProduct: of(ledger.firstProduct),
		refunds: { ...ledger.refunds, order: ledger.refunds.order.map((i) => (i < 0 ? i : target[i])) }
	};
}
