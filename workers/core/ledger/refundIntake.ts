import { attachRefunds } from '../refunds/attach';
import { LINE, NONE, REFUND_LINK } from '../tables';
import type { DecimalColumn, LinesTable, OrdersTable, RefundsTable } from '../tables';

/** What became of a refund: the order that takes it and the merchandise part that lowers net. */
export interface PlacedRefund {
	/** Order number, or NONE: it fits no order. */
	order: number;
	customer: number;
	/** NO_DAY where undated. */
	day: number;
	/** Code in the dictionary. */
	currency: number;
	/** Positive, at the scale asked for. */
	amount: number;
	/** Place in the refunds table. */
	row: number;
}

/** A decimal column whose rows come at several scales. */
class Decimals {
	scale = 0;
	private readonly values: number[] = [];
	private readonly scales: number[] = [];

	push(column: DecimalColumn, row: number): void {
		this.values.push(column.values[row]);
		this.scales.push(column.scale);
		this.scale = Math.max(this.scale, column.scale);
	}

	at(scale: number): Float64Array {
		return Float64Array.from(this.values, (value, i) => value * 10 ** (scale - this.scales[i]));
	}
}

/** Numbers of 0 and above, as a byte each. */
class Marks {
	private marks = new Uint8Array(1024);

	add(number: number): void {
		if (number < 0) return;
		if (number >= this.marks.length) {
			const more = new Uint8Array(Math.max(number + 1, this.marks.length * 2));
			more.set(this.marks);
			this.marks = more;
		}
		this.marks[number] = 1;
	}

	has(number: number): boolean {
		return number >= 0 && number < this.marks.length && this.marks[number] === 1;
	}
}

/**
 * Gathers refunds, then of the orders and lines only those that a refund could touch (excluded orders too: they are
 * candidates like any other), and attaches when all are there.
 */
export class RefundIntake {
	private readonly refunds = {
		order: [] as number[],
		customer: [] as number[],
		currency: [] as number[],
		day: [] as number[],
		minute: [] as number[],
		product: [] as number[],
		quantity: new Decimals(),
		amount: new Decimals(),
		items: new Decimals()
	};
	private readonly orders = {
		number: [] as number[],
		customer: [] as number[],
		currency: [] as number[],
		day: [] as number[],
		minute: [] as number[],
		total: new Decimals(),
		gross: new Decimals(),
		discount: new Decimals()
	};
	private readonly lines = { order: [] as number[], product: [] as number[], quantity: new Decimals() };
	private readonly rowOf = new Map<number, number>();
	private readonly named = new Marks();
	private readonly customers = new Marks();
	private readonly products = new Marks();

	get length(): number {
		return this.refunds.order.length;
	}

	/** Decimals that money needs at least. */
	get scale(): number {
		return Math.max(this.refunds.items.scale, this.orders.gross.scale, this.orders.discount.scale);
	}

	/** Some refund must look for its order by product. */
	needsLines = false;

	addRefunds(batch: RefundsTable): void {
		const { refunds } = this;
		for (let i = 0; i < batch.length; i++) {
			refunds.order.push(batch.order[i]);
			refunds.customer.push(batch.customer[i]);
			refunds.currency.push(batch.currency[i]);
			refunds.day.push(batch.day[i]);
			refunds.minute.push(batch.minute[i]);
			refunds.product.push(batch.product[i]);
			refunds.quantity.push(batch.quantity, i);
			refunds.amount.push(batch.amount, i);
			refunds.items.push(batch.items, i);
			if (batch.order[i] >= 0) this.named.add(batch.order[i]);
			else if (batch.link[i] !== REFUND_LINK.ofOrder) {
				this.customers.add(batch.customer[i]);
				this.products.add(batch.product[i]);
				if (batch.product[i] >= 0 && batch.customer[i] >= 0) this.needsLines = true;
			}
		}
	}

	addOrders(batch: OrdersTable): void {
		if (this.length === 0) return;
		const { orders } = this;
		for (let i = 0; i < batch.length; i++) {
			if (!this.named.has(batch.number[i]) && !this.customers.has(batch.customer[i])) continue;
			this.rowOf.set(batch.number[i], orders.number.length);
			orders.number.push(batch.number[i]);
			orders.customer.push(batch.customer[i]);
			orders.currency.push(batch.currency[i]);
			orders.day.push(batch.day[i]);
			orders.minute.push(batch.minute[i]);
			orders.total.push(batch.total, i);
			orders.gross.push(batch.gross, i);
			orders.discount.push(batch.discount, i);
		}
	}

	addLines(batch: LinesTable): void {
		if (!this.needsLines) return;
		for (let i = 0; i < batch.length; i++) {
			if (batch.kind[i] !== LINE.merchandise || !this.products.has(batch.product[i])) continue;
			const row = this.rowOf.get(batch.order[i]);
			if (row === undefined) continue;
			this.lines.order.push(row);
			this.lines.product.push(batch.product[i]);
			this.lines.quantity.push(batch.quantity, i);
		}
	}

	/** @param scale decimals of the amounts returned, at least `this.scale` */
	place(scale: number): PlacedRefund[] {
		const { refunds, orders, lines } = this;
		const common = Math.max(scale, refunds.amount.scale, orders.total.scale);
		const pieces = Math.max(refunds.quantity.scale, lines.quantity.scale);
		const discount = orders.discount.at(common);
		const items = refunds.items.at(common);
		const attached = attachRefunds(
			{
				length: orders.number.length,
				position: orders.number,
				customer: orders.customer,
				currency: orders.currency,
				day: orders.day,
				minute: orders.minute,
				total: orders.total.at(common),
				cap: orders.gross.at(common).map((gross, i) => gross - discount[i])
			},
			[{ length: lines.order.length, order: lines.order, product: lines.product, quantity: lines.quantity.at(pieces) }],
			{
				length: refunds.order.length,
				order: refunds.order.map((number) => this.rowOf.get(number) ?? NONE),
				customer: refunds.customer,
				currency: refunds.currency,
				day: refunds.day,
				minute: refunds.minute,
				product: refunds.product,
				quantity: refunds.quantity.at(pieces),
				amount: refunds.amount.at(common),
				items
			}
		);
		// What is merchandise has at most the decimals of `scale`: the division is exact.
		const toScale = 10 ** (common - scale);
		return Array.from({ length: refunds.order.length }, (_, i) => ({
			order: attached.order[i] < 0 ? NONE : orders.number[attached.order[i]],
			customer: refunds.customer[i],
			day: refunds.day[i],
			currency: refunds.currency[i],
			amount: (attached.order[i] < 0 ? items[i] : attached.items[i]) / toScale,
			row: i
		})).filter(({ amount }) => amount > 0);
	}
}
