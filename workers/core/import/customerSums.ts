import type { ByCustomerTable } from './types';

/** Orders and net of each customer, by currency. */
export class CustomerSums {
	ordersWithoutCustomer = 0;
	/** Orders × 256 + currency code: one place in memory a customer, for they come in no order. */
	readonly #orders: Int32Array;
	readonly #net: Float64Array;
	/** Figures in a customer's further currencies. */
	readonly #further = new Map<string, { customer: number; currency: number; orders: number; net: number }>();

	/** @param customers how many there are */
	constructor(customers: number) {
		this.#orders = new Int32Array(customers);
		this.#net = new Float64Array(customers);
	}

	/** Customers with an order. */
	get people(): number {
		let people = 0;
		for (const held of this.#orders) if (held > 0) people++;
		return people;
	}

	/** @param customer by order, as currency codes and net are */
	add(customer: Int32Array, currency: Int32Array, net: Float64Array, count: number): void {
		const orders = this.#orders;
		const sums = this.#net;
		let without = 0;
		for (let i = 0; i < count; i++) {
			const who = customer[i];
			const unit = currency[i];
			if (who < 0) {
				without++;
				continue;
			}
			const held = orders[who];
			if (held === 0) orders[who] = 256 + unit;
			else if ((held & 255) === unit) orders[who] = held + 256;
			else {
				this.#addFurther(who, unit, net[i]);
				continue;
			}
			sums[who] += net[i];
		}
		this.ordersWithoutCustomer += without;
	}

	#addFurther(customer: number, currency: number, net: number): void {
		const key = `${customer} ${currency}`;
		const entry = this.#further.get(key) ?? { customer, currency, orders: 0, net: 0 };
		entry.orders++;
		entry.net += net;
		this.#further.set(key, entry);
	}

	/**
	 * A row a customer and currency, in order of the customers' codes.
	 * @param numbers by customer code
	 * @param scale of the net
	 */
	table(numbers: Int32Array, scale: number): ByCustomerTable {
		const length = this.people + this.#further.size;
		const customer = new Int32Array(length);
		const orders = new Int32Array(length);
		const currency = new Uint8Array(length);
		const net = new Float64Array(length);
		const rest = [...this.#further.values()].sort((a, b) => a.customer - b.customer || a.currency - b.currency);
		let next = 0;
		let i = 0;
		for (let code = 0; code < this.#orders.length; code++) {
			const held = this.#orders[code];
			if (held === 0) continue;
			customer[i] = numbers[code];
			orders[i] = held >> 8;
			currency[i] = held & 255;
			net[i++] = this.#net[code];
			for (; next < rest.length && rest[next].customer === code; next++) {
				customer[i] = numbers[code];
				orders[i] = rest[next].orders;
				currency[i] = rest[next].currency;
				net[i++] = rest[next].net;
			}
		}
		return { length, customer, orders, currency, net, scale };
	}
}
