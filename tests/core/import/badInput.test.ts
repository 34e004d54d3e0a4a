import { describe, expect, it } from 'vitest';
import type { ImportFile, Mapping } from '../../../workers/core/import/types';
import { done, file, read } from './reading';

const MAPPING: Mapping = { columns: { order_id: 'Order', date: 'Date', total: 'Total' }, currency: 'EUR' };

describe('bad input is a value that says what and where', () => {
	it('no file, an empty file, blanks only', async () => {
		expect(await read([])).toEqual({ status: 'failed', code: 'empty_file' });
		expect(await read(file(''))).toMatchObject({ status: 'failed', code: 'empty_file', file: 'orders.csv' });
		expect(await read(file('\n\n  \n'))).toMatchObject({ status: 'failed', code: 'empty_file' });
	});

	it('a header and nothing else', async () => {
		expect(await read(file('Order,Date,Total\n'), { mapping: MAPPING })).toEqual({
			status: 'failed',
			code: 'header_only',
			file: 'orders.csv'
		});
	});

	it('text without columns', async () => {
		expect(await read(file('Dear shop,\nplease find my orders attached.\nThanks\n'))).toMatchObject({
			status: 'failed'
		});
		expect(await read(file('hello\nworld\n'))).toEqual({ status: 'failed', code: 'no_columns', file: 'orders.csv' });
	});

	it('a preset that does not fit names the columns that lack', async () => {
		expect(await read(file('a,b\n1,2\n'), { preset: 'shopify.orders' })).toEqual({
			status: 'failed',
			code: 'no_columns',
			file: 'orders.csv',
			params: { layout: 'shopify.orders', missing: 'name, financial status, lineitem name, created at' }
		});
		expect(await read(file('a,b\n1,2\n'), { preset: 'nonsense' })).toMatchObject({ code: 'not_supported' });
	});

	it('bytes that are no text, and a workbook', async () => {
		const noise = Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256);
		expect(await read(file(noise))).toMatchObject({ status: 'failed', code: 'not_text' });
		expect(await read(file(new Uint8Array([80, 75, 3, 4, ...noise])))).toMatchObject({ code: 'not_text' });
	});

	it('one line of more than 16 MiB', async () => {
		const long = 'x'.repeat(17 * 1024 * 1024);
		expect(
			await read(file(`Order,Date,Total\n1,2025-01-05,5\n2,2025-01-05,${long}\n`), { mapping: MAPPING })
		).toMatchObject({
			status: 'failed',
			code: 'record_too_long',
			line: 3
		});
		expect(await read(file(long))).toMatchObject({ status: 'failed', code: 'record_too_long', line: 1 });
	});

	it('an unclosed quote swallows the rest as one truncated record', async () => {
		const { problems, orders } = await done(
			'Order,Date,Total\n1,2025-01-05,5\n2,"2025-01-05,5\n3,2025-01-05,5\n',
			MAPPING
		);
		expect(problems).toEqual(['3 truncated_record']);
		expect(orders).toHaveLength(1);
	});

	it('a file of which nothing can be stored says why, with the first place', async () => {
		expect(await read(file('Order,Date,Total\n1,x1,5\n2,x2,5\n'), { mapping: MAPPING })).toEqual({
			status: 'failed',
			code: 'nothing_stored',
			file: 'orders.csv',
			line: 2,
			params: { records: 2, rejected: 2, skipped: 0, reason: 'bad_date', field: 'Date', value: 'x1' }
		});
	});

	it('negative quantities are read as they stand', async () => {
		const { json } = await done('Order,Date,Qty,Price\n1,2025-01-05,3,5\n1,2025-01-05,-1,5\n', {
			columns: { order_id: 'Order', date: 'Date', quantity: 'Qty', unit_price: 'Price' },
			currency: 'EUR'
		});
		expect(json.refund_rows).toEqual([{ line: 3, order: '1', currency: 'EUR', amount: '5.00', items: '5.00' }]);
	});

	it('a damaged gzip and a file that is gone', async () => {
		expect(await read(file(new Uint8Array([31, 139, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9])))).toMatchObject({
			status: 'failed',
			code: 'damaged_gzip'
		});
		const gone: ImportFile = { name: 'gone.csv', size: 10, blob: goneBlob() };
		expect(await read(gone)).toMatchObject({ status: 'failed', file: 'gone.csv' });
	});

	it('a file that no layout fits is a question, not a guess', async () => {
		expect(await read(file('a,b\n1,2\n3,4\n'))).toEqual({
			status: 'questions',
			questions: [{ code: 'layout', key: 'columns', file: 'orders.csv', guesses: [] }]
		});
	});

	it('stopping between blocks ends in "cancelled"', async () => {
		expect(
			await read(file('Order,Date,Total\n1,2025-01-05,5\n'), { mapping: MAPPING, signal: { aborted: true } })
		).toEqual({
			status: 'failed',
			code: 'cancelled'
		});
	});
});

function goneBlob(): Blob {
	const fail = () => {
		throw new DOMException('gone', 'NotFoundError');
	};
	return Object.assign(new Blob(['0123456789']), { stream: fail, arrayBuffer: fail, slice: fail });
}
