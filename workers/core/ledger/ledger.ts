import type { CountingDefinition } from '../counting';
import { EXCLUSION_REASONS, NO_DAY, NONE, OFFSET_UTC, STATUS } from '../tables';
import type {
	DataSet,
	DecimalColumn,
	Dictionaries,
	ExclusionReason,
	LinesTable,
	OrdersTable,
	RefundsTable
} from '../tables';
import { ColumnBuilder, isZero, narrowed } from './columnBuilder';
import { wallClock } from './localTime';
import { mergeSameDay } from './mergeSameDay';
import { sortOrders } from './order';
import { RefundIntake } from './refundIntake';
import type { PlacedRefund } from './refundIntake';
import type { Ledger, LedgerColumn, RefundEvents } from './types';

/** Minutes of a day and one more for "not known", which sorts first. */
const MOMENTS = 1441;

/** Filled batch by batch: all refunds first, then all orders, then (where `needsLines` says so) all lines; then finished once. */
export interface LedgerBuilder {
	/** @throws Error after the first batch of orders, which are looked at for what refunds need of them */
	addRefunds(batch: RefundsTable): void;
	/** @throws RangeError when an amount leaves the safe integers at the ledger's scale */
	addOrders(batch: OrdersTable): void;
	/** A refund names a product and no order: lines decide. Known once all refunds are in. */
	readonly needsLines: boolean;
	addLines(batch: LinesTable): void;
	finish(): Ledger;
}

/**
 * Opens orders: those that count become columns sorted by (customer, day, minute, order number).
 * @param dictionaries of the revision; only currency, country and channel are looked at
 * @param expectedOrders rows of the orders table, excluded ones too; a wrong number costs time, nothing else
 */
export const ledgerBuilder = (
	counting: CountingDefinition,
	dictionaries: Pick<Dictionaries, 'currency' | 'country' | 'channel'>,
	expectedOrders: number
): LedgerBuilder => new Builder(counting, dictionaries, expectedOrders);

/** Opens a data set that is in memory. */
export function openLedger(counting: CountingDefinition, data: DataSet): Ledger {
	const orders = [...data.orders];
	const builder = ledgerBuilder(
		counting,
		data.dictionaries,
		orders.reduce((rows, batch) => rows + batch.length, 0)
	);
	for (const batch of data.refunds) builder.addRefunds(batch);
	for (const batch of orders) builder.addOrders(batch);
	if (builder.needsLines) for (const batch of data.lines) builder.addLines(batch);
	return builder.finish();
}

class Builder implements LedgerBuilder {
	private readonly refunds = new RefundIntake();
	private readonly excluded: Record<ExclusionReason, number> = { cancelled: 0, test: 0, voided: 0, unpaid: 0 };
	private readonly excludeMask: number;
	private readonly toLocal: ((utcMinute: number) => number) | null;
	/** Dictionary code + 1 → index of the currency, in order of first appearance. */
	private readonly currencyOf: number[] = [];
	private readonly currencyCodes: number[] = [];
	private scale = 0;
	private unitScale = 0;
	private started = false;

	private readonly customer: ColumnBuilder;
	private readonly number: ColumnBuilder;
	private readonly moment: ColumnBuilder;
	private readonly currency: ColumnBuilder;
	private readonly country: ColumnBuilder;
	private readonly channel: ColumnBuilder;
	private readonly firstProduct: ColumnBuilder;
	private readonly gross: ColumnBuilder;
	private readonly discount: ColumnBuilder;
	/** Tax and shipping where they belong to an order's value; else stays empty. */
	private readonly extras: ColumnBuilder[];
	private readonly units: ColumnBuilder;

	constructor(
		private readonly counting: CountingDefinition,
		private readonly dictionaries: Pick<Dictionaries, 'currency' | 'country' | 'channel'>,
		expectedOrders: number
	) {
		const column = (): ColumnBuilder => new ColumnBuilder(expectedOrders);
		this.customer = column();
		this.number = column();
		this.moment = column();
		this.currency = column();
		this.country = column();
		this.channel = column();
		this.firstProduct = column();
		this.gross = column();
		this.discount = column();
		this.extras = [counting.includeTax, counting.includeShipping].filter(Boolean).map(column);
		this.units = column();
		this.excludeMask = counting.exclude.reduce((mask, reason) => mask | STATUS[reason], 0);
		this.toLocal = counting.timeZone === null ? null : wallClock(counting.timeZone);
	}

	get needsLines(): boolean {
		return this.refunds.needsLines;
	}

	addRefunds(batch: RefundsTable): void {
		if (this.started) throw new Error('refunds come before orders');
		this.refunds.addRefunds(batch);
	}

	addLines(batch: LinesTable): void {
		this.refunds.addLines(batch);
	}

