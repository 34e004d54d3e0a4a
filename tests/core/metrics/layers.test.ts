import { describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { openLedger } from '$workers/core/ledger/ledger';
import { selectCustomers } from '$workers/core/ledger/selection';
import { revenueLayers } from '$workers/core/metrics/layers';
import { overview } from '$workers/core/metrics/overview';
import { dataSet, dayOf } from '../helpers/dataSet';
import { eightCustomers } from '../helpers/eightCustomers';

const ledger = openLedger(DEFAULT_COUNTING, eightCustomers());
const all = revenueLayers(ledger, { asOf: null, selection: null });
const month = (label: string): number => all.months.indexOf(label);

describe('net by month and by when customers first came', () => {
	it('is by year from 24 months on', () => {
		expect(all.by).toBe('year');
		expect(all.months).toHaveLength(24);
		expect(all.money[0].layers.map(({ label, customers, andBefore }) => [label, customers, andBefore])).toEqual([
			['2023', 3, false],
			['2024', 5, false]
		]);
	});

	it('puts what a customer brings into the layer of the first order', () => {
		const [old, young] = all.money[0].layers;
		// a's 60 in February 2024, b's 20 and 30 in March.
		expect(old.net[month('2024-02')]).toBe(60);
		expect(old.net[month('2024-03')]).toBe(50);
		// e's 500 less 100 and f's 30 less 30 in May 2024; g's refund that fits no order in October.
		expect(young.net[month('2024-05')]).toBe(400);
		expect(young.net[month('2024-10')]).toBe(-90);
		expect(young.net[month('2023-06')]).toBe(0);
		expect(all.money[0].withoutCustomer[month('2024-06')]).toBe(15);
	});

	it.each([
		['everybody', null, 'order-period'],
		['everybody, refunds on their own day', null, 'own-period'],
		['who ordered once', { kind: 'orders', min: 1, max: 1 }, 'order-period']
	] as const)('its layers add up to the month of the overview: %s', (_, rule, refundsIn) => {
		const opened = openLedger({ ...DEFAULT_COUNTING, refundsIn }, eightCustomers());
		const selection = rule && selectCustomers(opened, rule, { asOf: null });
		const [layers] = revenueLayers(opened, { asOf: null, selection }).money;
		const months = overview(opened, { asOf: null }, selection).money[0].months;
		months.forEach(({ net, netWithoutCustomer }, m) => {
			const sum = layers.layers.reduce((total, layer) => total + layer.net[m], layers.withoutCustomer[m]);
			expect(sum).toBe(net);
			expect(layers.withoutCustomer[m]).toBe(netWithoutCustomer);
		});
	});

	it('is by quarter on shorter data', () => {
		const short = revenueLayers(ledger, { asOf: dayOf('2023-12-31'), selection: null });
		expect(short.by).toBe('quarter');
		// a and b came in the first quarter, c in the fourth; nobody in between.
		expect(short.money[0].layers.map(({ label, customers }) => [label, customers])).toEqual([
			['2023-Q1', 2],
			['2023-Q2', 0],
			['2023-Q3', 0],
			['2023-Q4', 1]
		]);
	});

	it('takes the oldest years together', () => {
		const long = openLedger(
			DEFAULT_COUNTING,
			dataSet(
				Array.from({ length: 9 }, (_, i) => ({ customer: `c${i}`, day: `${2010 + i}-06-01`, gross: 100 * (i + 1) }))
			)
		);
		const [{ layers }] = revenueLayers(long, { asOf: null, selection: null }).money;
		expect(layers.map(({ label, andBefore, customers }) => [label, andBefore, customers])).toEqual([
			['2013', true, 4],
			['2014', false, 1],
			['2015', false, 1],
			['2016', false, 1],
			['2017', false, 1],
			['2018', false, 1]
		]);
		expect(layers[0].net.reduce((sum, net) => sum + net, 0)).toBe(1 + 2 + 3 + 4);
	});

	it('is nothing without orders, and only guests where nobody is known', () => {
		const none = openLedger(DEFAULT_COUNTING, dataSet([]));
		expect(revenueLayers(none, { asOf: null, selection: null }).money).toEqual([]);
		const guests = openLedger(DEFAULT_COUNTING, dataSet([{ day: '2024-01-01', gross: 500 }]));
		const [{ layers, withoutCustomer }] = revenueLayers(guests, { asOf: null, selection: null }).money;
		expect(withoutCustomer).toEqual([5]);
		expect(layers.map(({ customers, net }) => [customers, net])).toEqual([[0, [0]]]);
	});
});
