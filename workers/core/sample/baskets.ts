import type { Xoshiro128 } from '../numeric/xoshiro';
import { GOODS, weightsOf } from './goods';
import { pickFrom } from './weights';

/** A line of an order: position in {@link GOODS} and pieces. */
export interface Line {
	good: number;
	quantity: number;
}

/** Whole euros that a basket can come to: from the cheapest product up. */
export const SMALLEST = 3;
export const LARGEST = 4000;
/** Lines within which every such sum can be made. */
const MOST_LINES = 8;
/** Of a hundred baskets: those of up to one, two, three, four lines. */
const LINES = [40, 34, 19, 7];
/** Twice as many lines are of one piece as of several. */
const ONE_PIECE = 120;

/** Fills baskets that come to a given sum to the euro, so that what a customer spends is what the model drew. */
export class Baskets {
	readonly #lines = pickFrom(LINES);
	/** Every line there can be, by what it comes to. */
	readonly #options: (Line & { sum: number })[];
	/** How often each option is taken, by month and leaning. */
	readonly #weights: Float64Array[];
	/** By lines: 1 where that many, or fewer, can come to a sum. */
	readonly #reach: Uint8Array[];

	constructor() {
		this.#options = GOODS.flatMap(({ price, most }, good) =>
			Array.from({ length: most }, (_, i) => ({ good, quantity: i + 1, sum: price * (i + 1) }))
		).sort((a, b) => a.sum - b.sum);
		this.#weights = Array.from({ length: 24 }, (_, table) => {
			const goods = weightsOf(1 + (table >> 1), table & 1);
			return Float64Array.from(this.#options, ({ good, quantity }) => {
				const others = GOODS[good].most - 1;
				return goods[good] * (quantity === 1 ? ONE_PIECE : Math.round(ONE_PIECE / 2 / others));
			});
		});
		const sums = [...new Set(this.#options.map(({ sum }) => sum))];
		this.#reach = [new Uint8Array(LARGEST + 1)];
		this.#reach[0][0] = 1;
		for (let lines = 1; lines <= MOST_LINES; lines++) {
			const fewer = this.#reach[lines - 1];
			const reach = fewer.slice();
			for (let sum = 0; sum <= LARGEST; sum++) {
				if (fewer[sum] === 0) continue;
				for (const more of sums) if (sum + more <= LARGEST) reach[sum + more] = 1;
			}
			this.#reach.push(reach);
		}
	}

	/**
	 * Lines that come to `sum`, each product once.
	 * @param sum whole euros, {@link SMALLEST} to {@link LARGEST}
	 * @param month 1 to 12
	 * @param leaning 0 or 1, as of {@link weightsOf}
	 */
	fill(sum: number, month: number, leaning: number, random: Xoshiro128): Line[] {
		const weights = this.#weights[2 * (month - 1) + leaning];
		const lines: Line[] = [];
		let room = 1 + this.#lines(random);
		for (let left = sum; left > 0; room--) {
			while (this.#reach[room][left] === 0) room++;
			const option = this.#options[this.#choose(left, this.#reach[room - 1], weights, random)];
			const same = lines.find(({ good }) => good === option.good);
			if (same) same.quantity += option.quantity;
			else lines.push({ good: option.good, quantity: option.quantity });
			left -= option.sum;
		}
		return lines;
	}

	/** An option after which `rest` can be made. */
	#choose(left: number, rest: Uint8Array, weights: Float64Array, random: Xoshiro128): number {
		const options = this.#options;
		const fits = (i: number): boolean => rest[left - options[i].sum] === 1;
		let total = 0;
		for (let i = 0; i < options.length && options[i].sum <= left; i++) if (fits(i)) total += weights[i];
		let wanted = random.below(total);
		let i = 0;
		while (!fits(i) || (wanted -= weights[i]) >= 0) i++;
		return i;
	}
}
