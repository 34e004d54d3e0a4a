import type { LedgerColumn } from './types';

/** A run longer than this is sorted by the engine, a shorter one by insertion. */
const LONG_RUN = 32;

export interface SortedOrders {
	/** Where each sorted order stands in the input, or null when the input is in order already. */
	rows: Int32Array | null;
	/** Numbers of the customers with an order, ascending. */
	customerNumber: Int32Array;
	/** customers + 1 rows. Orders without a customer come after the last. */
	offset: Int32Array;
}

/**
 * Order of (customer, moment, order number), customers by number, orders without one at the end: a counting sort by
 * customer, then each customer's few orders, which mostly are in order already.
 * @param customerColumn NONE (negative) for nobody
 */
export function sortOrders(
	customerColumn: LedgerColumn,
	momentColumn: LedgerColumn,
	numberColumn: LedgerColumn
): SortedOrders {
	const customer = ints(customerColumn);
	const moment = ints(momentColumn);
	const number = ints(numberColumn);
	const n = customer.length;

	let highest = -1;
	for (let i = 0; i < n; i++) if (customer[i] > highest) highest = customer[i];
	// Nobody is counted in the last place: their orders come last.
	const counts = new Int32Array(highest + 2);
	for (let i = 0; i < n; i++) counts[customer[i] < 0 ? highest + 1 : customer[i]]++;
	let customers = 0;
	for (let c = 0; c <= highest; c++) if (counts[c] > 0) customers++;
	const customerNumber = new Int32Array(customers);
	const offset = new Int32Array(customers + 1);
	let position = 0;
	for (let c = 0, index = 0; c <= highest + 1; c++) {
		const size = counts[c];
		counts[c] = position;
		position += size;
		if (size === 0 || c > highest) continue;
		customerNumber[index] = c;
		offset[++index] = position;
	}

	const rows = new Int32Array(n);
	const sorted = new Int32Array(n);
	for (let i = 0; i < n; i++) {
		const j = counts[customer[i] < 0 ? highest + 1 : customer[i]]++;
		rows[j] = i;
		sorted[j] = moment[i];
	}
	for (let c = 0; c < customers; c++) sortRun(sorted, rows, number, offset[c], offset[c + 1]);
	sortRun(sorted, rows, number, offset[customers], n);
	let inOrder = true;
	for (let j = 0; inOrder && j < n; j++) inOrder = rows[j] === j;
	return { rows: inOrder ? null : rows, customerNumber, offset };
}

const ints = (column: LedgerColumn): Int32Array => (column instanceof Int32Array ? column : new Int32Array(column));

function sortRun(moments: Int32Array, rows: Int32Array, number: Int32Array, from: number, to: number): void {
	let j = from + 1;
	while (j < to && !before(moments[j], number, rows[j], moments[j - 1], rows[j - 1])) j++;
	if (j >= to) return;
	if (to - from > LONG_RUN) {
		sortLongRun(moments, rows, from, to);
		j = from + 1;
	}
	for (; j < to; j++) {
		const moment = moments[j];
		const row = rows[j];
		let k = j;
		for (; k > from && before(moment, number, row, moments[k - 1], rows[k - 1]); k--) {
			moments[k] = moments[k - 1];
			rows[k] = rows[k - 1];
		}
		moments[k] = moment;
		rows[k] = row;
	}
}

/** By moment, then by place in the input, which mostly is the order number's. */
function sortLongRun(moments: Int32Array, rows: Int32Array, from: number, to: number): void {
	const size = to - from;
	const earliest = moments.subarray(from, to).reduce((least, moment) => Math.min(least, moment), Infinity);
	// Moments of two centuries times the places of a million orders stay far below 2^53.
	const keys = new Float64Array(size);
	for (let j = 0; j < size; j++) keys[j] = (moments[from + j] - earliest) * size + j;
	keys.sort();
	const oldRows = rows.slice(from, to);
	for (let j = 0; j < size; j++) {
		const moment = Math.floor(keys[j] / size);
		moments[from + j] = moment + earliest;
		rows[from + j] = oldRows[keys[j] - moment * size];
	}
}

/** The order number is looked up only for orders of one moment: it lies elsewhere in memory. */
const before = (moment: number, number: Int32Array, row: number, otherMoment: number, otherRow: number): boolean =>
	moment < otherMoment || (moment === otherMoment && number[row] < number[otherRow]);
