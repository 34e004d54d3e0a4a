import { cutAt } from '../ledger/asOf';
import type { Ledger } from '../ledger/types';
import { EXCLUSION_REASONS, NO_DAY, NONE, STATUS } from '../tables';
import type { DecimalColumn, Dictionaries, OrdersTable } from '../tables';
import { textAt } from './directory';

/** An order of a customer, as it stands in the data; money in units of its currency. */
export interface ProfileOrder {
	id: string;
	day: number;
	minute: number;
	status: string;
	counted: boolean;
	/** Why it does not count, '' when it does. */
	reason: string;
	currency: string;
	gross: number;
	discount: number;
	/** Merchandise part of what was given back by the view's day. */
	refunds: number;
	net: number;
	units: number;
}

export interface UnattachedRefund {
	day: number | null;
	amount: number;
	currency: string;
}

const decimal = ({ values, scale }: DecimalColumn, row: number): number => values[row] / 10 ** scale;

/** Orders of one customer up to a day, in order of time, also those that do not count. */
export function profileOrders(
	ledger: Ledger,
	customer: number,
	batches: Iterable<OrdersTable>,
	dictionaries: Dictionaries,
	asOf: number | null
): ProfileOrder[] {
	const last = cutAt(ledger, asOf)?.day ?? Infinity;
	const given = givenBack(ledger, customer, last);
	const found: ProfileOrder[] = [];
	for (const batch of batches) {
		for (let i = 0; i < batch.length; i++) {
			if (batch.customer[i] !== customer || batch.day[i] > last) continue;
			const reason = EXCLUSION_REASONS.find(
				(name) => (batch.flags[i] & STATUS[name]) !== 0 && ledger.counting.exclude.includes(name)
			);
			const gross = decimal(batch.gross, i);
			const discount = decimal(batch.discount, i);
			const refunds = (given.get(batch.number[i]) ?? 0) / 10 ** ledger.scale;
			found.push({
				id: textAt(batch.id, i),
				day: batch.day[i],
				minute: batch.minute[i],
				status: entry(dictionaries.status, batch.status[i]),
				counted: !reason,
				reason: reason ?? '',
				currency: entry(dictionaries.currency, batch.currency[i]),
				gross,
				discount,
				refunds,
				// To the ledger's own decimals: sums of decimals in binary leave dust.
				net: Number((gross - discount - refunds).toFixed(ledger.scale)),
				units: decimal(batch.units, i)
			});
		}
	}
	return found.sort((a, b) => a.day - b.day || a.minute - b.minute);
}

/** Refunds of a customer that fit no order, up to a day; undated ones first. */
export function unattachedRefunds(ledger: Ledger, customer: number, asOf: number | null): UnattachedRefund[] {
	const last = cutAt(ledger, asOf)?.day ?? Infinity;
	const index = indexOf(ledger, customer);
	const { refunds } = ledger;
	const found: UnattachedRefund[] = [];
	for (let e = 0; e < refunds.length; e++) {
		if (refunds.order[e] !== NONE || refunds.customer[e] !== index || index === NONE || refunds.day[e] > last) continue;
		found.push({
			day: refunds.day[e] === NO_DAY ? null : refunds.day[e],
			amount: refunds.amount[e] / 10 ** ledger.scale,
			currency: ledger.currencies[refunds.currency[e]]
		});
	}
	return found;
}

/** Index of a customer number, NONE where the customer has no counted order. */
export function indexOf({ customerNumber, customers }: Ledger, customer: number): number {
	let low = 0;
	let high = customers - 1;
	while (low <= high) {
		const middle = (low + high) >>> 1;
		if (customerNumber[middle] === customer) return middle;
		if (customerNumber[middle] < customer) low = middle + 1;
		else high = middle - 1;
	}
	return NONE;
}

/** What was given back by order number, at the ledger's scale. */
function givenBack(ledger: Ledger, customer: number, last: number): Map<number, number> {
	const given = new Map<number, number>();
	const index = indexOf(ledger, customer);
	if (index === NONE) return given;
	for (let i = ledger.offset[index]; i < ledger.offset[index + 1]; i++) given.set(ledger.number[i], ledger.refunded[i]);
	const { refunds } = ledger;
	for (let e = 0; e < refunds.length; e++) {
		if (refunds.order[e] === NONE || refunds.customer[e] !== index || refunds.day[e] > last) continue;
		const number = ledger.number[refunds.order[e]];
		given.set(number, (given.get(number) ?? 0) + refunds.amount[e]);
	}
	return given;
}

/** Text of a dictionary code, '' for none. */
export const entry = (texts: readonly string[], code: number): string => (code === NONE ? '' : (texts[code] ?? ''));
