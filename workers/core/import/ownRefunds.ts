import { NO_DAY, NONE } from '../tables';
import { attachRefunds } from '../refunds/attach';
import type { AttachableLines } from '../refunds/attach';
import { namedRow } from './batches';
import type { Settled } from './numbering';
import { RECORD_KIND } from './saleRows';

/** What the refund rows of an order give back together. */
export interface GivenBack {
	amount: number;
	items: number;
}

/** A refund that stands as a row of its own, with what becomes of it. */
export interface OwnRefund {
	file: number;
	line: number;
	/** Order row that takes it, or NONE. */
	row: number;
	currency: number;
	amount: number;
	items: number;
}

/** Attaches refunds that stand as rows of their own to the orders of this import. */
export function attachOwnRows(
	settled: Settled,
	scale: number
): { rows: OwnRefund[]; byOrder: Map<number, GivenBack> | null } {
	const { stores, keep, keepRefund } = settled;
	const { orders, refunds, sales } = stores;
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
	const own: OwnRefund[] = [];
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
