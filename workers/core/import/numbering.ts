import { NONE, REFUND_LINK } from '../tables';
import type { DecimalColumn, LinesTable, OrdersTable } from '../tables';
import type { IntBlocks } from './bytes/blocks';
import { PART_ROWS, readInts } from './columnReads';
import type { FileSet } from './fileSet';
import type { LineTotals } from './orderTotals';
import { ORDER_CODES } from './orderRows';
import type { Stores } from './rowReader';
import { RECORD_KIND } from './saleRows';
import type { ImportBase, NextNumbers } from './types';

/** What a workspace numbering needs to know of a finished reading. */
export interface Settled {
	stores: Stores;
	set: FileSet | null;
	/** 1: the order goes on; null: all do. */
	keep: Uint8Array | null;
	flags: IntBlocks;
	/** Bits of flags that the person has said to count. */
	countAnyway: number;
	totals: LineTotals;
	/** 1: a refund row of its own that goes on. */
	keepRefund: Uint8Array;
	/** Stamp of each file. */
	stamps: (number | null)[];
}

/** Numbers of the workspace for the rows of this import, and what it does to rows that were there. */
export interface Numbering {
	/** By order row; null: row + `firstOrder`. */
	order: Int32Array | null;
	firstOrder: number;
	/** 1: the order is stored; null: every one that goes on is. */
	stored: Uint8Array | null;
	/** By customer code. */
	customer: Int32Array;
	/** 1: not in the workspace yet. */
	newCustomer: Uint8Array;
	product: Int32Array;
	newProduct: Uint8Array;
	/** 1: the refund row is stored. */
	storedRefund: Uint8Array;
	/** Number of an order of the workspace that a refund row names, by id number. */
	elsewhere: Map<number, number>;
	dropOrders: number[];
	dropRefunds: string[];
	next: NextNumbers;
	/** Orders that were there already with the same contents, and those that are newer there. */
	known: number;
	older: number;
}

/** What the question about a conflict shows. */
interface Conflict {
	order: string;
	old: string;
	new: string;
}

/** Numbers everything of a first import. */
export function numberAll(settled: Settled, start: NextNumbers): Numbering {
	const { stores, keep, keepRefund } = settled;
	const { customers, orders, products } = stores;
	const numbering: Numbering = {
		order: null,
		firstOrder: start.order,
		stored: null,
		customer: new Int32Array(customers.keys.size).fill(NONE),
		newCustomer: new Uint8Array(customers.keys.size),
		product: new Int32Array(products.keys.size).fill(NONE),
		newProduct: new Uint8Array(products.keys.size),
		storedRefund: keepRefund,
		elsewhere: new Map(),
		dropOrders: [],
		dropRefunds: [],
		next: { ...start },
		known: 0,
		older: 0
	};
	if (keep === null) numbering.next.order += orders.length;
	else {
		numbering.order = new Int32Array(orders.length).fill(NONE);
		for (let row = 0; row < orders.length; row++) {
			if (keep[row] !== 0) numbering.order[row] = numbering.next.order++;
		}
	}
	numberReferred(settled, numbering);
	return numbering;
}

/** Gives numbers to customers and products that something refers to and that have none yet, by first appearance. */
function numberReferred({ stores, set, keep, keepRefund }: Settled, numbering: Numbering): void {
	const { orders, sales, refunds } = stores;
	const referredCustomer = new Uint8Array(numbering.customer.length);
	const referredProduct = new Uint8Array(numbering.product.length);
	const codes = new Int32Array(PART_ROWS);
	const every = keep === null && set === null;
	for (let from = 0; from < orders.length; from += PART_ROWS) {
		const to = Math.min(from + PART_ROWS, orders.length);
		readInts(orders.customer, from, to, codes);
		if (!every) for (let i = 0; i < to - from; i++) if (keep !== null && keep[from + i] === 0) codes[i] = NONE;
		markReferred(codes, to - from, referredCustomer);
	}
	if (referredProduct.length > 0 && every) {
		for (let from = 0; from < sales.length; from += PART_ROWS) {
			const to = Math.min(from + PART_ROWS, sales.length);
			markReferred(readInts(sales.product, from, to, codes), to - from, referredProduct);
		}
	} else if (referredProduct.length > 0) {
		for (const { from, orders: rows, count } of sales.parts()) {
			readInts(sales.product, from, from + count, codes);
			for (let i = 0; i < count; i++) {
				if (keep !== null && keep[set === null ? rows[i] : set.target[rows[i]]] === 0) codes[i] = NONE;
			}
			markReferred(codes, count, referredProduct);
		}
	}
	for (let i = 0; i < refunds.length; i++) {
		if (keepRefund[i] === 0) continue;
		if (refunds.customer.get(i) >= 0) referredCustomer[refunds.customer.get(i)] = 1;
		if (refunds.product.get(i) >= 0) referredProduct[refunds.product.get(i)] = 1;
	}
	for (let code = 0; code < referredCustomer.length; code++) {
		if (referredCustomer[code] === 0 || numbering.customer[code] >= 0) continue;
		numbering.customer[code] = numbering.next.customer++;
		numbering.newCustomer[code] = 1;
	}
	for (let code = 0; code < referredProduct.length; code++) {
		if (referredProduct[code] === 0 || numbering.product[code] >= 0) continue;
		numbering.product[code] = numbering.next.product++;
		numbering.newProduct[code] = 1;
	}
}

