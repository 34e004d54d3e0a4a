import { IntBlocks } from './bytes/blocks';

/** Orders of which a record was rejected, by the number of their id: an order is whole or not at all. */
export class RejectedOrders {
	readonly #because = new IntBlocks(0);
	readonly #causes: { reason: number; field: number }[] = [];
	readonly #codes = new Map<string, number>();

	get none(): boolean {
		return this.#because.length === 0;
	}

	/** The first reason stays. */
	add(order: number, reason: number, field: number): void {
		if (order >= this.#because.length) this.#because.repeat(0, order + 1 - this.#because.length);
		if (this.#because.get(order) !== 0) return;
		const key = `${reason} ${field}`;
		let code = this.#codes.get(key);
		if (code === undefined) {
			code = this.#causes.push({ reason, field });
			this.#codes.set(key, code);
		}
		this.#because.set(order, code);
	}

	has(order: number): boolean {
		return order < this.#because.length && this.#because.get(order) !== 0;
	}

	/** Numbers of the ids of all of them. */
	*codes(): Generator<number> {
		for (let code = 0; code < this.#because.length; code++) if (this.#because.get(code) !== 0) yield code;
	}

	/** Reason and field codes of the problems; only for an order that {@link has} one. */
	cause(order: number): { reason: number; field: number } {
		return this.#causes[this.#because.get(order) - 1];
	}
}
