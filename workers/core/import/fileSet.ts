import { NO_DAY, NONE } from '../tables';
import { PART_ROWS, readInts } from './columnReads';
import { GIVEN, ORDER_AMOUNTS, ORDER_CODES } from './orderRows';
import type { OrderCode, OrderRows } from './orderRows';
import type { RefundRows } from './refundRows';
import { RecordCounts } from './recordCounts';
import type { SaleRows } from './saleRows';

/** What decides which of two files is newer. */
export interface FileAge {
	/** Minutes since 1970 of the latest order, or null. */
	stamp: number | null;
	/** Milliseconds, 0 where it is not looked at. */
	lastModified: number;
	/** How orders of different versions are told: by the record of the order's own fields, by those fields, never. */
	versions: 'record' | 'fields' | 'none';
	/** The file has lines, so that a date may be that of a line. */
	lines: boolean;
}

/** What becomes of the orders and records of several files that are one set. */
export interface FileSet {
	/** Row under which an order goes on: itself, or its first one in an earlier file. */
	target: Int32Array;
	/** 1: the version of the order that this row's records belong to was replaced. */
	replaced: Uint8Array;
	/** 1 for records (of {@link SaleRows}) that do not count again. */
	saleRepeats: Uint8Array;
	refundRepeats: Uint8Array;
	/** First rows of the orders that a newer file replaced, ascending. */
	replacedOrders: number[];
}

/** The latest moment of any order of each file, in minutes since 1970. */
export function fileStamps(orders: OrderRows, files: number): (number | null)[] {
	const latest = new Float64Array(files).fill(-Infinity);
	const sole = orders.file.isBlank;
	const days = new Int32Array(PART_ROWS);
	const minutes = new Int32Array(PART_ROWS);
	const file = new Int32Array(PART_ROWS);
	for (let from = 0; from < orders.length; from += PART_ROWS) {
		const to = Math.min(from + PART_ROWS, orders.length);
		readInts(orders.day, from, to, days);
		readInts(orders.minute, from, to, minutes);
		if (sole) {
			latest[0] = Math.max(latest[0], latestOf(days, minutes, to - from));
			continue;
		}
		readInts(orders.file, from, to, file);
		for (let i = 0; i < to - from; i++) {
			const stamp = days[i] * 1440 + Math.max(0, minutes[i]);
			if (stamp > latest[file[i]] && days[i] !== NO_DAY) latest[file[i]] = stamp;
		}
	}
	return Array.from(latest, (stamp) => (stamp === -Infinity ? null : stamp));
}

function latestOf(days: Int32Array, minutes: Int32Array, count: number): number {
	let latest = -Infinity;
	for (let i = 0; i < count; i++) {
		const stamp = days[i] * 1440 + (minutes[i] > 0 ? minutes[i] : 0);
		if (stamp > latest && days[i] !== NO_DAY) latest = stamp;
	}
	return latest;
}

/**
 * Makes several files one set: the records of an order are joined, a record that several files repeat counts as often as
 * in the file that holds most of it, and where files hold different versions of an order, the newer file's replaces it whole.
 * Rows of `orders` that go on under another one give it what it lacks.
 */
export function joinFiles(orders: OrderRows, sales: SaleRows, refunds: RefundRows, files: readonly FileAge[]): FileSet {
	const target = new Int32Array(orders.length);
	const replaced = new Uint8Array(orders.length);
	const shared = new Uint8Array(orders.length);
	const continued = new Uint8Array(orders.length);
	const age = ranks(files);
	const replacedOrders: number[] = [];
	const previous = (row: number) => (row < orders.previous.length ? orders.previous.get(row) : NONE);
	for (let row = 0; row < orders.length; row++) {
		target[row] = row;
		if (previous(row) >= 0) continued[previous(row)] = 1;
	}
	const chain: number[] = [];
	for (let last = 0; last < orders.length; last++) {
		if (continued[last] !== 0 || previous(last) < 0) continue;
		chain.length = 0;
		for (let row = last; row >= 0; row = previous(row)) chain.unshift(row);
		if (settle(orders, files, age, chain, target, replaced)) replacedOrders.push(chain[0]);
		for (const row of chain) shared[row] = 1;
	}
	const saleRepeats = new Uint8Array(sales.length);
	let most = 0;
	for (const { orders: rows, count } of sales.parts()) for (let i = 0; i < count; i++) most += shared[rows[i]];
	const counts = new RecordCounts(most);
	for (const { from, orders: rows, count } of sales.parts()) {
		for (let i = 0; i < count; i++) {
			const row = rows[i];
			if (shared[row] === 0) continue;
			const record = from + i;
			if (replaced[row] !== 0) saleRepeats[record] = 1;
			else if (
				!counts.isNew(target[row], sales.hashHigh.get(record), sales.hashLow.get(record), orders.file.get(row))
			) {
				saleRepeats[record] = 1;
			}
		}
	}
	const refundRepeats = new Uint8Array(refunds.length);
	const refundCounts = new RecordCounts(refunds.length);
	for (let i = 0; i < refunds.length; i++) {
		const isNew = refundCounts.isNew(
			refunds.code.get(i),
			refunds.hashHigh.get(i),
			refunds.hashLow.get(i),
			refunds.file.get(i)
		);
		if (!isNew) refundRepeats[i] = 1;
	}
	// From here on the file of an order is the newest one that holds its version.
	for (let row = 0; row < orders.length; row++) {
		if (shared[row] === 0 || target[row] === row || replaced[row] !== 0) continue;
		const first = target[row];
		if (age[orders.file.get(row)] > age[orders.file.get(first)]) orders.file.set(first, orders.file.get(row));
	}
	replacedOrders.sort((a, b) => a - b);
	return { target, replaced, saleRepeats, refundRepeats, replacedOrders };
}

