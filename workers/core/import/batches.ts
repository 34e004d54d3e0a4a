import { CHUNK_ROWS, DICTIONARY_FIELDS, LINE, NONE, NO_MINUTE, REFUND_LINK } from '../tables';
import type {
	DataSet,
	DecimalColumn,
	Dictionaries,
	IdentitiesTable,
	IntColumn,
	LinesTable,
	OrdersTable,
	ProductsTable,
	RefundsTable,
	Source,
	TextColumn
} from '../tables';
import type { AmountBlocks } from './amountBlocks';
import { DecimalBlocks, IntBlocks } from './bytes/blocks';
import { TextBlocks } from './bytes/texts';
import { readInts, readNumbers } from './columnReads';
import type { Numbering, Settled } from './numbering';
import { ORDER_CODES } from './orderRows';
import type { OrderRows } from './orderRows';
import { RECORD_KIND } from './saleRows';

/** The tables of a finished import, made batch by batch as they are asked for. */
export function dataSet(settled: Settled, numbering: Numbering, sources: Source[], firstSource: number): DataSet {
	const { dictionaries } = settled.stores;
	return {
		orders: orderBatches(settled, numbering, firstSource),
		lines: lineBatches(settled, numbering),
		refunds: refundBatches(settled, numbering, firstSource),
		identities: identityBatches(settled, numbering),
		products: productBatches(settled, numbering),
		dictionaries: Object.fromEntries(
			DICTIONARY_FIELDS.map((field) => [field, dictionaries[field].texts()])
		) as Dictionaries,
		sources
	};
}

/** Number under which the workspace knows an order row. */
function orderNumber({ order, firstOrder }: Numbering, row: number): number {
	return order === null ? firstOrder + row : order[row];
}

function isStored({ keep }: Settled, { stored }: Numbering, row: number): boolean {
	return (keep === null || keep[row] !== 0) && (stored === null || stored[row] !== 0);
}

function* orderBatches(settled: Settled, numbering: Numbering, firstSource: number): Generator<OrdersTable> {
	const { length } = settled.stores.orders;
	if (settled.keep === null && numbering.stored === null) {
		for (let from = 0; from < length; from += CHUNK_ROWS) {
			const to = Math.min(from + CHUNK_ROWS, length);
			yield ordersBatch(settled, numbering, firstSource, null, from, to);
			releaseOrders(settled, from, to);
		}
		return;
	}
	const { keep } = settled;
	const { stored } = numbering;
	for (const rows of chosen(keep ?? stored!, keep === null ? null : stored)) {
		yield ordersBatch(settled, numbering, firstSource, rows, 0, rows.length);
	}
}

/** Lets go of what only the batch of these orders needed, so that an import shrinks while it is stored. */
function releaseOrders({ stores, totals, flags }: Settled, from: number, to: number): void {
	const { orders } = stores;
	const { gross, discount, shipping, tax, total } = orders.amounts;
	const { currency, ...codes } = orders.codes;
	for (const column of [
		...[orders.day, orders.minute, orders.offset, orders.given, totals.units, totals.firstProduct, flags],
		...[gross, discount, shipping, tax, total],
		...Object.values(codes)
	]) {
		column.release(from, to);
	}
	// Refunds are told by the order's own columns, and follow.
	if (orders.amounts.refunds.isBlank) for (const column of [orders.customer, currency]) column.release(from, to);
}

/** Rows with a 1 in each of the marks, at most {@link CHUNK_ROWS} at a time. */
function* chosen(marks: Uint8Array, others: Uint8Array | null): Generator<Int32Array> {
	const rows = new Int32Array(CHUNK_ROWS);
	for (let from = 0; from < marks.length;) {
		let count = 0;
		while (from < marks.length && count < CHUNK_ROWS) {
			if (marks[from] !== 0 && (others === null || others[from] !== 0)) rows[count++] = from;
			from++;
		}
		if (count > 0) yield rows.slice(0, count);
	}
}

