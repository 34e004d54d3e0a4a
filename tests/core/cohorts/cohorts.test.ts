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
