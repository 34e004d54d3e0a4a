import { cutAt, isIn, reportingCurrency } from '../ledger/asOf';
import { customerFacts } from '../ledger/customerFacts';
import type { CustomerFacts } from '../ledger/customerFacts';
import type { CustomerKeys, Ledger, Selection } from '../ledger/types';
import { rfm } from '../rfm/rfm';
import { SEGMENTS } from '../rfm/types';
import type { RfmOptions, RfmScores, SegmentId } from '../rfm/types';
import { NONE } from '../tables';
import type { CustomerColumn } from './types';
import { ranked } from './ranking';

/** The customers of a view with all that a table of them prints, as columns by customer index. */
export interface CustomerList {
	/** Day the facts are as of; null when no order counts. */
	asOf: number | null;
	/** Indices of the customers in the list, ascending. */
	customers: Int32Array;
	facts: CustomerFacts | null;
	/** False where several currencies have none chosen: net, M and segments are not known then. */
	scored: boolean;
	/** Scores of everybody, a row a customer with an order by then; null where they are not known. */
	scores: RfmScores | null;
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
	if (cut === null) {
		return { asOf: null, customers: new Int32Array(0), facts: null, scored: false, scores: null, ...columns };
	}
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
		scores: scores.status === 'scored' ? scores : null,
		...columns
	};
}

/** Orders of texts, made when a list is first sorted by them; by customer index, or ranks by code. */
export interface TextOrders {
	/** Customer indices by key. */
	key: () => Int32Array;
	/** Customer indices by the name that is shown. */
	name: () => Int32Array;
	country: () => Int32Array;
	channel: () => Int32Array;
	/** By product number. */
	firstProduct: () => Int32Array;
}

/** Customer indices in the order of a column. Days since the last order run against its day; what is empty stands last. */
export function ordered(
	list: CustomerList,
	column: CustomerColumn,
	descending: boolean,
	texts: TextOrders
): Int32Array {
	const { facts, customers } = list;
	if (facts === null) return customers;
	const within = (order: Int32Array): Int32Array => {
		const inList = new Uint8Array(facts.orders.length);
		for (const c of customers) inList[c] = 1;
		const kept = order.filter((c) => inList[c] === 1);
		return descending ? kept.reverse() : kept;
	};
	const byCode = (codes: Int32Array, ranks: Int32Array): Int32Array => {
		const last = descending ? -1 : ranks.length;
		return ranked(customers, (c) => (codes[c] === NONE ? last : ranks[codes[c]]), descending);
	};
	switch (column) {
		case 'key':
			return within(texts.key());
		case 'name':
			return within(texts.name());
		case 'first':
			return ranked(customers, (c) => facts.first[c], descending);
		case 'last':
			return ranked(customers, (c) => facts.last[c], descending);
		case 'r_days':
			return ranked(customers, (c) => -facts.last[c], descending);
		case 'orders':
		case 'f':
			return ranked(customers, (c) => facts.orders[c], descending);
		case 'purchase_days':
			return ranked(customers, (c) => facts.purchaseDays[c], descending);
		case 'units':
			return ranked(customers, (c) => facts.units[c], descending);
		case 'net':
		case 'm':
			return ranked(customers, (c) => facts.net[0]?.[c] ?? 0, descending);
		case 'mean':
			return ranked(customers, (c) => (facts.net[0]?.[c] ?? 0) / facts.orders[c], descending);
		case 'segment':
			return ranked(customers, (c) => list.segment[c], descending);
		case 'cell':
			return ranked(customers, (c) => list.cell[c], descending);
		case 'country':
			return byCode(facts.country, texts.country());
		case 'channel':
			return byCode(facts.channel, texts.channel());
		case 'first_product':
			return byCode(facts.firstProduct, texts.firstProduct());
	}
}

/** Name of the segment of a customer, null where it is not scored. */
export const segmentOf = (list: CustomerList, customer: number): SegmentId | null =>
	list.scored ? SEGMENTS[list.segment[customer]] : null;