/** @param rows rows to take, or null: from..to */
function ordersBatch(
	settled: Settled,
	numbering: Numbering,
	firstSource: number,
	rows: Int32Array | null,
	from: number,
	to: number
): OrdersTable {
	const { orders, ids } = settled.stores;
	const length = to - from;
	const ints = (column: IntBlocks) => (rows === null ? column.range(from, to) : gather(column, rows));
	const amounts = (column: AmountBlocks): DecimalColumn =>
		rows === null ? column.range(from, to) : { values: gather(column, rows), scale: column.scale };
	const number = new Int32Array(length);
	if (numbering.order === null && rows === null) countUp(number, numbering.firstOrder + from);
	else for (let i = 0; i < length; i++) number[i] = orderNumber(numbering, rows === null ? from + i : rows[i]);
	const customer = new Int32Array(ints(orders.customer));
	renumber(customer, numbering.customer);
	const product = new Int32Array(ints(settled.totals.firstProduct));
	renumber(product, numbering.product);
	const flags = new Uint8Array(ints(settled.flags));
	if (settled.countAnyway !== 0) for (let i = 0; i < length; i++) flags[i] &= ~settled.countAnyway;
	const source = new Uint16Array(length).fill(firstSource);
	if (!orders.file.isBlank) {
		const files = ints(orders.file);
		for (let i = 0; i < length; i++) source[i] += files[i];
	}
	const codes = Object.fromEntries(ORDER_CODES.map((field) => [field, ints(orders.codes[field])])) as Record<
		(typeof ORDER_CODES)[number],
		IntColumn
	>;
	return {
		length,
		number,
		id: rows === null && orders.isStraight ? ids.textColumn(from, to) : ids.pick(idNumbers(orders, rows, from, to)),
		customer,
		day: ints(orders.day),
		minute: ints(orders.minute),
		offset: ints(orders.offset),
		flags,
		gross: amounts(orders.amounts.gross),
		discount: amounts(orders.amounts.discount),
		shipping: amounts(orders.amounts.shipping),
		tax: amounts(orders.amounts.tax),
		total: amounts(orders.amounts.total),
		units: { values: ints(settled.totals.units), scale: settled.totals.unitsScale },
		firstProduct: product,
		...codes,
		source
	};
}

function idNumbers(orders: OrderRows, rows: Int32Array | null, from: number, to: number): Int32Array {
	const codes = new Int32Array(to - from);
	for (let i = 0; i < codes.length; i++) codes[i] = orders.code(rows === null ? from + i : rows[i]);
	return codes;
}

function countUp(numbers: Int32Array, first: number): void {
	for (let i = 0; i < numbers.length; i++) numbers[i] = first + i;
}

/** Numbers of the workspace in place of the codes of the import. */
function renumber(codes: Int32Array, numbers: Int32Array): void {
	for (let i = 0; i < codes.length; i++) codes[i] = codes[i] < 0 ? NONE : numbers[codes[i]];
}

function* lineBatches(settled: Settled, numbering: Numbering): Generator<LinesTable> {
	const { sales } = settled.stores;
	const { set } = settled;
	const every = settled.keep === null && numbering.stored === null && set === null;
	const straight = every && numbering.order === null;
	const allLines = sales.kind.isBlank;
	const kinds = new Int32Array(CHUNK_ROWS);
	for (const { from, orders, count } of sales.parts(CHUNK_ROWS)) {
		const rows = new Int32Array(count);
		const numbers = new Int32Array(count);
		let length = 0;
		readInts(sales.kind, from, from + count, kinds);
		if (straight && allLines) {
			length = count;
			addTo(numbers, orders, numbering.firstOrder);
		} else {
			for (let i = 0; i < count; i++) {
				if (kinds[i] === RECORD_KIND.noLine) continue;
				const row = set === null ? orders[i] : set.target[orders[i]];
				if (!every && (!isStored(settled, numbering, row) || set?.saleRepeats[from + i] === 1)) continue;
				rows[length] = i;
				numbers[length++] = orderNumber(numbering, row);
			}
		}
		if (length === 0) continue;
		const all = length === count;
		const take = (values: IntColumn): IntColumn => {
			if (all) return values;
			const taken = values.slice(0, length);
			for (let i = 0; i < length; i++) taken[i] = values[rows[i]];
			return taken;
		};
		const decimals = (column: DecimalBlocks): DecimalColumn => {
			const { values, scale } = column.range(from, from + count);
			return { values: take(values), scale };
		};
		const product = new Int32Array(take(sales.product.range(from, from + count)));
		renumber(product, numbering.product);
		const kind = new Uint8Array(length);
		if (!allLines) {
			for (let i = 0; i < length; i++) {
				kind[i] = kinds[all ? i : rows[i]] === RECORD_KIND.shipping ? LINE.shipping : LINE.merchandise;
			}
		}
		yield {
			length,
			order: numbers.subarray(0, length),
			product,
			kind,
			quantity: decimals(sales.quantity),
			unitPrice: decimals(sales.unitPrice),
			listPrice: decimals(sales.listPrice),
			amount: decimals(sales.amount),
			discount: decimals(sales.discount)
		};
		for (const column of [
			...[sales.kind, sales.product, sales.moment],
			...[sales.quantity, sales.unitPrice, sales.listPrice, sales.amount, sales.discount]
		]) {
			column.release(from, from + count);
		}
	}
}

