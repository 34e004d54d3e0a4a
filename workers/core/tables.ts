/**
 * The canonical tables: what an import makes, what storage keeps, what a ledger opens.
 *
 * Every table is a *batch*: plain typed columns of `length` rows. Importing yields batches, storage writes each as one
 * chunk (at most {@link CHUNK_ROWS} rows) and reads chunks back as batches; nothing ever needs a whole table at once.
 * A column may be shorter-typed than its doc says when read back (Int8Array for a column of small codes): readers only
 * index it. Columns are never `undefined`: a field the source does not have is a column of its "none" value.
 */

/** Rows of one stored chunk, at most. */
export const CHUNK_ROWS = 65_536;

/** A column of integers; wider types hold the same whole numbers. */
export type IntColumn = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float64Array;

/** UTF-8 text: row i is `bytes.subarray(offsets[i], offsets[i + 1])`; `offsets` has length + 1 entries, first one 0. */
export interface TextColumn {
	bytes: Uint8Array;
	offsets: Int32Array;
}

/** Exact decimals: row i is `values[i] / 10 ** scale`. Values are safe integers; scale is 0 to 6 and holds for the batch. */
export interface DecimalColumn {
	values: IntColumn;
	scale: number;
}

/** No customer, product, dictionary entry or order. */
export const NONE = -1;
/** No minute of the day is known. */
export const NO_MINUTE = -1;
/** No day is known (undated refund, unknown "customer since"). */
export const NO_DAY = -2_147_483_648;
/** The file printed no offset: the printed wall clock is the day, whatever the zone of the workspace. */
export const OFFSET_UNKNOWN = -32_768;
/** The source prints instants in UTC: day and minute are UTC until the workspace has a zone. */
export const OFFSET_UTC = 32_767;

/** Bits of `OrdersTable.status`: 0 counts; several may be set, and the lowest one set that the counting definition leaves out is the reason. */
export const STATUS = { cancelled: 1, test: 2, voided: 4, unpaid: 8 } as const;
export type ExclusionReason = keyof typeof STATUS;
/** In order of precedence. */
export const EXCLUSION_REASONS: readonly ExclusionReason[] = ['cancelled', 'test', 'voided', 'unpaid'];

/** Fields of orders that are kept as codes into a dictionary of texts. */
export const DICTIONARY_FIELDS = [
	'currency',
	'country',
	'region',
	'post_code',
	'channel',
	'discount_code',
	'payment_method',
	'account',
	'status'
] as const;
export type DictionaryField = (typeof DICTIONARY_FIELDS)[number];

/** A row an order, excluded ones too, in order of first appearance. */
export interface OrdersTable {
	length: number;
	/** Opaque order number: 0 upward in order of first appearance in the workspace, never reused, kept when a version is replaced. */
	number: IntColumn;
	/** Order id as text; the key of an order (with nothing else: a workspace is one shop). */
	id: TextColumn;
	/** Customer number, {@link NONE} where nobody is known. */
	customer: IntColumn;
	/** Days since 1970-01-01, wall clock of the file (UTC where offset is {@link OFFSET_UTC}). */
	day: IntColumn;
	/** Minute of that day, 0 to 1439, or {@link NO_MINUTE}. */
	minute: IntColumn;
	/** Minutes east of UTC as printed, or {@link OFFSET_UNKNOWN}, or {@link OFFSET_UTC}. */
	offset: IntColumn;
	/** Bits of {@link STATUS}. */
	flags: IntColumn;
	/** Merchandise before discounts, without postage. */
	gross: DecimalColumn;
	/** The order's whole discount, positive. */
	discount: DecimalColumn;
	shipping: DecimalColumn;
	tax: DecimalColumn;
	/** What the buyer was charged, tips left out. */
	total: DecimalColumn;
	/** Sum of the quantities of merchandise lines; 0 where the file has no lines. */
	units: DecimalColumn;
	/** Product number of the first merchandise line, or {@link NONE}. */
	firstProduct: IntColumn;
	/** Codes into {@link Dictionaries}, {@link NONE} where empty. `status` is the text as printed. */
	currency: IntColumn;
	country: IntColumn;
	region: IntColumn;
	post_code: IntColumn;
	channel: IntColumn;
	discount_code: IntColumn;
	payment_method: IntColumn;
	account: IntColumn;
	status: IntColumn;
	/** Index into the revision's `sources`: the file whose version of the order this is. */
	source: IntColumn;
}

