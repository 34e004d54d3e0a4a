import { NO_DAY, NONE } from '../tables';
import { LatestFit } from './latestFit';

/** n orders, in any sequence. Money of orders and refunds has one scale. */
export interface AttachableOrders {
	length: number;
	/** Ascending with first appearance in the files (the order number does): of the same moment, the later one takes a refund. */
	position: ArrayLike<number>;
	/** NONE: nobody. */
	customer: ArrayLike<number>;
	currency: ArrayLike<number>;
	day: ArrayLike<number>;
	/** NO_MINUTE where unknown. */
	minute: ArrayLike<number>;
	total: ArrayLike<number>;
	/** gross − discount: the most merchandise that can be given back. */
	cap: ArrayLike<number>;
}

/** Merchandise lines. */
export interface AttachableLines {
	length: number;
	/** Row of the order in {@link AttachableOrders}, or NONE. */
	order: ArrayLike<number>;
	/** Product number, or NONE. */
	product: ArrayLike<number>;
	/** Same scale as the quantities of refunds. */
	quantity: ArrayLike<number>;
}

/** n refunds in file order, amounts positive. */
export interface AttachableRefunds {
	length: number;
	/** Row of the order that the refund names, or NONE where it names none or one that is not in the data. */
	order: ArrayLike<number>;
	customer: ArrayLike<number>;
	currency: ArrayLike<number>;
	/** NO_DAY: undated; then no order is too late for it. */
	day: ArrayLike<number>;
	minute: ArrayLike<number>;
	/** Product number it names, or NONE. */
	product: ArrayLike<number>;
	/** Pieces given back, 0 when unknown. */
	quantity: ArrayLike<number>;
	amount: ArrayLike<number>;
	/** Merchandise part before the cap. */
	items: ArrayLike<number>;
}

export interface Attached {
	/** Row of the order that takes the refund, or NONE: unmatched. */
	order: Int32Array;
	/** Merchandise part, all refunds of an order together at most gross − discount; 0 where unmatched. */
	items: Float64Array;
}

/**
 * Which order takes each refund: the one it names, else the latest earlier order of the customer (same currency) that
 * sold the product and has that many pieces left, else the latest whose total less what it gave back covers the amount.
 * All orders are candidates, counted or not, so that attaching does not depend on the counting definition.
 * @param lines batches of merchandise lines, iterated at most once, and only when an unnamed refund names a product
 */
export function attachRefunds(
	orders: AttachableOrders,
	lines: Iterable<AttachableLines>,
	refunds: AttachableRefunds
): Attached {
	const order = new Int32Array(refunds.length).fill(NONE);
	const items = new Float64Array(refunds.length);
	if (refunds.length === 0) return { order, items };
	const candidates = new Candidates(orders, lines, refunds);
	const itemsTaken = new Map<number, number>();
	for (let i = 0; i < refunds.length; i++) {
		const row = refunds.order[i] >= 0 ? refunds.order[i] : candidates.find(i);
		if (row < 0) continue;
		order[i] = row;
		candidates.take(row, i);
		const taken = itemsTaken.get(row) ?? 0;
		items[i] = Math.max(0, Math.min(refunds.items[i], orders.cap[row] - taken));
		itemsTaken.set(row, taken + items[i]);
	}
	return { order, items };
}

/** Orders of the customers whose refunds name no order, by (customer, currency, moment), with what they can still give back. */
class Candidates {
	readonly #orders: AttachableOrders;
	readonly #refunds: AttachableRefunds;
	/** Rows of the candidate orders; the place in it is an order's rank. */
	readonly #rows: Int32Array;
	readonly #rankOf: Int32Array;
	/** Total less what was given back, by rank. */
	readonly #left: LatestFit;
	/** First and last rank + 1 of a customer and currency. */
	readonly #groups = new Map<number, { from: number; to: number; index: number }>();
	readonly #groupOf: Int32Array;
	readonly #currencies: number;
	readonly #products: number;
	/** Pieces sold and not yet given back: entries by (group, product, rank). */
	readonly #sold = new Map<number, { from: number; to: number }>();
	#soldRank = new Int32Array(0);
	#soldLeft = new LatestFit([]);

