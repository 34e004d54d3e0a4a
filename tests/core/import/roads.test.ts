import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../../workers/core/import/types';
import { done, expectSameFigures, file } from './reading';

// Loops over all orders are left out where every record is an order and none is rejected. That may not be seen in what
// comes out.

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
