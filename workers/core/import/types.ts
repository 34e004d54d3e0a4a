import type {
	DataSet,
	Dictionaries,
	IdentitiesTable,
	LinesTable,
	OrdersTable,
	ProductsTable,
	RefundsTable,
	Source
} from '../tables';

/** A file to read: a browser's File or Node's openAsBlob, plus its name. */
export interface ImportFile {
	name: string;
	/** Bytes as stored (compressed if it is). */
	size: number;
	/** Milliseconds since 1970; only used where nothing in the files decides, never headless. */
	lastModified?: number;
	blob: Blob;
}

export type Delimiter = ',' | ';' | 'tab' | '|' | 'blanks';
export type Encoding =
	'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16le-bom' | 'utf-16be' | 'utf-16be-bom' | 'windows-1252';
export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/** Canonical fields that a mapping, a preset or the headless run can set. */
export const FIELDS = [
	'order_id',
	'customer_id',
	'email',
	'phone',
	'name',
	'date',
	'currency',
	'status',
	'gross',
	'discount',
	'shipping',
	'tax',
	'total',
	'refunds',
	'refund_date',
	'country',
	'region',
	'post_code',
	'channel',
	'discount_code',
	'payment_method',
	'customer_since',
	'account',
	'product_id',
	'product_name',
	'category',
	'quantity',
	'unit_price',
	'list_price',
	'amount',
	'line_discount',
	'kind',
	'net_items'
] as const;
export type Field = (typeof FIELDS)[number];

/** Header text, the nth column of that header text, or a position from 1. */
export type ColumnRef = string | number | { name: string; nth: number };

export type RowFilter = { column: ColumnRef } & (
	{ is: string | number } | { not: string | number } | { above: number } | { starts: string } | { not_starts: string }
);

/**
 * The mapping file (docs/mapping.md). With `columns` it replaces the preset; without, it answers questions and changes
 * rules of the preset that is named or detected.
 */
export interface Mapping {
	/** What the person calls it; also `dataset` in the results. */
	name?: string;
	columns?: Partial<Record<Field, ColumnRef>>;
	identity?: 'customer_id';
	filters?: RowFilter[];
	/** false: the file has no header row. Default: detected. */
	header?: boolean;
	delimiter?: Delimiter;
	encoding?: Encoding;
	date_order?: DateOrder;
	decimal?: '.' | ',';
	/** ISO 4217 code for files that name none. */
	currency?: string;
	/** Answer to "the rules would leave out more than 20 %": per reason, count them or leave them out. */
	exclusions?: Partial<Record<'cancelled' | 'test' | 'voided' | 'unpaid', 'count' | 'leave_out'>>;
	/** Without an order id: each row is an order, or all rows of a customer on a day are. */
	orders_by?: 'row' | 'customer_day';
	/** Across imports, where contents differ and no stamp decides: which version of an order stays. */
	conflicts?: 'keep_old' | 'take_new';
}

/** What a person (or a mapping) must decide, with both readings. Codes and values only; sentences live with the page and the headless shell. */
export type Question =
	/** The file fits no layout for certain: name or map it. */
	| { code: 'layout'; key: 'columns'; file: string; guesses: string[] }
	| {
			code: 'date_order';
			key: 'date_order';
			file: string;
			column: string;
			samples: { value: string; readings: Record<string, string> }[];
	  }
	| {
			code: 'decimal';
			key: 'decimal';
			file: string;
			column: string;
			samples: { value: string; readings: Record<string, string> }[];
	  }
	/** `reason` would leave out `orders` of `of` orders. */
	| {
			code: 'exclusion';
			key: `exclusions.${string}`;
			reason: 'cancelled' | 'test' | 'voided' | 'unpaid';
			orders: number;
			of: number;
			samples: { order: string; status: string; payment: string; total: string }[];
	  }
	| { code: 'conflict'; key: 'conflicts'; orders: number; samples: { order: string; old: string; new: string }[] };

/** One row of the rejects file. */
export interface RowProblem {
	/** Index into the run's files. */
	file: number;
	/** Physical line, 1 = first line of the file. */
	line: number;
	/** Reason code of data/exports/README.md §1. */
	reason: string;
	/** Header text of the column, '' when none. */
	field: string;
	/** The value as printed, at most 200 characters. */
	value: string;
}

export interface ImportProgress {
	phase: 'inspecting' | 'reading' | 'resolving' | 'storing';
	/** Bytes of the files as stored, all files. */
	bytes: number;
	totalBytes: number;
	records: number;
	rejected: number;
}

/** Failures of a whole import that a person can mend. The sentence is made from code and params where it is shown. */
export interface ImportFailure {
	status: 'failed';
	code:
		| 'empty_file'
		| 'header_only'
		| 'not_text'
		| 'wrong_encoding'
		| 'no_columns'
		| 'mapping_column_missing'
		| 'mapping_invalid'
		| 'nothing_stored'
		| 'record_too_long'
		| 'too_many_columns'
		| 'damaged_gzip'
		| 'file_changed'
		| 'file_gone'
		| 'amount_too_large'
		| 'not_supported'
		| 'quota'
		| 'locked'
		| 'cancelled';
	file?: string;
	line?: number;
	params?: Record<string, string | number>;
}

