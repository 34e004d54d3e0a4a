import type { ProductsTable, TextColumn } from '../tables';

/**
 * Keys of the products that are asked for: the id, or the name where there is no id.
 * @param wanted product numbers; negative is none
 * @returns key of a number, null for none and for unknown ones
 */
export function productKeys(
	products: Iterable<ProductsTable>,
	wanted: Iterable<number>
): (product: number) => string | null {
	const keys = new Map<number, string | null>();
	for (const number of wanted) if (number >= 0) keys.set(number, null);
	const decoder = new TextDecoder();
	const text = ({ bytes, offsets }: TextColumn, row: number): string =>
		decoder.decode(bytes.subarray(offsets[row], offsets[row + 1]));
	for (const { length, number, id, name } of products) {
		for (let row = 0; row < length; row++) {
			if (keys.has(number[row])) keys.set(number[row], text(id, row) || text(name, row));
		}
	}
	return (product) => keys.get(product) ?? null;
}
