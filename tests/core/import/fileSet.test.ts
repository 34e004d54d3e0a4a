import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../../workers/core/import/types';
import { done, expectSameFigures, file, random } from './reading';

const LINES: Mapping = {
	columns: {
		order_id: 'Order',
		date: 'Date',
		email: 'Mail',
		product_name: 'Item',
		quantity: 'Qty',
		unit_price: 'Price'
	},
	currency: 'EUR'
};
const HEADER = 'Order,Date,Mail,Item,Qty,Price';
const csv = (rows: string[], name: string, lastModified?: number) =>
	file(`${HEADER}\n${rows.join('\n')}\n`, name, lastModified);
const ORDERS: Mapping = {
	columns: { order_id: 'Order', date: 'Date', email: 'Mail', status: 'State', total: 'Total' },
	currency: 'EUR'
};
const orders = (rows: string[], name: string, lastModified?: number) =>
	file(`Order,Date,Mail,State,Total\n${rows.join('\n')}\n`, name, lastModified);
const SHOPIFY =
	'Name,Email,Financial Status,Created at,Currency,Shipping,Taxes,Total,Discount Amount,Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount,Tags';
const shop = (rows: string[], name: string) => file(`${SHOPIFY}\n${rows.join('\n')}\n`, name);

function someLines(seed: number): string[] {
	const next = random(seed);
	return Array.from({ length: 5 + Math.floor(next() * 60) }, () => {
		const order = Math.floor(next() * 25);
		const day = String(1 + (order % 28)).padStart(2, '0');
		const mail = order % 7 === 0 ? '' : `c${order % 9}@x.com`;
		return `${order},2025-0${1 + (order % 3)}-${day},${mail},P${Math.floor(next() * 4)},${1 + Math.floor(next() * 3)},${(1 + Math.floor(next() * 3)).toFixed(2)}`;
	});
}

function shuffled<T>(values: readonly T[], next: () => number): T[] {
	const out = [...values];
	for (let i = out.length - 1; i > 0; i--) {
		const j = Math.floor(next() * (i + 1));
		[out[i], out[j]] = [out[j], out[i]];
	}
	return out;
}

