import { readFileSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeShared, shared } from '../shared';
import { analyse } from './analyse';

const temporary = mkdtempSync(join(tmpdir(), 'perennial-test-'));
function written(name: string, text: string): string {
	const path = join(temporary, name);
	writeFileSync(path, text);
	return path;
}

describeShared('npm run analyse on exports of platforms', () => {
	for (const [folder, file] of [
		['shopify-orders', 'orders_export.csv'],
		['uci-online-retail', 'online_retail.csv']
	]) {
		it(`reads ${folder} as its expected.json says`, () => {
			const run = analyse(shared(`data/exports/${folder}/${file}`));
			expect(run.exit, run.said).toBe(0);
			const expected = JSON.parse(readFileSync(shared(`data/exports/${folder}/expected.json`), 'utf8'));
			delete expected.fixture;
			delete expected.notes;
			expect(run.json('import.json')).toMatchObject(expected);
		});
	}

	it('asks about 57 unpaid orders, and counts or leaves them out as answered', () => {
		const file = shared('data/shopify_orders_pseudonymised/orders_export_a.csv');
		const open = analyse(file);
		expect(open.exit).toBe(3);
		expect(open.said).toContain('57 of 57 orders are unpaid');
		expect(open.said).toContain('{"exclusions":{"unpaid":"count"}}');
		expect(() => open.text('import.json')).toThrow('ENOENT');

		const count = analyse(file, '--map', written('count.json', '{"exclusions":{"unpaid":"count"}}'));
		expect(count.exit, count.said).toBe(0);
		expect(count.json('import.json').orders).toMatchObject({ read: 57, counted: 57, excluded: [] });

		const leave = analyse(file, '--map', written('leave.json', '{"exclusions":{"unpaid":"leave_out"}}'));
		expect(leave.exit, leave.said).toBe(0);
		const { orders } = leave.json('import.json');
		expect([orders.read, orders.counted, orders.excluded.length]).toEqual([57, 0, 57]);
		expect(new Set(Array.from(orders.excluded, ({ reason }: { reason: string }) => reason))).toEqual(
			new Set(['unpaid'])
		);
	});
});

describe('npm run analyse', () => {
	const orders = written(
		'orders.csv',
		'Order,Customer,Day,Amount\n1,a,2024-01-05,10.00\n2,b,2024-01-06,20.00\n3,a,2024-03-01,5.50\n'
	);
	const mapping = written(
		'mapping.json',
		JSON.stringify({
			name: 'tiny',
			columns: { order_id: 'Order', customer_id: 'Customer', date: 'Day', amount: 'Amount' },
			currency: 'EUR'
		})
	);

	it('writes the six files, the same bytes each time', () => {
		const [first, second] = [analyse(orders, '--map', mapping), analyse(orders, '--map', mapping)];
		expect(first.exit, first.said).toBe(0);
		for (const name of ['import.json', 'metrics.json', 'customers.csv', 'segments.csv', 'cohorts.json', 'models.json'])
			expect(first.text(name)).toBe(second.text(name));
		expect(first.json('metrics.json').all).toMatchObject({ customers: 2, orders: 3, revenue: 35.5 });
	});

	it('takes --as-of as everything up to and including that day', () => {
		const run = analyse(orders, '--map', mapping, '--as-of', '2024-01-06');
		expect(run.json('metrics.json').all).toMatchObject({ customers: 2, orders: 2, revenue: 30 });
	});

	it('ends with 2 when the arguments cannot be used, and says which', () => {
		expect(analyse().exit).toBe(2);
		for (const [args, words] of [
			[[orders, '--as-of', '2024-02-30'], '2024-02-30'],
			[[orders, '--period', 'decade'], 'decade'],
			[[orders, '--time-zone', 'Mars/Olympus'], 'Mars/Olympus'],
			[['no-such-file.csv'], 'no-such-file.csv'],
			[[orders, '--map', written('slip.json', '{"colums":{}}')], '"colums"'],
			[[orders, '--preset', 'nobody.orders'], 'nobody.orders']
		] as const) {
			const run = analyse(...args);
			expect([run.exit, run.said]).toEqual([2, expect.stringContaining(words)]);
		}
	});

	it('ends with 3 when nothing tells how to read the file, and with 1 when nothing could be stored', () => {
		expect(analyse(written('puzzle.csv', 'x,y,z\n1,2,3\n4,5,6\n')).exit).toBe(3);
		expect(analyse(written('empty.csv', '')).exit).toBe(1);
		const bad = written('bad.csv', 'Order,Customer,Day,Amount\n1,a,never,10.00\n');
		expect(analyse(bad, '--map', mapping).exit).toBe(1);
	});

	it('asks with both readings when day and month cannot be told apart', () => {
		const file = written('days.csv', 'Order,Customer,Day,Amount\n1,a,04/03/2024,10.00\n2,b,05/03/2024,20.00\n');
		const run = analyse(file, '--map', mapping);
		expect(run.exit).toBe(3);
		expect(run.said).toContain('04/03/2024');
		expect(run.said).toContain('2024-03-04');
		expect(run.said).toContain('2024-04-03');
		expect(run.said).toContain('{"date_order":"dmy"}');
	});
});
