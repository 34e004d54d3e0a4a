/** What a list can be sorted by. */
export const CUSTOMER_COLUMNS = [
	'key',
	'first',
	'last',
	'orders',
	'units',
	'net',
	'r_days',
	'f',
	'm',
	'segment',
	'name',
	'purchase_days',
	'mean',
	'cell',
	'country',
	'channel',
	'first_product'
] as const;
export type CustomerColumn = (typeof CUSTOMER_COLUMNS)[number];

/** Columns that a table of customers can have; the first is always there. */
export const TABLE_COLUMNS = [
	'name',
	'key',
	'email',
	'segment',
	'cell',
	'orders',
	'purchase_days',
	'net',
	'mean',
	'units',
	'first',
	'last',
	'r_days',
	'country',
	'channel',
	'first_product'
] as const;
export type TableColumn = (typeof TABLE_COLUMNS)[number];

/** Letters of a value that may stand in an address. */
export const LONGEST_VALUE = 200;
