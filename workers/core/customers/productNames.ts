import type { ProductsTable } from '../tables';
import { textAt } from './directory';
import { textRanks } from './textOrder';

/**
 * What products are called: the name, or the id where there is none.
 * @returns name of a product number; null for none and for unknown ones
 */
export function productNames(products: Iterable<ProductsTable>): (product: number) => string | null {
	const places = new Map<number, { batch: ProductsTable; row: number }>();
	for (const batch of products)
		for (let row = 0; row < batch.length; row++) places.set(batch.number[row], { batch, row });
	const known = new Map<number, string>();
	return (product) => {
		const place = places.get(product);
		if (!place) return null;
		let name = known.get(product);
		if (name === undefined) {
			name = textAt(place.batch.name, place.row) || textAt(place.batch.id, place.row);
			known.set(product, name);
		}
		return name;
	};
}

/** Rank of each product number that occurs, in the order of a list of names; the number of ranks for those that do not. */
export function productRanks(occurring: Iterable<number>, name: (product: number) => string | null): Int32Array {
	const numbers = [...new Set(occurring)].filter((product) => product >= 0);
	const highest = numbers.reduce((most, product) => Math.max(most, product), -1);
	const ranks = new Int32Array(highest + 1).fill(numbers.length);
	textRanks(numbers.map((product) => name(product) ?? '')).forEach((rank, i) => (ranks[numbers[i]] = rank));
	return ranks;
}
