import type { StoredTypes } from '../arrow/tables';
import { REFUND_LINK, type IntColumn } from '../core/tables';
import { pickRows } from './pickRows';
import type { ChunkRef, CommitInput } from './types';

/** Order numbers as a bit each: a million replaced orders are 125 kB. */
class NumberSet {
	readonly #bits: Uint8Array;
	readonly low: number;
	readonly high: number;

	constructor(numbers: Int32Array) {
		let low = Infinity;
		let high = -1;
		for (const number of numbers) {
			if (number < low) low = number;
			if (number > high) high = number;
		}
		this.low = low;
		this.high = high;
		this.#bits = new Uint8Array((high >> 3) + 1);
		for (const number of numbers) this.#bits[number >> 3] |= 1 << (number & 7);
	}

	has(number: number): boolean {
		return number >= 0 && number <= this.high && (this.#bits[number >> 3] & (1 << (number & 7))) !== 0;
	}
}

function rowsThat(length: number, stays: (row: number) => boolean): Int32Array {
	const rows = new Int32Array(length);
	let count = 0;
	for (let i = 0; i < length; i++) if (stays(i)) rows[count++] = i;
	return rows.subarray(0, count);
}

type Droppable = 'orders' | 'lines' | 'refunds';

/** What a newer export replaces: rows of orders, of their lines, of the refunds in their own records, and refund rows by id. */
export class Dropped {
	readonly #orders: NumberSet;
	readonly #refunds: ReadonlySet<string>;

	constructor({ dropOrders, dropRefunds }: Pick<CommitInput, 'dropOrders' | 'dropRefunds'>) {
		this.#orders = new NumberSet(dropOrders);
		this.#refunds = new Set(dropRefunds);
	}

	/** A chunk may hold a dropped row; told from the manifest alone. */
	mayTouch(ref: ChunkRef): ref is ChunkRef & { table: Droppable } {
		const { table, span } = ref;
		const orders = this.#orders.high >= 0;
		if (table === 'refunds') return orders || this.#refunds.size > 0;
		if (table !== 'orders' && table !== 'lines') return false;
		return orders && (!span || (span[0] <= this.#orders.high && span[1] >= this.#orders.low));
	}

	/** The rows that stay: the batch itself when all do, null when none does. */
	rest<T extends Droppable>(table: T, batch: StoredTypes[T]): StoredTypes[T] | null {
		const rows = this.#staying(table, batch);
		if (rows.length === batch.length) return batch;
		return rows.length === 0 ? null : pickRows(table, batch, rows);
	}

	#staying(table: Droppable, batch: StoredTypes[Droppable]): Int32Array {
		const { length } = batch;
		if (table !== 'refunds') {
			const numbers = (
				table === 'orders' ? (batch as StoredTypes['orders']).number : (batch as StoredTypes['lines']).order
			) as IntColumn;
			return rowsThat(length, (i) => !this.#orders.has(numbers[i]));
		}
		const { id, link, order } = batch as StoredTypes['refunds'];
		const decoder = new TextDecoder();
		const idOf = (i: number) => decoder.decode(id.bytes.subarray(id.offsets[i], id.offsets[i + 1]));
		return rowsThat(length, (i) => {
			if (link[i] === REFUND_LINK.ofOrder) return !this.#orders.has(order[i]);
			return this.#refunds.size === 0 || !this.#refunds.has(idOf(i));
		});
	}
}