function markReferred(codes: Int32Array, count: number, referred: Uint8Array): void {
	for (let i = 0; i < count; i++) if (codes[i] >= 0) referred[codes[i]] = 1;
}

/** An order that the workspace has too. */
interface Match {
	row: number;
	number: number;
	stamp: number | null;
	same: boolean;
	old: string;
}

/** An import laid beside a workspace: what stamps settle is settled, the rest are conflicts. */
export interface Comparison {
	/** Orders, and groups of refund rows, that differ and whose stamps do not tell which one is later. */
	conflicts: Conflict[];
	/** Finishes the numbering. @param takeNew what becomes of the conflicts */
	settle(takeNew: boolean): Numbering;
}

/**
 * Compares an import with a workspace: orders that are there keep their number; equal ones are not stored again, of others
 * the version with the later stamp stays. Reads the iterables of `base` once.
 */
export async function compareWith(settled: Settled, base: ImportBase): Promise<Comparison> {
	const { stores, set, keep, stamps } = settled;
	const { customers, ids, orders, products, refunds } = stores;
	const nothing = { keep: new Uint8Array(orders.length), keepRefund: new Uint8Array(refunds.length) };
	const numbering = numberAll({ ...settled, ...nothing }, base.next);
	const numbers = new Int32Array(orders.length).fill(NONE);
	numbering.order = numbers;
	numbering.storedRefund = settled.keepRefund.slice();
	for await (const batch of base.identities) {
		for (let i = 0; i < batch.length; i++) {
			const code = customers.keys.find(batch.key.bytes, batch.key.offsets[i], batch.key.offsets[i + 1]);
			if (code >= 0) numbering.customer[code] = batch.number[i];
		}
	}
	for await (const batch of base.products) {
		for (let i = 0; i < batch.length; i++) {
			const { bytes, offsets } = batch.id.offsets[i] < batch.id.offsets[i + 1] ? batch.id : batch.name;
			const code = products.keys.find(bytes, offsets[i], offsets[i + 1]);
			if (code >= 0) numbering.product[code] = batch.number[i];
		}
	}
	numberReferred(settled, numbering);

	const matches = new Map<number, Match>();
	for await (const batch of base.orders) {
		for (let i = 0; i < batch.length; i++) {
			const code = ids.find(batch.id.bytes, batch.id.offsets[i], batch.id.offsets[i + 1]);
			if (code < 0) continue;
			const latest = orders.row(code);
			const row = latest < 0 || set === null ? latest : set.target[latest];
			if (row < 0 || (keep !== null && keep[row] === 0)) {
				numbering.elsewhere.set(code, batch.number[i]);
				continue;
			}
			matches.set(batch.number[i], {
				row,
				number: batch.number[i],
				stamp: base.sources[batch.source[i]]?.stamp ?? null,
				same: sameOrder(batch, i, settled, numbering, row),
				old: describe(batch.day[i], decimalNumber(batch.total, i), base.dictionaries.status[batch.status[i]] ?? '')
			});
		}
	}
	await compareLines(matches, base, settled, numbering);
	const openRefunds = await compareRefunds(matches, base, settled, numbering);

	const stored = new Uint8Array(orders.length);
	if (keep === null) stored.fill(1);
	else stored.set(keep);
	numbering.stored = stored;
	const leave = (match: Match) => {
		stored[match.row] = 0;
		if (!match.same) numbering.older++;
	};
	const open: Match[] = [];
	for (const match of matches.values()) {
		numbers[match.row] = match.number;
		const own = stamps[orders.file.get(match.row)];
		if (match.same) {
			numbering.known++;
			leave(match);
		} else if (own === null || match.stamp === null || own === match.stamp) open.push(match);
		else if (own > match.stamp) numbering.dropOrders.push(match.number);
		else leave(match);
	}
	for (let row = 0; row < orders.length; row++) {
		if (numbers[row] < 0 && (keep === null || keep[row] !== 0)) numbers[row] = numbering.next.order++;
	}
	return {
		conflicts: [
			...open.map(({ row, old }) => ({ order: ids.get(orders.code(row)), old, new: describeRow(settled, row) })),
			...openRefunds.map((code) => ({ order: ids.get(code), old: '', new: '' }))
		],
		settle(takeNew) {
			for (const match of open) {
				if (takeNew) numbering.dropOrders.push(match.number);
				else leave(match);
			}
			for (const code of openRefunds) settleRefund(code, takeNew, settled, numbering);
			return numbering;
		}
	};
}

