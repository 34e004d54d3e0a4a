import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactSum } from '$workers/core/numeric/exactSum';
import { orderStatistics, quantiles, quantilesOfCounts } from '$workers/core/numeric/quantile';

describe('quantiles of type 7', () => {
	it('interpolate between order statistics', () => {
		// Place 3 · 0.25 = 0.75 between 1 and 2; 1.5 between 2 and 3; 2.25 between 3 and 10.
		expect(quantiles(Float64Array.of(10, 1, 3, 2), [0, 0.25, 0.5, 0.75, 1])).toEqual([1, 1.75, 2.5, 4.75, 10]);
	});

	it('of counts are those of the repeated values', () => {
		// 2 2 2 5
		expect(quantilesOfCounts(Int32Array.of(0, 0, 3, 0, 0, 1), [0.5, 0.9])).toEqual([2, 4.1]);
	});

	it('order statistics of long columns are those of the sorted column', () => {
		const value = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true, min: -1e12, max: 1e12 }));
		fc.assert(
			fc.property(fc.array(value, { minLength: 5000, maxLength: 6000 }), (values) => {
				const ranks = [0, 1, 100, 100, 2500, values.length - 1];
				const sorted = values.toSorted((a, b) => a - b);
				expect(orderStatistics(Float64Array.from(values), ranks)).toEqual(ranks.map((rank) => sorted[rank]));
				const whole = Int32Array.from(values, (v) => Math.trunc(v % 1000));
				const wholeSorted = whole.toSorted();
				expect(orderStatistics(whole, ranks)).toEqual(ranks.map((rank) => wholeSorted[rank]));
			}),
			{ seed: 11, numRuns: 15 }
		);
	});
});

describe('sums', () => {
	it('keep what plain addition would lose', () => {
		expect(exactSum([2 ** 53, 1, 1, -(2 ** 53)])).toBe(2);
		expect(exactSum([0.1, 0.2, 0.3, -0.6])).toBeCloseTo(0, 16);
	});
});
