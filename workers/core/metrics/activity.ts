import { isIn } from '../ledger/asOf';
import type { Cut } from '../ledger/asOf';
import type { Ledger, Selection } from '../ledger/types';
import type { Clusters } from '../numeric/clustered';
import { exactSum } from '../numeric/exactSum';
import { ratio, rate } from './estimates';
import type { PeriodCounts, Window } from './types';

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
export function activityIn(ledger: Ledger, cut: Cut, selection: Selection, window: Window): Activity {
	const { customers, offset, day } = ledger;
	const { end } = cut;
	const from = window.from;
	const to = Math.min(window.to, cut.day);
	const orders = new Int32Array(customers);
	const days = new Int32Array(customers);
	const units = new Float64Array(customers);
	for (let c = 0; c < customers; c++) {
		if (!isIn(selection, c)) continue;
		let count = 0;
		let distinct = 0;
		let pieces = 0;
		let previous = -Infinity;
		for (let i = offset[c]; i < end[c]; i++) {
			const on = day[i];
			if (on < from) continue;
			if (on > to) break;
			count++;
			pieces += ledger.units[i];
			if (on !== previous) distinct++;
			previous = on;
		}
		orders[c] = count;
		days[c] = distinct;
		units[c] = pieces;
	}
	const guestUnits: number[] = [];
	for (let i = offset[customers]; selection === null && i < ledger.orders; i++) {
		if (day[i] >= from && day[i] <= to) guestUnits.push(ledger.units[i]);
	}
	return { window, orders, days, units, guestUnits: Float64Array.from(guestUnits) };
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

/** A row a customer, then `length` rows of which those from `place` on are `tail`. */
export function withTail(
	rows: Int32Array | Float64Array,
	tail: Float64Array,
	length: number,
	place: number
): Float64Array {
	const all = new Float64Array(rows.length + length);
	all.set(rows);
	all.set(tail, rows.length + place);
	return all;
}