function describeRow({ stores }: Settled, row: number): string {
	const { orders, dictionaries } = stores;
	const { total } = orders.amounts;
	const status = orders.codes.status.get(row);
	const word = status < 0 ? '' : dictionaries.status.get(status);
	return describe(orders.day.get(row), total.get(row) / 10 ** total.scale, word);
}

function sameOrder(batch: OrdersTable, i: number, settled: Settled, numbering: Numbering, row: number): boolean {
	const { stores, flags, countAnyway, totals } = settled;
	const { orders } = stores;
	const customer = orders.customer.get(row);
	if (batch.customer[i] !== (customer < 0 ? NONE : numbering.customer[customer])) return false;
	if (batch.day[i] !== orders.day.get(row) || batch.minute[i] !== orders.minute.get(row)) return false;
	if (batch.offset[i] !== orders.offset.get(row) || batch.flags[i] !== (flags.get(row) & ~countAnyway)) return false;
	for (const field of ['gross', 'discount', 'shipping', 'tax', 'total'] as const) {
		const column = orders.amounts[field];
		if (!sameDecimal(batch[field], i, column.get(row), column.scale)) return false;
	}
	if (!sameDecimal(batch.units, i, totals.units.get(row), totals.unitsScale)) return false;
	return ORDER_CODES.every((field) => batch[field][i] === orders.codes[field].get(row));
}

function sameDecimal(column: DecimalColumn, i: number, value: number, scale: number): boolean {
	const most = Math.max(column.scale, scale);
	return column.values[i] * 10 ** (most - column.scale) === value * 10 ** (most - scale);
}

function decimalNumber(column: DecimalColumn, i: number): number {
	return column.values[i] / 10 ** column.scale;
}

function describe(day: number, total: number, status: string): string {
	return `${new Date(day * 86_400_000).toISOString().slice(0, 10)} ${total} ${status}`.trim();
}

/** Orders whose own fields are equal are the same only if their lines are: compared by a sum of hashes, whatever their sequence. */
async function compareLines(
	matches: Map<number, Match>,
	base: ImportBase,
	settled: Settled,
	numbering: Numbering
): Promise<void> {
	const byRow = new Map<number, { number: number; high: number; low: number }>();
	for (const { row, number, same } of matches.values()) if (same) byRow.set(row, { number, high: 0, low: 0 });
	if (byRow.size === 0) return;
	const { sales } = settled.stores;
	const { set } = settled;
	const decimals = [sales.quantity, sales.unitPrice, sales.listPrice, sales.amount, sales.discount];
	const hash = new LineHash();
	for (const { from, orders: rows, count } of sales.parts()) {
		for (let i = 0; i < count; i++) {
			const record = from + i;
			if (set !== null && set.saleRepeats[record] !== 0) continue;
			const sum = byRow.get(set === null ? rows[i] : set.target[rows[i]]);
			if (sum === undefined || sales.kind.get(record) === RECORD_KIND.noLine) continue;
			const product = sales.product.get(record);
			hash.begin(product < 0 ? NONE : numbering.product[product], sales.kind.get(record));
			for (const column of decimals) hash.decimal(column.get(record), column.scale);
			sum.high = (sum.high + hash.high) | 0;
			sum.low = (sum.low + hash.low) | 0;
		}
	}
	const byNumber = new Map([...byRow.values()].map((sum) => [sum.number, sum]));
	for await (const batch of base.lines()) subtractLines(batch, byNumber, hash);
	for (const [number, sum] of byNumber) {
		const match = matches.get(number);
		if (match !== undefined && (sum.high !== 0 || sum.low !== 0)) match.same = false;
	}
}

function subtractLines(batch: LinesTable, sums: Map<number, { high: number; low: number }>, hash: LineHash): void {
	const decimals = [batch.quantity, batch.unitPrice, batch.listPrice, batch.amount, batch.discount];
	for (let i = 0; i < batch.length; i++) {
		const sum = sums.get(batch.order[i]);
		if (sum === undefined) continue;
		hash.begin(batch.product[i], batch.kind[i]);
		for (const column of decimals) hash.decimal(column.values[i], column.scale);
		sum.high = (sum.high - hash.high) | 0;
		sum.low = (sum.low - hash.low) | 0;
	}
}

