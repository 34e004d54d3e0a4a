import { describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import type { CountingDefinition } from '$workers/core/counting';
import { openLedger } from '$workers/core/ledger/ledger';
import { countingEffects } from '$workers/core/lens/countingEffects';
import type { CountedTotals } from '$workers/core/lens/types';
import { overview } from '$workers/core/metrics/overview';
import { EXCLUSION_REASONS, OFFSET_UTC } from '$workers/core/tables';
import type { DataSet } from '$workers/core/tables';
import { dataSet, dayOf } from '../helpers/dataSet';
import type { PlainOrder, PlainRefund } from '../helpers/dataSet';
import { eightCustomers } from '../helpers/eightCustomers';

const count = (change: Partial<CountingDefinition> = {}): CountingDefinition => ({ ...DEFAULT_COUNTING, ...change });
/** Effects of one other definition. */
const turned = (data: DataSet, change: Partial<CountingDefinition>, now = count()) =>
	countingEffects(now, [{ ...now, ...change }], data);

describe('what a switch of the counting definition would change', () => {
	it('now: eight customers, fifteen orders, net 1,010', () => {
		const { now, inUtc, ordersByCurrency } = turned(eightCustomers(), {});
		expect(now).toEqual({
			customers: 8,
			orders: 15,
			net: [{ currency: 'EUR', value: 1010 }],
			lastDay: dayOf('2024-12-31')
		});
		expect(inUtc).toBe(0);
		expect(ordersByCurrency).toEqual([{ currency: 'EUR', orders: 15 }]);
	});

	it.each<[string, Partial<CountingDefinition>, Partial<CountedTotals>]>([
		[
			'cancelled orders counted',
			{ exclude: ['test', 'voided', 'unpaid'] },
			{ orders: 16, net: [{ currency: 'EUR', value: 2009 }] }
		],
		['gross instead of net', { value: 'gross' }, { orders: 15, net: [{ currency: 'EUR', value: 1240 }] }],
		// b bought twice on 5 March 2024.
		[
			'a day’s orders as one',
			{ mergeSameDay: true },
			{ orders: 14, customers: 8, net: [{ currency: 'EUR', value: 1010 }] }
		],
		['refunds in their own month', { refundsIn: 'own-period' }, { orders: 15, net: [{ currency: 'EUR', value: 1010 }] }]
	])('%s', (_, change, expected) => {
		expect(turned(eightCustomers(), change).effects[0].totals).toMatchObject(expected);
	});

	it('a customer of left out orders alone comes and goes with them', () => {
		const data = dataSet([
			{ customer: 'a', day: '2024-01-01', gross: 10_00 },
			{ customer: 'b', day: '2024-02-01', gross: 20_00, flags: 8 },
			{ customer: 'b', day: '2024-02-02', gross: 40_00, flags: 9, tax: 4_00, shipping: 2_50 }
		]);
		const free = { exclude: EXCLUSION_REASONS.filter((reason) => reason !== 'unpaid') };
		const { now, effects } = turned(data, free);
		expect(now).toMatchObject({ customers: 1, orders: 1, lastDay: dayOf('2024-01-01') });
		// The second of b is cancelled as well.
		expect(effects[0].totals).toMatchObject({ customers: 2, orders: 2, net: [{ currency: 'EUR', value: 30 }] });
		const all = turned(data, { exclude: [], includeTax: true, includeShipping: true }).effects[0].totals;
		expect(all).toEqual({
			customers: 2,
			orders: 3,
			net: [{ currency: 'EUR', value: 76.5 }],
			lastDay: dayOf('2024-02-02')
		});
	});

	it('refunds that would lower another month are counted with their sum', () => {
		// f paid 30 in May and got it back in July.
		const { effects } = turned(eightCustomers(), { refundsIn: 'own-period' });
		expect(effects[0].refundsMoved).toBe(1);
		expect(effects[0].refundsMovedSum).toEqual([{ currency: 'EUR', value: 30 }]);
		expect(turned(eightCustomers(), { value: 'gross' }).effects[0].refundsMoved).toBe(0);
	});

	it('a zone moves orders whose instant is known, to another day and some to another month', () => {
		const at = (day: string, hour: number, offset = OFFSET_UTC): PlainOrder => ({
			customer: 'a',
			day,
			minute: hour * 60,
			offset,
			gross: 1_00
		});
		// In Auckland it is 13 hours later in January.
		const data = dataSet([at('2024-01-10', 10), at('2024-01-10', 12), at('2024-01-31', 12), at('2024-01-31', 23, 0)]);
		const { inUtc, effects } = turned(data, { timeZone: 'Pacific/Auckland' });
		expect(inUtc).toBe(3);
		expect(effects[0]).toMatchObject({ otherDay: 2, otherMonth: 1 });
		expect(effects[0].totals.lastDay).toBe(dayOf('2024-02-01'));
		// Merging days is done in the zone: 10 and 11 January, 1 February, and the 31st whose clock was printed.
		expect(turned(data, { mergeSameDay: true }).effects[0].totals.orders).toBe(2);
		const there = turned(data, { mergeSameDay: true }, count({ timeZone: 'Pacific/Auckland' })).effects[0];
		expect(there.totals.orders).toBe(4);
	});

	it('a later start of the month moves the orders before it, for each of the 28', () => {
		const data = dataSet([
			{ customer: 'a', day: '2024-01-01', gross: 1 },
			{ customer: 'a', day: '2024-01-09', gross: 1 },
			{ customer: 'b', day: '2024-01-10', gross: 1, flags: 1 },
			{ customer: 'b', day: '2024-01-31', gross: 1 }
		]);
		const { movedByMonthStart, effects } = turned(data, { monthStart: 10 });
		expect(effects[0]).toMatchObject({ otherDay: 0, otherMonth: 2 });
		expect([movedByMonthStart[0], movedByMonthStart[1], movedByMonthStart[9], movedByMonthStart[27]]).toEqual([
			0, 1, 2, 2
		]);
	});

	it('currencies are never added up', () => {
		const data = dataSet(
			[
				{ customer: 'a', day: '2024-01-01', gross: 10_00, currency: 'EUR' },
				{ customer: 'b', day: '2024-01-02', gross: 7_00, currency: 'USD' },
				{ customer: 'b', day: '2024-01-02', gross: 5_00, currency: 'USD' }
			],
			[{ customer: 'b', day: '2024-01-02', amount: 1_00, currency: 'USD' }]
		);
		const { now, effects, ordersByCurrency } = turned(data, { currency: 'USD' });
		expect(now.net).toEqual([
			{ currency: 'EUR', value: 10 },
			{ currency: 'USD', value: 11 }
		]);
		expect(effects[0].totals.net).toEqual([{ currency: 'USD', value: 11 }]);
		expect(ordersByCurrency).toEqual([
			{ currency: 'EUR', orders: 1 },
			{ currency: 'USD', orders: 2 }
		]);
	});

	it('nothing counts: nothing is there', () => {
		const data = dataSet([{ customer: 'a', day: '2024-01-01', gross: 10_00, flags: 2 }]);
		expect(turned(data, {}).now).toEqual({ customers: 0, orders: 0, net: [], lastDay: null });
		expect(countingEffects(count(), [], dataSet([])).now.orders).toBe(0);
	});
});

describe('the same answer by the other road', () => {
	/** Orders and refunds of every kind, by a plain congruence. */
	function shop(seed: number): { orders: PlainOrder[]; refunds: PlainRefund[] } {
		let state = seed;
		const next = (n: number): number => {
			state = (state * 48_271) % 2_147_483_647;
			return state % n;
		};
		const orders = Array.from({ length: 400 }, (_, i): PlainOrder => ({
			id: `o${i}`,
			...(next(7) > 0 && { customer: `c${next(60)}` }),
			day: dayOf('2023-01-01') + next(700),
			minute: next(1440),
			offset: next(2) === 0 ? OFFSET_UTC : 60,
			flags: next(3) === 0 ? next(16) : 0,
			gross: next(20_000),
			discount: next(500),
			tax: next(300),
			shipping: next(400),
			currency: next(4) === 0 ? 'USD' : 'EUR'
		}));
		const refunds = Array.from({ length: 90 }, (_, i): PlainRefund => ({
			...(next(4) > 0 && { order: `o${(i * 7) % 400}` }),
			...(next(3) > 0 && { customer: `c${next(60)}` }),
			...(next(3) > 0 && { day: dayOf('2023-01-01') + next(760) }),
			amount: next(4_000),
			currency: next(3) === 0 ? 'USD' : 'EUR'
		}));
		return { orders, refunds };
	}
	const changes: Partial<CountingDefinition>[] = [
		{},
		...EXCLUSION_REASONS.map((reason) => ({ exclude: EXCLUSION_REASONS.filter((other) => other !== reason) })),
		{ exclude: [] },
		{ value: 'gross' },
		{ includeTax: true },
		{ includeShipping: true, value: 'gross' },
		{ refundsIn: 'own-period' },
		{ mergeSameDay: true },
		{ mergeSameDay: true, exclude: ['test'] },
		{ timeZone: 'Asia/Tokyo' },
		{ timeZone: 'Asia/Tokyo', mergeSameDay: true },
		{ monthStart: 15 },
		{ currency: 'USD' },
		{ currency: 'CHF' }
	];

	it.each([1, 2, 3])('every definition adds up to what the overview has under it (shop %i)', (seed) => {
		const { orders, refunds } = shop(seed);
		const data = dataSet(orders, refunds, { batch: 77 });
		for (const now of [count(), count({ mergeSameDay: true, timeZone: 'America/New_York' })]) {
			const definitions = changes.map((change) => ({ ...now, ...change }));
			const { effects } = countingEffects(now, definitions, data);
			effects.forEach(({ counting, totals }) => {
				const ledger = openLedger(counting, data);
				const { all, money, lastDay } = overview(ledger, { asOf: null }, null);
				expect(totals, JSON.stringify(counting)).toEqual({
					customers: ledger.customers,
					orders: all?.orders,
					net: money.map(({ currency, all: { net } }) => ({ currency, value: net })),
					lastDay
				});
			});
		}
	});
});