function addTo(out: Int32Array, values: Int32Array, addend: number): void {
	for (let i = 0; i < out.length; i++) out[i] = values[i] + addend;
}

/** Grows a batch of refunds row by row. */
class RefundBatch {
	readonly #id = new TextBlocks();
	readonly #link = new IntBlocks();
	readonly #order = new IntBlocks();
	readonly #orderRef = new TextBlocks();
	readonly #customer = new IntBlocks();
	readonly #day = new IntBlocks();
	readonly #minute = new IntBlocks();
	readonly #currency = new IntBlocks();
	readonly #product = new IntBlocks();
	readonly #quantity = new IntBlocks();
	readonly #amount = new IntBlocks();
	readonly #items = new IntBlocks();
	readonly #source = new IntBlocks();
	readonly #line = new IntBlocks();

	get length(): number {
		return this.#link.length;
	}

	push(
		ids: { id: Uint8Array; orderRef: Uint8Array },
		row: Record<
			| 'link'
			| 'order'
			| 'customer'
			| 'day'
			| 'minute'
			| 'currency'
			| 'product'
			| 'quantity'
			| 'amount'
			| 'items'
			| 'source'
			| 'line',
			number
		>
	): void {
		this.#id.push(ids.id, 0, ids.id.length);
		this.#orderRef.push(ids.orderRef, 0, ids.orderRef.length);
		this.#link.push(row.link);
		this.#order.push(row.order);
		this.#customer.push(row.customer);
		this.#day.push(row.day);
		this.#minute.push(row.minute);
		this.#currency.push(row.currency);
		this.#product.push(row.product);
		this.#quantity.push(row.quantity);
		this.#amount.push(row.amount);
		this.#items.push(row.items);
		this.#source.push(row.source);
		this.#line.push(row.line);
	}