/** The reconciliation: everything `import.json` says, but for the per-customer part, as plain JSON. */
export interface ImportReport {
	kind: 'orders';
	detect: string[];
	files: {
		name: string;
		layout: string;
		encoding: Encoding;
		delimiter: ',' | ';' | 'tab' | '|' | 'blanks';
		header_line: number;
		bytes: number;
		records: number;
	}[];
	rows: { records: number; stored: number; rejected: number; skipped: number };
	/** Counts by reason, of rejected and of skipped records; the rows themselves are in the problems table. */
	rejectedBy: Record<string, number>;
	skippedBy: Record<string, number>;
	/**
	 * Money of what is not counted, by reason and currency, as decimal texts: of rejected and skipped records as their cells
	 * print it (`unread`: records whose amount cannot be read), of excluded orders what they charged. Not in `import.json`.
	 * Absent in the records of imports that were made before it was kept.
	 */
	atStake?: Record<'rejected' | 'skipped' | 'excluded', Record<string, Record<string, string>>> & { unread: number };
	/** Orders dated more than two days after the day on which their file was last changed. Not in `import.json`. */
	laterThanFile?: { orders: number; file: string };
	/**
	 * Lines of orders that equal an earlier line of the same order in the same file, and are kept: how many, in how many
	 * orders, what they come to by currency (no entry for nothing), and the first few. Only where there are any, and not in
	 * the records of imports that were made before it was looked for.
	 */
	repeats?: {
		records: number;
		orders: number;
		money: Record<string, string>;
		samples: { file?: string; line: number; order: string }[];
	};
	warnings: { order?: string; reason: string; excess?: string }[];
	orders: { read: number; counted: number; excluded: { order: string; reason: string }[] };
	/** Orders left out, by reason. */
	excludedBy: Record<string, number>;
	customers: number;
	ordersWithoutCustomer: number;
	totals: Record<string, Record<string, string>>;
	byMonth: Record<string, { orders: number; net: Record<string, string> }>;
	refundRows?: { file?: string; line: number; order: string | null; currency: string; amount: string; items: string }[];
	replacedOrders?: string[];
	firstDay: number | null;
	lastDay: number | null;
	/** Answers that the file itself gave ("day first: 13/02 fits nothing else"), for the conversation. */
	answered: { code: string; file: string; column: string; value: string; reading: string }[];
	/** Hints: rounded values, unknown status words with counts, orders that do not add up, files that begin or end inside an order … */
	hints: { code: string; count: number; samples: string[] }[];
	/** The mapping that was in force, every choice written out; for the record and for reuse. */
	mapping: Mapping;
	preset: string;
}

/** Rejected and skipped records as columns (an import may skip 100,000 rows). */
export interface ProblemsTable {
	length: number;
	/** 0 rejected, 1 skipped. */
	kind: Uint8Array;
	file: Uint16Array;
	line: Uint32Array;
	/** Index into `reasons`. */
	reason: Uint8Array;
	/** Index into `fields`. */
	field: Uint16Array;
	values: { bytes: Uint8Array; offsets: Int32Array };
	reasons: string[];
	fields: string[];
}

/** Figures of an import by customer, counted orders only: one row a customer and currency. */
export interface ByCustomerTable {
	length: number;
	customer: Int32Array;
	orders: Int32Array;
	/** Code in the dictionary `currency`. */
	currency: Uint8Array;
	/** Net, exact. */
	net: Float64Array;
	scale: number;
}

/** What a workspace already holds: the base of an import. Iterables are read once, at the start of `readFiles`. */
export interface ImportBase {
	orders: AsyncIterable<OrdersTable>;
	/** Asked for only when an order of the new files is already there with the same stamp, to tell equal from different. */
	lines: () => AsyncIterable<LinesTable>;
	refunds: AsyncIterable<RefundsTable>;
	identities: AsyncIterable<IdentitiesTable>;
	products: AsyncIterable<ProductsTable>;
	dictionaries: Dictionaries;
	sources: Source[];
	/** Next free numbers; never lowered, also not by an undo. */
	next: NextNumbers;
}
export interface NextNumbers {
	order: number;
	customer: number;
	product: number;
}

export interface ImportDone {
	status: 'done';
	/** Rows to add. `dictionaries` and `sources` are the whole lists (old entries first). Batches have at most CHUNK_ROWS rows and are made as they are asked for: read each iterable once. */
	data: DataSet;
	/** Numbers of stored orders whose old version (order row, lines, refunds of link ofOrder) the new one replaces. */
	dropOrders: Int32Array;
	/** Ids of stored refund rows that a newer file replaced. */
	dropRefunds: string[];
	next: NextNumbers;
	report: ImportReport;
	problems: ProblemsTable;
	byCustomer: ByCustomerTable;
}
export type ImportResult = ImportDone | ImportFailure;

/** What a first look at a file tells, before anything is read whole. */
export interface FileInspection {
	file: string;
	layout: string;
	/** All required headers there and no forbidden one. */
	certain: boolean;
	guesses: string[];
	encoding: Encoding;
	/** True when the encoding was guessed rather than told by the bytes. */
	encodingGuessed: boolean;
	gzip: boolean;
	delimiter: Delimiter;
	headerLine: number;
	/** Printed headers, or generated 'Column 1' … when there is none. */
	headers: string[];
	/** Three sample values a column, first non-empty ones. */
	samples: string[][];
	/** A mapping proposed for a generic file, from header words and values. */
	proposal: Mapping;
}
export type Inspection = { status: 'inspected'; files: FileInspection[]; questions: Question[] } | ImportFailure;

export interface ImportOptions {
	/** Layout id for every file, or undefined to detect. */
	preset?: string;
	mapping?: Mapping;
	importId: string;
	/** Headless runs never look at lastModified. */
	useLastModified: boolean;
	base?: ImportBase;
	onProgress?: (progress: ImportProgress) => void;
	/** Asked when reading meets an open question; returns the mapping keys that answer it, or null to stop (the result is then `questions`). */
	onQuestions?: (questions: Question[]) => Promise<Partial<Mapping> | null>;
	/** Polled between blocks. */
	signal?: { readonly aborted: boolean };
}
export type ReadResult = ImportResult | { status: 'questions'; questions: Question[] };
