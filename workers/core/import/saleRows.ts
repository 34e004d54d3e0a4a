import { NONE } from '../tables';
import { DecimalBlocks, IntBlocks } from './bytes/blocks';
import { PART_ROWS, readInts } from './columnReads';

/** Kinds of {@link SaleRows.kind}; the first two are those of a line. */
export const RECORD_KIND = { merchandise: 0, shipping: 1, noLine: 2 } as const;

/** Records that belong to orders, a row a record, in the order of the files. */
export class SaleRows {
	/** Row of the order less that of the record before: 1 where every record opens an order, and then it takes no room. */
	readonly #orderStep = new IntBlocks(1);
	/** Physical line less that of the record before. */
	readonly #lineStep = new IntBlocks(1);
	readonly kind = new IntBlocks(0);
	readonly product = new IntBlocks(NONE);
	readonly quantity = new DecimalBlocks(0);
	readonly unitPrice = new DecimalBlocks(2);
	readonly listPrice = new DecimalBlocks(2);
	readonly amount = new DecimalBlocks(2);
	readonly discount = new DecimalBlocks(2);
	/** Minutes between the record and the one that opened its order in the same file; 0 too where it has no date. */
	readonly moment = new IntBlocks(0);
	/** 64-bit hash of the record; only with several files. */
	readonly hashHigh = new IntBlocks(0);
	readonly hashLow = new IntBlocks(0);
	/** First record of each file. */
	readonly fileStarts: number[] = [];
	#lastOrder = -1;
	#lastLine = 0;
	readonly #steps = new Int32Array(65_536);

	get length(): number {
		return this.#orderStep.length;
	}

	/** Appends the orders and lines of `count` records, at most 65,536. */
	append(orders: Int32Array, lines: Uint32Array, count: number): void {
		const steps = this.#steps;
		for (let i = 0; i < count; i++) {
			steps[i] = orders[i] - this.#lastOrder;
			this.#lastOrder = orders[i];
		}
		this.#orderStep.append(steps, count);
		for (let i = 0; i < count; i++) {
			steps[i] = lines[i] - this.#lastLine;
			this.#lastLine = lines[i];
		}
		this.#lineStep.append(steps, count);
	}

	/** Does every record open an order, in order: is record r of order row r? */
	get isOrderEach(): boolean {
		return this.#orderStep.isBlank;
	}

	/**
	 * All records in order, `most` at a time at most: orders and physical lines of the part; the arrays are used again.
	 */
	*parts(most = PART_ROWS): Generator<{ from: number; orders: Int32Array; lines: Int32Array; count: number }> {
		const orders = new Int32Array(most);
		const lines = new Int32Array(most);
		const orderSteps = new Int32Array(most);
		const lineSteps = new Int32Array(most);
		let order = -1;
		let line = 0;
		for (let from = 0; from < this.length; from += most) {
			const to = Math.min(from + most, this.length);
			readInts(this.#orderStep, from, to, orderSteps);
			readInts(this.#lineStep, from, to, lineSteps);
			for (let i = 0; i < to - from; i++) orders[i] = order += orderSteps[i];
			for (let i = 0; i < to - from; i++) lines[i] = line += lineSteps[i];
			yield { from, orders, lines, count: to - from };
		}
	}

	/** File of a record. */
	file(record: number): number {
		let file = this.fileStarts.length - 1;
		while (file > 0 && this.fileStarts[file] > record) file--;
		return file;
	}
}
