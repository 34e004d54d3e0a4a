import { describe, expect, it } from 'vitest';
import { analyseValue } from '$workers/core/value/analysis';
import { customerOutlook } from '$workers/core/value/customerOutlook';
import type { CustomerOutlook } from '$workers/core/value/customerOutlook';
import { digest } from '$workers/core/value/digest';
import { valueInput } from '$workers/core/value/input';
import { summaryCsv } from '$workers/core/value/summaryCsv';
import { customerSummary } from '$workers/core/clv/summary';
import { USUAL_VALUE_OPTIONS } from '$workers/core/value/types';
import { shopOf, START, times } from '../churn/shops';
import { randomNumbers } from '../helpers/randomNumbers';

/** Customers who come within a year, buy at a rate of their own and leave unnoticed; the last one buys every ten days to the end. */
function shop() {
	const random = randomNumbers(7);
	const customers = Array.from({ length: 300 }, () => {
		const rate = 0.004 + 0.03 * random() * random();
		const first = Math.floor(random() * 365);
		const gone = first + 60 - Math.log(1 - random()) * 250;
		const days = [first];
		for (let day = first; ;) {
			day += Math.max(1, Math.round(-Math.log(1 - random()) / rate));
			if (day > Math.min(gone, 700)) return days;
			days.push(day);
		}
	});
	return shopOf([...customers, Array.from({ length: 60 }, (_, i) => 110 + i * 10)]);
}
const context = { asOf: START + 700, selection: null, splits: [], productName: () => null, dataHash: '' };

describe('what screens hold of an analysis', () => {
	const ledger = shop();
	const input = valueInput(ledger, context) ?? expect.fail('nothing counts');
	const result = analyseValue(input, USUAL_VALUE_OPTIONS);
	const found = digest(input, result);

	it('is no row a customer', () => {
		expect(found.result.status === 'done' && found.result.byCustomer).toBeNull();
		expect(found.best?.customer.length).toBe(100);
	});

	it('has the customers with most to come first, with their intervals', () => {
		const clv = [...(found.best?.clv ?? [])];
		expect(clv).toEqual(clv.toSorted((a, b) => b - a));
		expect(found.best?.customer[0]).toBe(ledger.customers - 1);
		expect(found.bestIntervals).toHaveLength(10);
		found.bestIntervals.forEach(({ value, low, high }, i) => {
			expect(value).toBeCloseTo(clv[i], 9);
			expect(low <= value && value <= high).toBe(true);
		});
	});

	it('counts every customer into one band, all value with them', () => {
		const total = result.status === 'done' ? (result.total?.value ?? 0) : 0;
		const sum = (column: Float64Array) => column.reduce((a, b) => a + b, 0);
		expect(found.bands && sum(found.bands.customers)).toBe(ledger.customers);
		expect(found.bands && sum(found.bands.value)).toBeCloseTo(total, 6);
	});

	it('has curves from nothing to everything, never falling', () => {
		const expected = (found.held?.expected ?? []).map(Number);
		expect([expected[0], expected.at(-1)]).toEqual([0, 1]);
		expect(expected.every((share, i) => i === 0 || share >= expected[i - 1])).toBe(true);
	});

	it('answers for one customer what it says of all', () => {
		const fitted = found.fitted ?? expect.fail('no model');
		const one = (customer: number): CustomerOutlook =>
			customerOutlook(ledger, customer, fitted, USUAL_VALUE_OPTIONS, context.asOf) ?? expect.fail('nobody');
		const regular = one(ledger.customers - 1);
		expect(regular.figures.clv.value).toBeCloseTo(found.best?.clv[0] ?? NaN, 9);
		expect(regular.figures.pAlive.value).toBeCloseTo(found.best?.pAlive[0] ?? NaN, 12);
		// The path is on every purchase day and the day before, reaches half a year ahead, and falls without an order.
		const { day, pAlive, low, high } = regular.path;
		expect([day[0], day[day.length - 1]]).toEqual([START + 110, START + 700 + 182]);
		const today = day.indexOf(START + 700);
		expect(pAlive[today]).toBeCloseTo(regular.figures.pAlive.value, 12);
		expect(low[today]).toBeCloseTo(regular.figures.pAlive.low, 12);
		expect(high[today]).toBeCloseTo(regular.figures.pAlive.high, 12);
		for (let i = 0; i < day.length; i++) expect(0 <= low[i] && low[i] <= pAlive[i] && pAlive[i] <= high[i]).toBe(true);
		for (let i = today + 1; i < day.length; i++) expect(pAlive[i]).toBeLessThan(pAlive[i - 1]);
		const { next } = regular;
		expect(next && next.low <= next.middle && next.middle <= next.high && next.high <= 366).toBe(true);
		// Whoever bought every ten days is back sooner than the year is over.
		expect(next?.middle).toBeLessThan(30);
	});
});

describe('a shop that carries no model', () => {
	it('keeps what it has brought so far, and nothing else', () => {
		const ledger = shopOf(times(5, [0, 40]));
		const input = valueInput(ledger, context) ?? expect.fail('nothing counts');
		const found = digest(input, analyseValue(input, USUAL_VALUE_OPTIONS));
		expect([found.fitted, found.best, found.bands, found.riskTotal]).toEqual([null, null, null, 0]);
		expect(found.historic).toEqual({ customers: 5, net: 100 });
	});
});

describe('the table that is fitted', () => {
	it('has a row a customer and no name', () => {
		const text = summaryCsv(customerSummary(shopOf([[0, 7, 21], [14]]), { asOf: START + 28 }));
		expect(text).toBe('row,x,t_x,T,spending_days,zbar\r\n1,2,3,4,2,10\r\n2,0,0,2,0,0\r\n');
	});
});
