import { describe, expect, it } from 'vitest';
import type { Histories } from '$workers/core/clv/types';
import { discountedPurchases } from '$workers/core/value/discountedPurchases';
import { PURCHASE_MODELS } from '$workers/core/value/purchaseModels';
import type { ModelName } from '$workers/core/value/types';

const MONTH = 365.25 / 84;
const ROWS: [x: number, tx: number, T: number][] = [
	[0, 0, 0],
	[0, 0, 52],
	[1, 0.5, 1],
	[3, 30, 52],
	[10, 51, 52],
	[50, 5, 300],
	[300, 52, 52]
];
const histories: Histories = {
	length: ROWS.length,
	frequency: Float64Array.from(ROWS, ([x]) => x),
	recency: Float64Array.from(ROWS, ([, tx]) => tx),
	age: Float64Array.from(ROWS, ([, , T]) => T),
	weight: new Float64Array(ROWS.length).fill(1)
};
const SHOPS: [ModelName, Record<string, number>][] = [
	['bgnbd', { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }],
	['bgnbd', { r: 0.05, alpha: 200, a: 5, b: 0.2 }],
	['mbgnbd', { r: 2, alpha: 0.5, a: 0.1, b: 10 }],
	['paretonbd', { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }],
	['paretonbd', { r: 2, alpha: 0.5, s: 3, beta: 5 }],
	['paretonbd', { r: 20, alpha: 100, s: 20, beta: 100 }]
];

const expectedBy =
	(name: ModelName, params: Record<string, number>) =>
	(weeks: number): Float64Array =>
		PURCHASE_MODELS[name].expectedPurchases(params, histories, weeks);

/** Σ over months of what is expected in each, divided by (1 + annual rate)^(month / 12): definitions, section 10. */
function monthByMonth(expected: (weeks: number) => Float64Array, months: number, annualRate: number, early = 0) {
	const values = new Float64Array(histories.length);
	let before = new Float64Array(histories.length);
	for (let month = 1; month <= months; month++) {
		const until = expected(month * MONTH);
		values.forEach((_, i) => (values[i] += (until[i] - before[i]) / (1 + annualRate) ** ((month - early) / 12)));
		before = new Float64Array(until);
	}
	return values;
}

describe('purchases discounted month by month', () => {
	it.each([
		[3, 0.1, 1e-12],
		[12, 0.1, 1e-6],
		[24, 0.1, 2e-6],
		[60, 0.1, 1e-5],
		[60, 0.5, 1e-4]
	])('over %d months at %d a year: relative error below %d', (months, annualRate, most) => {
		for (const [name, params] of SHOPS) {
			const expected = expectedBy(name, params);
			const found = discountedPurchases(expected, ROWS.length, { months, annualRate, convention: 'B' });
			const truth = monthByMonth(expected, months, annualRate);
			truth.forEach((value, i) => expect(Math.abs(found[i] / value - 1), `${name} ${i}`).toBeLessThan(most));
		}
	});

	it('in the middle of the months, by convention C', () => {
		const expected = expectedBy(...SHOPS[0]);
		const found = discountedPurchases(expected, ROWS.length, { months: 24, annualRate: 0.1, convention: 'C' });
		monthByMonth(expected, 24, 0.1, 0.5).forEach((value, i) => expect(found[i] / value).toBeCloseTo(1, 5));
	});

	it('without discount are the expectation over the horizon, to the bit', () => {
		for (const [name, params] of SHOPS) {
			const expected = expectedBy(name, params);
			const found = discountedPurchases(expected, ROWS.length, { months: 24, annualRate: 0, convention: 'B' });
			expect(found).toEqual(expected(24 * MONTH));
		}
	});

	it('look at eight places, whatever the horizon', () => {
		for (const months of [12, 24, 60]) {
			let calls = 0;
			const expected = (weeks: number) => {
				calls++;
				return new Float64Array(1).fill(weeks);
			};
			discountedPurchases(expected, 1, { months, annualRate: 0.1, convention: 'B' });
			expect(calls).toBe(8);
		}
	});
});
