import type { ByCustomerTable, ProblemsTable } from '../core/import/types';
import type { TableName, TableTypes } from '../core/tables';

/** Everything that is kept as Arrow: the tables of a revision, and the two that belong to an import. */
export type StoredTable = TableName | 'problems' | 'byCustomer';
export interface StoredTypes extends TableTypes {
	problems: ProblemsTable;
	byCustomer: ByCustomerTable;
}

/**
 * What a column of a batch holds: whole numbers, exact decimals, texts, and (once a batch, not a row) a list of texts
 * or a number.
 */
export type ColumnKind = 'int' | 'decimal' | 'text' | 'list' | 'number';
export interface ColumnSpec {
	name: string;
	kind: ColumnKind;
	/** Columns before this one that usually add up to it, with their signs; tried in turn. */
	sums?: [name: string, sign: 1 | -1][][];
	/** Two decimal columns before this one whose product it usually is. */
	product?: [string, string];
}

const int = (name: string): ColumnSpec => ({ name, kind: 'int' });
const decimal = (name: string): ColumnSpec => ({ name, kind: 'decimal' });
const text = (name: string): ColumnSpec => ({ name, kind: 'text' });

/** Columns of every stored table in the order in which they are written; a column is made only from ones before it. */
export const COLUMNS: Record<StoredTable, readonly ColumnSpec[]> = {
	orders: [
		int('number'),
		text('id'),
		int('customer'),
		int('day'),
		int('minute'),
		int('offset'),
		int('flags'),
		decimal('gross'),
		decimal('discount'),
		decimal('shipping'),
		decimal('tax'),
		{
			name: 'total',
			kind: 'decimal',
			sums: [
				[
					['gross', 1],
					['discount', -1],
					['shipping', 1],
					['tax', 1]
				],
				[
					['gross', 1],
					['discount', -1],
					['shipping', 1]
				]
			]
		},
		decimal('units'),
		int('firstProduct'),
		int('currency'),
		int('country'),
		int('region'),
		int('post_code'),
		int('channel'),
		int('discount_code'),
		int('payment_method'),
		int('account'),
		int('status'),
		int('source')
	],
	lines: [
		int('order'),
		int('product'),
		int('kind'),
		decimal('quantity'),
		decimal('unitPrice'),
		decimal('listPrice'),
		{ name: 'amount', kind: 'decimal', product: ['quantity', 'unitPrice'] },
		decimal('discount')
	],
	refunds: [
		text('id'),
		int('link'),
		int('order'),
		text('orderRef'),
		int('customer'),
		int('day'),
		int('minute'),
		int('currency'),
		int('product'),
		decimal('quantity'),
		decimal('amount'),
		decimal('items'),
		int('source'),
		int('line')
	],
	identities: [
		int('number'),
		text('key'),
		text('email'),
		text('phone'),
		text('name'),
		text('platformId'),
		int('since')
	],
	products: [int('number'), text('id'), text('name'), text('category')],
	problems: [
		int('kind'),
		int('file'),
		int('line'),
		int('reason'),
		int('field'),
		text('values'),
		{ name: 'reasons', kind: 'list' },
		{ name: 'fields', kind: 'list' }
	],
	byCustomer: [int('customer'), int('orders'), int('currency'), int('net'), { name: 'scale', kind: 'number' }]
};

/** Bytes and Arrow disagree: damaged, or written by something else. */
export class UnreadableChunk extends Error {
	override name = 'UnreadableChunk';
}