	constructor(orders: AttachableOrders, lines: Iterable<AttachableLines>, refunds: AttachableRefunds) {
		this.#orders = orders;
		this.#refunds = refunds;
		this.#currencies = 2 + Math.max(highest(orders.currency, orders.length), highest(refunds.currency, refunds.length));
		this.#products = 2 + highest(refunds.product, refunds.length);
		this.#rows = candidateRows(orders, refunds);
		const count = this.#rows.length;
		this.#rankOf = new Int32Array(count === 0 ? 0 : orders.length).fill(NONE);
		this.#groupOf = new Int32Array(count);
		const left = new Float64Array(count);
		let group: { from: number; to: number; index: number } | undefined;
		for (let rank = 0; rank < count; rank++) {
			const row = this.#rows[rank];
			this.#rankOf[row] = rank;
			left[rank] = orders.total[row];
			const key = this.#groupKey(orders.customer[row], orders.currency[row]);
			group = this.#groups.get(key);
			if (group === undefined) {
				group = { from: rank, to: rank, index: this.#groups.size };
				this.#groups.set(key, group);
			}
			group.to = rank + 1;
			this.#groupOf[rank] = group.index;
		}
		this.#left = new LatestFit(left);
		this.#gatherSold(lines);
	}

	/** The order that takes an unnamed refund, or NONE. */
	find(refund: number): number {
		const { customer, currency, day, minute, product, quantity, amount } = this.#refunds;
		if (customer[refund] < 0) return NONE;
		const group = this.#groups.get(this.#groupKey(customer[refund], currency[refund]));
		if (group === undefined) return NONE;
		const to = this.#firstLater(group.from, group.to, day[refund], minute[refund]);
		if (product[refund] >= 0) {
			const sold = this.#sold.get(this.#soldKey(group.index, product[refund]));
			if (sold !== undefined) {
				const entry = this.#soldLeft.last(sold.from, this.#soldBefore(sold, to), quantity[refund]);
				if (entry >= 0) return this.#rows[this.#soldRank[entry]];
			}
		}
		const rank = this.#left.last(group.from, to, amount[refund]);
		return rank < 0 ? NONE : this.#rows[rank];
	}

	/** Lowers what the order in this row can still give back. */
	take(row: number, refund: number): void {
		const { product, quantity, amount } = this.#refunds;
		const rank = this.#rankOf.length === 0 ? NONE : this.#rankOf[row];
		if (rank < 0) return;
		this.#left.set(rank, this.#left.get(rank) - amount[refund]);
		if (product[refund] < 0) return;
		const sold = this.#sold.get(this.#soldKey(this.#groupOf[rank], product[refund]));
		if (sold === undefined) return;
		const entry = this.#soldBefore(sold, rank + 1) - 1;
		if (entry >= sold.from && this.#soldRank[entry] === rank) {
			this.#soldLeft.set(entry, this.#soldLeft.get(entry) - quantity[refund]);
		}
	}

	#groupKey(customer: number, currency: number): number {
		return customer * this.#currencies + currency + 1;
	}

