import { NO_DAY, NONE } from '../tables';
import { attachRefunds } from '../refunds/attach';
import type { AttachableLines } from '../refunds/attach';
import { namedRow } from './batches';
import { PART_ROWS, readInts, readNumbers, stringsOf } from './columnReads';
import { currencyExponent as exponentOf } from '../numeric/currencyExponent';
import { UNKNOWN_CURRENCY } from './currencies';
import { decimalText, WholeSum } from './decimalText';
import type { Run } from './finish';
import type { Numbering, Settled } from './numbering';
import { exclusionReason } from './orderFlags';
import type { OrderFlags } from './orderFlags';
import { GIVEN } from './orderRows';
import { REJECTED, SKIPPED } from './problems';
import { RECORD_KIND } from './saleRows';
import type { ByCustomerTable, ImportReport, Mapping } from './types';

const FIGURES = [
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
type Figures = Record<(typeof FIGURES)[number], WholeSum>;

/** Warnings that are listed one by one; their number is told in the hints. */
const MOST_WARNINGS = 10_000;

interface Month {
	orders: number;
	net: Map<number, WholeSum>;
}

/** What the refund rows of an order give back together. */
interface GivenBack {
	amount: number;
	items: number;
}

/** The reconciliation of an import: everything that `import.json` says. */
export function reconcile(
	run: Run,
	settled: Settled,
	status: OrderFlags,
	numbering: Numbering,
	mapping: Mapping
): { report: ImportReport; byCustomer: ByCustomerTable } {
	const { stores, files } = run;
	const { orders, problems, dictionaries, ids, customers } = stores;
	const { keep, countAnyway, flags } = settled;
	const { gross, discount, shipping, tax, total, refunds } = orders.amounts;
	const { scale } = gross;
	const currencies = dictionaries.currency.texts();
	const exponents = currencies.map(exponentOf);
	const money = (value: number | bigint, currency: number, at = scale) =>
		decimalText(value, at, exponents[currency] ?? 2);
	const attached = attachOwnRows(run, settled, scale);

	const figures = new Map<number, Figures>();
	const months = new Map<number, Month>();
	const monthOfDay = new Map<number, Month>();
	/** Orders × 256 + currency code: one place in memory a customer, for they come in no order. */
	const customerOrders = new Int32Array(customers.keys.size);
	const customerNet = new Float64Array(customers.keys.size);
	/** Figures in a customer's further currencies. */
	const further = new Map<string, { customer: number; currency: number; orders: number; net: number }>();
	const excludedOrders: ImportReport['orders']['excluded'] = [];
	const warnings: ImportReport['warnings'] = [];
	let manyWarnings = 0;
	let read = 0;
	let counted = 0;
	let withoutCustomer = 0;
	let firstDay: number | null = null;
	let lastDay: number | null = null;
	let unknownCurrency = false;
	let unit: number = NONE;
	let day: number = NO_DAY;
	// Rows of one day and currency mostly stand together: what belongs to them is looked up when they change.
	let sums = newFigures();
	let month: Month = { orders: 0, net: new Map() };
	let monthNet = new WholeSum();
	const [bits, given, days, customer, currency] = Array.from({ length: 5 }, () => new Int32Array(PART_ROWS));
	const [g, d, s, x, t, b] = Array.from({ length: 6 }, () => new Float64Array(PART_ROWS));
	for (let from = 0; from < orders.length; from += PART_ROWS) {
		const to = Math.min(from + PART_ROWS, orders.length);
		readInts(flags, from, to, bits);
		readInts(orders.given, from, to, given);
		readInts(orders.day, from, to, days);
		readInts(orders.customer, from, to, customer);
		readInts(orders.codes.currency, from, to, currency);
		readNumbers(gross, from, to, g);
		readNumbers(discount, from, to, d);
		readNumbers(shipping, from, to, s);
		readNumbers(tax, from, to, x);
		readNumbers(total, from, to, t);
		readNumbers(refunds, from, to, b);
		const leftOut: number[] = [];
		const reasons: string[] = [];
		for (let i = 0; i < to - from; i++) {
			const row = from + i;
			if (keep !== null && keep[row] === 0) continue;
			read++;
			const own = attached.byOrder?.get(row);
			const cap = Math.max(0, g[i] - d[i]);
			const back = own === undefined ? b[i] : own.amount;
			const backItems = own === undefined ? Math.min(b[i], cap) : own.items;
			if ((given[i] & GIVEN.invalidEmail) !== 0 || (back > 0 && back > t[i])) {
				const order = ids.get(orders.code(row));
				if (warnings.length >= MOST_WARNINGS) manyWarnings++;
				else {
					if ((given[i] & GIVEN.invalidEmail) !== 0) warnings.push({ order, reason: 'invalid_email' });
					if (back > 0 && back > t[i]) {
						warnings.push({ order, reason: 'refund_exceeds_order', excess: money(back - t[i], currency[i]) });
					}
				}
			}
			const reason = exclusionReason(bits[i] & ~countAnyway);
			if (reason !== null) {
				leftOut.push(orders.code(row));
				reasons.push(reason);
				continue;
			}
			counted++;
			const net = g[i] - d[i] - backItems;
			if (currency[i] !== unit) {
				unit = currency[i];
				sums = figures.get(unit) ?? newFigures();
				figures.set(unit, sums);
				unknownCurrency ||= currencies[unit] === UNKNOWN_CURRENCY;
				day = NO_DAY;
			}
			sums.gross.add(g[i]);
			if (d[i] !== 0) sums.discounts.add(d[i]);
			if (s[i] !== 0) sums.shipping.add(s[i]);
			if (x[i] !== 0) sums.tax.add(x[i]);
			sums.total.add(t[i]);
			if (back !== 0) {
				sums.refunds.add(back);
				sums.refunds_items.add(backItems);
			}
			sums.net.add(net);
			sums.net_paid.add(t[i] - back);
			if (days[i] !== day) {
				day = days[i];
				if (firstDay === null || day < firstDay) firstDay = day;
				if (lastDay === null || day > lastDay) lastDay = day;
				month = monthOfDay.get(day) ?? monthOf(day, months);
				monthOfDay.set(day, month);
				monthNet = month.net.get(unit) ?? new WholeSum();
				month.net.set(unit, monthNet);
			}
			month.orders++;
			monthNet.add(net);
			const who = customer[i];
			if (who < 0) withoutCustomer++;
			else if (customerOrders[who] === 0 || (customerOrders[who] & 255) === unit) {
				customerOrders[who] = customerOrders[who] === 0 ? 256 + unit : customerOrders[who] + 256;
				customerNet[who] += net;
			} else {
				const key = `${who} ${unit}`;
				const entry = further.get(key) ?? { customer: who, currency: unit, orders: 0, net: 0 };
				entry.orders++;
				entry.net += net;
				further.set(key, entry);
			}
		}
		const names = stringsOf(ids, Int32Array.from(leftOut));
		for (const [i, order] of names.entries()) excludedOrders.push({ order, reason: reasons[i] });
	}
	if (unknownCurrency) warnings.push({ reason: 'currency_unknown' });

	let people = 0;
	for (let code = 0; code < customerOrders.length; code++) if (customerOrders[code] > 0) people++;
	const byCustomer = customerTable(numbering, scale, people, further, customerOrders, customerNet);
	const report: ImportReport = {
		kind: 'orders',
		detect: [...new Set(files.map(({ binding }) => binding.layout))].sort(),
		files: files.map(({ file, binding, encoding, sniffed, records }) => ({
			name: file.name,
			layout: binding.layout,
			encoding,
			delimiter: sniffed.delimiter,
			header_line: sniffed.headerLine,
			bytes: file.size,
			records
		})),
		rows: {
			records: files.reduce((sum, file) => sum + file.records, 0),
			stored: files.reduce((sum, file) => sum + file.records, 0) - problems.length,
			rejected: problems.count(REJECTED),
			skipped: problems.count(SKIPPED)
		},
		rejectedBy: problems.countBy(REJECTED),
		skippedBy: problems.countBy(SKIPPED),
		warnings,
		orders: { read, counted, excluded: excludedOrders },
		excludedBy: countBy(excludedOrders),
		customers: people,
		ordersWithoutCustomer: withoutCustomer,
		totals: Object.fromEntries(
			[...figures]
				.map(([unit, sums]): [string, Record<string, string>] => [
					currencies[unit],
					Object.fromEntries(FIGURES.map((figure) => [figure, money(sums[figure].value, unit)]))
				])
				.sort(([a], [b]) => (a < b ? -1 : 1))
		),
		byMonth: Object.fromEntries(
			[...months]
				.sort(([a], [b]) => a - b)
				.map(([key, month]) => [
					monthText(key),
					{
						orders: month.orders,
						net: Object.fromEntries(
							[...month.net]
								.map(([unit, sum]): [string, string] => [currencies[unit], money(sum.value, unit)])
								.sort(([a], [b]) => (a < b ? -1 : 1))
						)
					}
				])
		),
		firstDay,
		lastDay,
		answered: run.answered,
		hints: hints(run, settled, status, numbering, manyWarnings, quietMonths([...months.keys()])),
		mapping: writtenOut(run, mapping),
		preset: run.preset
	};
	if (attached.rows.length > 0) {
		report.refundRows = attached.rows.map(({ file, line, row, currency, amount, items }) => ({
			...(files.length > 1 ? { file: files[file].file.name } : {}),
			line,
			order: row < 0 ? null : ids.get(orders.code(row)),
			currency: currencies[currency],
			amount: money(amount, currency),
			items: money(items, currency)
		}));
	}
	if (settled.set !== null && settled.set.replacedOrders.length > 0) {
		report.replacedOrders = settled.set.replacedOrders.map((row) => ids.get(orders.code(row)));
	}
	return { report, byCustomer };
}

function countBy(excluded: readonly { reason: string }[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { reason } of excluded) counts[reason] = (counts[reason] ?? 0) + 1;
	return counts;
}

function newFigures(): Figures {
	return Object.fromEntries(FIGURES.map((figure) => [figure, new WholeSum()])) as Figures;
}

function monthOf(day: number, months: Map<number, Month>): Month {
	const date = new Date(day * 86_400_000);
	const key = date.getUTCFullYear() * 12 + date.getUTCMonth();
	const month = months.get(key) ?? { orders: 0, net: new Map<number, WholeSum>() };
	months.set(key, month);
	return month;
}

function customerTable(
	numbering: Numbering,
	scale: number,
	people: number,
	further: ReadonlyMap<string, { customer: number; currency: number; orders: number; net: number }>,
	orders: Int32Array,
	net: Float64Array
): ByCustomerTable {
	const length = people + further.size;
	const table: ByCustomerTable = {
		length,
		customer: new Int32Array(length),
		orders: new Int32Array(length),
		currency: new Uint8Array(length),
		net: new Float64Array(length),
		scale
	};
	let i = 0;
	const add = (customer: number, count: number, unit: number, sum: number) => {
		table.customer[i] = numbering.customer[customer];
		table.orders[i] = count;
		table.currency[i] = unit;
		table.net[i++] = sum;
	};
	const rest = [...further.values()].sort((a, b) => a.customer - b.customer || a.currency - b.currency);
	let next = 0;
	for (let code = 0; code < orders.length; code++) {
		if (orders[code] === 0) continue;
		add(code, orders[code] >> 8, orders[code] & 255, net[code]);
		for (; next < rest.length && rest[next].customer === code; next++) {
			add(code, rest[next].orders, rest[next].currency, rest[next].net);
		}
	}
	return table;
}

interface OwnRow {
	file: number;
	line: number;
	/** Order row that takes it, or NONE. */
	row: number;
	currency: number;
	amount: number;
	items: number;
}

/** Attaches refunds that stand as rows of their own to the orders of this import. */
function attachOwnRows(
	{ stores }: Run,
	settled: Settled,
	scale: number
): { rows: OwnRow[]; byOrder: Map<number, GivenBack> | null } {
	const { orders, refunds, sales } = stores;
	const { keep, keepRefund } = settled;
	const kept = Int32Array.from(keepRefund.keys()).filter((i) => keepRefund[i] === 1);
	if (kept.length === 0) return { rows: [], byOrder: null };
	const named = Int32Array.from(kept, (i) =>
		refunds.named.get(i) === 1 ? namedRow(settled, refunds.code.get(i)) : NONE
	);

	// Only orders that could take one: those named, and those of customers with a refund that names none.
	const wanted = new Uint8Array(orders.length);
	const customers = new Uint8Array(stores.customers.keys.size);
	for (const [k, i] of kept.entries()) {
		if (named[k] >= 0) wanted[named[k]] = 1;
		else if (refunds.customer.get(i) >= 0) customers[refunds.customer.get(i)] = 1;
	}
	const rows: number[] = [];
	const place = new Int32Array(orders.length).fill(NONE);
	for (let row = 0; row < orders.length; row++) {
		const customer = orders.customer.get(row);
		if ((keep !== null && keep[row] === 0) || (wanted[row] === 0 && (customer < 0 || customers[customer] === 0)))
			continue;
		place[row] = rows.length;
		rows.push(row);
	}
	const { gross, discount, total } = orders.amounts;
	const ofOrder = rows.filter((row) => orders.amounts.refunds.get(row) !== 0);
	const factor = 10 ** (scale - refunds.amount.scale);
	const itemsFactor = 10 ** (scale - refunds.items.scale);
	const quantityScale = Math.max(sales.quantity.scale, refunds.quantity.scale);
	const amounts = [
		...ofOrder.map((row) => orders.amounts.refunds.get(row)),
		...Array.from(kept, (i) => refunds.amount.get(i) * factor)
	];
	const items = [
		...ofOrder.map((row) => orders.amounts.refunds.get(row)),
		...Array.from(kept, (i) => refunds.items.get(i) * itemsFactor)
	];
	const blank = (value: number) => ofOrder.map(() => value);
	const result = attachRefunds(
		{
			length: rows.length,
			position: rows,
			customer: rows.map((row) => orders.customer.get(row)),
			currency: rows.map((row) => orders.codes.currency.get(row)),
			day: rows.map((row) => orders.day.get(row)),
			minute: rows.map((row) => orders.minute.get(row)),
			total: rows.map((row) => total.get(row)),
			cap: rows.map((row) => gross.get(row) - discount.get(row))
		},
		merchandise(settled, place, 10 ** (quantityScale - sales.quantity.scale)),
		{
			length: ofOrder.length + kept.length,
			order: [...ofOrder.map((row) => place[row]), ...Array.from(named, (row) => (row < 0 ? NONE : place[row]))],
			customer: [...blank(NONE), ...Array.from(kept, (i) => refunds.customer.get(i))],
			currency: [...blank(NONE), ...Array.from(kept, (i) => refunds.currency.get(i))],
			day: [...blank(NO_DAY), ...Array.from(kept, (i) => refunds.day.get(i))],
			minute: [...blank(NONE), ...Array.from(kept, (i) => refunds.minute.get(i))],
			product: [...blank(NONE), ...Array.from(kept, (i) => refunds.product.get(i))],
			quantity: [
				...blank(0),
				...Array.from(kept, (i) => refunds.quantity.get(i) * 10 ** (quantityScale - refunds.quantity.scale))
			],
			amount: amounts,
			items
		}
	);
	const byOrder = new Map<number, GivenBack>();
	const own: OwnRow[] = [];
	for (let k = 0; k < amounts.length; k++) {
		const row = result.order[k] < 0 ? NONE : rows[result.order[k]];
		if (row >= 0) {
			const back = byOrder.get(row) ?? { amount: 0, items: 0 };
			back.amount += amounts[k];
			back.items += result.items[k];
			byOrder.set(row, back);
		}
		if (k < ofOrder.length) continue;
		const i = kept[k - ofOrder.length];
		own.push({
			file: refunds.file.get(i),
			line: refunds.line.get(i),
			row,
			currency: refunds.currency.get(i),
			amount: amounts[k],
			items: result.items[k]
		});
	}
	return { rows: own, byOrder };
}

/** Merchandise lines of the orders that have a place. */
function* merchandise(settled: Settled, place: Int32Array, factor: number): Generator<AttachableLines> {
	const { sales } = settled.stores;
	const { set } = settled;
	for (const { from, orders, count } of sales.parts()) {
		const kind = sales.kind.range(from, from + count);
		const values = sales.quantity.range(from, from + count).values;
		const order = new Int32Array(count);
		const quantity = new Float64Array(count);
		for (let i = 0; i < count; i++) {
			const skip = kind[i] !== RECORD_KIND.merchandise || set?.saleRepeats[from + i] === 1;
			order[i] = skip ? NONE : place[set === null ? orders[i] : set.target[orders[i]]];
			quantity[i] = values[i] * factor;
		}
		yield { length: count, order, product: sales.product.range(from, from + count), quantity };
	}
}

function hints(
	{ stores, files }: Run,
	settled: Settled,
	status: OrderFlags,
	numbering: Numbering,
	manyWarnings: number,
	quiet: string[]
): ImportReport['hints'] {
	const { orders, ids } = stores;
	const { totals } = settled;
	const found: ImportReport['hints'] = [];
	const add = (code: string, count: number, samples: string[]) => {
		if (count > 0) found.push({ code, count, samples });
	};
	const unknown = [...status.unknown].sort((a, b) => b.orders - a.orders);
	add(
		'unknown_status',
		unknown.reduce((sum, entry) => sum + entry.orders, 0),
		unknown.slice(0, 10).map(({ word }) => word.slice(0, 200))
	);
	add(
		'sums_do_not_tie',
		totals.untied.count,
		totals.untied.samples.map((row) => ids.get(orders.code(row)))
	);
	add(
		'rounded_values',
		files.reduce((sum, file) => sum + file.rounded, 0),
		files.filter((file) => file.rounded > 0).map(({ file }) => file.name)
	);
	add(
		'order_fields_differ',
		files.reduce((sum, file) => sum + file.differing, 0),
		stringsOf(ids, Int32Array.from(files.flatMap((file) => file.differingOrders).slice(0, 3)))
	);
	const bare = bareOrders(settled);
	add('begins_inside_order', bare.count, bare.samples);
	add('months_without_orders', quiet.length, quiet.slice(0, 12));
	const ends = files.filter((file) => file.endsInside);
	add(
		'ends_inside_order',
		ends.length,
		ends.map(({ file }) => file.name)
	);
	const guessed = files.filter((file) => file.encodingGuessed);
	add(
		'encoding_guessed',
		guessed.length,
		guessed.map(({ file }) => file.name)
	);
	add('more_warnings', manyWarnings, []);
	add('already_stored', numbering.known, []);
	add('newer_version_stored', numbering.older, []);
	return found;
}

/** Orders of which only further rows are there: a file that begins inside them. */
function bareOrders({ stores, set }: Settled): { count: number; samples: string[] } {
	const { orders, ids } = stores;
	const given = new Int32Array(PART_ROWS);
	const samples: string[] = [];
	let count = 0;
	for (let row = 0; row < orders.length; row++) {
		if (row % PART_ROWS === 0) readInts(orders.given, row, Math.min(row + PART_ROWS, orders.length), given);
		if ((given[row % PART_ROWS] & GIVEN.header) !== 0 || (set !== null && set.target[row] !== row)) continue;
		count++;
		if (samples.length < 3) samples.push(ids.get(orders.code(row)));
	}
	return { count, samples };
}

function monthText(month: number): string {
	return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
}

/** Months between the first and the last one that hold no counted order. */
function quietMonths(months: number[]): string[] {
	const held = new Set(months);
	const quiet: string[] = [];
	for (let month = Math.min(...months); month < Math.max(...months); month++) {
		if (!held.has(month)) quiet.push(monthText(month));
	}
	return quiet;
}

/** The mapping in force with every choice written out, for the record and for reuse. */
function writtenOut({ files }: Run, mapping: Mapping): Mapping {
	const [first] = files;
	const out: Mapping = { ...mapping };
	if (mapping.columns !== undefined) {
		out.header = first.sniffed.headerLine > 0;
		out.delimiter = first.sniffed.delimiter;
		if (!first.binding.fields.has('order_id')) out.orders_by = mapping.orders_by ?? 'row';
	}
	return out;
}
