/** A row of numbers that answers "the last position before a bound whose number is at least x" in logarithmic time. */
export class LatestFit {
	/** Heap of maxima: node i covers nodes 2i and 2i + 1; leaves start at `leaves`. */
	readonly #maxima: Float64Array;
	readonly #leaves: number;

	/** @param values n numbers; copied */
	constructor(values: ArrayLike<number>) {
		let leaves = 1;
		while (leaves < values.length) leaves *= 2;
		this.#leaves = leaves;
		this.#maxima = new Float64Array(2 * leaves).fill(-Infinity);
		this.#maxima.set(values, leaves);
		for (let node = leaves - 1; node > 0; node--) {
			this.#maxima[node] = Math.max(this.#maxima[2 * node], this.#maxima[2 * node + 1]);
		}
	}

	get(position: number): number {
		return this.#maxima[this.#leaves + position];
	}

	set(position: number, value: number): void {
		let node = this.#leaves + position;
		this.#maxima[node] = value;
		for (node >>= 1; node > 0; node >>= 1) {
			this.#maxima[node] = Math.max(this.#maxima[2 * node], this.#maxima[2 * node + 1]);
		}
	}

	/** Greatest position in [from, to) whose number is at least `least`, or −1. */
	last(from: number, to: number, least: number): number {
		let left = from + this.#leaves;
		let right = to + this.#leaves;
		let inner = 0;
		// The nodes that cover the range, from its right end leftwards: those of the right border come in that order by
		// themselves, those of the left border in reverse, so of these the one met last wins.
		for (; left < right; left >>= 1, right >>= 1) {
			if (right & 1 && this.#maxima[--right] >= least) return this.#descend(right, least);
			if (left & 1) {
				if (this.#maxima[left] >= least) inner = left;
				left++;
			}
		}
		return inner === 0 ? -1 : this.#descend(inner, least);
	}

	#descend(node: number, least: number): number {
		while (node < this.#leaves) node = this.#maxima[2 * node + 1] >= least ? 2 * node + 1 : 2 * node;
		return node - this.#leaves;
	}
}
