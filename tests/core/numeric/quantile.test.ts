import { describe, expect, it } from 'vitest';
import { exactSum } from '$workers/core/numeric/exactSum';
import { orderStatistics, quantiles, quantilesOfCounts } from '$workers/core/numeric/quantile';
import { randomNumbers } from '../helpers/randomNumbers';

describe('quantiles of type 7', () => {
	it('interpolate between order statistics', () => {
		// Place 3 · 0.25 = 0.75 between 1 and 2; 1.5 between 2 and 3; 2.25 between 3 and 10.
		expect(quantiles(Float64Array.of(10, 1, 3, 2), [0, 0.25, 0.5, 0.75, 1])).toEqual([1, 1.75, 2.5, 4.75, 10]);
	});

	it('of counts are those of the repeated values', () => {
		// 2 2 2 5
		expect(quantilesOfCounts(Int32Array.of(0, 0, 3, 0, 0, 1), [0.5, 0.75])).toEqual([2, 2.75]);
	});

	it.each([
		['evenly spread', (u: number) => u * 1e6],
		['piled up at one end', (u: number) => Math.exp(40 * u)],
		['mostly equal', (u: number) => Math.floor(u * 3)],
		['one far from all others', (u: number) => (u < 1e-4 ? 1e15 : u)],
		['negative ones too', (u: number) => Math.round((u - 0.5) * 1e9)]
	])('order statistics of a long column are those of the sorted column: %s', (_, shape) => {
		const random = randomNumbers(5);
		const values = Float64Array.from({ length: 20_000 }, () => shape(random()));
		const ranks = [0, 1, 100, 100, 9_999, 19_998, 19_999];
		const sorted = values.toSorted();
		expect(orderStatistics(values, ranks)).toEqual(ranks.map((rank) => sorted[rank]));
	});

	it('order statistics of whole numbers are found by counting', () => {
		const random = randomNumbers(6);
		const values = Int32Array.from({ length: 20_000 }, () => Math.floor(random() * 500) - 250);
		const sorted = values.toSorted();
		expect(orderStatistics(values, [0, 4_000, 19_999])).toEqual([sorted[0], sorted[4_000], sorted[19_999]]);
	});
});

describe('sums', () => {
	it('keep what plain addition would lose', () => {
		expect(exactSum([2 ** 53, 1, 1, -(2 ** 53)])).toBe(2);
		expect(exactSum([0.1, 0.2, 0.3, -0.6])).toBeCloseTo(0, 16);
	});
});
