import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { RemoteFeeds, serveFeeds } from '../../../workers/core/import/feedPort';
import type { FeedPort } from '../../../workers/core/import/feedPort';
import type { ImportOptions, Mapping } from '../../../workers/core/import/types';
import { done, expectSameFigures, file, read } from './reading';
import type { Imported } from './reading';

// Loops over all orders are left out where every record is an order and none is rejected, and large files are read by
// two threads. Neither may be seen in what comes out.

const HEADER = 'id,date,email,status,currency,product,quantity,price,discount,total,refunded';
const MAPPING: Mapping = {
	name: 'roads',
	columns: {
		order_id: 'id',
		date: 'date',
		email: 'email',
		status: 'status',
		currency: 'currency',
		product_name: 'product',
		quantity: 'quantity',
		unit_price: 'price',
		discount: 'discount',
		total: 'total',
		refunds: 'refunded'
	},
	header: true,
	delimiter: ',',
	date_order: 'ymd',
	decimal: '.',
	exclusions: { cancelled: 'leave_out', unpaid: 'leave_out', voided: 'leave_out', test: 'leave_out' }
};

const cents = (most: number) => fc.integer({ min: 0, max: most }).map((value) => (value / 100).toFixed(2));
const record = fc
	.record({
		date: fc.date({
			min: new Date('2021-01-01T00:00:00Z'),
			max: new Date('2023-12-31T00:00:00Z'),
			noInvalidDate: true
		}),
		email: fc.constantFrom('ann@a.org', 'Ben@b.org', 'cid@c.org', 'dora@d.org', '', 'nobody'),
		status: fc.constantFrom('paid', 'paid', 'paid', 'cancelled', 'pending', 'voided', 'mystery', ''),
		currency: fc.constantFrom('EUR', 'EUR', 'USD', 'JPY'),
		product: fc.constantFrom('tea', 'cup', ''),
		quantity: fc.constantFrom('1', '2', '3.5', ''),
		price: fc.oneof(cents(9999), fc.constant('')),
		discount: fc.oneof(cents(500), fc.constant('')),
		total: cents(99_999),
		refunded: fc.oneof(fc.constant(''), fc.constant(''), cents(4000))
	})
	.map(({ date, ...cells }) => [date.toISOString().slice(0, 16).replace('T', ' '), ...Object.values(cells)].join(','));
const records = fc.array(record, { minLength: 1, maxLength: 60 });

const csv = (rows: readonly string[], first = 0) =>
	[HEADER, ...rows.map((row, i) => `A${1000 + first + i},${row}`), ''].join('\n');

/** Everything that comes out, typed arrays by their kind and values. */
function spelt({ result, tables, jsonText }: Imported): string {
	const { report, problems, byCustomer, data, next } = result;
	const { dictionaries, sources } = data;
	return JSON.stringify(
		{ report, problems, byCustomer, tables, dictionaries, sources, next, jsonText },
		(_, value: unknown) =>
			ArrayBuffer.isView(value) ? [value.constructor.name, ...(value as Uint8Array)].join(' ') : value
	);
}

describe('the roads of an import', () => {
	it('give the same figures with one order a record as with an order of two records, of which one is rejected', async () => {
		await fc.assert(
			fc.asyncProperty(records, async (rows) => {
				const plain = await done(csv(rows), MAPPING);
				const rejected = 'Z,2022-05-05 10:00,,paid,EUR,tea,1,';
				const general = await done(`${csv(rows)}${rejected}2.00,,2.00,\n${rejected}many,,2.00,\n`, MAPPING);
				expect(general.report.rows.rejected).toBe(2);
				for (const name of [
					'orders',
					'totals',
					'byMonth',
					'customers',
					'warnings',
					'excludedBy',
					'firstDay'
				] as const) {
					expect(general.report[name]).toEqual(plain.report[name]);
				}
				expect(general.result.byCustomer).toEqual(plain.result.byCustomer);
				expect(general.orders).toEqual(plain.orders);
				expect(general.lines).toEqual(plain.lines);
				expect(general.refunds).toEqual(plain.refunds);
				expect(general.identities).toEqual(plain.identities);
			}),
			{ seed: 7, numRuns: 150 }
		);
	});

	it('give the same figures from one file as from two', async () => {
		await fc.assert(
			fc.asyncProperty(records, fc.nat(), async (rows, cut) => {
				const at = cut % (rows.length + 1);
				fc.pre(at > 0 && at < rows.length);
				const one = await done(csv(rows), MAPPING);
				const two = [file(csv(rows.slice(0, at)), 'a.csv'), file(csv(rows.slice(at), at), 'b.csv')];
				expectSameFigures(await done(two, MAPPING), one);
			}),
			{ seed: 8, numRuns: 100 }
		);
	});
});