	addOrders(batch: OrdersTable): void {
		this.started = true;
		this.refunds.addOrders(batch);
		const rows = this.countedRows(batch);
		const count = rows === null ? batch.length : rows.length;
		if (count === 0) return;

		const plain = [
			[this.customer, batch.customer],
			[this.number, batch.number],
			[this.country, batch.country],
			[this.channel, batch.channel],
			[this.firstProduct, batch.firstProduct]
		] as const;
		for (const [column, source] of plain) column.append(source, batch.length, rows, count);
		this.moment.append(this.moments(batch), batch.length, rows, count);
		this.currency.append(this.currencies(batch, rows, count), count, null, count);

		const added = this.counting;
		const extras = [added.includeTax ? batch.tax : null, added.includeShipping ? batch.shipping : null].filter(
			(column) => column !== null
		);
		const money: [ColumnBuilder, DecimalColumn][] = [
			[this.gross, batch.gross],
			[this.discount, batch.discount],
			...extras.map((column, i): [ColumnBuilder, DecimalColumn] => [this.extras[i], column])
		];
		this.raiseScale(Math.max(...money.map(([, { scale }]) => scale)));
		for (const [column, { values, scale }] of money) {
			column.append(values, batch.length, rows, count, 10 ** (this.scale - scale));
		}
		if (batch.units.scale > this.unitScale) {
			this.units.scaleBy(10 ** (batch.units.scale - this.unitScale));
			this.unitScale = batch.units.scale;
		}
		this.units.append(batch.units.values, batch.length, rows, count, 10 ** (this.unitScale - batch.units.scale));
	}

	finish(): Ledger {
		this.raiseScale(this.refunds.length === 0 ? 0 : this.refunds.scale);
		const placed = this.refunds.length === 0 ? [] : this.refunds.place(this.scale);
		for (const { order, currency } of placed) {
			if (order < 0 && (currency >= 0 || this.currencyCodes.length !== 1)) this.currencyIndex(currency);
		}

		const sorted = sortOrders(this.customer.finish(null), this.moment.finish(null), this.number.finish(null));
		const { rows, customerNumber, offset } = sorted;
		const day = dayOfMoments(this.moment.finish(rows));
		let firstDay = Infinity;
		let lastDay = -Infinity;
		for (let i = 0; i < day.length; i++) {
			if (day[i] < firstDay) firstDay = day[i];
			if (day[i] > lastDay) lastDay = day[i];
		}
		const number = this.number.finish(rows);
		const gross = this.gross.finish(rows);
		const discount = this.discount.finish(rows);
		const currency = this.currency.finish(rows);
		const { refunded, events } = this.placeRefunds(placed, { number, currency, customerNumber, offset });
		const customers = customerNumber.length;
		const ledger: Ledger = {
			counting: this.counting,
			customers,
			customerNumber,
			offset,
			orders: day.length,
			ordersWithoutCustomer: day.length - offset[customers],
			excluded: this.excluded,
			firstDay: day.length === 0 ? null : firstDay,
			lastDay: day.length === 0 ? null : lastDay,
			scale: this.scale,
			unitScale: this.unitScale,
			currencies: this.currencyCodes.map((code) => (code === NONE ? 'XXX' : this.dictionaries.currency[code])),
			currencyCodes: Int32Array.from(this.currencyCodes),
			number,
			day,
			gross,
			discount,
			refunded,
			value: this.values(gross, discount, refunded, rows),
			units: this.units.finish(rows),
			currency,
			country: this.country.finish(rows),
			channel: this.channel.finish(rows),
			firstProduct: this.firstProduct.finish(rows),
			refunds: events,
			dictionaries: { country: this.dictionaries.country, channel: this.dictionaries.channel }
		};
		return this.counting.mergeSameDay ? mergeSameDay(ledger) : ledger;
	}

	/** Rows of a batch that count, or null when all do. */
	private countedRows(batch: OrdersTable): Int32Array | null {
		const { excludeMask } = this;
		let left = 0;
		for (let i = 0; i < batch.length; i++) if (batch.flags[i] & excludeMask) left++;
		if (left === 0) return null;
		const rows = new Int32Array(batch.length - left);
		let count = 0;
		for (let i = 0; i < batch.length; i++) {
			const flags = batch.flags[i] & excludeMask;
			if (flags === 0) rows[count++] = i;
			else this.excluded[EXCLUSION_REASONS.find((reason) => flags & STATUS[reason]) as ExclusionReason]++;
		}
		return rows;
	}

	/** Wall clock of the shop as one sortable number: day × 1441 + minute + 1. */
	private moments(batch: OrdersTable): Int32Array {
		const moments = new Int32Array(batch.length);
		const { toLocal } = this;
		for (let i = 0; i < batch.length; i++) {
			const minute = batch.minute[i];
			if (toLocal !== null && batch.offset[i] === OFFSET_UTC && minute >= 0) {
				const local = toLocal(batch.day[i] * 1440 + minute);
				const day = Math.floor(local / 1440);
				moments[i] = day * MOMENTS + (local - day * 1440) + 1;
			} else moments[i] = batch.day[i] * MOMENTS + minute + 1;
		}
		return moments;
	}