	table(quantityScale: number, amountScale: number, itemsScale: number): RefundsTable {
		const { length } = this;
		const ints = (column: IntBlocks) => column.range(0, length);
		return {
			length,
			id: this.#id.range(0, length),
			link: ints(this.#link),
			order: ints(this.#order),
			orderRef: this.#orderRef.range(0, length),
			customer: ints(this.#customer),
			day: ints(this.#day),
			minute: ints(this.#minute),
			currency: ints(this.#currency),
			product: ints(this.#product),
			quantity: { values: ints(this.#quantity), scale: quantityScale },
			amount: { values: ints(this.#amount), scale: amountScale },
			items: { values: ints(this.#items), scale: itemsScale },
			source: ints(this.#source),
			line: ints(this.#line)
		};
	}
}

/** First what the orders' own records give back, then the rows of their own. */
function* refundBatches(settled: Settled, numbering: Numbering, firstSource: number): Generator<RefundsTable> {
	const { orders, refunds, ids } = settled.stores;
	const nothing = new Uint8Array(0);
	const { scale } = orders.amounts.refunds;
	let batch = new RefundBatch();
	const amounts = new Float64Array(CHUNK_ROWS);
	for (let row = 0; row < orders.length && !orders.amounts.refunds.isBlank; row++) {
		if (row % CHUNK_ROWS === 0)
			readNumbers(orders.amounts.refunds, row, Math.min(row + CHUNK_ROWS, orders.length), amounts);
		const amount = amounts[row % CHUNK_ROWS];
		if (amount === 0 || !isStored(settled, numbering, row)) continue;
		const customer = orders.customer.get(row);
		batch.push(
			{ id: nothing, orderRef: nothing },
			{
				link: REFUND_LINK.ofOrder,
				order: orderNumber(numbering, row),
				customer: customer < 0 ? NONE : numbering.customer[customer],
				day: orders.refundDay.get(row),
				minute: NO_MINUTE,
				currency: orders.codes.currency.get(row),
				product: NONE,
				quantity: 0,
				amount,
				items: amount,
				source: firstSource + orders.file.get(row),
				line: 0
			}
		);
		if (batch.length === CHUNK_ROWS) {
			yield batch.table(0, scale, scale);
			batch = new RefundBatch();
		}
	}
	if (batch.length > 0) yield batch.table(0, scale, scale);
	batch = new RefundBatch();
	const scales = [refunds.quantity.scale, refunds.amount.scale, refunds.items.scale] as const;
	for (let i = 0; i < refunds.length; i++) {
		if (settled.keepRefund[i] === 0 || numbering.storedRefund[i] === 0) continue;
		const code = refunds.code.get(i);
		const named = refunds.named.get(i) === 1;
		const row = named ? namedRow(settled, code) : NONE;
		const customer = refunds.customer.get(i);
		const product = refunds.product.get(i);
		const id = ids.view(code);
		batch.push(
			{ id, orderRef: named ? id : nothing },
			{
				link: named ? REFUND_LINK.named : REFUND_LINK.unnamed,
				order: row >= 0 ? orderNumber(numbering, row) : named ? (numbering.elsewhere.get(code) ?? NONE) : NONE,
				customer: customer < 0 ? NONE : numbering.customer[customer],
				day: refunds.day.get(i),
				minute: refunds.minute.get(i),
				currency: refunds.currency.get(i),
				product: product < 0 ? NONE : numbering.product[product],
				quantity: refunds.quantity.get(i),
				amount: refunds.amount.get(i),
				items: refunds.items.get(i),
				source: firstSource + refunds.file.get(i),
				line: refunds.line.get(i)
			}
		);
		if (batch.length === CHUNK_ROWS) {
			yield batch.table(...scales);
			batch = new RefundBatch();
		}
	}
	if (batch.length > 0) yield batch.table(...scales);
}

/** Row of the order with this id, when it goes on; else NONE. */
export function namedRow({ stores, set, keep }: Pick<Settled, 'stores' | 'set' | 'keep'>, code: number): number {
	const latest = stores.orders.row(code);
	const row = latest < 0 || set === null ? latest : set.target[latest];
	return row >= 0 && (keep === null || keep[row] !== 0) ? row : NONE;
}

function* identityBatches(settled: Settled, numbering: Numbering): Generator<IdentitiesTable> {
	const { customers } = settled.stores;
	customers.grow();
	for (const rows of chosen(numbering.newCustomer, null)) {
		const { length } = rows;
		const texts = (field: IntBlocks): TextColumn => {
			if (field.isBlank) return { bytes: new Uint8Array(0), offsets: new Int32Array(length + 1) };
			const column = new TextBlocks();
			for (let i = 0; i < length; i++) {
				const at = field.get(rows[i]);
				const text = at < 0 ? new Uint8Array(0) : customers.texts.view(at);
				column.push(text, 0, text.length);
			}
			return column.range(0, length);
		};
		yield {
			length,
			number: numbersOf(rows, numbering.customer),
			key: customers.keys.pick(rows),
			email: texts(customers.email),
			phone: texts(customers.phone),
			name: texts(customers.name),
			platformId: texts(customers.platformId),
			since: gather(customers.since, rows)
		};
	}
}

function* productBatches(settled: Settled, numbering: Numbering): Generator<ProductsTable> {
	const { products } = settled.stores;
	for (const rows of chosen(numbering.newProduct, null)) {
		const id = new TextBlocks();
		const name = new TextBlocks();
		const category = new TextBlocks();
		for (const code of rows) {
			id.pushText(products.id(code));
			name.pushText(products.name(code));
			category.pushText(products.category(code));
		}
		yield {
			length: rows.length,
			number: numbersOf(rows, numbering.product),
			id: id.range(0, rows.length),
			name: name.range(0, rows.length),
			category: category.range(0, rows.length)
		};
	}
}

function numbersOf(codes: Int32Array, numbers: Int32Array): Int32Array {
	const own = codes.slice();
	renumber(own, numbers);
	return own;
}

function gather(column: IntBlocks | AmountBlocks, rows: Int32Array): IntColumn {
	const { length } = rows;
	if (length === 0) return new Int8Array(0);
	const first = rows[0];
	const span = rows[length - 1] + 1 - first;
	if (span > 4 * length) {
		const values = new IntBlocks(0);
		for (let i = 0; i < length; i++) values.push(column.get(rows[i]));
		return values.range(0, length);
	}
	const range = column.range(first, first + span);
	const values = 'scale' in range ? range.values : range;
	const taken = values.slice(0, length);
	for (let i = 0; i < length; i++) taken[i] = values[rows[i] - first];
	return taken;
}
