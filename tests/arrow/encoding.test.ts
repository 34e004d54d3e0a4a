import { tableFromIPC } from 'apache-arrow';
import { describe, expect, it, vi } from 'vitest';
import {
	UnreadableChunk,
	decodeBatch,
	decodePlain,
	encodeBatch,
	encodePlain,
	rowsOf as rowCount
} from '../../workers/arrow/index';
import type { OrdersTable } from '../../workers/core/tables';
import { batchOf, rowsOf, type Row } from '../storage/rows';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const COUNT = 4096;
/** Numbers without a pattern: the same ones in every run. */
const scattered = (i: number, below: number): number => (Math.imul(i + 1, 2_654_435_761) % below) >>> 0;

/** Orders as a shop has them: numbered ids, one status, no postage, totals that add up. */
function orders(change: (row: Row, i: number) => Row = (row) => row): OrdersTable {
	return batchOf(
		'orders',
		Array.from({ length: COUNT }, (_, i) => {
			const gross = 500 + (scattered(i, 9000) % 9000);
			const discount = i % 5 === 0 ? 50 : 0;
			const row: Row = {
				number: i,
				id: `#${1001 + i}`,
				customer: scattered(i, 3000) % 3000,
				day: 19_500 + Math.floor(i / 100),
				gross: [gross, 2],
				discount: [discount, 2],
				total: [gross - discount, 2],
				units: [1, 0]
			};
			return change(row, i);
		})
	);
}

const namesOf = (bytes: Uint8Array) => tableFromIPC(bytes).schema.fields.map(({ name, type }) => `${name}: ${type}`);
const layoutOf = (bytes: Uint8Array) =>
	new Map(
		(
			JSON.parse(tableFromIPC(bytes).schema.metadata.get('perennial') ?? '') as {
				columns: { name: string; ints?: unknown; text?: unknown; formula?: unknown }[];
			}
		).columns.map((column) => [column.name, column])
	);

describe('a chunk', () => {
	it('is an Arrow IPC stream of one record batch that holds only what differs from row to row', () => {
		const bytes = encodeBatch('orders', orders());
		const table = tableFromIPC(bytes);
		expect(table.batches).toHaveLength(1);
		expect(table.numRows).toBe(COUNT);
		// customer 12 bits, day 1 bit, gross 14 bits, discount 6 bits: 33 bits.
		expect(namesOf(bytes)).toEqual(['bits0: Uint32', 'bits32: Uint8']);
		const layout = layoutOf(bytes);
		expect(layout.get('number')?.ints).toEqual({ as: 'sequence', start: 0, step: 1 });
		expect(layout.get('id')?.text).toEqual({
			as: 'numbered',
			prefix: '#',
			width: 4,
			number: { as: 'sequence', start: 1001, step: 1 }
		});
		expect(layout.get('currency')?.ints).toEqual({ as: 'constant', value: 0 });
		expect(layout.get('region')?.ints).toEqual({ as: 'constant', value: -1 });
		expect(layout.get('day')?.ints).toMatchObject({ as: 'steps', bits: 1, base: 0, first: 19_500 });
		expect(layout.get('total')).toMatchObject({
			ints: { as: 'constant', value: 0 },
			formula: {
				sum: [
					['gross', 1],
					['discount', -1],
					['shipping', 1],
					['tax', 1]
				]
			}
		});
	});

	it('keeps totals that do not add up, as what they are off by', () => {
		const batch = orders((row, i) => (i === 77 ? { ...row, total: [123_456, 2] } : row));
		const bytes = encodeBatch('orders', batch);
		expect(layoutOf(bytes).get('total')).toHaveProperty('formula');
		const total = decodeBatch('orders', bytes).total;
		expect(total.values[77]).toBe(123_456);
		expect(total.values[78]).toBe(500 + (scattered(78, 9000) % 9000));
	});

	it('makes amounts from quantity and unit price across their scales, and keeps those rounded another way', () => {
		// 3 × 0.335 = 1.005: 1.01 rounded up, and printed once as 1.00.
		const lines = Array.from({ length: 600 }, (_, i): Row => {
			const price = 101 + (scattered(i, 400) % 400);
			const quantity = 1 + (scattered(i, 3) % 3);
			return {
				order: i,
				quantity: [quantity, 0],
				unitPrice: [price, 3],
				amount: [Math.round((quantity * price) / 10), 2]
			};
		});
		lines[5] = { order: 5, quantity: [3, 0], unitPrice: [335, 3], amount: [101, 2] };
		lines[6] = { order: 6, quantity: [3, 0], unitPrice: [335, 3], amount: [100, 2] };
		const bytes = encodeBatch('lines', batchOf('lines', lines));
		expect(layoutOf(bytes).get('amount')).toMatchObject({
			formula: { product: ['quantity', 'unitPrice'], divisor: 10, multiplier: 1 }
		});
		const { amount } = decodeBatch('lines', bytes);
		expect(amount.scale).toBe(2);
		expect([amount.values[5], amount.values[6]]).toEqual([101, 100]);
	});

	it('gives a column of its own to numbers that are nearly always the same', () => {
		const bytes = encodeBatch(
			'orders',
			orders((row, i) => ({ ...row, tax: [i % 500 === 3 ? 123_456 : 0, 2] }))
		);
		expect(namesOf(bytes)).toContain('tax: Uint32');
		expect(decodeBatch('orders', bytes).tax.values[503]).toBe(123_456);
	});

	it('keeps leading zeros of ids, and ids that are no numbers', () => {
		const ids = ['000123', '000124', '123', 'A-7', '', '٣', '1e3', '-5', '99999999999999999999'];
		const bytes = encodeBatch(
			'products',
			batchOf(
				'products',
				ids.map((id, number) => ({ number, id, name: 'x', category: '' }))
			)
		);
		expect(rowsOf('products', decodeBatch('products', bytes)).map(({ id }) => id)).toEqual(ids);
	});

	it('takes less than a quarter of the bytes of a CSV file with the same orders', () => {
		const csvBytes = COUNT * 60;
		expect(encodeBatch('orders', orders()).length).toBeLessThan(csvBytes / 4);
	});

	it('reads only the columns asked for, and those they are made from', () => {
		const bytes = encodeBatch('orders', orders());
		const part = decodeBatch('orders', bytes, ['day', 'total']);
		expect(part.day[100]).toBe(19_501);
		expect(part.total.values[0]).toBe(500 + (scattered(0, 9000) % 9000) - 50);
		expect(part).not.toHaveProperty('id');
		expect(part).toHaveProperty('gross');
	});

	it('tells its rows without being decoded', () => {
		expect(rowCount(encodeBatch('orders', orders()))).toBe(COUNT);
	});

	it('has at most 65,536 rows, of safe whole numbers, in columns as long as the batch', () => {
		const long = batchOf('products', []);
		expect(() => encodeBatch('products', { ...long, length: 65_537 })).toThrow(RangeError);
		const one = batchOf('products', [{ number: 1, id: 'a', name: 'b', category: '' }]);
		expect(() => encodeBatch('products', { ...one, number: Float64Array.of(0.5) })).toThrow(RangeError);
		expect(() => encodeBatch('products', { ...one, number: Float64Array.of(2 ** 53) })).toThrow(RangeError);
		expect(() => encodeBatch('products', { ...one, number: Float64Array.of(NaN) })).toThrow(RangeError);
		expect(() => encodeBatch('products', { ...one, number: new Int32Array(0) })).toThrow(RangeError);
	});

	it('is refused as another table, and where it is cut short or no Arrow at all', () => {
		const bytes = encodeBatch('lines', batchOf('lines', [{ order: 1 }, { order: 5 }, { order: 2 }]));
		expect(() => decodeBatch('orders', bytes)).toThrow(UnreadableChunk);
		expect(() => decodeBatch('lines', bytes.subarray(0, 200))).toThrow(UnreadableChunk);
		expect(() => decodeBatch('lines', new Uint8Array(0))).toThrow(UnreadableChunk);
		expect(() => decodeBatch('lines', new TextEncoder().encode('Order ID,Date\n1,2024-01-01\n'))).toThrow(
			UnreadableChunk
		);
		expect(() => decodeBatch('lines', encodePlain('lines', batchOf('lines', [{ order: 1 }])))).toThrow(UnreadableChunk);
	});
});