	private currencies(batch: OrdersTable, rows: Int32Array | null, count: number): Int32Array {
		const indices = new Int32Array(count);
		const { currencyOf } = this;
		for (let j = 0; j < count; j++) {
			const code = batch.currency[rows === null ? j : rows[j]];
			const index = currencyOf[code + 1];
			indices[j] = index === undefined ? this.currencyIndex(code) : index;
		}
		return indices;
	}

	private currencyIndex(code: number): number {
		const known = this.currencyOf[code + 1];
		if (known !== undefined) return known;
		this.currencyCodes.push(code);
		return (this.currencyOf[code + 1] = this.currencyCodes.length - 1);
	}

	private raiseScale(scale: number): void {
		if (scale <= this.scale) return;
		for (const column of [this.gross, this.discount, ...this.extras]) column.scaleBy(10 ** (scale - this.scale));
		this.scale = scale;
	}

	private values(
		gross: LedgerColumn,
		discount: LedgerColumn,
		refunded: LedgerColumn,
		rows: Int32Array | null
	): LedgerColumn {
		const net = this.counting.value === 'net';
		const lowering = net ? [discount, refunded] : [];
		const raising = this.extras.map((column) => column.finish(rows));
		const parts = [
			...lowering.map((column) => [column, -1] as const),
			...raising.map((column) => [column, 1] as const)
		];
		const value = new Float64Array(gross);
		let same = true;
		for (const [column, sign] of parts) {
			if (isZero(column)) continue;
			same = false;
			const amounts = new Float64Array(column);
			for (let i = 0; i < value.length; i++) value[i] += sign * amounts[i];
		}
		return same ? gross : narrowed(value);
	}

	/** Undated refunds of counted orders go into a column; the others become events. Refunds of excluded orders go with them. */
	private placeRefunds(
		placed: PlacedRefund[],
		{ number, currency, customerNumber, offset }: Pick<Ledger, 'number' | 'currency' | 'customerNumber' | 'offset'>
	): { refunded: LedgerColumn; events: RefundEvents } {
		const kept: { order: number; customer: number; refund: PlacedRefund }[] = [];
		let refunded: LedgerColumn = new Int8Array(number.length);
		if (placed.length > 0) {
			const positions = new Map<number, number>();
			for (const { order } of placed) if (order >= 0) positions.set(order, NONE);
			for (let i = 0; i < number.length; i++) if (positions.has(number[i])) positions.set(number[i], i);
			const undated = new Float64Array(number.length);
			for (const refund of placed) {
				if (refund.order < 0) {
					kept.push({ order: NONE, customer: indexOf(customerNumber, refund.customer), refund });
					continue;
				}
				const position = positions.get(refund.order) as number;
				if (position < 0) continue;
				if (refund.day === NO_DAY) undated[position] += refund.amount;
				else kept.push({ order: position, customer: customerAt(offset, position), refund });
			}
			refunded = narrowed(undated);
		}
		const only = this.currencyCodes.length === 1;
		return {
			refunded,
			events: {
				length: kept.length,
				order: Int32Array.from(kept, ({ order }) => order),
				customer: Int32Array.from(kept, ({ customer }) => customer),
				day: Int32Array.from(kept, ({ refund }) => refund.day),
				amount: Float64Array.from(kept, ({ refund }) => refund.amount),
				currency: Uint16Array.from(kept, ({ order, refund }) => {
					if (order >= 0) return currency[order];
					return refund.currency < 0 && only ? 0 : this.currencyIndex(refund.currency);
				}),
				row: Int32Array.from(kept, ({ refund }) => refund.row)
			}
		};
	}
}

function dayOfMoments(moments: LedgerColumn): Int32Array {
	const day = new Int32Array(moments);
	for (let i = 0; i < day.length; i++) day[i] = Math.floor(day[i] / MOMENTS);
	return day;
}

/** Index of a number in an ascending column, or NONE. */
function indexOf(ascending: LedgerColumn, number: number): number {
	let from = 0;
	let to = ascending.length;
	while (from < to) {
		const middle = (from + to) >> 1;
		if (ascending[middle] < number) from = middle + 1;
		else to = middle;
	}
	return from < ascending.length && ascending[from] === number ? from : NONE;
}

/** Customer whose range holds a position, or NONE for a guest's. */
function customerAt(offset: Int32Array, position: number): number {
	if (position >= offset[offset.length - 1]) return NONE;
	let from = 0;
	let to = offset.length - 1;
	while (to - from > 1) {
		const middle = (from + to) >> 1;
		if (offset[middle] <= position) from = middle;
		else to = middle;
	}
	return from;
}
