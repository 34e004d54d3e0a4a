import type { CohortPeriod } from '../cohorts/types';
import type { CountingDefinition } from '../counting';
import type { RfmOptions, SegmentId } from '../rfm/types';
import type { ExclusionReason } from '../tables';

/** Whole numbers in the narrowest type that fits the column. */
export type LedgerColumn = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Float64Array;

/**
 * Refunds that the order columns do not hold, because their own day decides when they count: dated refunds of counted
 * orders, and refunds that fit no order. n rows.
 */
export interface RefundEvents {
	length: number;
	/** Position in the order columns, or -1 for an unattached refund. Guest orders stand after those of customers. */
	order: Int32Array;
	/** Customer index, or -1: a guest's, or of nobody who has a counted order. */
	customer: Int32Array;
	/** Own day; NO_DAY for an undated unattached refund, which counts in totals and in no period. */
	day: Int32Array;
	/** Merchandise part after the cap, positive, at the ledger's scale. */
	amount: Float64Array;
	/** Index into the ledger's `currencies`. */
	currency: Uint16Array;
	/** Position in the refunds table: the file order. */
	row: Int32Array;
}

/**
 * The open revision: counted orders sorted by (customer, day, minute, order number), with an offset a customer.
 * Orders of customers are positions 0 to offset[customers]; counted orders without a customer follow them, by day.
 * Money is in whole units of 10 ** -scale, one scale for the whole ledger. Nothing here is a text of a file but the
 * dictionaries, which belong to the revision.
 */
export interface Ledger {
	counting: CountingDefinition;
	/** Customers with a counted order: n. */
	customers: number;
	/** n rows, ascending: opaque customer number by customer index. */
	customerNumber: LedgerColumn;
	/** n + 1 rows: customer i has the orders offset[i] to offset[i + 1], at least one. */
	offset: Int32Array;
	/** Counted orders, guests too (after merging, where the counting definition merges a day's orders). */
	orders: number;
	ordersWithoutCustomer: number;
	/** Orders left out, by the first reason that applies. */
	excluded: Record<ExclusionReason, number>;
	/** First and last day of a counted order, shop's wall clock; null without orders. */
	firstDay: number | null;
	lastDay: number | null;
	/** Decimals of all money columns. */
	scale: number;
	/** Decimals of `units`. */
	unitScale: number;
	/** Currencies of counted orders, in order of first appearance. */
	currencies: string[];
	/** Currency code of the dictionary by position in `currencies`. */
	currencyCodes: Int32Array;

	// A row an order.
	number: LedgerColumn;
	day: LedgerColumn;
	gross: LedgerColumn;
	discount: LedgerColumn;
	/** Merchandise part of undated refunds. */
	refunded: LedgerColumn;
	/** What the order counts as, by the counting definition, before dated refunds. May be the same array as `gross`. */
	value: LedgerColumn;
	units: LedgerColumn;
	/** Index into `currencies`. */
	currency: LedgerColumn;
	/** Codes into the dictionaries, NONE where empty. */
	country: LedgerColumn;
	channel: LedgerColumn;
	/** Product number, or NONE. */
	firstProduct: LedgerColumn;

	refunds: RefundEvents;
	dictionaries: { country: readonly string[]; channel: readonly string[] };
}

/** The customers that a kernel looks at: a byte a customer index, 1 in, 0 out; null is everybody. */
export type Selection = Uint8Array | null;

/**
 * Customers by what they did, as of the view's day. "Window" and "window before" are those that the headline figures
 * compare (`comparedWindows`); on data of one day the window is that day and nobody was there before.
 * - `active` ordered in the window, `repeated` twice or more in it, `new` for the first time ever, `returning` not for the first time
 * - `before` ordered in the window before, `kept` in both, `left` in the one before only
 * - `best` the ⌈10 %⌉ of highest net up to the day
 * - `silent` past twice their own usual gap and the shop's 90 % gap, with three purchase days or more; `best-silent` both
 * - `once` one order, a year ago or longer; `again` two or more orders; `back` two or more purchase days
 */
export const CUSTOMER_GROUPS = [
	'active',
	'repeated',
	'new',
	'returning',
	'before',
	'kept',
	'left',
	'best',
	'silent',
	'best-silent',
	'once',
	'again',
	'back'
] as const;
export type CustomerGroup = (typeof CUSTOMER_GROUPS)[number];

/**
 * Which customers: plain JSON, may stand in a URL. Texts are values of fields, never of identities; a list of people
 * stays on the device and is named by a random handle. Facts are as of the view's day.
 */
export type SelectionRule =
	/** Customers in any of the segments, scored over all customers by the rule given; as of another day where one is named. */
	| { kind: 'segment'; rfm: RfmOptions; segments: SegmentId[]; asOf?: number }
	/** Customers in any of the cells, such as "545"; "5*4" leaves a place open. */
	| { kind: 'cell'; rfm: RfmOptions; cells: string[] }
	/** First counted order in any of the periods, by label as in CohortResult ("2011-03", "2011-W09", "2011-Q1", "2011"). */
	| { kind: 'cohort'; period: CohortPeriod; cohorts: string[] }
	/** A cell of the cohort matrix: those of a cohort with a counted order in the `age`th calendar period after that of their first, from 0. */
	| { kind: 'cohort-active'; period: CohortPeriod; cohort: string; age: number }
	/** First (or last) counted order on a day from `from` to `to`, both included; null leaves the end open. */
	| { kind: 'first-order' | 'last-order'; from: number | null; to: number | null }
	/** Country of the latest counted order that names one; '' is customers without. */
	| { kind: 'country'; values: string[] }
	/** Channel of the first counted order that names one; '' is customers without. */
	| { kind: 'channel'; values: string[] }
	/** Product number of the first counted order's first line. */
	| { kind: 'first-product'; products: number[] }
	/** Days from the last counted order to the day after the view's (days of RFM: at least 1), inclusive. */
	| { kind: 'silent'; min: number | null; max: number | null }
	/** Counted orders, inclusive. */
	| { kind: 'orders'; min: number | null; max: number | null }
	/** Net in units of the reporting currency, inclusive. */
	| { kind: 'net'; min: number | null; max: number | null }
	/** Active customers: with a counted order on a day from `from` to `to`. */
	| { kind: 'active'; from: number | null; to: number | null }
	/** A group; `best` is that of the customers of `among` (null: of everybody), and all are among them. */
	| { kind: 'group'; group: CustomerGroup; among: SelectionRule | null }
	/** A list kept on the device. */
	| { kind: 'list'; handle: string }
	| { kind: 'all-of' | 'any-of'; rules: SelectionRule[] }
	| { kind: 'not'; rule: SelectionRule };

/** What a rule needs beyond the ledger. */
export interface SelectionContext {
	/** Day number; null: the last counted order day. */
	asOf: number | null;
	/** Customer numbers of a list on this device, or null when it is not here (nobody is selected then). */
	list?: (handle: string) => ArrayLike<number> | null;
	/** Keys by customer, needed by segment and cell rules under tie rule B. */
	keys?: CustomerKeys;
}

/** Customer keys, by customer index, made from the identities once and on demand. */
export interface CustomerKeys {
	/** UTF-8 of key i: bytes[offsets[i]..offsets[i + 1]). */
	bytes: Uint8Array;
	offsets: Int32Array;
	/** Customer indices by key ascending (by code point); equal keys by customer number. */
	order: Int32Array;
}
