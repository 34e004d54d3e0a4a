import { describe, expect, it } from 'vitest';
import { cohorts } from '$workers/core/cohorts/cohorts';
import type { CohortPeriod, CohortResult } from '$workers/core/cohorts/types';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { openLedger } from '$workers/core/ledger/ledger';
import { wilson } from '$workers/core/numeric/intervals';
import { dataSet, dayOf } from '../helpers/dataSet';
import { eightCustomers } from '../helpers/eightCustomers';

const ledger = openLedger(DEFAULT_COUNTING, eightCustomers());
const at = (period: CohortPeriod, asOf: string | null = null): CohortResult =>
	cohorts(ledger, { period }, { asOf: asOf === null ? null : dayOf(asOf), selection: null });

describe('cohorts of eight customers', () => {
	it('by year: size, customers, orders, net, retention', () => {
		const { labels, size, ages, customers, orders, retention, money, cell } = at('year');
		expect(labels).toEqual(['2023', '2024']);
		expect([...size]).toEqual([3, 5]);
		expect(ages).toBe(2);
		// 2023: a, b, c buy 4 times for 140 + 80 + 200, then a and b 4 times for 100 + 50.
		expect([...customers]).toEqual([3, 2, 5, 0]);
		expect([...orders]).toEqual([4, 4, 6, 0]);
		expect([...money[0].net]).toEqual([420, 150, 425, 0]);
		expect([...money[0].aov]).toEqual([105, 37.5, 425 / 6, NaN]);
		expect([...money[0].cumulativeNetPerCustomer]).toEqual([140, 190, 85, NaN]);
		expect([...retention]).toEqual([1, 2 / 3, 1, NaN]);
		// The year ends with D: both are whole.
		expect([...cell]).toEqual([2, 2, 2, 0]);
	});

	it('the mean weighs by size and leaves immature cells out', () => {
		const whole = at('year');
		expect([...whole.mean.retention]).toEqual([1, 2 / 3]);
		expect([...whole.mean.customers]).toEqual([8, 3]);
		// 420 of three customers, 425 of five.
		expect(whole.money[0].mean.net[0]).toBe((3 * 420 + 5 * 425) / 8);
		expect(whole.money[0].mean.cumulativeNetPerCustomer[0]).toBe(845 / 8);
		expect(whole.money[0].mean.aov[0]).toBe(84.5);
		expect(whole.mean.low[1]).toBe(wilson(2, 3).low);

		const midyear = at('year', '2024-07-14');
		expect([...midyear.cell]).toEqual([2, 1, 1, 0]);
		expect([...midyear.mean.retention]).toEqual([1, NaN]);
		expect([...midyear.mean.cohorts]).toEqual([1, 0]);
		// As of that day f's refund is still to come: d 10, e 400, f 30.
		expect(midyear.money[0].net[2]).toBe(440);
	});

	it('an average of cohorts is weighted: 10 people at 20 % and 100 at 0 % are 1.8 %', () => {
		const orders = Array.from({ length: 110 }, (_, i) => ({
			customer: `c${i}`,
			day: i < 10 ? '2023-01-05' : '2023-02-05',
			gross: 1
		}));
		const again = [0, 1].map((i) => ({ customer: `c${i}`, day: '2023-02-10', gross: 1 }));
		const last = { customer: 'late', day: '2023-03-31', gross: 1 };
		const result = cohorts(
			openLedger(DEFAULT_COUNTING, dataSet([...orders, ...again, last])),
			{ period: 'month' },
			{ asOf: null, selection: null }
		);
		expect(result.mean.retention[1]).toBe(2 / 110);
	});

	it('an unattached refund lowers the cell of its own month', () => {
		const { labels, ages, money, customers } = at('month');
		const g = labels.indexOf('2024-09') * ages;
		expect([...money[0].net.subarray(g, g + 3)]).toEqual([70, -90, 0]);
		expect([...customers.subarray(g, g + 2)]).toEqual([1, 0]);
	});

	it('refunds in their own period lower that cell', () => {
		const own = openLedger({ ...DEFAULT_COUNTING, refundsIn: 'own-period' }, eightCustomers());
		const { labels, ages, money } = cohorts(own, { period: 'quarter' }, { asOf: null, selection: null });
		// e and f in the second quarter: 500 − 100 + 30, then −30 in the third.
		const c = labels.indexOf('2024-Q2') * ages;
		expect([...money[0].net.subarray(c, c + 2)]).toEqual([430, -30]);
	});

	it('weeks are those of ISO 8601', () => {
		const { labels, start } = at('week');
		// 2023-01-01 is a Sunday: the last day of week 52 of 2022.
		expect(labels[0]).toBe('2022-W52');
		expect(start[0]).toBe(dayOf('2022-12-26'));
		expect(labels[1]).toBe('2023-W09');
	});

	it('months begin on the day the definition says', () => {
		const shifted = openLedger({ ...DEFAULT_COUNTING, monthStart: 15 }, eightCustomers());
		const result = cohorts(shifted, { period: 'month' }, { asOf: null, selection: null });
		// 2023-01-01 belongs to the month from 15 December; 2024-01-15 begins one.
		expect(result.labels[0]).toBe('2022-12');
		expect(result.labels).toContain('2024-01');
		expect(result.start[result.labels.indexOf('2024-01')]).toBe(dayOf('2024-01-15'));
	});

	it('currencies share counts and keep net and orders apart', () => {
		const two = openLedger(
			DEFAULT_COUNTING,
			dataSet([
				{ customer: 'a', day: '2024-01-01', gross: 100, currency: 'EUR' },
				{ customer: 'a', day: '2024-01-02', gross: 700, currency: 'USD' }
			])
		);
		const { customers, orders, money, currency } = cohorts(two, { period: 'month' }, { asOf: null, selection: null });
		expect(currency).toBeNull();
		expect([customers[0], orders[0]]).toEqual([1, 2]);
		expect(money.map(({ currency, net, orders: own }) => [currency, net[0], own[0]])).toEqual([
			['EUR', 1, 1],
			['USD', 7, 1]
		]);
	});
});