describe('records that another thread reads', () => {
	const { port1, port2 } = new MessageChannel();
	serveFeeds(port2 as unknown as FeedPort);
	const feeds = () => Promise.resolve(new RemoteFeeds(port1 as unknown as FeedPort));
	const remote: Partial<ImportOptions> = { feeds };
	afterAll(() => port1.close());

	it('give the same bytes as those of one thread, in one file and in several', async () => {
		await fc.assert(
			fc.asyncProperty(records, records, async (a, b) => {
				for (const files of [[file(csv(a))], [file(csv(a), 'a.csv'), file(csv(b), 'b.csv')]]) {
					expect(spelt(await done(files, MAPPING, remote))).toBe(spelt(await done(files, MAPPING)));
				}
			}),
			{ seed: 9, numRuns: 60 }
		);
	});

	it('come in many blocks, with customers by e-mail, id, phone and name', async () => {
		const rows = Array.from({ length: 30_000 }, (_, i) => {
			const who = (i * 7919) % 5000;
			const email = who % 3 === 0 ? `c${who}@example.org` : '';
			return `N${i},2024-0${1 + (i % 9)}-11,${email},${who % 5 === 0 ? `'${who}.0` : ''},Ann ${who % 700},${1 + (i % 50)}.50`;
		});
		const columns = { order_id: 1, date: 2, email: 3, customer_id: 4, name: 5, total: 6 };
		const mapping: Mapping = {
			columns,
			header: false,
			delimiter: ',',
			date_order: 'ymd',
			decimal: '.',
			currency: 'EUR'
		};
		const text = rows.join('\n');
		expect(spelt(await done(text, mapping, remote))).toBe(spelt(await done(text, mapping)));
	});

	it('fail as they do in one thread, and the next reading works', async () => {
		const long = `${HEADER}\nA1,2024-01-01,ann@a.org,paid,EUR,${'x'.repeat(17 * 1024 * 1024)},1,1.00,,1.00,\n`;
		expect(await read(long, { mapping: MAPPING, ...remote })).toEqual(await read(long, { mapping: MAPPING }));
		let blocks = 0;
		const signal = {
			get aborted() {
				return blocks++ > 2;
			}
		};
		const many = csv(Array.from({ length: 40_000 }, () => '2024-01-01 10:00,ann@a.org,paid,EUR,tea,1,1.00,,1.00,'));
		expect(await read(many, { mapping: MAPPING, signal, ...remote })).toMatchObject({ code: 'cancelled' });
		const small = csv(['2024-01-01 10:00,ann@a.org,paid,EUR,tea,1,1.00,,1.00,']);
		expect(spelt(await done(small, MAPPING, remote))).toBe(spelt(await done(small, MAPPING)));
	});

	it('are an error when the thread is lost, not an import that never ends', async () => {
		const silent = { postMessage: () => undefined, onmessage: null };
		const lost = new RemoteFeeds(silent);
		const reading = read(csv(['2024-01-01 10:00,ann@a.org,paid,EUR,tea,1,1.00,,1.00,']), {
			mapping: MAPPING,
			feeds: () => Promise.resolve(lost)
		});
		setTimeout(() => lost.lose('stopped'), 50);
		await expect(reading).rejects.toThrow('stopped');
	});
});