/** Place of each file from old to new. */
function ranks(files: readonly FileAge[]): number[] {
	const sorted = [...files.keys()].sort(
		(a, b) =>
			(files[a].stamp ?? -Infinity) - (files[b].stamp ?? -Infinity) ||
			files[a].lastModified - files[b].lastModified ||
			a - b
	);
	const rank = new Array<number>(files.length).fill(0);
	for (const [place, file] of sorted.entries()) rank[file] = place;
	return rank;
}

/** Settles the versions of one order, rows in the order of the files. True when one of them replaced another. */
function settle(
	orders: OrderRows,
	files: readonly FileAge[],
	age: readonly number[],
	chain: readonly number[],
	target: Int32Array,
	replaced: Uint8Array
): boolean {
	const first = chain[0];
	let newest = NONE;
	for (const row of chain) {
		if ((orders.given.get(row) & GIVEN.header) === 0) continue;
		if (newest < 0 || age[orders.file.get(row)] > age[orders.file.get(newest)]) newest = row;
	}
	let conflict = false;
	for (const row of chain) {
		target[row] = first;
		if (newest < 0 || (orders.given.get(row) & GIVEN.header) === 0 || sameVersion(orders, files, row, newest)) continue;
		replaced[row] = 1;
		conflict = true;
	}
	if (conflict) {
		const stamp = files[orders.file.get(newest)].stamp ?? -Infinity;
		for (const row of chain) {
			const bare = (orders.given.get(row) & GIVEN.header) === 0;
			if (bare && (files[orders.file.get(row)].stamp ?? -Infinity) < stamp) replaced[row] = 1;
		}
	}
	if (replaced[first] !== 0) copyVersion(orders, newest, first);
	for (const row of chain) if (row !== first && replaced[row] === 0) complete(orders, row, first);
	return conflict;
}

function sameVersion(orders: OrderRows, files: readonly FileAge[], a: number, b: number): boolean {
	if (a === b) return true;
	const { versions, lines } = files[orders.file.get(a)];
	if (versions === 'none') return true;
	if (versions === 'record') {
		return orders.hashHigh.get(a) === orders.hashHigh.get(b) && orders.hashLow.get(a) === orders.hashLow.get(b);
	}
	const both = orders.given.get(a) & orders.given.get(b);
	for (const field of ORDER_AMOUNTS) {
		if ((both & GIVEN[field]) !== 0 && orders.amounts[field].get(a) !== orders.amounts[field].get(b)) return false;
	}
	for (const field of ['status', 'currency', 'payment_method', 'discount_code'] satisfies OrderCode[]) {
		const code = orders.codes[field].get(a);
		const other = orders.codes[field].get(b);
		if (code >= 0 && other >= 0 && code !== other) return false;
	}
	const customer = orders.customer.get(a);
	if (customer >= 0 && orders.customer.get(b) >= 0 && customer !== orders.customer.get(b)) return false;
	return lines || (orders.day.get(a) === orders.day.get(b) && orders.minute.get(a) === orders.minute.get(b));
}

/** Puts the order of one row in the place of another. */
function copyVersion(orders: OrderRows, from: number, to: number): void {
	for (const column of [
		orders.file,
		orders.customer,
		orders.customerRank,
		orders.day,
		orders.minute,
		orders.offset,
		orders.refundDay,
		orders.given
	]) {
		column.set(to, column.get(from));
	}
	for (const field of ORDER_CODES) orders.codes[field].set(to, orders.codes[field].get(from));
	for (const field of ORDER_AMOUNTS) orders.amounts[field].set(to, orders.amounts[field].get(from));
}

/** Gives `to` what it lacks and `from` has. */
function complete(orders: OrderRows, from: number, to: number): void {
	const given = orders.given.get(to);
	const news = orders.given.get(from) & ~given;
	for (const field of ORDER_AMOUNTS) {
		if ((news & GIVEN[field]) !== 0) orders.amounts[field].set(to, orders.amounts[field].get(from));
	}
	orders.given.set(to, given | news);
	for (const field of ORDER_CODES) {
		if (orders.codes[field].get(to) < 0) orders.codes[field].set(to, orders.codes[field].get(from));
	}
	const customer = orders.customer.get(from);
	const known = orders.customer.get(to);
	if (customer >= 0 && (known < 0 || orders.customerRank.get(from) < orders.customerRank.get(to))) {
		orders.customer.set(to, customer);
		orders.customerRank.set(to, orders.customerRank.get(from));
	}
	if (orders.refundDay.get(to) === NO_DAY) orders.refundDay.set(to, orders.refundDay.get(from));
	const day = orders.day.get(from);
	const firstDay = orders.day.get(to);
	if (day === NO_DAY) return;
	if (firstDay === NO_DAY || day < firstDay || (day === firstDay && orders.minute.get(from) < orders.minute.get(to))) {
		orders.day.set(to, day);
		orders.minute.set(to, orders.minute.get(from));
		orders.offset.set(to, orders.offset.get(from));
	}
}
