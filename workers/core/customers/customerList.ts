import { cutAt, isIn, reportingCurrency } from '../ledger/asOf';
import { customerFacts } from '../ledger/customerFacts';
import type { CustomerFacts } from '../ledger/customerFacts';
import type { CustomerKeys, Ledger, Selection } from '../ledger/types';
import { rfm } from '../rfm/rfm';
import { SEGMENTS } from '../rfm/types';
import type { RfmOptions, SegmentId } from '../rfm/types';
import { ranked } from './ranking';

export type CustomerColumn = 'key' | 'first' | 'last' | 'orders' | 'units' | 'net' | 'r_days' | 'f' | 'm' | 'segment';

/** The customers of a view with all that a table of them prints, as columns by customer index. */
export interface CustomerList {
	/** Day the facts are as of; null when no order counts. */
	asOf: number | null;
	/** Indices of the customers in the list, ascending. */
	customers: Int32Array;
	facts: CustomerFacts | null;
	/** False where several currencies have none chosen: net, M and segments are not known then. */
	scored: boolean;
	/** By customer index. */
	m: Float64Array;
	cell: Uint16Array;
	segment: Uint8Array;
}

/** @param keys needed where rule B breaks ties by customer key */
export function customerList(
	ledger: Ledger,
	options: RfmOptions,
	{ asOf, selection, keys }: { asOf: number | null; selection: Selection; keys: () => CustomerKeys }
): CustomerList {
	const n = ledger.customers;
	const cut = cutAt(ledger, asOf);
	const columns = { m: new Float64Array(n), cell: new Uint16Array(n), segment: new Uint8Array(n) };
	if (cut === null) return { asOf: null, customers: new Int32Array(0), facts: null, scored: false, ...columns };
	const reporting = reportingCurrency(ledger);
	const facts = customerFacts(ledger, cut, reporting < 0 ? [] : [reporting]);
	const members: number[] = [];
	for (let c = 0; c < n; c++) if (facts.orders[c] > 0 && isIn(selection, c)) members.push(c);
	const scores = rfm(ledger, options, { asOf, selection: null, keys });
	if (scores.status === 'scored') {
		let c = 0;
		for (let i = 0; i < scores.length; i++) {
			while (ledger.customerNumber[c] !== scores.customer[i]) c++;
			columns.m[c] = scores.m[i];
			columns.cell[c] = scores.rScore[i] * 100 + scores.fScore[i] * 10 + scores.mScore[i];
			columns.segment[c] = scores.segment[i];
		}
	}
	return {
		asOf: cut.day,
		customers: Int32Array.from(members),
		facts,
		scored: scores.status === 'scored',
		...columns
	};
}

/** Customer indices in the order of a column. Days since the last order run against its day. */
export function ordered(
	list: CustomerList,
	column: CustomerColumn,
	descending: boolean,
	keys: () => CustomerKeys
): Int32Array {
	const { facts, customers } = list;
	if (facts === null) return customers;
	switch (column) {
		case 'key': {
			const inList = new Uint8Array(facts.orders.length);
			for (const c of customers) inList[c] = 1;
			const byKey = keys().order.filter((c) => inList[c] === 1);
			return descending ? byKey.reverse() : byKey;
		}
		case 'first':
			return ranked(customers, (c) => facts.first[c], descending);
		case 'last':
			return ranked(customers, (c) => facts.last[c], descending);
		case 'r_days':
			return ranked(customers, (c) => -facts.last[c], descending);
		case 'orders':
		case 'f':
			return ranked(customers, (c) => facts.orders[c], descending);
		case 'units':
			return ranked(customers, (c) => facts.units[c], descending);
		case 'net':
		case 'm':
			return ranked(customers, (c) => facts.net[0]?.[c] ?? 0, descending);
		case 'segment':
			return ranked(customers, (c) => list.segment[c], descending);
	}
}

/** Name of the segment of a customer, null where it is not scored. */
export const segmentOf = (list: CustomerList, customer: number): SegmentId | null =>
	list.scored ? SEGMENTS[list.segment[customer]] : null;
