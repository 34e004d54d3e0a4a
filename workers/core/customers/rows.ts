import { keyOf } from '../ledger/customerKeys';
import type { CustomerKeys, Ledger } from '../ledger/types';
import { isoDate } from '../ledger/calendar';
import { csv } from '../output/csv';
import type { Cell } from '../output/csv';
import { SEGMENT_NAMES } from '../rfm/types';
import type { TableColumn } from './types';
import { segmentOf } from './customerList';
import type { CustomerList } from './customerList';
import { identityOf } from './directory';
import type { Directory } from './directory';
import { entry } from './profile';

/** A customer as a table prints one. Money in units of the currency; '' where nothing is known. */
export interface CustomerRow {
	customer: number;
	key: string;
	name: string;
	email: string;
	first: number;
	last: number;
	orders: number;
	purchaseDays: number;
	units: number;
	/** NaN where several currencies have none chosen, as `mean`. */
	net: number;
	/** Net / orders. */
	mean: number;
	rDays: number;
	/** RFM cell by the rule in force, such as "545". */
	cell: string;
	segment: string;
	country: string;
	channel: string;
	firstProduct: string;
}

/** What rows are made from. */
export interface RowSource {
	ledger: Ledger;
	list: CustomerList;
	names: Directory;
	keys: CustomerKeys;
	productName: (product: number) => string | null;
}

/** @param c index of a customer of the list */
export function customerRow({ ledger, list, names, productName }: RowSource, c: number): CustomerRow {
	const { facts } = list;
	if (facts === null || list.asOf === null) throw new RangeError('a row of an empty list');
	const customer = ledger.customerNumber[c];
	const who = identityOf(names, customer);
	const net = facts.net.length === 0 ? NaN : facts.net[0][c] / 10 ** ledger.scale;
	return {
		customer,
		key: who?.key ?? '',
		name: who?.name ?? '',
		email: who?.email ?? '',
		first: facts.first[c],
		last: facts.last[c],
		orders: facts.orders[c],
		purchaseDays: facts.purchaseDays[c],
		units: facts.units[c] / 10 ** ledger.unitScale,
		net,
		mean: net / facts.orders[c],
		rDays: list.asOf + 1 - facts.last[c],
		cell: list.scored ? String(list.cell[c]) : '',
		segment: segmentOf(list, c) ?? '',
		country: entry(ledger.dictionaries.country, facts.country[c]),
		channel: entry(ledger.dictionaries.channel, facts.channel[c]),
		firstProduct: productName(facts.firstProduct[c]) ?? ''
	};
}

/**
 * The rows of a table as CSV: columns as shown, in the order shown, texts disarmed, money and means to the ledger's decimals.
 * @param order indices of the list's customers
 */
export function tableCsv(source: RowSource, order: Int32Array, columns: readonly TableColumn[]): string {
	const { ledger, keys } = source;
	const money = (value: number): number | null =>
		Number.isFinite(value) ? Number(value.toFixed(Math.max(2, ledger.scale))) : null;
	const cell = (row: CustomerRow, column: TableColumn, c: number): Cell => {
		switch (column) {
			case 'name':
				return row.name || row.key;
			case 'key':
				return keyOf(keys, c);
			case 'email':
				return row.email;
			case 'segment':
				return SEGMENT_NAMES[row.segment as keyof typeof SEGMENT_NAMES] ?? '';
			case 'cell':
				return row.cell === '' ? null : Number(row.cell);
			case 'orders':
				return row.orders;
			case 'purchase_days':
				return row.purchaseDays;
			case 'net':
				return money(row.net);
			case 'mean':
				return money(row.mean);
			case 'units':
				return row.units;
			case 'first':
				return isoDate(row.first);
			case 'last':
				return isoDate(row.last);
			case 'r_days':
				return row.rDays;
			case 'country':
				return row.country;
			case 'channel':
				return row.channel;
			case 'first_product':
				return row.firstProduct;
		}
	};
	function* rows(): Generator<Cell[]> {
		yield columns.map((column) => (column === 'cell' ? 'rfm' : column));
		for (const c of order) {
			const row = customerRow(source, c);
			yield columns.map((column) => cell(row, column, c));
		}
	}
	return csv(rows());
}
