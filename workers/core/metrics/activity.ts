import type { Cut } from '../ledger/asOf';
import type { Ledger, Selection } from '../ledger/types';
import type { Clusters } from '../numeric/clustered';
import { exactSum } from '../numeric/exactSum';
import { ratio, rate } from './estimates';
import type { PeriodCounts, Window } from './types';

/** Orders of each customer in a window by D: positions from[c] to to[c], none of those outside the selection. */
export interface Span {
	window: Window;
	from: Int32Array;
	to: Int32Array;
	/** Orders in all spans. */
	orders: number;
}

export function spanOf(ledger: Ledger, cut: Cut, selection: Selection, window: Window): Span {
	const { customers, offset, day } = ledger;
	const { end } = cut;
	const first = window.from;
	const last = Math.min(window.to, cut.day);
	const from = new Int32Array(customers);
	const to = new Int32Array(customers);
	let orders = 0;
	for (let c = 0; c < customers; c++) {
		if (selection !== null && selection[c] === 0) continue;
		let start = offset[c];
		let stop = end[c];
		if (start === stop || day[stop - 1] < first || day[start] > last) continue;
		while (day[start] < first) start++;
		while (stop > start && day[stop - 1] > last) stop--;
		from[c] = start;
		to[c] = stop;
		orders += stop - start;
	}
	return { window, from, to, orders };
}

/** What each customer did in a window: a row a customer index; guests a row an order. */
export interface Activity {
	window: Window;
	orders: Int32Array;
	days: Int32Array;
	/** Whole units of the ledger's unit scale. */
	units: Float64Array;
	guestUnits: Float64Array;
}

/** Orders up to D in a window, by customer of the selection. Guests belong to no selection but everybody. */
export function activityIn(ledger: Ledger, cut: Cut, selection: Selection, { window, from, to }: Span): Activity {
	const { customers, offset, day, units } = ledger;
	const orders = new Int32Array(customers);
	const days = new Int32Array(customers);
	const unitsBy = new Float64Array(customers);
	for (let c = 0; c < customers; c++) {
		const start = from[c];
		const stop = to[c];
		if (start === stop) continue;
		let distinct = 1;
		let pieces = units[start];
		for (let i = start + 1; i < stop; i++) {
			pieces += units[i];
			if (day[i] !== day[i - 1]) distinct++;
		}
		orders[c] = stop - start;
		days[c] = distinct;
		unitsBy[c] = pieces;
	}
	const last = Math.min(window.to, cut.day);
	const guestUnits: number[] = [];
	for (let i = offset[customers]; selection === null && i < ledger.orders; i++) {
		if (day[i] >= window.from && day[i] <= last) guestUnits.push(units[i]);
	}
	return { window, orders, days, units: unitsBy, guestUnits: Float64Array.from(guestUnits) };
}

/** First counted order day lies in the window. */
export const isNewIn = (ledger: Ledger, customer: number, { from, to }: Window): boolean => {
	const first = ledger.day[ledger.offset[customer]];
	return first >= from && first <= to;
};

export function countsOf(ledger: Ledger, activity: Activity): PeriodCounts {
	const { window, orders, days, units, guestUnits } = activity;
	let customers = 0;
	let newCustomers = 0;
	let newOrders = 0;
	let twoOrders = 0;
	let twoDays = 0;
	for (let c = 0; c < orders.length; c++) {
		if (orders[c] === 0) continue;
		customers++;
		if (orders[c] >= 2) twoOrders++;
		if (days[c] >= 2) twoDays++;
		if (isNewIn(ledger, c, window)) {
			newCustomers++;
			newOrders += orders[c];
		}
	}
	const known = exactSum(orders);
	return {
		window,
		customers,
		orders: known + guestUnits.length,
		ordersWithoutCustomer: guestUnits.length,
		purchaseDays: exactSum(days),
		newCustomers,
		returningCustomers: customers - newCustomers,
		newOrders,
		returningOrders: known - newOrders,
		units: (exactSum(units) + exactSum(guestUnits)) / 10 ** ledger.unitScale,
		unitsPerOrder: ratio(unitsPerOrder(activity), 10 ** ledger.unitScale),
		purchaseFrequency: ratio(purchaseFrequency(activity)),
		repeatPurchaseRate: rate(twoOrders, customers),
		repeatPurchaseRateDays: rate(twoDays, customers)
	};
}

/**
 * Units (at the unit scale) by orders, every guest order a cluster of its own.
 * @param guests rows for guest orders, `place` of them before this activity's own: two windows line up so
 */
export function unitsPerOrder(activity: Activity, guests = activity.guestUnits.length, place = 0): Clusters {
	return {
		y: withTail(activity.units, activity.guestUnits, guests, place),
		x: ordersByCluster(activity, guests, place)
	};
}

export const ordersByCluster = ({ orders, guestUnits }: Activity, guests: number, place: number): Float64Array =>
	withTail(orders, new Float64Array(guestUnits.length).fill(1), guests, place);

export const purchaseFrequency = ({ orders }: Activity): Clusters => ({
	y: new Float64Array(orders),
	x: active(orders)
});

/** 1 where something is above 0. */
export function active(counts: Int32Array): Float64Array {
	const ones = new Float64Array(counts.length);
	for (let c = 0; c < ones.length; c++) if (counts[c] > 0) ones[c] = 1;
	return ones;
}

/** 1 where something is above 0 and the first counted order lies in the window (or, with `wanted` false, does not). */
export function activeAndNew(ledger: Ledger, { orders, window }: Activity, wanted: boolean): Float64Array {
	const ones = new Float64Array(orders.length);
	for (let c = 0; c < ones.length; c++) if (orders[c] > 0 && isNewIn(ledger, c, window) === wanted) ones[c] = 1;
	return ones;
}

/** A row a customer, then `length` rows of which those from `place` on are `tail`; the rows themselves where there is no more. */
export function withTail(
	rows: Int32Array | Float64Array,
	tail: Float64Array,
	length: number,
	place: number
): Float64Array {
	if (length === 0 && rows instanceof Float64Array) return rows;
	const all = new Float64Array(rows.length + length);
	all.set(rows);
	all.set(tail, rows.length + place);
	return all;
}
