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
 * Order of (customer, moment, order number), customers by number, orders without one at the end. Counting sorts by day
 * and by customer leave only orders of one customer and day to look at.
 * @param customerColumn NONE (negative) for nobody
 * @param momentColumn day × momentsPerDay + minute
 */
export function sortOrders(
	customerColumn: LedgerColumn,
	momentColumn: LedgerColumn,
	numberColumn: LedgerColumn,
	momentsPerDay: number
): SortedOrders {
	const customer = ints(customerColumn);
	const moment = ints(momentColumn);
	const number = ints(numberColumn);
	const n = customer.length;
	const byDay = rowsByDay(moment, momentsPerDay);

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
	for (let j = 0; j < n; j++) {
		const i = byDay === null ? j : byDay[j];
		rows[counts[customer[i] < 0 ? highest + 1 : customer[i]]++] = i;
	}
	const sorted = new Int32Array(n);
	for (let j = 0; j < n; j++) sorted[j] = moment[rows[j]];
	for (let c = 0; c < customers; c++) sortRun(sorted, rows, number, offset[c], offset[c + 1]);
	sortRun(sorted, rows, number, offset[customers], n);
	let inOrder = true;
	for (let j = 0; inOrder && j < n; j++) inOrder = rows[j] === j;
	return { rows: inOrder ? null : rows, customerNumber, offset };
}

const ints = (column: LedgerColumn): Int32Array => (column instanceof Int32Array ? column : new Int32Array(column));

/** Rows by day ascending, equal days in their order; null when they are so already. */
function rowsByDay(moment: Int32Array, momentsPerDay: number): Int32Array | null {
	const n = moment.length;
	const days = new Int32Array(n);
	let ascending = true;
	let first = Infinity;
	let last = -Infinity;
	for (let i = 0; i < n; i++) {
		const day = Math.floor(moment[i] / momentsPerDay);
		days[i] = day;
		if (day < last) ascending = false;
		if (day < first) first = day;
		if (day > last) last = day;
	}
	if (ascending) return null;
	const next = new Int32Array(last - first + 2);
	for (let i = 0; i < n; i++) next[days[i] - first + 1]++;
	for (let d = 1; d < next.length; d++) next[d] += next[d - 1];
	const rows = new Int32Array(n);
	for (let i = 0; i < n; i++) rows[next[days[i] - first]++] = i;
	return rows;
}

function sortRun(moments: Int32Array, rows: Int32Array, number: Int32Array, from: number, to: number): void {
	let j = from + 1;
	while (j < to && !before(moments[j], number, rows[j], moments[j - 1], rows[j - 1])) j++;
	if (j >= to) return;
	if (to - from > LONG_RUN) return sortLongRun(moments, rows, number, from, to);
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

function sortLongRun(moments: Int32Array, rows: Int32Array, number: Int32Array, from: number, to: number): void {
	const oldMoments = moments.slice(from, to);
	const oldRows = rows.slice(from, to);
	const places = new Int32Array(to - from);
	for (let place = 0; place < places.length; place++) places[place] = place;
	places.sort((a, b) => oldMoments[a] - oldMoments[b] || number[oldRows[a]] - number[oldRows[b]]);
	places.forEach((place, j) => {
		moments[from + j] = oldMoments[place];
		rows[from + j] = oldRows[place];
	});
}

/** The order number is looked up only for orders of one moment: it lies elsewhere in memory. */
const before = (moment: number, number: Int32Array, row: number, otherMoment: number, otherRow: number): boolean =>
	moment < otherMoment || (moment === otherMoment && number[row] < number[otherRow]);
