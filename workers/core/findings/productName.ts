import type { ProductsTable, TextColumn } from '../tables';

/** What people call a product: its name, or its id where it has none. */
export function productName(products: Iterable<ProductsTable>, wanted: number): string | null {
	const decoder = new TextDecoder();
	const text = ({ bytes, offsets }: TextColumn, row: number): string =>
		decoder.decode(bytes.subarray(offsets[row], offsets[row + 1]));
	for (const { length, number, id, name } of products) {
		for (let row = 0; row < length; row++) if (number[row] === wanted) return text(name, row) || text(id, row) || null;
	}
	return null;
}
