import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../../workers/core/import/types';
import { describeShared, shared } from '../../shared';
import { done, file, fileAt } from './reading';

const LINES: Mapping = {
	columns: {
		order_id: 'Order',
		date: 'Date',
		email: 'Mail',
		product_name: 'Item',
		quantity: 'Qty',
		unit_price: 'Price',
		line_discount: 'Off',
		currency: 'Unit'
	},
	date_order: 'ymd'
};
const csv = (rows: string[], name = 'orders.csv') =>
	file(`Order,Date,Mail,Item,Qty,Price,Off,Unit\n${rows.join('\n')}\n`, name);
const MUG = '1,2025-01-05 10:00,a@x.com,Mug,2,5.25,0,EUR';
const TEA = '1,2025-01-05 10:00,a@x.com,Tea,1,3.00,0,EUR';

const SHOPIFY =
	'Name,Email,Financial Status,Created at,Currency,Shipping,Taxes,Total,Discount Amount,Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount,Tags';

describe('lines that repeat an earlier one of their order', () => {
	it('are counted from the second on, with their money by currency, and are kept', async () => {
		const { report, lines, json } = await done(
			csv([
				MUG,
				TEA,
				MUG,
				'2,2025-01-06 10:00,b@x.com,Mug,2,5.25,0,GBP',
				'2,2025-01-06 10:00,b@x.com,Mug,2,5.25,0,GBP',
				'3,2025-01-07 10:00,c@x.com,Mug,2,5.25,0,EUR',
				MUG
			]),
			LINES
		);
		expect(report.repeats).toEqual({
			records: 3,
			orders: 2,
			money: { EUR: '21.00', GBP: '10.50' },
			samples: [
				{ line: 4, order: '1' },
				{ line: 8, order: '1' },
				{ line: 6, order: '2' }
			]
		});
		expect(lines).toHaveLength(7);
		expect(json.totals.EUR.gross).toBe('45.00');
		expect(json).toMatchObject({ repeats: report.repeats });
	});

	it('differ in nothing: not in product, quantity, price, discount or minute', async () => {
		const { report, json } = await done(
			csv([
				MUG,
				'1,2025-01-05 10:00,a@x.com,Cup,2,5.25,0,EUR',
				'1,2025-01-05 10:00,a@x.com,Mug,3,5.25,0,EUR',
				'1,2025-01-05 10:00,a@x.com,Mug,2,5.20,0,EUR',
				'1,2025-01-05 10:00,a@x.com,Mug,2,5.25,1,EUR',
				'1,2025-01-05 10:01,a@x.com,Mug,2,5.25,0,EUR',
				'1,2025-01-06 10:00,a@x.com,Mug,2,5.25,0,EUR'
			]),
			LINES
		);
		expect(report.orders.read).toBe(1);
		expect(report.repeats).toBeUndefined();
		expect(json).not.toHaveProperty('repeats');
	});

	it('are told by their own minute in an order whose lines are not sorted by time', async () => {
		const at = (time: string) => `1,2025-01-05 ${time},a@x.com,Mug,2,5.25,0,EUR`;
		const { report, orders } = await done(
			csv([at('10:00'), at('09:00'), at('11:00'), at('08:00'), at('09:00'), at('10:00'), at('12:00')]),
			LINES
		);
		expect(orders[0].minute).toBe(8 * 60);
		expect(report.repeats).toMatchObject({
			records: 2,
			samples: [
				{ line: 6, order: '1' },
				{ line: 7, order: '1' }
			]
		});
	});

	it('are not those of two moments where a customer’s rows of a day are one order', async () => {
		const text = (time: string) => `Date,Mail,Amount\n2025-01-05 10:00,a@x.com,4\n2025-01-05 ${time},a@x.com,4\n`;
		const mapping: Mapping = {
			columns: { date: 'Date', email: 'Mail', amount: 'Amount' },
			orders_by: 'customer_day',
			currency: 'EUR'
		};
		const twice = await done(text('10:00'), mapping);
		expect(twice.report.repeats).toMatchObject({ records: 1, orders: 1, money: { EUR: '4.00' } });
		const later = await done(text('15:30'), mapping);
		expect(later.report.orders.read).toBe(1);
		expect(later.report.repeats).toBeUndefined();
	});

	it('are none where two files hold a record once each', async () => {
		const { report, lines } = await done([csv([MUG, TEA], 'a.csv'), csv([TEA, MUG], 'b.csv')], LINES);
		expect(lines).toHaveLength(2);
		expect(report.repeats).toBeUndefined();
	});

	it('count as often as they are kept where several files hold them', async () => {
		const { report, lines } = await done(
			[csv([MUG, MUG, TEA], 'a.csv'), csv([TEA, MUG, MUG, MUG], 'b.csv'), csv([MUG, MUG], 'c.csv')],
			LINES
		);
		expect(lines).toHaveLength(4);
		expect(report.repeats).toEqual({
			records: 2,
			orders: 1,
			money: { EUR: '21.00' },
			samples: [
				{ file: 'a.csv', line: 3, order: '1' },
				{ file: 'b.csv', line: 5, order: '1' }
			]
		});
	});

	it('are not those of a version of the order that a newer file replaced', async () => {
		const first = (price: string) => `#1,a@x.com,paid,2025-01-05 10:00:00 +0000,GBP,0,0,30,0,1,Mug,${price},0,`;
		const line = '#1,a@x.com,,2025-01-05 10:00:00 +0000,,,,,,2,Tea,10,,';
		const later = '#2,b@x.com,paid,2025-03-05 10:00:00 +0000,GBP,0,0,5,0,1,Mug,5,0,';
		const shop = (rows: string[], name: string) => file(`${SHOPIFY}\n${rows.join('\n')}\n`, name);
		const { report } = await done([
			shop([first('10'), line, line], 'a.csv'),
			shop([first('30'), line, later], 'b.csv')
		]);
		expect(report.replacedOrders).toEqual(['#1']);
		expect(report.repeats).toBeUndefined();
	});

	it('are not rows that give money back', async () => {
		const row = '1,2025-01-06,a@x.com,-4';
		const { report } = await done(`Order,Date,Mail,Amount\n1,2025-01-05,a@x.com,10\n${row}\n${row}\n`, {
			columns: { order_id: 'Order', date: 'Date', email: 'Mail', amount: 'Amount' },
			currency: 'EUR'
		});
		expect(report.refundRows).toHaveLength(2);
		expect(report.repeats).toBeUndefined();
	});

	it('are not the rows that Shopify repeats whole, which are skipped', async () => {
		const first = '#1,a@x.com,paid,2025-01-05 10:00:00 +0000,GBP,0,0,30,0,1,Mug,10,0,x';
		const line = '#1,a@x.com,,2025-01-05 10:00:00 +0000,,,,,,2,Tea,10,,';
		const skipped = await done(`${SHOPIFY}\n${first}\n${line}\n${first}\n`);
		expect(skipped.problems).toEqual(['4 duplicate_line']);
		expect(skipped.report.repeats).toBeUndefined();
		const kept = await done(`${SHOPIFY}\n${first}\n${line}\n${first}\n${line}\n`);
		expect(kept.problems).toEqual(['4 duplicate_line']);
		expect(kept.report.repeats).toEqual({
			records: 1,
			orders: 1,
			money: { GBP: '20.00' },
			samples: [{ line: 5, order: '#1' }]
		});
	});

	it('are not those of an order that is rejected', async () => {
		const { report } = await done(csv([MUG, MUG, '1,never,a@x.com,Cup,1,1.00,0,EUR', TEA.replace('1', '2')]), LINES);
		expect(report.rows).toMatchObject({ stored: 1, rejected: 3 });
		expect(report.repeats).toBeUndefined();
	});

	it('are none where every record is an order, or where records have no lines', async () => {
		const single = Array.from({ length: 20 }, (_, i) => `${i},2025-01-05 10:00,a@x.com,Mug,2,5.25,0,EUR`);
		expect((await done(csv(single), LINES)).report.repeats).toBeUndefined();
		const whole = await done('Order,Date,Mail,Total\n1,2025-01-05,a@x.com,9\n1,2025-01-05,a@x.com,9\n', {
			columns: { order_id: 'Order', date: 'Date', email: 'Mail', total: 'Total' },
			currency: 'EUR'
		});
		expect(whole.json.totals.EUR.total).toBe('9.00');
		expect(whole.report.repeats).toBeUndefined();
	});

	it('are told without money where lines have no price', async () => {
		const row = '1,2025-01-05,a@x.com,Mug,9';
		const { report } = await done(`Order,Date,Mail,Item,Total\n${row}\n${row}\n`, {
			columns: { order_id: 'Order', date: 'Date', email: 'Mail', product_name: 'Item', total: 'Total' },
			currency: 'EUR'
		});
		expect(report.repeats).toEqual({ records: 1, orders: 1, money: {}, samples: [{ line: 3, order: '1' }] });
	});

	it('are found in an order of many lines, and five of them are shown', async () => {
		const rows = Array.from({ length: 30_000 }, (_, i) => `1,2025-01-05,a@x.com,P${i % 20_000},1,0.01,0,EUR`);
		const { repeats } = (await done(csv(rows), LINES)).report;
		expect(repeats).toMatchObject({ records: 10_000, orders: 1, money: { EUR: '100.00' } });
		expect(repeats?.samples.map(({ line }) => line)).toEqual([20_002, 20_003, 20_004, 20_005, 20_006]);
	});
});

describeShared('repeated lines of real files', () => {
	it('Online Retail: as many as a set of (invoice, code, quantity, time, price) finds in its sales', async () => {
		const { repeats } = (await done(fileAt(shared('data/online_retail/online_retail.csv.gz')))).report;
		expect(repeats).toEqual({
			records: 5228,
			orders: 1909,
			money: { GBP: '25125.59' },
			samples: [519, 529, 539, 541].map((line) => ({ line, order: '536409' })).concat({ line: 557, order: '536412' })
		});
	});
});
