import { NONE, NO_DAY } from '../tables';
import { AmountBlocks } from './amountBlocks';
import { IntBlocks } from './bytes/blocks';
import { MarkBlocks } from './markBlocks';

/** Order fields that are money. */
export const ORDER_AMOUNTS = ['gross', 'discount', 'shipping', 'tax', 'total', 'refunds', 'net_items'] as const;
export type OrderAmount = (typeof ORDER_AMOUNTS)[number];

/** Order fields that are codes. */
export const ORDER_CODES = [
	'currency',
	'country',
	'region',
	'post_code',
	'channel',
	'discount_code',
	'payment_method',
	'account',
	'status'
] as const;
export type OrderCode = (typeof ORDER_CODES)[number];

/** Bits of {@link OrderRows.given}: what the file printed for the order (an empty cell prints nothing). */
export const GIVEN: Record<OrderAmount, number> & Record<'header' | 'cancelled' | 'invalidEmail', number> = {
	gross: 1,
	discount: 2,
	shipping: 4,
	tax: 8,
	total: 16,
	refunds: 32,
	net_items: 64,
	/** The row that fills the order's own fields was there. */
	header: 128,
	/** A "cancelled at" was filled. */
	cancelled: 256,
	/** The e-mail cell held something else. */
	invalidEmail: 512
};

/**
 * Orders as they are read, a row an order and file, in order of first appearance. An order that several files hold has
 * a row for each, linked by {@link previous}; what becomes of them is settled at the end.
 */
export class OrderRows {
	length = 0;
	/** Number of the order's id. Equal to the row as long as every id that is met opens an order. */
	readonly #codeOf = new IntBlocks(0);
	readonly #rowOf = new IntBlocks(NONE);
	#straight = true;
	/** Row of the same order in an earlier file, or NONE. */
	readonly previous = new IntBlocks(NONE);
	readonly file = new IntBlocks(0);
	readonly customer = new IntBlocks(NONE);
	/** Position of the way by which the customer was told. */
	readonly customerRank = new IntBlocks(0);
	readonly day = new IntBlocks(NO_DAY);
	readonly minute = new IntBlocks(-1);
	readonly offset = new IntBlocks(-32_768);
	/** Minutes by which later records of the file put the order earlier than the one that opened it. */
	readonly movedBack = new IntBlocks(0);
	readonly refundDay = new IntBlocks(NO_DAY);
	readonly given = new MarkBlocks();
	readonly hashHigh = new IntBlocks(0);
	readonly hashLow = new IntBlocks(0);
	readonly codes = Object.fromEntries(ORDER_CODES.map((field) => [field, new IntBlocks(NONE)])) as Record<
		OrderCode,
		IntBlocks
	>;
	readonly amounts = Object.fromEntries(ORDER_AMOUNTS.map((field) => [field, new AmountBlocks(2)])) as Record<
		OrderAmount,
		AmountBlocks
	>;

	/** Is the number of an order's id its row? */
	get isStraight(): boolean {
		return this.#straight;
	}

	/** Row of the order with this id number, the latest one made, or NONE. */
	row(code: number): number {
		if (this.#straight) return code < this.length ? code : NONE;
		return code < this.#rowOf.length ? this.#rowOf.get(code) : NONE;
	}

	code(row: number): number {
		return this.#straight ? row : this.#codeOf.get(row);
	}

	/** Numbers the next row; its columns are to be appended before the next block. */
	open(code: number): number {
		const row = this.length++;
		if (this.#straight) {
			if (code === row) return row;
			for (let i = 0; i < row; i++) {
				this.#codeOf.push(i);
				this.#rowOf.push(i);
			}
			this.#straight = false;
		}
		if (code >= this.#rowOf.length) this.#rowOf.repeat(NONE, code + 1 - this.#rowOf.length);
		this.#codeOf.push(code);
		this.#rowOf.set(code, row);
		return row;
	}
}