describe('the plain Arrow of a backup', () => {
	it('is a file any Arrow reader opens: full columns, narrow types, texts, and scales beside the decimals', () => {
		const bytes = encodePlain(
			'orders',
			batchOf('orders', [
				{
					number: 0,
					id: '#1001',
					customer: 0,
					day: 19_938,
					minute: 845,
					gross: [4999, 2],
					total: [4999, 2],
					units: [1, 0]
				},
				{ number: 1, id: '#1002', customer: 70_000, day: 19_939, gross: [1e12, 2], total: [1e12, 2], units: [2, 0] }
			])
		);
		expect(new TextDecoder().decode(bytes.subarray(0, 6))).toBe('ARROW1');
		const table = tableFromIPC(bytes);
		expect(table.schema.metadata.get('table')).toBe('orders');
		const types = new Map(table.schema.fields.map(({ name, type }) => [name, String(type)]));
		expect([types.get('number'), types.get('id'), types.get('customer'), types.get('day'), types.get('gross')]).toEqual(
			['Int8', 'Utf8', 'Int32', 'Int16', 'Float64']
		);
		expect(table.schema.fields.find(({ name }) => name === 'gross')?.metadata.get('scale')).toBe('2');
		expect(table.schema.fields.find(({ name }) => name === 'units')?.metadata.get('scale')).toBe('0');
		expect(table.getChild('id')?.get(1)).toBe('#1002');
		expect(table.getChild('gross')?.get(1)).toBe(1e12);
		expect(table.getChild('minute')?.get(1)).toBe(-1);
	});

	it('is refused where a column is missing, of another type, or holds fractions', () => {
		const bytes = encodePlain('lines', batchOf('lines', [{ order: 1, quantity: [5e12, 0] }]));
		expect(() => decodePlain('orders', bytes)).toThrow(UnreadableChunk);
		const at = bytes.findIndex(
			(_, i) => new DataView(bytes.buffer).getFloat64(Math.min(i, bytes.length - 8), true) === 5e12
		);
		expect(at).toBeGreaterThan(0);
		new DataView(bytes.buffer).setFloat64(at, 0.5, true);
		expect(() => decodePlain('lines', bytes)).toThrow(UnreadableChunk);
	});
});
