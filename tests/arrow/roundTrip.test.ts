import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { decodeBatch, decodePlain, encodeBatch, encodePlain, type StoredTable } from '../../workers/arrow/index';
import { COLUMNS } from '../../workers/arrow/tables';
import type { IntColumn, TextColumn } from '../../workers/core/tables';

const LOWEST = -(2 ** 31);
const HIGHEST = 2 ** 31 - 1;

/** Columns as importers make them and as nobody should: each with the ways it can be written in mind. */
function ints(rows: number): fc.Arbitrary<IntColumn> {
	const list = (value: fc.Arbitrary<number>) => fc.array(value, { minLength: rows, maxLength: rows });
	const safe = fc.maxSafeInteger();
	return fc.oneof(
		fc.integer().map((value) => new Int32Array(rows).fill(value)),
		fc
			.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -50, max: 50 }))
			.map(([start, step]) => Int32Array.from({ length: rows }, (_, i) => start + step * i)),
		list(fc.integer({ min: -1, max: 300 })).map((values) => Int16Array.from(values)),
		list(fc.integer({ min: 0, max: 255 })).map((values) => Uint8Array.from(values)),
		list(fc.integer({ min: -128, max: 127 })).map((values) => Int8Array.from(values)),
		list(fc.integer({ min: 0, max: 65_535 })).map((values) => Uint16Array.from(values)),
		list(fc.integer()).map((values) => Int32Array.from(values)),
		list(fc.constantFrom(LOWEST, HIGHEST, 0, -1)).map((values) => Int32Array.from(values)),
		list(fc.integer({ min: 0, max: 2 ** 32 - 1 })).map((values) => Uint32Array.from(values)),
		list(fc.integer({ min: 5e12, max: 5e12 + 4000 })).map((values) => Float64Array.from(values)),
		list(safe).map((values) => Float64Array.from(values, (value) => value + 0)),
		// Mostly one value: a column of its own.
		list(fc.integer({ min: 0, max: 19 })).map((values) =>
			Int32Array.from(values, (value) => (value === 7 ? 90_001 : -5))
		),
		// Sorted, in small steps.
		list(fc.integer({ min: 0, max: 3 })).map((values) => {
			let sum = 19_000_000;
			return Int32Array.from(values, (value) => (sum += value));
		})
	);
}

function texts(rows: number): fc.Arbitrary<TextColumn> {
	const list = (value: fc.Arbitrary<string>) => fc.array(value, { minLength: rows, maxLength: rows });
	const digits = fc.integer({ min: 0, max: 999_999_999 });
	return fc
		.oneof(
			fc.string({ unit: 'grapheme' }).map((value) => Array.from({ length: rows }, () => value)),
			list(fc.string({ unit: 'grapheme' })),
			list(digits.map((value) => `#${value}`)),
			list(digits.map((value) => `INV-2024-${String(value).padStart(9, '0')}`)),
			list(fc.bigInt({ min: 0n, max: 10n ** 17n }).map(String)),
			fc.integer({ min: 0, max: 1e14 }).map((start) => Array.from({ length: rows }, (_, i) => String(start + 97 * i))),
			list(fc.constantFrom('0', '00', '7', '07', '', 'x9', '9x', '1e3', '-1', '+1', '١')),
			list(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 5, maxLength: 5 }))
		)
		.map((values) => {
			const encoded = values.map((value) => new TextEncoder().encode(value));
			const offsets = new Int32Array(rows + 1);
			encoded.forEach((bytes, i) => (offsets[i + 1] = offsets[i] + bytes.length));
			const bytes = new Uint8Array(offsets[rows]);
			encoded.forEach((part, i) => bytes.set(part, offsets[i]));
			return { bytes, offsets };
		});
}

type AnyBatch = Parameters<typeof encodeBatch<'orders'>>[1];

function batches(table: StoredTable): fc.Arbitrary<AnyBatch> {
	return fc.integer({ min: 0, max: 70 }).chain((rows) => {
		const column = ({ kind }: (typeof COLUMNS)[StoredTable][number]): fc.Arbitrary<unknown> => {
			if (kind === 'int') return ints(rows);
			if (kind === 'text') return texts(rows);
			if (kind === 'list') return fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 });
			if (kind === 'number') return fc.integer({ min: 0, max: 6 });
			return fc.record({ values: ints(rows), scale: fc.integer({ min: 0, max: 6 }) });
		};
		const columns = COLUMNS[table].map((spec): [string, fc.Arbitrary<unknown>] => [spec.name, column(spec)]);
		return fc.record(Object.fromEntries(columns)).map((made) => ({ length: rows, ...made }) as unknown as AnyBatch);
	});
}

/** Every cell as plain values, so that two batches compare whatever the types of their columns. */
function cells(table: StoredTable, batch: unknown): Record<string, unknown> {
	const source = batch as Record<string, unknown> & { length: number };
	const numbers = (column: unknown) => Array.from((column as IntColumn).subarray(0, source.length), Number);
	const out: Record<string, unknown> = { length: source.length };
	for (const { name, kind } of COLUMNS[table]) {
		const column = source[name];
		if (kind === 'int') out[name] = numbers(column);
		else if (kind === 'decimal') {
			const { values, scale } = column as { values: IntColumn; scale: number };
			out[name] = { values: numbers(values), scale };
		} else if (kind === 'text') {
			const { bytes, offsets } = column as TextColumn;
			out[name] = {
				bytes: [...bytes.subarray(0, offsets[source.length])],
				offsets: [...offsets.subarray(0, source.length + 1)]
			};
		} else out[name] = column;
	}
	return out;
}

const TABLES = Object.keys(COLUMNS) as StoredTable[];
const runs = { seed: 20_240_803, numRuns: 80 };
vi.setConfig({ testTimeout: 60_000 });

describe.each(TABLES)('a batch of %s', (table) => {
	it('comes back from a chunk as it was', () => {
		fc.assert(
			fc.property(batches(table), (batch) => {
				const bytes = encodeBatch(table as 'orders', batch);
				expect(cells(table, decodeBatch(table, bytes))).toEqual(cells(table, batch));
			}),
			runs
		);
	});

	it('comes back from the plain Arrow of a backup as it was', () => {
		fc.assert(
			fc.property(batches(table), (batch) => {
				const bytes = encodePlain(table as 'orders', batch);
				expect(cells(table, decodePlain(table, bytes))).toEqual(cells(table, batch));
			}),
			runs
		);
	});

	it('makes the same bytes every time, in a buffer that holds nothing else', () => {
		fc.assert(
			fc.property(batches(table), (batch) => {
				for (const encode of [encodeBatch<'orders'>, encodePlain<'orders'>]) {
					const first = encode(table as 'orders', batch);
					expect(encode(table as 'orders', batch)).toEqual(first);
					expect(first.byteLength).toBe(first.buffer.byteLength);
				}
			}),
			{ ...runs, numRuns: 10 }
		);
	});
});
