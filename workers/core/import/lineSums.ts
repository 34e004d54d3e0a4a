import { NONE } from '../tables';
import type { DecimalBlocks, IntBlocks } from './bytes/blocks';
import { PART_ROWS, readInts, readNumbers } from './columnReads';
import type { FileSet } from './fileSet';
import type { OrderRows } from './orderRows';
import { RECORD_KIND } from './saleRows';
import type { SaleRows } from './saleRows';

/**
 * Adds columns of the records up by order. Where every record is an order, which is what most large files are, nothing
 * is added and no table of all orders is needed.
 */
export class LineSums {
	readonly #orders: OrderRows;
	readonly #sales: SaleRows;
	readonly #set: FileSet | null;
	readonly #each: boolean;

	constructor(orders: OrderRows, sales: SaleRows, set: FileSet | null) {
		this.#orders = orders;
		this.#sales = sales;
		this.#set = set;
		this.#each = set === null && sales.isOrderEach;
	}

	/** Is there a record of this kind? @param kind {@link RECORD_KIND} */
	has(kind: number): boolean {
		const { kind: kinds, length } = this.#sales;
		if (kinds.isBlank) return kind === kinds.defaultValue && length > 0;
		for (let from = 0; from < length; from += PART_ROWS) {
			if (kinds.range(from, Math.min(from + PART_ROWS, length)).includes(kind)) return true;
		}
		return false;
	}

	/**
	 * Sums of a column by order row, times `factor`.
	 * @param kind records that are added, null: all
	 * @param take gets the sums of consecutive orders and the first one's row; they may be written to
	 */
	addTo(
		column: DecimalBlocks,
		kind: number | null,
		factor: number,
		take: (sums: Float64Array, from: number) => void
	): void {
		const sales = this.#sales;
		const kinds = new Int32Array(PART_ROWS);
		const values = new Float64Array(PART_ROWS);
		const filtered = kind !== null && !(kind === RECORD_KIND.merchandise && sales.kind.isBlank);
		if (this.#each) {
			for (let from = 0; from < sales.length; from += PART_ROWS) {
				const to = Math.min(from + PART_ROWS, sales.length);
				readNumbers(column, from, to, values);
				if (filtered) {
					readInts(sales.kind, from, to, kinds);
					for (let i = 0; i < to - from; i++) if (kinds[i] !== kind) values[i] = 0;
				}
				if (factor !== 1) for (let i = 0; i < to - from; i++) values[i] *= factor;
				take(values.subarray(0, to - from), from);
			}
			return;
		}
		const sums = new Float64Array(this.#orders.length);
		const repeats = this.#set?.saleRepeats;
		for (const { from, orders, count } of sales.parts()) {
			readNumbers(column, from, from + count, values);
			if (filtered) readInts(sales.kind, from, from + count, kinds);
			for (let i = 0; i < count; i++) {
				if ((filtered && kinds[i] !== kind) || (repeats !== undefined && repeats[from + i] !== 0)) continue;
				sums[this.#set === null ? orders[i] : this.#set.target[orders[i]]] += values[i] * factor;
			}
		}
		take(sums, 0);
	}

	/** Appends the product of the first merchandise record of each order that has one, or NONE. */
	firstProducts(out: IntBlocks): void {
		const sales = this.#sales;
		const kinds = new Int32Array(PART_ROWS);
		const codes = new Int32Array(PART_ROWS);
		if (this.#each) {
			for (let from = 0; from < sales.length; from += PART_ROWS) {
				const to = Math.min(from + PART_ROWS, sales.length);
				readInts(sales.product, from, to, codes);
				if (!sales.kind.isBlank) {
					readInts(sales.kind, from, to, kinds);
					for (let i = 0; i < to - from; i++) if (kinds[i] !== RECORD_KIND.merchandise) codes[i] = NONE;
				}
				out.append(codes, to - from);
			}
			return;
		}
		const products = new Int32Array(this.#orders.length).fill(NONE);
		const repeats = this.#set?.saleRepeats;
		for (const { from, orders, count } of sales.parts()) {
			readInts(sales.kind, from, from + count, kinds);
			readInts(sales.product, from, from + count, codes);
			for (let i = 0; i < count; i++) {
				if (kinds[i] !== RECORD_KIND.merchandise || (repeats !== undefined && repeats[from + i] !== 0)) continue;
				const row = this.#set === null ? orders[i] : this.#set.target[orders[i]];
				if (products[row] < 0) products[row] = codes[i];
			}
		}
		out.append(products, products.length);
	}
}
