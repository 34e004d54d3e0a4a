import { NONE } from '../tables';
import { PART_ROWS, readInts, readNumbers } from './columnReads';
import { UNKNOWN_CURRENCY } from './currencies';
import { WholeSum } from './decimalText';
import type { Settled } from './numbering';
import type { ReadFile } from './readFile';
import { RECORD_KIND } from './saleRows';
import type { SaleRows } from './saleRows';
import type { ImportReport } from './types';

const SAMPLES = 5;

/**
 * Lines that equal an earlier line of the same order in the same file, of all orders that are kept, counted or not.
 * Records that do not count again because another file of the run holds them are not among them.
 * @param money an amount of a currency code at a scale as text
 * @returns null: there are none
 */
export function repeatedLines(
	{ stores, set, keep }: Settled,
	files: readonly ReadFile[],
	money: (value: bigint, currency: number, scale: number) => string
): NonNullable<ImportReport['repeats']> | null {
	const { orders, sales, ids, dictionaries } = stores;
	if (sales.isOrderEach) return null;
	const targetOf = (row: number) => (set === null ? row : set.target[row]);
	const sums = new Map<number, WholeSum>();
	const met = new Uint8Array(orders.length);
	const samples: { record: number; row: number }[] = [];
	let records = 0;
	let several = 0;
	eachRepeat(sales, orders.length, (record, row) => {
		const target = targetOf(row);
		if ((keep !== null && keep[target] === 0) || set?.saleRepeats[record] === 1) return;
		records++;
		several += 1 - met[target];
		met[target] = 1;
		const currency = orders.codes.currency.get(target);
		const sum = sums.get(currency) ?? new WholeSum();
		sums.set(currency, sum);
		sum.add(sales.amount.get(record));
		if (samples.length < SAMPLES) samples.push({ record, row: target });
	});
	if (records === 0) return null;
	const lines = linesOf(
		sales,
		samples.map(({ record }) => record)
	);
	return {
		records,
		orders: several,
		money: Object.fromEntries(
			[...sums]
				.filter(([, sum]) => sum.value !== 0n)
				.map(([currency, sum]): [string, string] => [
					currency < 0 ? UNKNOWN_CURRENCY : dictionaries.currency.get(currency),
					money(sum.value, currency, sales.amount.scale)
				])
				.sort(([a], [b]) => (a < b ? -1 : 1))
		),
		samples: samples.map(({ record, row }, i) => ({
			...(files.length > 1 ? { file: files[sales.file(record)].file.name } : {}),
			line: lines[i],
			order: ids.get(orders.code(row))
		}))
	};
}

/** Calls `take` for each line that equals an earlier one of its order row, by order and then in the order of the file. */
function eachRepeat(sales: SaleRows, orders: number, take: (record: number, row: number) => void): void {
	const { records, hashes, ends, largest } = linesByOrder(sales, orders);
	let slots = 4;
	while (slots < 2 * largest) slots *= 2;
	// One small table for all orders: a slot that another order filled is free.
	const owner = new Int32Array(slots).fill(NONE);
	const held = new Int32Array(slots);
	let from = 0;
	for (let row = 0; row < orders; row++) {
		const to = ends[row];
		for (let at = from; at < to; at++) {
			let slot = hashes[at] & (slots - 1);
			while (
				owner[slot] === row &&
				(hashes[held[slot]] !== hashes[at] || !areEqual(sales, records[held[slot]], records[at]))
			) {
				slot = (slot + 1) & (slots - 1);
			}
			if (owner[slot] === row) {
				take(records[at], row);
				continue;
			}
			owner[slot] = row;
			held[slot] = at;
		}
		if (to >= 0) from = to;
	}
}

/** The lines of the orders that have several, by order, with a hash of each. */
interface LinesByOrder {
	records: Int32Array;
	hashes: Int32Array;
	/** End of each order's lines, which begin where those of the order before end; {@link NONE}: fewer than two. */
	ends: Int32Array;
	/** Most lines of an order. */
	largest: number;
}

function linesByOrder(sales: SaleRows, orders: number): LinesByOrder {
	const ends = new Int32Array(orders);
	const kinds = new Int32Array(PART_ROWS);
	for (const { from, orders: rows, count } of sales.parts()) {
		readInts(sales.kind, from, from + count, kinds);
		for (let i = 0; i < count; i++) if (kinds[i] !== RECORD_KIND.noLine) ends[rows[i]]++;
	}
	let total = 0;
	let largest = 0;
	for (let row = 0; row < orders; row++) {
		const count = ends[row];
		ends[row] = count < 2 ? NONE : total;
		if (count < 2) continue;
		total += count;
		largest = Math.max(largest, count);
	}
	const records = new Int32Array(total);
	const hashes = new Int32Array(total);
	if (total === 0) return { records, hashes, ends, largest };
	const columns = columnsOf(sales).filter((column) => !column.isBlank);
	const part = new Int32Array(PART_ROWS);
	const values = new Float64Array(PART_ROWS);
	for (const { from, orders: rows, count } of sales.parts()) {
		readInts(sales.kind, from, from + count, kinds);
		part.fill(0);
		for (const column of columns) mix(part, readNumbers(column, from, from + count, values), count);
		for (let i = 0; i < count; i++) {
			if (kinds[i] === RECORD_KIND.noLine || ends[rows[i]] < 0) continue;
			const at = ends[rows[i]]++;
			records[at] = from + i;
			hashes[at] = part[i];
		}
	}
	return { records, hashes, ends, largest };
}

/** What tells two lines of an order apart. */
function columnsOf({ product, quantity, unitPrice, amount, discount, moment }: SaleRows) {
	return [product, quantity, unitPrice, amount, discount, moment];
}

function areEqual({ product, quantity, unitPrice, amount, discount, moment }: SaleRows, a: number, b: number): boolean {
	return (
		product.get(a) === product.get(b) &&
		quantity.get(a) === quantity.get(b) &&
		amount.get(a) === amount.get(b) &&
		unitPrice.get(a) === unitPrice.get(b) &&
		discount.get(a) === discount.get(b) &&
		moment.get(a) === moment.get(b)
	);
}

function mix(hashes: Int32Array, values: Float64Array, count: number): void {
	for (let i = 0; i < count; i++) {
		const hash = Math.imul(hashes[i] ^ values[i], 0x9e3779b1);
		hashes[i] = hash ^ (hash >>> 15);
	}
}

/** Physical lines of a few records. */
function linesOf(sales: SaleRows, records: readonly number[]): number[] {
	const found = records.map(() => 0);
	const last = Math.max(...records);
	for (const { from, lines, count } of sales.parts()) {
		for (const [i, record] of records.entries()) {
			if (record >= from && record < from + count) found[i] = lines[record - from];
		}
		if (last < from + count) break;
	}
	return found;
}