/** Kinds of a line. */
export const LINE = { merchandise: 0, shipping: 1 } as const;

/** A row a line of an order (sale lines only; refund rows are in {@link RefundsTable}). */
export interface LinesTable {
	length: number;
	/** Order number. */
	order: IntColumn;
	/** Product number, or {@link NONE}. */
	product: IntColumn;
	/** {@link LINE} */
	kind: IntColumn;
	quantity: DecimalColumn;
	unitPrice: DecimalColumn;
	listPrice: DecimalColumn;
	/** quantity × unit price, or as printed. */
	amount: DecimalColumn;
	/** The line's own part of the discount; never added to the order's. */
	discount: DecimalColumn;
}

/** How a refund names its order. */
export const REFUND_LINK = {
	/** A refund figure in the order's own record: `order` is its number; undated unless the file dates it. */
	ofOrder: 0,
	/** A row of its own that names its order: `order` is the number when that order is in the data, else {@link NONE} and `orderRef` holds the id. */
	named: 1,
	/** A row of its own that names no order: attached by the rule when a ledger opens. */
	unnamed: 2
} as const;

/** Money given back, positive amounts, in file order. */
export interface RefundsTable {
	length: number;
	/** The refund's own id as text (a credit note's number); empty for {@link REFUND_LINK}.ofOrder. */
	id: TextColumn;
	/** {@link REFUND_LINK} */
	link: IntColumn;
	order: IntColumn;
	orderRef: TextColumn;
	customer: IntColumn;
	/** Own day, or {@link NO_DAY}. */
	day: IntColumn;
	minute: IntColumn;
	currency: IntColumn;
	/** Product number it names, or {@link NONE}. */
	product: IntColumn;
	/** Pieces given back, positive; 0 when unknown. */
	quantity: DecimalColumn;
	/** As printed, not capped. */
	amount: DecimalColumn;
	/** Merchandise part as the file tells it, before the cap at gross − discounts of the order. */
	items: DecimalColumn;
	source: IntColumn;
	/** Physical line in its file (for rows of their own), else 0. */
	line: IntColumn;
}

/** A row a customer. Kept apart from orders, so that locking or erasing identities never rewrites orders. */
export interface IdentitiesTable {
	length: number;
	/** Opaque customer number: 0 upward in order of first appearance in the workspace, never reused. */
	number: IntColumn;
	/** The customer key (exports README §2), normalised. */
	key: TextColumn;
	/** Empty where unknown; `email` is empty where it equals the key. */
	email: TextColumn;
	phone: TextColumn;
	name: TextColumn;
	/** The platform's id, as printed. */
	platformId: TextColumn;
	/** Day the shop says the customer exists since, or {@link NO_DAY}. */
	since: IntColumn;
}

/** A row a product. Its key is the product id, or the name where there is no id. */
export interface ProductsTable {
	length: number;
	/** Opaque product number: 0 upward in order of first appearance, never reused. */
	number: IntColumn;
	id: TextColumn;
	name: TextColumn;
	category: TextColumn;
}

/** Texts of the coded fields; the code is the position. Entries are only ever appended. */
export type Dictionaries = Record<DictionaryField, string[]>;

/** Where rows came from: one entry a file of an import. */
export interface Source {
	file: string;
	layout: string;
	/** Import this file belonged to. */
	importId: string;
	/** Export stamp in minutes since 1970 (latest date of any order in the file unless the layout prints one), or null. */
	stamp: number | null;
}

/** Everything a ledger is opened from, batch by batch. */
export interface DataSet {
	orders: Iterable<OrdersTable>;
	lines: Iterable<LinesTable>;
	refunds: Iterable<RefundsTable>;
	identities: Iterable<IdentitiesTable>;
	products: Iterable<ProductsTable>;
	dictionaries: Dictionaries;
	sources: Source[];
}

/** The stored tables whose rows are batches. */
export const TABLES = ['orders', 'lines', 'refunds', 'identities', 'products'] as const;
export type TableName = (typeof TABLES)[number];
export interface TableTypes {
	orders: OrdersTable;
	lines: LinesTable;
	refunds: RefundsTable;
	identities: IdentitiesTable;
	products: ProductsTable;
}