	#soldKey(group: number, product: number): number {
		return group * this.#products + product;
	}

	#firstLater(from: number, to: number, day: number, minute: number): number {
		if (day === NO_DAY) return to;
		const latest = minute < 0 ? 1440 : minute;
		while (from < to) {
			const middle = (from + to) >> 1;
			const row = this.#rows[middle];
			const later = this.#orders.day[row] > day || (this.#orders.day[row] === day && this.#orders.minute[row] > latest);
			if (later) to = middle;
			else from = middle + 1;
		}
		return from;
	}

	/** End of the entries of `sold` whose rank is below `rank`. */
	#soldBefore(sold: { from: number; to: number }, rank: number): number {
		let { from, to } = sold;
		while (from < to) {
			const middle = (from + to) >> 1;
			if (this.#soldRank[middle] < rank) from = middle + 1;
			else to = middle;
		}
		return from;
	}

	#gatherSold(lines: Iterable<AttachableLines>): void {
		const { order, customer, currency, product } = this.#refunds;
		const wanted = new Map<number, number>();
		const wantedProduct = new Uint8Array(this.#products);
		for (let i = 0; i < this.#refunds.length; i++) {
			if (order[i] >= 0 || customer[i] < 0 || product[i] < 0) continue;
			const group = this.#groups.get(this.#groupKey(customer[i], currency[i]));
			if (group === undefined) continue;
			const key = this.#soldKey(group.index, product[i]);
			if (!wanted.has(key)) wanted.set(key, wanted.size);
			wantedProduct[product[i]] = 1;
		}
		if (wanted.size === 0) return;
		const pairs: number[] = [];
		const ranks: number[] = [];
		const quantities: number[] = [];
		for (const batch of lines) {
			for (let i = 0; i < batch.length; i++) {
				const sold = batch.product[i];
				if (sold < 0 || sold >= wantedProduct.length || wantedProduct[sold] === 0 || batch.order[i] < 0) continue;
				const rank = this.#rankOf[batch.order[i]];
				if (rank < 0) continue;
				const pair = wanted.get(this.#soldKey(this.#groupOf[rank], sold));
				if (pair === undefined) continue;
				pairs.push(pair);
				ranks.push(rank);
				quantities.push(batch.quantity[i]);
			}
		}
		// By rank, then by pair: the second pass keeps the sequence of the first.
		const byRank = countingSort(null, ranks, this.#rows.length);
		const sorted = countingSort(byRank, pairs, wanted.size);
		const keys = [...wanted.keys()];
		const left = new Float64Array(sorted.length);
		this.#soldRank = new Int32Array(sorted.length);
		let length = 0;
		let pair = -1;
		for (const i of sorted) {
			if (pairs[i] === pair && this.#soldRank[length - 1] === ranks[i]) {
				left[length - 1] += quantities[i];
				continue;
			}
			if (pairs[i] !== pair) {
				pair = pairs[i];
				this.#sold.set(keys[pair], { from: length, to: length });
			}
			this.#soldRank[length] = ranks[i];
			left[length++] = quantities[i];
			this.#sold.get(keys[pair])!.to = length;
		}
		this.#soldLeft = new LatestFit(left.subarray(0, length));
	}
}

/** Rows of the orders whose customer has a refund that names no order, by customer, currency, moment, position. */
function candidateRows(orders: AttachableOrders, refunds: AttachableRefunds): Int32Array {
	const wanted = new Uint8Array(1 + highest(refunds.customer, refunds.length));
	let any = false;
	for (let i = 0; i < refunds.length; i++) {
		if (refunds.order[i] >= 0 || refunds.customer[i] < 0) continue;
		wanted[refunds.customer[i]] = 1;
		any = true;
	}
	if (!any) return new Int32Array(0);
	const { position, customer, currency, day, minute } = orders;
	const isWanted = (row: number) => customer[row] >= 0 && customer[row] < wanted.length && wanted[customer[row]] === 1;
	let count = 0;
	for (let row = 0; row < orders.length; row++) if (isWanted(row)) count++;
	const rows = new Int32Array(count);
	count = 0;
	for (let row = 0; row < orders.length; row++) if (isWanted(row)) rows[count++] = row;
	return rows.sort(
		(a, b) =>
			customer[a] - customer[b] ||
			currency[a] - currency[b] ||
			day[a] - day[b] ||
			minute[a] - minute[b] ||
			position[a] - position[b]
	);
}

/**
 * Positions 0..n in ascending order of their keys, equal ones as they come in `sequence`.
 * @param sequence permutation to begin with; null: 0, 1, 2 …
 * @param keys n whole numbers in [0, bound)
 */
function countingSort(sequence: Int32Array | null, keys: readonly number[], bound: number): Int32Array {
	const next = new Int32Array(bound + 1);
	for (const key of keys) next[key + 1]++;
	for (let key = 0; key < bound; key++) next[key + 1] += next[key];
	const sorted = new Int32Array(keys.length);
	for (let i = 0; i < keys.length; i++) {
		const at = sequence === null ? i : sequence[i];
		sorted[next[keys[at]]++] = at;
	}
	return sorted;
}

function highest(values: ArrayLike<number>, length: number): number {
	let most = -1;
	for (let i = 0; i < length; i++) if (values[i] > most) most = values[i];
	return most;
}