describe('how sure a cell is', () => {
	/** Customers with equal orders of one month, some of whom come back in the next. */
	const people = (
		name: string,
		month: string,
		{ size, again, next }: { size: number; again: number; next: string }
	): { customer: string; day: string; gross: number }[] => [
		...Array.from({ length: size }, (_, i) => ({ customer: `${name}${i}`, day: `${month}-05`, gross: 10_00 })),
		...Array.from({ length: again }, (_, i) => ({ customer: `${name}${i}`, day: `${next}-05`, gross: 20_00 }))
	];
	const matrix = (orders: { customer: string; day: string; gross: number }[]): CohortResult =>
		cohorts(
			openLedger(DEFAULT_COUNTING, dataSet(orders)),
			{ period: 'month', intervals: true },
			{ asOf: null, selection: null }
		);

	it('net a customer so far: the mean of the cohort’s customers with its standard error', () => {
		// Four customers of a month: 10, 10, 10, 30 by then; mean 15, deviation 10, standard error 5.
		const { money, ages } = matrix([
			...people('a', '2024-01', { size: 4, again: 1, next: '2024-02' }),
			{ customer: 'last', day: '2024-03-31', gross: 1_00 }
		]);
		const { cumulativeNetPerCustomer: mean, intervals } = money[0];
		expect(ages).toBe(3);
		expect([mean[0], mean[1], mean[2]]).toEqual([10, 15, 15]);
		const { low, high } = intervals?.cumulativeNetPerCustomer ?? { low: [], high: [] };
		// All four brought the same in their first month.
		expect([low[0], high[0]]).toEqual([10, 10]);
		expect(low[1]).toBeCloseTo(15 - 1.959964 * 5, 5);
		expect(high[2]).toBeCloseTo(15 + 1.959964 * 5, 5);
	});

	it('order value: the ratio with its error clustered by customer, as the overview has it', () => {
		// Two customers in one month: one with orders of 10 and 20, one with 60. Ratio 90 / 3 = 30; residuals 30 − 60 and
		// 60 − 30, squares 1,800, times 2 / 1, root 60, by 3 orders: 20.
		const { money } = matrix([
			{ customer: 'a', day: '2024-01-05', gross: 10_00 },
			{ customer: 'a', day: '2024-01-06', gross: 20_00 },
			{ customer: 'b', day: '2024-01-31', gross: 60_00 }
		]);
		expect(money[0].aov[0]).toBe(30);
		expect(money[0].intervals?.aov.low[0]).toBeCloseTo(30 - 1.959964 * 20, 4);
		expect(money[0].intervals?.aov.high[0]).toBeCloseTo(30 + 1.959964 * 20, 4);
		expect(money[0].intervals?.mean.aov.high[0]).toBeCloseTo(30 + 1.959964 * 20, 4);
	});

	it('a refund in its own month belongs to its customer’s error like any order', () => {
		const own = openLedger(
			{ ...DEFAULT_COUNTING, refundsIn: 'own-period' },
			dataSet(
				[
					{ id: 'x', customer: 'a', day: '2024-01-05', gross: 50_00 },
					{ customer: 'b', day: '2024-01-07', gross: 50_00 },
					{ customer: 'a', day: '2024-03-31', gross: 10_00 }
				],
				[{ order: 'x', customer: 'a', day: '2024-02-10', amount: 40_00 }]
			)
		);
		const { money } = cohorts(own, { period: 'month', intervals: true }, { asOf: null, selection: null });
		expect([...money[0].cumulativeNetPerCustomer]).toEqual([50, 30, 35]);
		const { low } = money[0].intervals?.cumulativeNetPerCustomer ?? { low: new Float64Array() };
		// 10 and 50, then 20 and 50: deviation √800 and √450, standard error 20 and 15.
		expect([...low].map((bound) => Math.round(bound * 1e4) / 1e4)).toEqual([
			50,
			Math.round((30 - 1.959964 * 20) * 1e4) / 1e4,
			Math.round((35 - 1.959964 * 15) * 1e4) / 1e4
		]);
	});

	it('is not asked for in vain: without it there is none, and one customer has none', () => {
		expect(at('month').money[0].intervals).toBeNull();
		const { money } = matrix([{ customer: 'a', day: '2024-01-05', gross: 10_00 }]);
		expect(money[0].intervals?.cumulativeNetPerCustomer.low[0]).toBeNaN();
		expect(money[0].intervals?.aov.low[0]).toBeNaN();
	});

	it('beside the other cohorts: their share without its own, and the interval of the difference', () => {
		const { others, retention, ages, daysLeft } = matrix([
			...people('a', '2024-01', { size: 80, again: 48, next: '2024-02' }),
			...people('b', '2024-02', { size: 70, again: 56, next: '2024-03' }),
			{ customer: 'b0', day: '2024-03-31', gross: 1_00 }
		]);
		expect(daysLeft).toBe(0);
		expect([retention[1], others.retention[1]]).toEqual([0.6, 0.8]);
		expect([retention[ages + 1], others.retention[ages + 1]]).toEqual([0.8, 0.6]);
		// Newcombe (1998): 56/70 − 48/80 = 0.20, 0.0524 to 0.3339.
		expect(others.low[ages + 1]).toBeCloseTo(0.0524, 4);
		expect(others.high[ages + 1]).toBeCloseTo(0.3339, 4);
		expect(others.retention[2]).toBeNaN();
	});

	it('net a customer beside the others: two independent means', () => {
		const { money, ages } = matrix([
			...people('a', '2024-01', { size: 4, again: 1, next: '2024-02' }),
			...people('b', '2024-02', { size: 4, again: 3, next: '2024-03' }),
			{ customer: 'b0', day: '2024-03-31', gross: 1_00 }
		]);
		const { others } = money[0].intervals ?? { others: { cumulativeNetPerCustomer: [], low: [], high: [] } };
		// By the month after: 10, 10, 10, 30 (mean 15, error 5) against 10, 30, 30, 31 (mean 25.25, error √(310.75 / 12)).
		expect(others.cumulativeNetPerCustomer[1]).toBe(25.25);
		expect(others.cumulativeNetPerCustomer[ages + 1]).toBe(15);
		const error = Math.sqrt(25 + 310.75 / 12);
		expect(others.low[1]).toBeCloseTo(-10.25 - 1.959964 * error, 4);
		expect(others.high[ages + 1]).toBeCloseTo(10.25 + 1.959964 * error, 4);
	});

	it('tells how many days the newest period has left', () => {
		expect(at('month', '2024-07-14').daysLeft).toBe(17);
		expect(at('quarter', '2024-07-14').daysLeft).toBe(78);
		expect(at('year').daysLeft).toBe(0);
	});
});

