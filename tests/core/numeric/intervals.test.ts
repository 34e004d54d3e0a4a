import { describe, expect, it } from 'vitest';
import { clusteredRatio, clusteredRatioDifference, clusteredTotalDifference } from '$workers/core/numeric/clustered';
import { newcombe, wilson } from '$workers/core/numeric/intervals';

describe('intervals of rates', () => {
	it.each([
		[81, 263, 0.2553, 0.3662],
		[15, 148, 0.0624, 0.1605],
		[0, 20, 0, 0.1611],
		[1, 29, 0.0061, 0.1718]
	])('Wilson of %i/%i has the bounds of Newcombe (1998)', (count, of, low, high) => {
		const interval = wilson(count, of);
		expect(interval.low).toBeCloseTo(low, 4);
		expect(interval.high).toBeCloseTo(high, 4);
	});

	it('nobody and everybody end exactly at 0 and 1', () => {
		expect(wilson(0, 7).low).toBe(0);
		expect(wilson(7, 7).high).toBe(1);
	});

	it('the difference of 56/70 and 48/80 has the bounds of Newcombe (1998)', () => {
		const { low, high } = newcombe(56, 70, 48, 80);
		expect(low).toBeCloseTo(0.0524, 4);
		expect(high).toBeCloseTo(0.3339, 4);
	});
});

describe('clustered errors', () => {
	it('of a mean with one row a cluster is the standard error of the mean', () => {
		// 10 20 30: standard deviation 10, over √3.
		const clusters = { y: Float64Array.of(10, 20, 30), x: Float64Array.of(1, 1, 1) };
		expect(clusteredRatio(clusters)?.standardError).toBeCloseTo(10 / Math.sqrt(3), 12);
	});

	it('of a ratio counts a customer once, however many orders', () => {
		// R = 60 / 4 = 15; residuals 10 − 15, 20 − 15, 30 − 30: √(3/2 · 50) / 4
		const clusters = { y: Float64Array.of(10, 20, 30), x: Float64Array.of(1, 1, 2) };
		expect(clusteredRatio(clusters)?.standardError).toBeCloseTo(Math.sqrt(75) / 4, 12);
	});

	it('of the difference of a ratio with itself is 0', () => {
		const clusters = { y: Float64Array.of(10, 20, 30), x: Float64Array.of(1, 1, 2) };
		expect(clusteredRatioDifference(clusters, clusters)).toEqual({ value: 0, standardError: 0 });
	});

	it('of a difference over different customers adds the squares', () => {
		// 10 and 30 now, 1 and 3 before: residuals ∓10 / 2 and ∓1 / 2; n = 4: √(4/3 · (25 + 25 + 0.25 + 0.25))
		const now = { y: Float64Array.of(10, 30, 0, 0), x: Float64Array.of(1, 1, 0, 0) };
		const before = { y: Float64Array.of(0, 0, 1, 3), x: Float64Array.of(0, 0, 1, 1) };
		expect(clusteredRatioDifference(now, before)?.standardError).toBeCloseTo(Math.sqrt((4 / 3) * 50.5), 12);
	});

	it('is not told of fewer than two clusters, and rows of zeros are none', () => {
		expect(clusteredRatio({ y: Float64Array.of(4, 0), x: Float64Array.of(2, 0) })).toEqual({
			value: 2,
			standardError: null
		});
		expect(clusteredRatio({ y: Float64Array.of(4), x: Float64Array.of(0) })).toBeNull();
		// Differences 3 and −4 of two clusters, and a row of zeros: √(9 + 16)
		expect(clusteredTotalDifference(Float64Array.of(5, 0, 0), Float64Array.of(2, 4, 0))).toEqual({
			value: -1,
			standardError: 5
		});
	});
});
