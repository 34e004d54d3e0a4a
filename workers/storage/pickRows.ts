import { COLUMNS, type StoredTable, type StoredTypes } from '../arrow/tables';
import type { DecimalColumn, IntColumn, TextColumn } from '../core/tables';

function pickInts(column: IntColumn, rows: Int32Array): IntColumn {
	const out = new (column.constructor as new (length: number) => IntColumn)(rows.length);
	for (let i = 0; i < rows.length; i++) out[i] = column[rows[i]];
	return out;
}

function pickText({ bytes, offsets }: TextColumn, rows: Int32Array): TextColumn {
	const ends = new Int32Array(rows.length + 1);
	for (let i = 0; i < rows.length; i++) ends[i + 1] = ends[i] + offsets[rows[i] + 1] - offsets[rows[i]];
	const picked = new Uint8Array(ends[rows.length]);
	for (let i = 0; i < rows.length; i++) picked.set(bytes.subarray(offsets[rows[i]], offsets[rows[i] + 1]), ends[i]);
	return { bytes: picked, offsets: ends };
}

/** New batch of the given rows of a batch, in the given order. */
export function pickRows<T extends StoredTable>(table: T, batch: StoredTypes[T], rows: Int32Array): StoredTypes[T] {
	const source = batch as unknown as Record<string, unknown>;
	const columns = COLUMNS[table].map(({ name, kind }): [string, unknown] => {
		const column = source[name];
		if (kind === 'int') return [name, pickInts(column as IntColumn, rows)];
		if (kind === 'text') return [name, pickText(column as TextColumn, rows)];
		if (kind !== 'decimal') return [name, column];
		const { values, scale } = column as DecimalColumn;
		return [name, { values: pickInts(values, rows), scale }];
	});
	return { length: rows.length, ...Object.fromEntries(columns) } as unknown as StoredTypes[T];
}

/** The batch in pieces of at most `most` rows. */
export function* slices<T extends StoredTable>(
	table: T,
	batch: StoredTypes[T],
	most: number
): Generator<StoredTypes[T]> {
	for (let from = 0; from < batch.length; from += most) {
		const rows = new Int32Array(Math.min(most, batch.length - from));
		for (let i = 0; i < rows.length; i++) rows[i] = from + i;
		yield rows.length === batch.length ? batch : pickRows(table, batch, rows);
	}
}
