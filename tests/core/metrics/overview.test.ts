import { describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { openLedger } from '$workers/core/ledger/ledger';
import { selectCustomers } from '$workers/core/ledger/selection';
import { overview } from '$workers/core/metrics/overview';
import type { OverviewResult } from '$workers/core/metrics/types';
import { dataSet, dayOf } from '../helpers/dataSet';
import { eightCustomers } from '../helpers/eightCustomers';

const ledger = openLedger(DEFAULT_COUNTING, eightCustomers());
const at = (asOf: string | null): OverviewResult =>
	overview(ledger, { asOf: asOf === null ? null : dayOf(asOf) }, null);
const whole = at(null);
const money = whole.money[0];

const month = (result: OverviewResult, label: string): OverviewResult['money'][0]['months'][0] =>
	result.money[0].months[result.months.findIndex((found) => found.label === label)];

describe('the overview of eight customers', () => {
	it('is as of the last counted order day', () => {
		expect(whole.asOf).toBe(dayOf('2024-12-31'));
		expect(whole.firstDay).toBe(dayOf('2023-01-01'));
		expect(whole.excluded).toEqual({ cancelled: 1, test: 0, voided: 0, unpaid: 0 });
	});

	it('counts customers, orders and purchase days', () => {
		// a 4, b 3, d 2 and five with one: 14 of customers, and the guest's.
		expect(whole.all).toMatchObject({ customers: 8, orders: 15, ordersWithoutCustomer: 1, purchaseDays: 13 });
		// b's two orders of one day are one purchase day: still two different days.
		expect(whole.all?.repeatPurchaseRate).toMatchObject({ count: 3, of: 8, value: 0.375 });
		expect(whole.all?.repeatPurchaseRateDays).toMatchObject({ count: 3, of: 8 });
		expect(whole.all?.purchaseFrequency.value).toBe(14 / 8);
		// One unit an order, and one more in a1.
		expect(whole.all?.units).toBe(16);
		expect(whole.all?.unitsPerOrder.value).toBe(16 / 15);
	});

	it('gross less discounts less refunds is net', () => {
		expect(money.all).toMatchObject({
			gross: 1240,
			discounts: 10,
			refunds: 220,
			refundsUnattached: 90,
			extras: 0,
			net: 1010,
			netWithoutCustomer: 15
		});
		expect(money.all.aov.value).toBe(1010 / 15);
		// 0 10 10 15 20 25 30 [40] 50 60 70 80 90 200 400
		expect(money.all.aovMedian).toBe(40);
		expect(money.all.revenuePerCustomer.value).toBe(995 / 8);
	});

	it('top shares are those of the ⌈q n⌉ customers of highest net', () => {
		// n = 8: 1, 5 and 10 % are one customer (e, 400), 20 % are two (e and a, 640), of 995.
		expect(money.all.topShares).toEqual([
			{ top: 0.01, customers: 1, net: 400, share: 400 / 995 },
			{ top: 0.05, customers: 1, net: 400, share: 400 / 995 },
			{ top: 0.1, customers: 1, net: 400, share: 400 / 995 },
			{ top: 0.2, customers: 2, net: 640, share: 640 / 995 }
		]);
	});

	it('Gini takes negative net as 0 and says how often', () => {
		// 0 0 20 25 130 200 240 400, sum 1015; Σ i y = 60 + 100 + 650 + 1200 + 1680 + 3200 = 6890
		expect(money.all.gini).toBeCloseTo((2 * 6890) / (8 * 1015) - 9 / 8, 12);
		expect(money.all.giniNegatives).toBe(1);
	});

	it('compares the twelve months to D with the twelve before', () => {
		const { windows } = whole;
		expect(windows?.kind).toBe('year');
		expect(windows?.now.window).toEqual({ from: dayOf('2024-01-01'), to: dayOf('2024-12-31') });
		expect(windows?.before.window).toEqual({ from: dayOf('2023-01-01'), to: dayOf('2023-12-31') });
		expect(windows?.now).toMatchObject({
			customers: 7,
			orders: 11,
			newCustomers: 5,
			returningCustomers: 2,
			newOrders: 6,
			returningOrders: 4
		});
		expect(windows?.before).toMatchObject({ customers: 3, orders: 4, newCustomers: 3, returningCustomers: 0 });
		// a 100, b 50 | d 20, e 400, f 0, g −20, h 25 | guest 15
		expect(money.windows?.now).toMatchObject({ net: 590, newNet: 425, returningNet: 150, netWithoutCustomer: 15 });
		expect(money.windows?.before).toMatchObject({ net: 420, newNet: 420, returningNet: 0 });
		expect(money.windows?.changes.net).toMatchObject({ now: 590, before: 420, relative: 590 / 420 - 1 });
		expect(windows?.changes.customers).toMatchObject({ now: 7, before: 3, withinChance: true });
	});

	it('the change of a total has the error of customers who come by chance', () => {
		// Orders now − before by cluster: a 2 − 2, b 2 − 1, c 0 − 1, d 2, e, f, g, h 1 each, guest 1: squares 0 1 1 4 1 1 1 1 1 = 11
		const { difference } = whole.windows?.changes.orders ?? { difference: { value: 0, low: 0, high: 0 } };
		expect(difference.value).toBe(7);
		expect(difference.low).toBeCloseTo(7 - 1.959963984540054 * Math.sqrt(11), 10);
		expect(difference.high).toBeCloseTo(7 + 1.959963984540054 * Math.sqrt(11), 10);
	});

	it('retention of a period is of those who bought in the period before', () => {
		// a, b and c bought in 2023; a and b in 2024.
		expect(whole.windows?.retention).toMatchObject({ count: 2, of: 3 });
		expect(whole.windows?.churn).toMatchObject({ count: 1, of: 3 });
	});

	it('the repeat-customer index asks for two orders in the months to D', () => {
		expect(whole.repeatCustomerIndex12).toMatchObject({ count: 3, of: 7 });
		// From 2024-07-01: a, d, g and h once each.
		expect(whole.repeatCustomerIndex6).toMatchObject({ count: 0, of: 4, value: 0 });
	});

	it('days between purchases are those between distinct purchase days', () => {
		// a 160, 245, 325; b 366; d 213
		expect(whole.gaps).toEqual({ n: 5, mean: 261.8, median: 245, q25: 213, q75: 325, q90: 349.6 });
	});

	it('months hold what lies in them, an unattached refund in its own', () => {
		expect(whole.months).toHaveLength(24);
		expect(whole.months[0]).toMatchObject({
			label: '2023-01',
			customers: 1,
			newCustomers: 1,
			orders: 1,
			partial: false
		});
		expect(whole.months[14]).toMatchObject({
			label: '2024-03',
			customers: 1,
			returningCustomers: 1,
			returningOrders: 2
		});
		expect(whole.months[17]).toMatchObject({ label: '2024-06', customers: 0, orders: 1, ordersWithoutCustomer: 1 });
		expect(month(whole, '2024-05')).toMatchObject({ gross: 530, refunds: 130, net: 400, newNet: 400 });
		expect(month(whole, '2024-06')).toMatchObject({ net: 15, netWithoutCustomer: 15 });
		expect(month(whole, '2024-10')).toMatchObject({ gross: 0, refunds: 90, net: -90, returningNet: -90 });
	});

	it('as of a day, a dated refund counts from its own day and an undated one with its order', () => {
		// a 200, b 130, c 200, d 10, e 500 − 100, f 30, guest 15
		const before = at('2024-07-14');
		expect(before.all).toMatchObject({ customers: 6, orders: 11 });
		expect(before.money[0].all).toMatchObject({ net: 985, refunds: 100 });
		expect(before.money[0].refundsAfter).toEqual({ count: 2, amount: 120 });
		// The next day f's 30 are given back, in the month of the order.
		const after = at('2024-07-15');
		expect(after.money[0].all).toMatchObject({ net: 955, refunds: 130 });
		expect(month(after, '2024-05')).toMatchObject({ net: 400 });
	});

	it('refunds in their own period lower the month of their day', () => {
		const own = openLedger({ ...DEFAULT_COUNTING, refundsIn: 'own-period' }, eightCustomers());
		const result = overview(own, { asOf: null }, null);
		expect(month(result, '2024-05')).toMatchObject({ refunds: 100, net: 430, newNet: 430 });
		expect(month(result, '2024-07')).toMatchObject({ refunds: 30, net: -30, returningNet: -30 });
		expect(result.money[0].all).toMatchObject({ net: 1010, refunds: 220 });
	});

	it('orders at their gross value ignore discounts and refunds', () => {
		const gross = openLedger({ ...DEFAULT_COUNTING, value: 'gross' }, eightCustomers());
		expect(overview(gross, { asOf: null }, null).money[0].all).toMatchObject({
			gross: 1240,
			discounts: 10,
			refunds: 220,
			net: 1240,
			extras: 0
		});
	});

	it('a cancelled order counts where the definition leaves nothing out', () => {
		const all = openLedger({ ...DEFAULT_COUNTING, exclude: [] }, eightCustomers());
		expect(overview(all, { asOf: null }, null).money[0].all).toMatchObject({ gross: 2239, net: 2009 });
	});

	it('orders of a day merge into one purchase where the definition says so', () => {
		const merged = openLedger({ ...DEFAULT_COUNTING, mergeSameDay: true }, eightCustomers());
		const result = overview(merged, { asOf: null }, null);
		expect(result.all).toMatchObject({ customers: 8, orders: 14, purchaseDays: 13, units: 16 });
		// b's 20 and 30 are one value of 50: 0 10 10 15 25 40 [50 50] 60 …
		expect(result.money[0].all).toMatchObject({ net: 1010, aovMedian: 50 });
	});

	it('a selection has its own figures and no guests', () => {
		const returning = selectCustomers(ledger, { kind: 'orders', min: 2, max: null }, { asOf: null });
		const result = overview(ledger, { asOf: null }, returning);
		expect(result.all).toMatchObject({ customers: 3, orders: 9, ordersWithoutCustomer: 0 });
		expect(result.money[0].all).toMatchObject({ net: 390, refunds: 0 });
	});

	it('a split has both sides and who came back', () => {
		const { split } = overview(ledger, { asOf: null, split: dayOf('2023-12-31') }, null);
		expect(split?.retention).toMatchObject({ customersStart: 3, customersEnd: 7, newInPeriod: 5, retained: 2 });
		expect(split?.retention.rate.value).toBe(2 / 3);
	});
});

describe('windows of shorter data', () => {
	it('are its two halves of equal length', () => {
		// Eleven days, 1 to 11 January: of the odd number the first is left out.
		const short = openLedger(
			DEFAULT_COUNTING,
			dataSet([
				{ customer: 'a', day: '2024-01-01', gross: 1 },
				{ customer: 'a', day: '2024-01-11', gross: 1 }
			])
		);
		const { windows } = overview(short, { asOf: null }, null);
		expect(windows?.kind).toBe('halves');
		expect(windows?.before.window).toEqual({ from: dayOf('2024-01-02'), to: dayOf('2024-01-06') });
		expect(windows?.now.window).toEqual({ from: dayOf('2024-01-07'), to: dayOf('2024-01-11') });
	});

	it('are none on a single day, and nothing at all without orders', () => {
		const day = openLedger(DEFAULT_COUNTING, dataSet([{ customer: 'a', day: '2024-01-01', gross: 1 }]));
		expect(overview(day, { asOf: null }, null).windows).toBeNull();
		const none = overview(openLedger(DEFAULT_COUNTING, dataSet([])), { asOf: null }, null);
		expect(none).toMatchObject({ asOf: null, all: null, months: [], money: [] });
	});

	it('the twelve months to 9 December 2011 begin on 10 December 2010', () => {
		const long = openLedger(
			DEFAULT_COUNTING,
			dataSet([
				{ customer: 'a', day: '2009-12-10', gross: 1 },
				{ customer: 'a', day: '2011-12-09', gross: 1 }
			])
		);
		const { windows } = overview(long, { asOf: null }, null);
		expect(windows?.now.window).toEqual({ from: dayOf('2010-12-10'), to: dayOf('2011-12-09') });
		expect(windows?.before.window).toEqual({ from: dayOf('2009-12-10'), to: dayOf('2010-12-09') });
	});
});

describe('several currencies', () => {
	const two = dataSet([
		{ customer: 'a', day: '2024-01-01', gross: 100, currency: 'EUR' },
		{ customer: 'a', day: '2024-01-02', gross: 700, currency: 'JPY' },
		{ customer: 'b', day: '2024-01-03', gross: 300, currency: 'EUR' }
	]);

	it('share their counts and keep their money apart when none is chosen', () => {
		const result = overview(openLedger(DEFAULT_COUNTING, two), { asOf: null }, null);
		expect(result.currency).toBeNull();
		expect(result.all).toMatchObject({ customers: 2, orders: 3 });
		expect(result.money.map(({ currency, all }) => [currency, all.net, all.orders, all.customers])).toEqual([
			['EUR', 4, 2, 2],
			['JPY', 7, 1, 1]
		]);
	});

	it('leave the chosen one', () => {
		const result = overview(openLedger({ ...DEFAULT_COUNTING, currency: 'JPY' }, two), { asOf: null }, null);
		expect(result.currency).toBe('JPY');
		expect(result.money).toHaveLength(1);
		expect(result.money[0].all.net).toBe(7);
	});
});
