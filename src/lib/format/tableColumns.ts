import type { TableColumn } from '$workers/core/customers/types';

export interface ColumnWords {
	/** Head of the column. */
	text: string;
	/** In the list of columns, where the head is short for a word. */
	longer?: string;
	/** Numbers stand right. */
	number: boolean;
	/** A first press sorts upward: names, what is best when small. */
	upFirst?: boolean;
	/** Nothing to sort by. */
	still?: boolean;
	/** Pixels. */
	width: number;
}

export const TABLE_COLUMN_WORDS: Record<TableColumn, ColumnWords> = {
	name: { text: 'Customer', number: false, upFirst: true, width: 216 },
	key: { text: 'Key', number: false, upFirst: true, width: 200 },
	email: { text: 'E-mail', number: false, still: true, width: 220 },
	segment: { text: 'Segment', number: false, upFirst: true, width: 148 },
	cell: { text: 'R F M', longer: 'R F M, the three scores', number: false, width: 76 },
	orders: { text: 'Orders', number: true, width: 84 },
	purchase_days: { text: 'Days bought', longer: 'Days on which they bought', number: true, width: 106 },
	net: { text: 'Net so far', number: true, width: 124 },
	mean: { text: 'Mean order', longer: 'Mean order, net', number: true, width: 116 },
	units: { text: 'Units', number: true, width: 90 },
	first: { text: 'First order', number: true, width: 116 },
	last: { text: 'Last order', number: true, width: 116 },
	r_days: { text: 'Days since', longer: 'Days since the last order', number: true, upFirst: true, width: 102 },
	country: { text: 'Country', number: false, upFirst: true, width: 150 },
	channel: { text: 'First channel', number: false, upFirst: true, width: 130 },
	first_product: { text: 'First product', number: false, upFirst: true, width: 230 }
};

/** Columns until the person chooses others. */
export const USUAL_COLUMNS: readonly TableColumn[] = [
	'name',
	'segment',
	'cell',
	'orders',
	'net',
	'first',
	'last',
	'r_days',
	'country',
	'first_product'
];
