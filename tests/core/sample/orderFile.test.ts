import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_WEEKS } from '../../../src/lib/views/sample-stems/weeks';
import type { Imported, Order } from '../import/reading';
import { importedSample, ofCustomers, sampleBytes, TESTER, TRADE_BUYER } from './sampleShop';

describe('the export of the sample shop', () => {
	let shop: Imported;
	let bytes: Uint8Array<ArrayBuffer>;
	let orders: Order[];
	let counted: Order[];
	beforeAll(async () => {
		bytes = sampleBytes();
		shop = await importedSample();
		orders = shop.orders;
		counted = orders.filter(({ flags }) => flags === 0);
	});

	it('has the same bytes wherever it is made', () => {
		expect(createHash('sha256').update(bytes).digest('hex')).toBe(
			'041033202e8e312d920068b91364fa5f65aa71c747fc3862b4b041fc767a01e3'
		);
	});

	it('looks like an export: a header, a row a line, the order’s own fields on its first row', () => {
		const lines = new TextDecoder('utf-8', { fatal: true }).decode(bytes).split('\n');
		expect(lines[0]).toBe(
			'Order,Created at,Status,Currency,Email,Name,Country,Post code,Channel,Payment method,Discount code,' +
				'SKU,Product,Category,Quantity,Unit price,Discount,Shipping,Tax,Total,Refunded,Refunded at'
		);
		expect(lines[1]).toBe(
			'HL-1001,2023-01-01 05:04,paid,EUR,checkout@harbour-lane.example,Test Order,IE,D02 X2P7,Online shop,' +
				'Bogus gateway,,CAN-01,Beeswax taper,Candles and scent,1,4.00,0.00,4.90,1.66,8.90,0.00,'
		);
		expect(lines.at(-1)).toBe('');
		expect(lines.filter((line) => /^HL-\d+,{11}/.test(line)).length).toBe(shop.lines.length - orders.length);
	});

	it('is read without a question, a rejected record or a remark', () => {
		const { rows, warnings, hints, rejectedBy, skippedBy } = shop.report;
		expect(rows.records).toBe(shop.lines.length);
		expect(rows).toEqual({ records: rows.records, stored: rows.records, rejected: 0, skipped: 0 });
		expect({ warnings, hints, rejectedBy, skippedBy }).toEqual({
			warnings: [],
			hints: [],
			rejectedBy: {},
			skippedBy: {}
		});
	});

	it('has 25,000 orders of about 9,000 customers, and on top 750 of guests, 24 of a trade buyer, one test', () => {
		const own = ofCustomers(counted);
		expect(own.length).toBe(25_000);
		const customers = new Set(own.map(({ customer }) => customer)).size;
		expect(customers).toBeGreaterThan(8_900);
		expect(customers).toBeLessThan(9_100);
		expect(shop.report.customers).toBe(customers + 1);
		expect(shop.report.ordersWithoutCustomer).toBe(750);
		expect(counted.filter(({ customer }) => customer === TRADE_BUYER).length).toBe(24);
		expect(shop.report.orders.excluded).toEqual([{ order: 'HL-1001', reason: 'test' }]);
		expect(orders[0].customer).toBe(TESTER);
		expect(shop.report.orders.read).toBe(25_775);
	});

	it('spans 2023-01-01 to 2024-12-31, in order, in euros', () => {
		const moments = orders.map(({ date, minute }) => `${date} ${String(minute).padStart(4, '0')}`);
		expect(moments).toEqual([...moments].sort());
		expect(counted[0].date).toBe('2023-01-01');
		expect(counted.at(-1)?.date).toBe('2024-12-31');
		expect(new Set(orders.map(({ date }) => date)).size).toBe(731);
		expect(Object.keys(shop.report.totals)).toEqual(['EUR']);
		expect(orders.map(({ id }) => id)).toEqual(Array.from({ length: 25_775 }, (_, i) => `HL-${1001 + i}`));
	});

	it('gives 20 % of orders a discount and 5 % a refund, to the order', () => {
		const own = ofCustomers(counted);
		const guests = counted.filter(({ customer }) => customer === '');
		expect(own.filter(({ discount }) => discount > 0).length).toBe(5_000);
		expect(guests.filter(({ discount }) => discount > 0).length).toBe(150);
		const refunded = new Set(shop.refunds.filter(({ amount }) => amount > 0).map(({ order }) => order));
		expect(own.filter(({ number }) => refunded.has(number)).length).toBe(1_250);
		// 5 % of 750 is 37.5.
		expect(guests.filter(({ number }) => refunded.has(number)).length).toBe(38);
		expect(refunded.size).toBe(1_288);
	});

	it('gives back no more than was paid, never before the order nor after the file', () => {
		const byNumber = new Map(orders.map((order) => [order.number, order]));
		let [whole, part] = [0, 0];
		for (const batch of shop.tables.refunds) {
			for (let i = 0; i < batch.length; i++) {
				const order = byNumber.get(batch.order[i])!;
				const amount = batch.amount.values[i] / 10 ** batch.amount.scale;
				const day = new Date(batch.day[i] * 86_400_000).toISOString().slice(0, 10);
				expect(amount <= order.total && day >= order.date && day <= '2024-12-31').toBe(true);
				if (amount === order.total) whole++;
				else if (amount > 0) part++;
			}
		}
		expect(whole).toBeGreaterThan(400);
		expect(part).toBeGreaterThan(400);
	});

	it('sells 40 products in 6 categories through 4 channels into 8 countries', () => {
		expect(shop.products.length).toBe(40);
		expect(new Set(shop.products.map(({ id }) => id)).size).toBe(40);
		expect([...new Set(shop.products.map(({ category }) => category))].sort()).toEqual([
			'Candles and scent',
			'Garden and balcony',
			'Kitchen',
			'Lighting and furniture',
			'Linen and textiles',
			'Tableware'
		]);
		const { dictionaries } = shop.result.data;
		expect([...dictionaries.channel].sort()).toEqual(['Instagram', 'Marketplace', 'Online shop', 'Showroom']);
		expect([...dictionaries.country].sort()).toEqual(['AT', 'BE', 'DE', 'ES', 'FR', 'IE', 'IT', 'NL']);
	});

	it('charges what the lines come to, less the discount, plus postage', () => {
		const sums = new Map<number, number>();
		for (const { order, amount } of shop.lines) sums.set(order, (sums.get(order) ?? 0) + amount);
		const cents = (amount: number) => Math.round(amount * 100);
		const wrong: string[] = [];
		for (const { number, id, gross, discount, shipping, total } of orders) {
			if (cents(gross) !== cents(sums.get(number)!) || cents(total) !== cents(gross - discount + shipping))
				wrong.push(id);
		}
		expect(wrong).toEqual([]);
	});

	it('writes to nobody: every address ends in the reserved domain', () => {
		expect(shop.identities.length).toBeGreaterThan(8_900);
		expect(shop.identities.filter(({ key }) => !/^[a-z.0-9-]+@[a-z-]+\.example$/.test(key))).toEqual([]);
	});

	it('has seasons in when customers first come, and in what is bought', () => {
		const first = new Map<string, string>();
		for (const { customer, date } of ofCustomers(counted)) if (!first.has(customer)) first.set(customer, date);
		const arrivals = (months: RegExp) => [...first.values()].filter((date) => months.test(date)).length;
		expect(arrivals(/-1[12]-/)).toBeGreaterThan(3 * arrivals(/-0[12]-/));
		const categories = new Map<number, string>();
		for (const batch of shop.tables.products) {
			for (let i = 0; i < batch.length; i++) categories.set(batch.number[i], shop.products[i].category);
		}
		const months = new Map(orders.map(({ number, date }) => [number, date.slice(5, 7)]));
		const lines = new Map<string, number>();
		const add = (key: string) => lines.set(key, (lines.get(key) ?? 0) + 1);
		for (const batch of shop.tables.lines) {
			for (let i = 0; i < batch.length; i++) {
				const month = months.get(batch.order[i])!;
				add(month);
				add(`${month} ${categories.get(batch.product[i])}`);
			}
		}
		const share = (month: string, category: string) => lines.get(`${month} ${category}`)! / lines.get(month)!;
		expect(share('05', 'Garden and balcony')).toBeGreaterThan(3 * share('12', 'Garden and balcony'));
		expect(share('12', 'Candles and scent')).toBeGreaterThan(1.5 * share('06', 'Candles and scent'));
	});

	it('is drawn on the start page as it is: orders of its 104 whole weeks', () => {
		const weeks = new Array<number>(104).fill(0);
		for (const { date } of orders) {
			const week = Math.floor((Date.parse(date) - Date.parse('2023-01-01')) / (7 * 86_400_000));
			if (week < 104) weeks[week]++;
		}
		expect(SAMPLE_WEEKS).toEqual(weeks);
	});
});
