import { describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { rhythm } from '$workers/core/customers/rhythm';
import { shopMedians } from '$workers/core/customers/shopMedians';
import { cutAt } from '$workers/core/ledger/asOf';
import type { Cut } from '$workers/core/ledger/asOf';
import { openLedger } from '$workers/core/ledger/ledger';
import { medianRank } from '$workers/core/numeric/medianInterval';
import { dataSet, dayOf } from '../helpers/dataSet';
import { eightCustomers } from '../helpers/eightCustomers';

describe('the interval of a median', () => {
	it('is held by order statistics, as tables of them print it', () => {
		expect([6, 8, 9, 10, 20, 100].map(medianRank)).toEqual([1, 1, 2, 2, 6, 40]);
	});

	it('needs six values', () => {
		expect([0, 1, 5].map(medianRank)).toEqual([null, null, null]);
	});

	it('stays near the middle of very many', () => {
		// n/2 − 0.98 √n by the normal approximation: 1446.
		expect(Math.abs((medianRank(3000) ?? 0) - 1446)).toBeLessThanOrEqual(1);
	});
});

describe('the rhythm of a customer', () => {
	const ledger = openLedger(DEFAULT_COUNTING, eightCustomers());
	const cut = cutAt(ledger, null) as Cut;

	it('is the gaps between purchase days and the silence since', () => {
		// a: 160, 245 and 325 days apart, the last order on the last day.
		expect(rhythm(ledger, cut, 0)).toEqual({
			gaps: 3,
			usual: 245,
			low: null,
			high: null,
			longest: 325,
			silence: 1,
			overdue: { value: 1 / 245, low: null, high: null }
		});
	});

	it('counts two orders of one day as one purchase day', () => {
		expect(rhythm(ledger, cut, 1)).toMatchObject({ gaps: 1, usual: 366, silence: 302, overdue: { value: 302 / 366 } });
	});

	it('has no usual gap after one purchase day', () => {
		expect(rhythm(ledger, cut, 2)).toMatchObject({ gaps: 0, usual: null, longest: null, silence: 408, overdue: null });
	});

	it('has an interval from six gaps on', () => {
		const days = [0, 10, 30, 35, 75, 105, 165];
		const shop = openLedger(
			DEFAULT_COUNTING,
			dataSet([...days.map((day) => ({ customer: 'a', day: 100 + day, gross: 1 })), { day: 364, gross: 1 }])
		);
		// Gaps 10 20 5 40 30 60: median 25, its ends with six are the least and the greatest.
		expect(rhythm(shop, cutAt(shop, null) as Cut, 0)).toEqual({
			gaps: 6,
			usual: 25,
			low: 5,
			high: 60,
			longest: 60,
			silence: 100,
			overdue: { value: 4, low: 100 / 60, high: 20 }
		});
	});
});

describe('the customer in the middle of the shop', () => {
	const ledger = openLedger(DEFAULT_COUNTING, eightCustomers());

	it('has the median of each figure', () => {
		// Net −20 0 20 25 130 200 240 400; orders 1 1 1 1 1 2 3 4; net an order −20 0 10 25 43.33 60 200 400;
		// median gaps a 245, b 366, d 213, longest a 325, b 366, d 213; one of 14 orders has a discount.
		expect(shopMedians(ledger, null)).toEqual({
			customers: 8,
			net: 77.5,
			orders: 1,
			meanOrder: expect.closeTo(34.1667, 3) as number,
			usualGap: 245,
			longestGap: 325,
			fullPrice: 13 / 14
		});
	});

	it('has only what was known by a day', () => {
		// By 2023-03-05: a 90 and b 80, one order each, a's with a discount.
		expect(shopMedians(ledger, dayOf('2023-03-05'))).toMatchObject({
			customers: 2,
			net: 85,
			usualGap: null,
			fullPrice: 0.5
		});
	});

	it('has no money where no currency is chosen', () => {
		const two = openLedger(
			DEFAULT_COUNTING,
			dataSet([
				{ customer: 'a', day: 1, gross: 1 },
				{ customer: 'b', day: 2, gross: 1, currency: 'USD' }
			])
		);
		expect(shopMedians(two, null)).toMatchObject({
			customers: 2,
			net: null,
			meanOrder: null,
			orders: 1,
			fullPrice: null
		});
	});

	it('is nobody where no order counts', () => {
		expect(shopMedians(openLedger(DEFAULT_COUNTING, dataSet([])), null)).toMatchObject({ customers: 0, net: null });
	});
});
