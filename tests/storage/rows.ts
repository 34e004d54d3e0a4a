import { COLUMNS, type StoredTable, type StoredTypes } from '../../workers/arrow/tables';
import type { DecimalColumn, IntColumn, TextColumn } from '../../workers/core/tables';

/** A row by column: numbers, texts, and decimals as [whole number, scale]. */
export type Row = Record<string, number | string | [value: number, scale: number]>;

/** What a column holds in a row that does not name it. */
const NOTHING: Row = {
	customer: -1,
	product: -1,
	firstProduct: -1,
	minute: -1,
	offset: -32_768,
	currency: 0,
	country: -1,
	region: -1,
	post_code: -1,
	channel: -1,
	discount_code: -1,
	payment_method: -1,
	account: -1,
	status: -1,
	since: -2_147_483_648
};

export function text(texts: string[]): TextColumn {
	const encoded = texts.map((value) => new TextEncoder().encode(value));
	const offsets = new Int32Array(texts.length + 1);
	encoded.forEach((bytes, i) => (offsets[i + 1] = offsets[i] + bytes.length));
	const bytes = new Uint8Array(offsets[texts.length]);
	encoded.forEach((part, i) => bytes.set(part, offsets[i]));
	return { bytes, offsets };
}

/** A batch written down row by row. Decimals of a batch have the scale of their first row, 2 where none is given. */
export function batchOf<T extends StoredTable>(
	table: T,
	rows: Row[],
	once: Record<string, unknown> = {}
): StoredTypes[T] {
	const columns = COLUMNS[table].map(({ name, kind }): [string, unknown] => {
		const cells = rows.map((row) => row[name] ?? NOTHING[name]);
		if (kind === 'int') return [name, Float64Array.from(cells, (cell) => (cell as number) ?? 0)];
		if (kind === 'text') return [name, text(cells.map((cell) => (cell as string) ?? ''))];
		if (kind !== 'decimal') return [name, once[name]];
		const scale = cells.find((cell) => Array.isArray(cell))?.[1] ?? 2;
		return [name, { values: Float64Array.from(cells, (cell) => (Array.isArray(cell) ? cell[0] : 0)), scale }];
	});
	return { length: rows.length, ...Object.fromEntries(columns) } as unknown as StoredTypes[T];
}

/** Every cell of a batch, whatever types its columns have. */
export function rowsOf<T extends StoredTable>(table: T, batch: StoredTypes[T]): Row[] {
	const source = batch as unknown as Record<string, unknown>;
	return Array.from({ length: batch.length }, (_, i) =>
		Object.fromEntries(
			COLUMNS[table]
				.filter(({ kind }) => kind !== 'list' && kind !== 'number')
				.map(({ name, kind }): [string, Row[string]] => {
					if (kind === 'int') return [name, (source[name] as IntColumn)[i] + 0];
					if (kind === 'decimal') {
						const { values, scale } = source[name] as DecimalColumn;
						return [name, [values[i] + 0, scale]];
					}
					const { bytes, offsets } = source[name] as TextColumn;
					return [name, new TextDecoder().decode(bytes.subarray(offsets[i], offsets[i + 1]))];
				})
		)
	);
}
