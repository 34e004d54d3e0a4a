import type { CountingDefinition } from '../counting';

/** What a counting definition makes of the whole of the data, up to the last day it counts an order on. */
export interface CountedTotals {
	/** Customers with a counted order. */
	customers: number;
	/** Counted orders, guests' too; a day's orders of one customer are one where they are merged. */
	orders: number;
	/** Net in the reporting currency, or in each of several in the order in which they appear; units of the currency. */
	net: { currency: string; value: number }[];
	/** Day of the last counted order; null when none counts. */
	lastDay: number | null;
}

/** What would change if another definition were in force. */
export interface CountingEffect {
	counting: CountingDefinition;
	totals: CountedTotals;
	/** Orders (before merging) that both count and that would stand on another day, or in another month, than they do now. */
	otherDay: number;
	otherMonth: number;
	/** Refunds that both count and that would lower another month, and their sum, in the currencies of `totals.net`. */
	refundsMoved: number;
	refundsMovedSum: { currency: string; value: number }[];
}

export interface CountingEffects {
	now: CountedTotals;
	/** One for each definition that was asked about, in their order. */
	effects: CountingEffect[];
	/** Counted orders whose instant is known in UTC: those that a time zone may move. */
	inUtc: number;
	/** By currency, in order of first appearance: counted orders, whatever the reporting currency is. */
	ordersByCurrency: { currency: string; orders: number }[];
	/** Orders that would stand in another month if months began on day i + 1, i from 0 to 27. */
	movedByMonthStart: Int32Array;
}