/** 64-bit hash of the values of a row, decimals whatever their scale. */
class LineHash {
	high = 0;
	low = 0;

	begin(a: number, b: number): void {
		this.high = 0x811c9dc5 | 0;
		this.low = 0x9e3779b1 | 0;
		this.add(a);
		this.add(b);
	}

	add(value: number): void {
		const words = [value | 0, Math.floor(value / 0x1_0000_0000) | 0];
		for (const word of words) {
			this.high = Math.imul(this.high ^ word, 0x85ebca6b);
			this.high ^= this.high >>> 15;
			this.low = Math.imul(this.low + word, 0xc2b2ae35) ^ (this.low >>> 13);
		}
	}

	decimal(value: number, scale: number): void {
		while (scale > 0 && value % 10 === 0) {
			value /= 10;
			scale--;
		}
		this.add(value);
		this.add(scale);
	}
}

interface RefundGroup {
	high: number;
	low: number;
	stamp: number | null;
}

/** Refunds of orders are compared by amount, refund rows as groups of one id. Returns ids of groups that no stamp decides. */
async function compareRefunds(
	matches: Map<number, Match>,
	base: ImportBase,
	settled: Settled,
	numbering: Numbering
): Promise<number[]> {
	const { orders, refunds, ids } = settled.stores;
	const hash = new LineHash();
	const groups = new Map<number, RefundGroup>();
	for (let i = 0; i < refunds.length; i++) {
		if (settled.keepRefund[i] === 0) continue;
		const code = refunds.code.get(i);
		const group = groups.get(code) ?? { high: 0, low: 0, stamp: settled.stamps[refunds.file.get(i)] };
		const customer = refunds.customer.get(i);
		const product = refunds.product.get(i);
		hash.begin(customer < 0 ? NONE : numbering.customer[customer], product < 0 ? NONE : numbering.product[product]);
		hash.add(refunds.day.get(i));
		hash.add(refunds.currency.get(i));
		hash.decimal(refunds.quantity.get(i), refunds.quantity.scale);
		hash.decimal(refunds.amount.get(i), refunds.amount.scale);
		hash.decimal(refunds.items.get(i), refunds.items.scale);
		group.high = (group.high + hash.high) | 0;
		group.low = (group.low + hash.low) | 0;
		groups.set(code, group);
	}
	const stored = new Map<number, RefundGroup>();
	const refunded = new Set<number>();
	for await (const batch of base.refunds) {
		for (let i = 0; i < batch.length; i++) {
			if (batch.link[i] === REFUND_LINK.ofOrder) {
				const match = matches.get(batch.order[i]);
				if (match === undefined) continue;
				refunded.add(match.number);
				const { amounts } = orders;
				if (!sameDecimal(batch.amount, i, amounts.refunds.get(match.row), amounts.refunds.scale)) match.same = false;
				continue;
			}
			const code = ids.find(batch.id.bytes, batch.id.offsets[i], batch.id.offsets[i + 1]);
			if (code < 0 || !groups.has(code)) continue;
			const group = stored.get(code) ?? { high: 0, low: 0, stamp: base.sources[batch.source[i]]?.stamp ?? null };
			hash.begin(batch.customer[i], batch.product[i]);
			hash.add(batch.day[i]);
			hash.add(batch.currency[i]);
			hash.decimal(batch.quantity.values[i], batch.quantity.scale);
			hash.decimal(batch.amount.values[i], batch.amount.scale);
			hash.decimal(batch.items.values[i], batch.items.scale);
			group.high = (group.high + hash.high) | 0;
			group.low = (group.low + hash.low) | 0;
			stored.set(code, group);
		}
	}
	for (const match of matches.values()) {
		if (!refunded.has(match.number) && orders.amounts.refunds.get(match.row) !== 0) match.same = false;
	}
	const open: number[] = [];
	for (const [code, old] of stored) {
		const group = groups.get(code)!;
		if (old.high === group.high && old.low === group.low) settleRefund(code, null, settled, numbering);
		else if (old.stamp !== null && group.stamp !== null && old.stamp !== group.stamp) {
			settleRefund(code, group.stamp > old.stamp, settled, numbering);
		} else open.push(code);
	}
	return open;
}

/** @param take true: the new rows take the place of the old; otherwise the old ones stay */
function settleRefund(code: number, take: boolean | null, settled: Settled, numbering: Numbering): void {
	const { refunds, ids } = settled.stores;
	if (take === true) {
		numbering.dropRefunds.push(ids.get(code));
		return;
	}
	for (let i = 0; i < refunds.length; i++) if (refunds.code.get(i) === code) numbering.storedRefund[i] = 0;
}
