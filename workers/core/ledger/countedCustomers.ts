import type { CountingDefinition } from '../counting';
import { STATUS, type OrdersTable } from '../tables';

/** Sums of the bits of {@link STATUS}. */
const SUMS = Object.values(STATUS).reduce<number>((sum, bit) => sum + bit, 1);

/** Position in {@link CountedCustomers.finish} for a definition. */
export const leftOut = ({ exclude }: Pick<CountingDefinition, 'exclude'>): number =>
	exclude.reduce((bits, reason) => bits | STATUS[reason], 0);

/** Counts the customers with an order that counts, under every way of leaving orders out at once: filled batch by batch. */
export class CountedCustomers {
	/** By customer number: a bit a sum of reasons that they have an order of. */
	#sums = new Uint16Array(4096);

	addOrders({ length, customer, flags }: Pick<OrdersTable, 'length' | 'customer' | 'flags'>): void {
		let highest = -1;
		for (let i = 0; i < length; i++) if (customer[i] > highest) highest = customer[i];
		if (highest >= this.#sums.length) {
			const more = new Uint16Array(Math.max(highest + 1, this.#sums.length * 2));
			more.set(this.#sums);
			this.#sums = more;
		}
		const sums = this.#sums;
		for (let i = 0; i < length; i++) if (customer[i] >= 0) sums[customer[i]] |= 1 << (flags[i] & (SUMS - 1));
	}

	/** Customers who count, by the bits of {@link STATUS} that leave an order out. */
	finish(): number[] {
		const alike = new Int32Array(1 << SUMS);
		const all = this.#sums;
		for (let customer = 0; customer < all.length; customer++) alike[all[customer]]++;
		const found: number[] = [];
		for (let sums = 0; sums < alike.length; sums++) if (alike[sums] > 0) found.push(sums);
		return Array.from({ length: SUMS }, (_, exclude) =>
			found.reduce((customers, sums) => (hasOneOf(sums, exclude) ? customers + alike[sums] : customers), 0)
		);
	}
}

/** Among orders of these sums of reasons is one that none of the excluded reasons leaves out. */
function hasOneOf(sums: number, exclude: number): boolean {
	for (let sum = 0; sum < SUMS; sum++) if ((sums >> sum) & 1 && (sum & exclude) === 0) return true;
	return false;
}
