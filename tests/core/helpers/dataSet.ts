import { DICTIONARY_FIELDS, NONE, NO_DAY, NO_MINUTE, OFFSET_UNKNOWN, REFUND_LINK } from '$workers/core/tables';
import type { DataSet, DecimalColumn, Dictionaries, OrdersTable, TextColumn } from '$workers/core/tables';

/** An order as a test writes it down; money in hundredths. */
export interface PlainOrder {
	id?: string;
	/** Customer key; none: a guest. */
	customer?: string;
	/** Day number, or "2024-03-31". */
	day: number | string;
	minute?: number;
	offset?: number;
	flags?: number;
	gross: number;
	discount?: number;
	shipping?: number;
	tax?: number;
	units?: number;
	currency?: string;
	country?: string;
	channel?: string;
	product?: number;
}

export interface PlainRefund {
	/** Id of the order it belongs to; none: it must look for one. */
	order?: string;
	/** Figure in the order's own record. */
	ofOrder?: boolean;
	customer?: string;
	day?: number | string;
	amount: number;
	items?: number;
	product?: number;
	quantity?: number;
	currency?: string;
}

export interface PlainLine {
	order: string;
	product: number;
	quantity: number;
}

export const dayOf = (date: number | string): number =>
	typeof date === 'number' ? date : Date.parse(`${date}T00:00:00Z`) / 86_400_000;

export function texts(values: string[]): TextColumn {
	const encoded = values.map((value) => new TextEncoder().encode(value));
	const offsets = new Int32Array(values.length + 1);
	encoded.forEach((bytes, i) => (offsets[i + 1] = offsets[i] + bytes.length));
	const bytes = new Uint8Array(offsets[values.length]);
	encoded.forEach((part, i) => bytes.set(part, offsets[i]));
	return { bytes, offsets };
}

interface Shape {
	/** Decimals of money; what tests write down is in these units. */
	scale?: number;
	/** Rows a batch. */
	batch?: number;
	lines?: PlainLine[];
}

/** A data set in the canonical tables, in batches. */
export function dataSet(
	orders: PlainOrder[],
	refunds: PlainRefund[] = [],
	{ scale = 2, batch = 65_536, lines = [] }: Shape = {}
): DataSet {
	const dictionaries = Object.fromEntries(DICTIONARY_FIELDS.map((field) => [field, []])) as unknown as Dictionaries;
	const codeBooks = new Map(DICTIONARY_FIELDS.map((field) => [field, new Map<string, number>()]));
	const code = (field: 'currency' | 'country' | 'channel', value: string | undefined): number => {
		if (value === undefined) return NONE;
		const book = codeBooks.get(field) as Map<string, number>;
		if (!book.has(value)) {
			book.set(value, book.size);
			dictionaries[field].push(value);
		}
		return book.get(value) as number;
	};
	const customers = new Map<string, number>();
	const customer = (key: string | undefined): number => {
		if (key === undefined) return NONE;
		if (!customers.has(key)) customers.set(key, customers.size);
		return customers.get(key) as number;
	};
	const ids = orders.map(({ id }, i) => id ?? `#${i}`);
	const numberOf = new Map(ids.map((id, i) => [id, i]));

	const ints = <T>(rows: T[], value: (row: T, i: number) => number): Int32Array => Int32Array.from(rows, value);
	const decimals = <T>(rows: T[], value: (row: T) => number, decimalsOf = scale): DecimalColumn => ({
		values: Float64Array.from(rows, value),
		scale: decimalsOf
	});
	const table = (rows: PlainOrder[], from: number): OrdersTable => {
		const none = new Int8Array(rows.length).fill(NONE);
		return {
			length: rows.length,
			number: ints(rows, (_, i) => from + i),
			id: texts(ids.slice(from, from + rows.length)),
			customer: ints(rows, (row) => customer(row.customer)),
			day: ints(rows, (row) => dayOf(row.day)),
			minute: ints(rows, (row) => row.minute ?? NO_MINUTE),
			offset: ints(rows, (row) => row.offset ?? OFFSET_UNKNOWN),
			flags: ints(rows, (row) => row.flags ?? 0),
			gross: decimals(rows, (row) => row.gross),
			discount: decimals(rows, (row) => row.discount ?? 0),
			shipping: decimals(rows, (row) => row.shipping ?? 0),
			tax: decimals(rows, (row) => row.tax ?? 0),
			total: decimals(rows, (row) => row.gross - (row.discount ?? 0) + (row.shipping ?? 0) + (row.tax ?? 0)),
			units: decimals(rows, (row) => row.units ?? 0, 0),
			firstProduct: ints(rows, (row) => row.product ?? NONE),
			currency: ints(rows, (row) => code('currency', row.currency ?? 'EUR')),
			country: ints(rows, (row) => code('country', row.country)),
			region: none,
			post_code: none,
			channel: ints(rows, (row) => code('channel', row.channel)),
			discount_code: none,
			payment_method: none,
			account: none,
			status: none,
			source: new Int8Array(rows.length)
		};
	};
	const batches: OrdersTable[] = [];
	for (let from = 0; from < orders.length; from += batch) batches.push(table(orders.slice(from, from + batch), from));
	const none = texts(refunds.map(() => ''));
	const refundsTable = {
		length: refunds.length,
		id: none,
		link: ints(refunds, ({ order, ofOrder }) =>
			ofOrder ? REFUND_LINK.ofOrder : order === undefined ? REFUND_LINK.unnamed : REFUND_LINK.named
		),
		order: ints(refunds, ({ order }) => (order === undefined ? NONE : (numberOf.get(order) ?? NONE))),
		orderRef: none,
		customer: ints(refunds, (row) => customer(row.customer)),
		day: ints(refunds, ({ day }) => (day === undefined ? NO_DAY : dayOf(day))),
		minute: ints(refunds, () => NO_MINUTE),
		currency: ints(refunds, (row) => code('currency', row.currency ?? 'EUR')),
		product: ints(refunds, ({ product }) => product ?? NONE),
		quantity: decimals(refunds, ({ quantity }) => quantity ?? 0, 0),
		amount: decimals(refunds, ({ amount }) => amount),
		items: decimals(refunds, ({ amount, items }) => items ?? amount),
		source: new Int8Array(refunds.length),
		line: new Int8Array(refunds.length)
	};
	const zeros = decimals(lines, () => 0);
	const linesTable = {
		length: lines.length,
		order: ints(lines, ({ order }) => numberOf.get(order) ?? NONE),
		product: ints(lines, ({ product }) => product),
		kind: new Int8Array(lines.length),
		quantity: decimals(lines, ({ quantity }) => quantity, 0),
		unitPrice: zeros,
		listPrice: zeros,
		amount: zeros,
		discount: zeros
	};
	const keys = [...customers.keys()];
	const empty = texts(keys.map(() => ''));
	return {
		orders: batches,
		lines: [linesTable],
		refunds: [refundsTable],
		identities: [
			{
				length: keys.length,
				number: ints(keys, (_, i) => i),
				key: texts(keys),
				email: empty,
				phone: empty,
				name: empty,
				platformId: empty,
				since: ints(keys, () => NO_DAY)
			}
		],
		products: [],
		dictionaries,
		sources: []
	};
}
