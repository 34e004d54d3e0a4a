import { NO_DAY } from '../tables';
import { PART_ROWS, readInts, readNumbers, stringsOf } from './columnReads';
import { CustomerSums } from './customerSums';
import { WholeSum } from './decimalText';
import { monthsOfDays } from './months';
import type { Settled } from './numbering';
import { exclusionReason } from './orderFlags';
import { GIVEN } from './orderRows';
import type { OrderRows } from './orderRows';
import type { GivenBack } from './ownRefunds';
import type { ImportReport } from './types';

export const FIGURES = [
	'gross',
	'discounts',
	'shipping',
	'tax',
	'total',
	'refunds',
	'refunds_items',
	'net',
	'net_paid'
] as const;
type Figure = (typeof FIGURES)[number];
type Figures = Record<Figure, WholeSum>;

/** Warnings that are listed one by one; their number is told in the hints. */
const MOST_WARNINGS = 10_000;

interface Month {
	orders: number;
	net: Map<number, WholeSum>;
}

/** What the orders of an import add up to. */
export interface Found {
	read: number;
	counted: number;
	excluded: ImportReport['orders']['excluded'];
	/** What excluded orders charged, by reason and currency code. */
	excludedTotals: Map<string, Map<number, WholeSum>>;
	warnings: ImportReport['warnings'];
	/** Warnings beyond those listed. */
	manyWarnings: number;
	/** By currency code. */
	figures: Map<number, Figures>;
	/** By year × 12 + month from 0. */
	months: Map<number, Month>;
	firstDay: number | null;
	lastDay: number | null;
	customers: CustomerSums;
}

/** Columns of a part of the orders; rows that do not count are taken out of them. */
class Part {
	readonly currency = new Int32Array(PART_ROWS);
	readonly customer = new Int32Array(PART_ROWS);
	readonly days = new Int32Array(PART_ROWS);
	readonly figures = Object.fromEntries(FIGURES.map((figure) => [figure, new Float64Array(PART_ROWS)])) as Record<
		Figure,
		Float64Array
	>;
	/** Figures that are 0 in all orders. */
	readonly blank: ReadonlySet<Figure>;
	readonly #ints = new Int32Array(PART_ROWS);
	readonly #numbers = new Float64Array(PART_ROWS);

	/** @param refunded some order gives something back */
	constructor({ amounts }: OrderRows, refunded: boolean) {
		const blank = new Set<Figure>();
		if (amounts.discount.isBlank) blank.add('discounts');
		if (amounts.shipping.isBlank) blank.add('shipping');
		if (amounts.tax.isBlank) blank.add('tax');
		if (!refunded) blank.add('refunds').add('refunds_items');
		this.blank = blank;
	}

	read(orders: OrderRows, from: number, to: number): void {
		const { amounts } = orders;
		const { figures, blank } = this;
		readInts(orders.codes.currency, from, to, this.currency);
		readInts(orders.customer, from, to, this.customer);
		readInts(orders.day, from, to, this.days);
		readNumbers(amounts.gross, from, to, figures.gross);
		if (!blank.has('discounts')) readNumbers(amounts.discount, from, to, figures.discounts);
		if (!blank.has('shipping')) readNumbers(amounts.shipping, from, to, figures.shipping);
		if (!blank.has('tax')) readNumbers(amounts.tax, from, to, figures.tax);
		readNumbers(amounts.total, from, to, figures.total);
		if (!blank.has('refunds')) readNumbers(amounts.refunds, from, to, figures.refunds);
	}

	/** What is given back of the merchandise, and what stays: net of merchandise, and of what was paid. */
	derive(from: number, count: number, byOrder: ReadonlyMap<number, GivenBack> | null): void {
		const { gross, discounts, total, refunds, refunds_items: items, net, net_paid: paid } = this.figures;
		if (!this.blank.has('refunds')) {
			for (let i = 0; i < count; i++) items[i] = Math.min(refunds[i], Math.max(0, gross[i] - discounts[i]));
			if (byOrder !== null) {
				for (let i = 0; i < count; i++) {
					const own = byOrder.get(from + i);
					if (own === undefined) continue;
					refunds[i] = own.amount;
					items[i] = own.items;
				}
			}
		}
		subtract(net, gross, discounts, count);
		if (!this.blank.has('refunds')) subtract(net, net, items, count);
		subtract(paid, total, refunds, count);
	}