describe('several files as one set', () => {
	it('shuffled rows, and files that overlap, give the same figures', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 2, max: 5 }), async (seed, parts) => {
				const next = random(seed + 1);
				const rows = someLines(seed);
				const whole = await done([csv(rows, 'all.csv')], LINES);
				expectSameFigures(await done([csv(shuffled(rows, next), 'mixed.csv')], LINES), whole);
				// Each order is whole in at least one file; what overlaps is repeated by the next file, equal rows and all.
				const files = Array.from({ length: parts }, (_, part) => {
					const from = Math.floor((part * 25) / parts);
					const to = Math.floor(((part + 1) * 25) / parts) + Math.floor(next() * 5);
					const own = rows.filter((row) => Number(row.split(',')[0]) >= from && Number(row.split(',')[0]) < to);
					return csv(shuffled(own, next), `part${part}.csv`);
				});
				const split = await done(shuffled(files, next), LINES);
				expectSameFigures(split, whole);
				expect(split.report.replacedOrders).toBeUndefined();
			}),
			{ numRuns: 40, seed: 7 }
		);
	});

	it('Shopify: further rows may stand before the first one, and in another file', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 0, max: 1_000_000 }), async (seed) => {
				const next = random(seed);
				const rows = Array.from({ length: 20 }, (_, order) => {
					const status = ['paid', 'refunded', 'voided', 'pending'][Math.floor(next() * 4)];
					const at = `2025-0${1 + (order % 9)}-03 1${order % 10}:00:00 +0100`;
					const lines = Array.from(
						{ length: 1 + Math.floor(next() * 3) },
						(_, line) => `${1 + Math.floor(next() * 3)},P${line},${(5 + line).toFixed(2)}`
					);
					return lines.map((line, i) =>
						i === 0
							? `#${order},c${order % 6}@x.com,${status},${at},GBP,4,0,30,1,${line},${status === 'refunded' ? 9 : 0},t`
							: `#${order},c${order % 6}@x.com,,${at},,,,,,${line},,`
					);
				}).flat();
				const whole = await done([shop(rows, 'all.csv')]);
				const mixed = shuffled(rows, next);
				expectSameFigures(await done([shop(mixed, 'mixed.csv')]), whole);
				const cut = Math.floor(next() * mixed.length);
				const files = [shop(mixed.slice(0, cut + 5), 'a.csv'), shop(mixed.slice(cut), 'b.csv')];
				const split = await done(files);
				expectSameFigures(split, whole);
				expect(split.report.replacedOrders).toBeUndefined();
				expect(split.report.rows.stored).toBe(split.report.rows.records);
			}),
			{ numRuns: 40, seed: 3 }
		);
	});

	it('a split inside an order joins its records', async () => {
		const a = ['1,2025-01-05,a@x.com,Mug,1,5', '2,2025-01-06,b@x.com,Mug,1,5'];
		const b = ['2,2025-01-06,b@x.com,Tea,1,3', '3,2025-01-07,c@x.com,Mug,1,5'];
		const imported = await done([csv(a, 'a.csv'), csv(b, 'b.csv')], LINES);
		expect(imported.orders.map(({ id, gross, units }) => [id, gross, units])).toEqual([
			['1', 5, 1],
			['2', 8, 2],
			['3', 5, 1]
		]);
		expect(imported.lines).toHaveLength(4);
	});

	it('a record that several files repeat counts as often as in the file that holds most of it', async () => {
		const row = '1,2025-01-05,a@x.com,Mug,1,5';
		const { orders: read, report } = await done(
			[csv([row], 'a.csv'), csv([row, row], 'b.csv'), csv([row], 'c.csv')],
			LINES
		);
		expect(read[0]).toMatchObject({ gross: 10, units: 2 });
		expect(report.rows).toEqual({ records: 4, stored: 4, rejected: 0, skipped: 0 });
	});

	it('where the order’s own record differs, the file with the later order replaces the whole order', async () => {
		const old = orders(['1,2025-01-05,a@x.com,pending,10', '2,2025-01-06,b@x.com,paid,5'], 'old.csv');
		const young = orders(['1,2025-01-05,a@x.com,paid,12', '3,2025-02-01,c@x.com,paid,7'], 'new.csv');
		for (const files of [
			[old, young],
			[young, old]
		]) {
			const { json, orders: read } = await done(files, ORDERS);
			expect(json.replaced_orders).toEqual(['1']);
			expect(json.rows).toMatchObject({ records: 4, stored: 4 });
			expect(read.find(({ id }) => id === '1')).toMatchObject({ total: 12, flags: 0 });
			expect(json.totals.EUR.total).toBe('24.00');
		}
	});

	it('with equal latest orders the newer file decides where it may be looked at, else the later one of the run', async () => {
		const a = orders(['1,2025-01-05,a@x.com,paid,10'], 'a.csv', 2000);
		const b = orders(['1,2025-01-05,a@x.com,paid,12'], 'b.csv', 1000);
		expect((await done([a, b], ORDERS)).orders[0].total).toBe(12);
		expect((await done([a, b], ORDERS, { useLastModified: true })).orders[0].total).toBe(10);
	});

	it('Shopify: another version of the first row replaces lines and all; an equal one joins', async () => {
		const first = (price: string, tags: string) =>
			`#1,a@x.com,paid,2025-01-05 10:00:00 +0000,GBP,0,0,30,0,1,Mug,${price},0,${tags}`;
		const line = '#1,a@x.com,,2025-01-05 10:00:00 +0000,,,,,,2,Tea,10,,';
		const later = '#2,b@x.com,paid,2025-03-05 10:00:00 +0000,GBP,0,0,5,0,1,Mug,5,0,';
		const replaced = await done([shop([first('10', 'x'), line], 'a.csv'), shop([first('30', 'y'), later], 'b.csv')]);
		expect(replaced.json.replaced_orders).toEqual(['#1']);
		expect(replaced.orders.map(({ id, gross, source }) => [id, gross, source])).toEqual([
			['#1', 30, 1],
			['#2', 5, 1]
		]);
		expect(replaced.lines).toHaveLength(2);
		const joined = await done([
			shop([first('10', 'x'), line], 'a.csv'),
			shop([first('10', 'x'), line, later], 'b.csv')
		]);
		expect(joined.json.replaced_orders).toBeUndefined();
		expect(joined.orders[0]).toMatchObject({ gross: 30, units: 3 });
		expect(joined.lines).toHaveLength(3);
		const continued = await done([shop([first('10', 'x')], 'a.csv'), shop([line, later], 'b.csv')]);
		expect(continued.orders[0]).toMatchObject({ id: '#1', gross: 30 });
	});

	it('rejected and skipped records name their file, by file and line', async () => {
		const { json } = await done(
			[
				csv(['1,never,a@x.com,Mug,1,5', '1,2025-01-05,a@x.com,Mug,1,5'], 'a.csv'),
				csv([',,,,,', '2,2025-01-05,,Mug,x,5', '1,2025-01-05,a@x.com,Tea,1,5', '3,2025-01-05,,Mug,1,5'], 'b.csv')
			],
			LINES
		);
		expect(json.rejected).toEqual([
			{ file: 'a.csv', line: 2, reason: 'bad_date', field: 'Date' },
			{ file: 'a.csv', line: 3, reason: 'bad_date', field: 'Date' },
			{ file: 'b.csv', line: 3, reason: 'bad_money', field: 'Qty' },
			{ file: 'b.csv', line: 4, reason: 'bad_date', field: 'Date' }
		]);
		expect(json.skipped).toEqual([{ file: 'b.csv', line: 2, reason: 'blank_row' }]);
		expect(json.rows).toEqual({ records: 6, stored: 1, rejected: 4, skipped: 1 });
	});

	it('refund rows that files repeat count once', async () => {
		const text = 'Order,Date,Mail,Amount\n1,2025-01-05,a@x.com,10\n1,2025-01-06,a@x.com,-4\n';
		const { json } = await done([file(text, 'a.csv'), file(text, 'b.csv')], {
			columns: { order_id: 'Order', date: 'Date', email: 'Mail', amount: 'Amount' },
			currency: 'EUR'
		});
		expect(json.refund_rows).toEqual([
			{ file: 'a.csv', line: 3, order: '1', currency: 'EUR', amount: '4.00', items: '4.00' }
		]);
		expect(json.totals.EUR.net).toBe('6.00');
		expect(json.rows).toMatchObject({ records: 4, stored: 4 });
	});

	it('presets of two shops are read side by side', async () => {
		const uci = file(
			'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n9,A,x,1,12/13/2010 8:26,2,5,UK\n',
			'uci.csv'
		);
		const { report } = await done([
			shop(['#1,a@x.com,paid,2025-01-05 10:00:00 +0000,GBP,0,0,5,0,1,Mug,5,0,'], 'shop.csv'),
			uci
		]);
		expect(report.detect).toEqual(['shopify.orders', 'uci.online_retail']);
		expect(report.orders.read).toBe(2);
	});
});
