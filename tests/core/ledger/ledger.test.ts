import { describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { customerKeys, keyOf } from '$workers/core/ledger/customerKeys';
import { ledgerBuilder, openLedger } from '$workers/core/ledger/ledger';
import type { Ledger } from '$workers/core/ledger/types';
import { OFFSET_UTC, STATUS } from '$workers/core/tables';
import { dataSet, dayOf } from '../helpers/dataSet';
import type { PlainOrder, PlainRefund } from '../helpers/dataSet';
import { eightCustomers, EIGHT_ORDERS, EIGHT_REFUNDS } from '../helpers/eightCustomers';

const open = (orders: PlainOrder[], refunds: PlainRefund[] = []): Ledger =>
	openLedger(DEFAULT_COUNTING, dataSet(orders, refunds));

describe('a ledger', () => {
	it('has orders by customer, day, minute and order number, guests last', () => {
		const ledger = open([
			{ customer: 'b', day: 20, gross: 1 },
			{ day: 5, gross: 2 },
			{ customer: 'a', day: 10, minute: 30, gross: 3 },
			{ customer: 'b', day: 10, gross: 4 },
			{ customer: 'a', day: 10, minute: 30, gross: 5 },
			{ day: 1, gross: 6 },
			{ customer: 'a', day: 10, minute: 10, gross: 7 },
			{ customer: 'a', day: 9, minute: 700, gross: 8 }
		]);
		expect([...ledger.customerNumber]).toEqual([0, 1]);
		expect([...ledger.offset]).toEqual([0, 2, 6]);
		expect([...ledger.gross]).toEqual([4, 1, 8, 7, 3, 5, 6, 2]);
		expect([...ledger.number]).toEqual([3, 0, 7, 6, 2, 4, 5, 1]);
		expect([...ledger.day]).toEqual([10, 20, 9, 10, 10, 10, 1, 5]);
		expect(ledger).toMatchObject({ orders: 8, ordersWithoutCustomer: 2, firstDay: 1, lastDay: 20 });
	});

	it('sorts the many orders of one customer, and many guests, in whatever order they come', () => {
		const days = Array.from({ length: 400 }, (_, i) => (i * 137) % 400);
		for (const customer of ['a', undefined]) {
			const ledger = open(days.map((day) => ({ customer, day: day >> 1, minute: day & 1, gross: day })));
			expect([...ledger.gross]).toEqual(Array.from({ length: 400 }, (_, i) => i));
		}
	});

	it('does not depend on batches', () => {
		const whole = openLedger(DEFAULT_COUNTING, dataSet(EIGHT_ORDERS, EIGHT_REFUNDS));
		const pieces = openLedger(DEFAULT_COUNTING, eightCustomers());
		expect(pieces).toEqual(whole);
	});

	it('brings batches of several scales to one', () => {
		const cents = dataSet([{ customer: 'a', day: 1, gross: 150 }], [], { scale: 2 });
		const mills = dataSet([{ customer: 'a', day: 2, gross: 1234 }], [], { scale: 3 });
		const builder = ledgerBuilder(DEFAULT_COUNTING, cents.dictionaries, 1);
		for (const { orders } of [cents, mills, cents]) for (const batch of orders) builder.addOrders(batch);
		const ledger = builder.finish();
		expect(ledger.scale).toBe(3);
		expect([...ledger.value].toSorted((a, b) => a - b)).toEqual([1234, 1500, 1500]);
	});

	it('keeps amounts beyond 32 bits whole', () => {
		const ledger = open([
			{ customer: 'a', day: 1, gross: 9_007_199_254_740_991 },
			{ customer: 'b', day: 1, gross: 1 }
		]);
		expect([...ledger.value]).toEqual([9_007_199_254_740_991, 1]);
	});

	it('counts excluded orders by the first reason that applies, and by the reasons in force', () => {
		const orders: PlainOrder[] = [
			{ customer: 'a', day: 1, gross: 1, flags: STATUS.unpaid | STATUS.cancelled },
			{ customer: 'a', day: 1, gross: 1, flags: STATUS.unpaid },
			{ customer: 'b', day: 1, gross: 1 }
		];
		expect(open(orders)).toMatchObject({
			customers: 1,
			orders: 1,
			excluded: { cancelled: 1, test: 0, voided: 0, unpaid: 1 }
		});
		const unpaidOnly = openLedger({ ...DEFAULT_COUNTING, exclude: ['unpaid'] }, dataSet(orders));
		expect(unpaidOnly.excluded).toEqual({ cancelled: 0, test: 0, voided: 0, unpaid: 2 });
	});

	it('adds tax and shipping to an order where the definition says so', () => {
		const orders: PlainOrder[] = [{ customer: 'a', day: 1, gross: 1000, discount: 100, shipping: 50, tax: 7 }];
		const value = (includeTax: boolean, includeShipping: boolean): number =>
			openLedger({ ...DEFAULT_COUNTING, includeTax, includeShipping }, dataSet(orders)).value[0];
		expect(value(false, false)).toBe(900);
		expect(value(true, false)).toBe(907);
		expect(value(false, true)).toBe(950);
		expect(value(true, true)).toBe(957);
	});

	it('takes at most 48 bytes an order of ordinary size', () => {
		const ledger = open(
			Array.from({ length: 10_000 }, (_, i) => ({
				customer: `c${i % 2700}`,
				day: 18_000 + (i % 1500),
				minute: i % 1440,
				gross: 5000 + i * 100,
				discount: i % 300,
				units: i % 12,
				country: 'DE',
				channel: 'web',
				product: i % 5000
			}))
		);
		const columns = new Set(Object.values(ledger).filter((value) => ArrayBuffer.isView(value)));
		const bytes = [...columns].reduce((sum, column) => sum + column.byteLength, 0);
		expect(bytes / 10_000).toBeLessThan(48);
	});
});

describe('refunds of a ledger', () => {
	const orders: PlainOrder[] = [
		{ id: 'x', customer: 'a', day: 10, gross: 1000, discount: 200 },
		{ id: 'y', customer: 'a', day: 20, gross: 500 },
		{ id: 'z', customer: 'a', day: 30, gross: 900, flags: STATUS.cancelled }
	];

	it('undated ones lower their order, dated ones wait for their day', () => {
		const ledger = open(orders, [
			{ order: 'x', ofOrder: true, customer: 'a', amount: 300 },
			{ order: 'y', customer: 'a', day: 25, amount: 100 }
		]);
		expect([...ledger.refunded]).toEqual([300, 0]);
		expect([...ledger.value]).toEqual([500, 500]);
		expect(ledger.refunds).toMatchObject({ length: 1 });
		expect([ledger.refunds.order[0], ledger.refunds.customer[0], ledger.refunds.day[0]]).toEqual([1, 0, 25]);
	});

	it('come off merchandise at most once', () => {
		// 1000 − 200 can be given back, not 900.
		const ledger = open(orders, [{ order: 'x', ofOrder: true, customer: 'a', amount: 900 }]);
		expect([...ledger.value]).toEqual([0, 500]);
	});

	it('unnamed ones find the latest order that covers them', () => {
		const ledger = open(orders, [{ customer: 'a', day: 22, amount: 450 }]);
		expect(ledger.refunds.order[0]).toBe(1);
	});

	it('unnamed ones that name a product find the order that sold it', () => {
		const data = dataSet(orders, [{ customer: 'a', day: 22, amount: 450, product: 3, quantity: 1 }], {
			lines: [{ order: 'x', product: 3, quantity: 2 }]
		});
		expect(openLedger(DEFAULT_COUNTING, data).refunds.order[0]).toBe(0);
	});

	it('of an excluded order go with it', () => {
		const ledger = open(orders, [{ order: 'z', customer: 'a', day: 31, amount: 900 }]);
		expect(ledger.refunds.length).toBe(0);
	});

	it('that fit no order stay with their customer, or with nobody', () => {
		const ledger = open(orders, [
			{ customer: 'a', day: 5, amount: 1 },
			{ customer: 'nobody we know', day: 40, amount: 2 }
		]);
		expect([...ledger.refunds.order]).toEqual([-1, -1]);
		expect([...ledger.refunds.customer]).toEqual([0, -1]);
		expect([...ledger.refunds.amount]).toEqual([1, 2]);
	});

	it('come before orders', () => {
		const data = dataSet(orders, [{ customer: 'a', day: 5, amount: 1 }]);
		const builder = ledgerBuilder(DEFAULT_COUNTING, data.dictionaries, 3);
		for (const batch of data.orders) builder.addOrders(batch);
		expect(() => {
			for (const batch of data.refunds) builder.addRefunds(batch);
		}).toThrow('refunds come before orders');
	});
});

describe('the shop’s wall clock', () => {
	const days = (timeZone: string | null, day: string, minute: number, offset = OFFSET_UTC): number =>
		openLedger({ ...DEFAULT_COUNTING, timeZone }, dataSet([{ customer: 'a', day, minute, offset, gross: 1 }])).day[0];

	it('moves rows in UTC to the zone of the shop', () => {
		expect(days('Europe/Berlin', '2024-12-31', 23 * 60 + 30)).toBe(dayOf('2025-01-01'));
		expect(days('America/New_York', '2024-07-01', 3 * 60 + 59)).toBe(dayOf('2024-06-30'));
		expect(days('America/New_York', '2024-07-01', 4 * 60)).toBe(dayOf('2024-07-01'));
	});

	it('knows the hour on which clocks change', () => {
		// Berlin goes to summer time at 01:00 UTC on 31 March: 22:30 UTC is 00:30, an hour before it would be 23:30.
		expect(days('Europe/Berlin', '2024-03-31', 22 * 60 + 30)).toBe(dayOf('2024-04-01'));
		expect(days('Europe/Berlin', '2024-03-30', 22 * 60 + 30)).toBe(dayOf('2024-03-30'));
	});

	it('leaves printed clocks alone, and UTC where no zone is set', () => {
		expect(days('Europe/Berlin', '2024-12-31', 1410, 60)).toBe(dayOf('2024-12-31'));
		expect(days(null, '2024-12-31', 1410)).toBe(dayOf('2024-12-31'));
	});
});

describe('customer keys', () => {
	it('are ordered by code point, whatever they begin with', () => {
		const keys = ['b@x.org', 'abc', 'ab', '', 'abcd', 'ß', '\u{1F600}', '\uFB01', 'abcdefg1', 'abcdefg0', 'a'];
		const data = dataSet(keys.map((customer) => ({ customer, day: 1, gross: 1 })));
		const found = customerKeys(openLedger(DEFAULT_COUNTING, data), data.identities);
		// UTF-16 would put the emoji (D83D) before the ligature (FB01).
		expect([...found.order].map((c) => keyOf(found, c))).toEqual([
			...['', 'a', 'ab', 'abc', 'abcd', 'abcdefg0', 'abcdefg1', 'b@x.org'],
			...['ß', '\uFB01', '\u{1F600}']
		]);
	});
});