	/** Takes some rows alone, in this order. */
	choose(rows: Int32Array, count: number): void {
		for (const column of [this.currency, this.customer, this.days]) chooseInts(column, rows, count, this.#ints);
		for (const figure of FIGURES) {
			if (!this.blank.has(figure)) chooseNumbers(this.figures[figure], rows, count, this.#numbers);
		}
	}
}

function subtract(out: Float64Array, from: Float64Array, what: Float64Array, count: number): void {
	for (let i = 0; i < count; i++) out[i] = from[i] - what[i];
}

// One function a type of array, as everywhere in loops over columns.
function chooseInts(values: Int32Array, rows: Int32Array, count: number, scratch: Int32Array): void {
	scratch.set(values);
	for (let i = 0; i < count; i++) values[i] = scratch[rows[i]];
}

function chooseNumbers(values: Float64Array, rows: Int32Array, count: number, scratch: Float64Array): void {
	scratch.set(values);
	for (let i = 0; i < count; i++) values[i] = scratch[rows[i]];
}

/**
 * Adds the orders of an import up: a part at a time, and for each part one loop a figure.
 * @param byOrder what refund rows of their own give back, by order row
 * @param money an amount of a currency code as text
 */
export function addUp(
	settled: Settled,
	byOrder: ReadonlyMap<number, GivenBack> | null,
	money: (value: number, currency: number) => string
): Found {
	const { stores, keep, countAnyway, flags } = settled;
	const { orders, ids, customers } = stores;
	const refunded = byOrder !== null || !orders.amounts.refunds.isBlank;
	const part = new Part(orders, refunded);
	const found: Found = {
		read: 0,
		counted: 0,
		excluded: [],
		excludedTotals: new Map(),
		warnings: [],
		manyWarnings: 0,
		figures: new Map(),
		months: new Map(),
		firstDay: null,
		lastDay: null,
		customers: new CustomerSums(customers.keys.size)
	};
	const months = new MonthSums(orders, found.months);
	const warns = refunded || (orders.given.some & GIVEN.invalidEmail) !== 0;
	const bits = new Int32Array(PART_ROWS);
	const given = new Int32Array(PART_ROWS);
	const counted = new Int32Array(PART_ROWS);
	const left = new Int32Array(PART_ROWS);
	for (let from = 0; from < orders.length; from += PART_ROWS) {
		const rows = Math.min(PART_ROWS, orders.length - from);
		readInts(flags, from, from + rows, bits);
		part.read(orders, from, from + rows);
		part.derive(from, rows, byOrder);
		if (warns) warn(found, settled, part, from, rows, readInts(orders.given, from, from + rows, given), money);
		const { count, out } = split(bits, rows, ~countAnyway, keep?.subarray(from, from + rows) ?? null, counted, left);
		found.read += count + out;
		found.counted += count;
		const names = stringsOf(
			ids,
			left.subarray(0, out).map((i) => orders.code(from + i))
		);
		for (let k = 0; k < out; k++) {
			const reason = exclusionReason(bits[left[k]] & ~countAnyway)!;
			found.excluded.push({ order: names[k], reason });
			sumOf(found.excludedTotals, reason, part.currency[left[k]]).add(part.figures.total[left[k]]);
		}
		if (count === 0) continue;
		if (count < rows) part.choose(counted, count);
		found.customers.add(part.customer, part.currency, part.figures.net, count);
		addDays(found, part.days, count);
		for (const [unit, start, end] of byCurrency(part, count)) {
			let sums = found.figures.get(unit);
			if (sums === undefined) {
				sums = Object.fromEntries(FIGURES.map((figure) => [figure, new WholeSum()])) as Figures;
				found.figures.set(unit, sums);
			}
			for (const figure of FIGURES) {
				if (!part.blank.has(figure)) sums[figure].addAll(part.figures[figure], start, end);
			}
			months.add(part.days, part.figures.net, start, end, unit);
		}
	}
	return found;
}

function sumOf(sums: Found['excludedTotals'], reason: string, unit: number): WholeSum {
	const byCurrency = sums.get(reason) ?? new Map<number, WholeSum>();
	sums.set(reason, byCurrency);
	const sum = byCurrency.get(unit) ?? new WholeSum();
	byCurrency.set(unit, sum);
	return sum;
}

/** Tells the rows that count from those that are left out for a reason. */
function split(
	bits: Int32Array,
	rows: number,
	mask: number,
	keep: Uint8Array | null,
	counted: Int32Array,
	left: Int32Array
): { count: number; out: number } {
	let count = 0;
	let out = 0;
	for (let i = 0; i < rows; i++) {
		if (keep !== null && keep[i] === 0) continue;
		if ((bits[i] & mask) === 0) counted[count++] = i;
		else left[out++] = i;
	}
	return { count, out };
}

function warn(
	found: Found,
	{ stores, keep }: Settled,
	{ figures, currency }: Part,
	from: number,
	rows: number,
	given: Int32Array,
	money: (value: number, currency: number) => string
): void {
	const { orders, ids } = stores;
	const { refunds, total } = figures;
	for (let i = 0; i < rows; i++) {
		const invalid = (given[i] & GIVEN.invalidEmail) !== 0;
		const exceeds = refunds[i] > 0 && refunds[i] > total[i];
		if ((!invalid && !exceeds) || (keep !== null && keep[from + i] === 0)) continue;
		if (found.warnings.length >= MOST_WARNINGS) {
			found.manyWarnings++;
			continue;
		}
		const order = ids.get(orders.code(from + i));
		if (invalid) found.warnings.push({ order, reason: 'invalid_email' });
		if (exceeds) {
			const excess = money(refunds[i] - total[i], currency[i]);
			found.warnings.push({ order, reason: 'refund_exceeds_order', excess });
		}
	}
}

function addDays(found: Found, days: Int32Array, count: number): void {
	let first = days[0];
	let last = first;
	for (let i = 1; i < count; i++) {
		if (days[i] < first) first = days[i];
		else if (days[i] > last) last = days[i];
	}
	found.firstDay = found.firstDay === null ? first : Math.min(found.firstDay, first);
	found.lastDay = found.lastDay === null ? last : Math.max(found.lastDay, last);
}

function areSame(values: Int32Array, count: number): boolean {
	let differ = 0;
	for (let i = 1; i < count; i++) differ |= values[i] ^ values[0];
	return differ === 0;
}

/** Ranges of rows with one currency, for which the rows are sorted where there are several. */
function byCurrency(part: Part, count: number): [unit: number, start: number, end: number][] {
	const { currency } = part;
	if (areSame(currency, count)) return [[currency[0], 0, count]];
	const counts = new Map<number, number>();
	for (let i = 0; i < count; i++) counts.set(currency[i], (counts.get(currency[i]) ?? 0) + 1);
	const ranges: [number, number, number][] = [];
	const next = new Map<number, number>();
	let start = 0;
	for (const [unit, n] of counts) {
		ranges.push([unit, start, start + n]);
		next.set(unit, start);
		start += n;
	}
	const rows = new Int32Array(count);
	for (let i = 0; i < count; i++) {
		const at = next.get(currency[i])!;
		rows[at] = i;
		next.set(currency[i], at + 1);
	}
	part.choose(rows, count);
	return ranges;
}

/** First and last day of any order. */
function daySpan(orders: OrderRows): { low: number; high: number } {
	const days = new Int32Array(PART_ROWS);
	const span = { low: Infinity, high: -Infinity };
	for (let from = 0; from < orders.length; from += PART_ROWS) {
		const count = Math.min(PART_ROWS, orders.length - from);
		readInts(orders.day, from, from + count, days);
		widen(span, days, count);
	}
	return span;
}

function widen(span: { low: number; high: number }, days: Int32Array, count: number): void {
	let { low, high } = span;
	for (let i = 0; i < count; i++) {
		if (days[i] < low && days[i] !== NO_DAY) low = days[i];
		if (days[i] > high) high = days[i];
	}
	span.low = low;
	span.high = high;
}

/** Orders and net a month. */
class MonthSums {
	readonly #found: Map<number, Month>;
	readonly #firstDay: number;
	readonly #firstMonth: number;
	readonly #monthOf: Int32Array;
	readonly #orders: Int32Array;
	readonly #net: Float64Array;

	/** @param found is filled */
	constructor(orders: OrderRows, found: Map<number, Month>) {
		const { low, high } = daySpan(orders);
		const { first, months } = low > high ? { first: 0, months: new Int32Array(0) } : monthsOfDays(low, high);
		const length = (months.at(-1) ?? -1) + 1;
		this.#found = found;
		this.#firstDay = low;
		this.#firstMonth = first;
		this.#monthOf = months;
		this.#orders = new Int32Array(length);
		this.#net = new Float64Array(length);
	}

	/** Rows from..to, all of one currency. */
	add(days: Int32Array, net: Float64Array, from: number, to: number, unit: number): void {
		const monthOf = this.#monthOf;
		const firstDay = this.#firstDay;
		const orders = this.#orders.fill(0);
		const sums = this.#net.fill(0);
		let size = 0;
		for (let i = from; i < to; i++) {
			const month = monthOf[days[i] - firstDay];
			orders[month]++;
			sums[month] += net[i];
			size += net[i] < 0 ? -net[i] : net[i];
		}
		const exact = size <= Number.MAX_SAFE_INTEGER;
		for (let at = 0; at < orders.length; at++) {
			if (orders[at] === 0) continue;
			this.#month(at).orders += orders[at];
			if (exact) this.#sum(at, unit).add(sums[at]);
		}
		if (!exact) for (let i = from; i < to; i++) this.#sum(monthOf[days[i] - firstDay], unit).add(net[i]);
	}

	#month(at: number): Month {
		const key = this.#firstMonth + at;
		let month = this.#found.get(key);
		if (month === undefined) {
			month = { orders: 0, net: new Map() };
			this.#found.set(key, month);
		}
		return month;
	}

	#sum(at: number, unit: number): WholeSum {
		const { net } = this.#month(at);
		let sum = net.get(unit);
		if (sum === undefined) {
			sum = new WholeSum();
			net.set(unit, sum);
		}
		return sum;
	}
}