describe('newer cohorts beside older ones', () => {
	const MONTHS = Array.from(
		{ length: 30 },
		(_, i) => `${2022 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`
	);
	/** `size` new customers a month, of whom `again(month)` order in the next one too. */
	const shop = (months: number, size: number, again: (month: number) => number): CohortResult => {
		const orders = MONTHS.slice(0, months).flatMap((month, m) =>
			Array.from({ length: size }, (_, i) => [
				{ customer: `${month} ${i}`, day: `${month}-10`, gross: 1 },
				...(m + 1 < months && i < again(m) ? [{ customer: `${month} ${i}`, day: `${MONTHS[m + 1]}-10`, gross: 1 }] : [])
			]).flat()
		);
		return cohorts(openLedger(DEFAULT_COUNTING, dataSet(orders)), { period: 'month' }, { asOf: null, selection: null });
	};

	it('parts short data into halves and leaves out the month the data begins in', () => {
		// January to June; June has not ended, so May's next month has not either: February, March and April are mature.
		const { trend } = shop(6, 40, (month) => (month === 0 ? 40 : month === 3 ? 20 : 10));
		expect(trend?.leftOut).toBe('2022-01');
		expect(trend?.halves).toBe(true);
		expect(trend?.older).toMatchObject({ from: '2022-02', to: '2022-03', cohorts: 2, count: 20, of: 80, value: 0.25 });
		expect(trend?.newer).toMatchObject({ from: '2022-04', to: '2022-04', cohorts: 1, count: 20, of: 40, value: 0.5 });
		// By hand from Wilson: 20 of 40 is 0.3520 to 0.6480, 20 of 80 is 0.1681 to 0.3548.
		expect(trend?.difference.value).toBe(0.25);
		expect(trend?.difference.low).toBeCloseTo(0.25 - Math.hypot(0.5 - 0.352, 0.3548 - 0.25), 3);
		expect(trend?.withinChance).toBe(false);
	});

	it('takes the newest twelve months where there is as much before them', () => {
		// 30 months: 28 mature at age 1, 27 without the first: 15 older, 12 newer.
		const { trend } = shop(30, 10, () => 2);
		expect(trend?.halves).toBe(false);
		expect(trend?.older).toMatchObject({ from: '2022-02', to: '2023-04', cohorts: 15, count: 30, of: 150 });
		expect(trend?.newer).toMatchObject({ from: '2023-05', to: '2024-04', cohorts: 12, count: 24, of: 120 });
		expect(trend?.withinChance).toBe(true);
	});

	it('says nothing of fewer than two cohorts or 30 customers', () => {
		expect(shop(3, 40, () => 10).trend).toBeNull();
		expect(shop(6, 10, () => 3).trend).toBeNull();
		expect(shop(1, 40, () => 0).trend).toBeNull();
	});
});
