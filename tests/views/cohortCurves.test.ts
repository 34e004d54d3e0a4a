import { describe, expect, it } from 'vitest';
import { curvesOf, MEAN, MEAN_AHEAD, newestCohort } from '../../src/lib/views/cohort-curves/curvesOf';
import type { CohortMoney, CohortResult } from '../../workers/core/cohorts/types';
import type { CohortContinuation, Foretold } from '../../workers/core/value/cohortContinuation';

/** Three cohorts of 40, 50 and 12 customers; the third period is under way. */
const result = {
	labels: ['2024-01', '2024-02', '2024-03'],
	size: Int32Array.of(40, 50, 12),
	ages: 3,
	cell: Uint8Array.of(2, 2, 1, 2, 1, 0, 1, 0, 0),
	orders: Int32Array.of(44, 10, 3, 55, 9, 0, 12, 0, 0),
	retention: Float64Array.of(1, 0.2, 0.05, 1, 0.16, NaN, 1, NaN, NaN),
	retentionLow: Float64Array.of(0.9, 0.1, 0.01, 0.9, 0.1, NaN, 0.7, NaN, NaN),
	retentionHigh: Float64Array.of(1, 0.35, 0.17, 1, 0.3, NaN, 1, NaN, NaN),
	mean: {
		retention: Float64Array.of(1, 0.2, NaN),
		low: Float64Array.of(0.96, 0.1, NaN),
		high: Float64Array.of(1, 0.35, NaN),
		customers: Int32Array.of(90, 40, 0),
		cohorts: Int32Array.of(2, 1, 0)
	}
} as unknown as CohortResult;
const cash = {
	cumulativeNetPerCustomer: Float64Array.of(20, 25, 26, 22, 24, NaN, 21, NaN, NaN),
	mean: { cumulativeNetPerCustomer: Float64Array.of(21.1, 25, NaN) },
	intervals: null
} as unknown as CohortMoney;

const rows = (...value: number[]): Foretold => ({
	value: Float64Array.from(value),
	low: Float64Array.from(value, (one) => one - 0.01),
	high: Float64Array.from(value, (one) => one + 0.01)
});
const ahead = {
	periods: 2,
	from: Int32Array.of(2, 1, 0),
	share: rows(0.11, 0.1, 0.21, 0.15, NaN, NaN),
	orders: rows(0.15, 0.14, 0.3, 0.2, NaN, NaN),
	cumulative: rows(29, 31, 27, 30, NaN, NaN),
	mean: {
		age: Int32Array.of(1, 2),
		customers: Int32Array.of(90, 90),
		happened: Float64Array.of(4 / 9, 0),
		share: rows(0.205, 0.13),
		orders: rows(0.27, 0.17),
		cumulative: rows(26, 29.5)
	}
} as unknown as CohortContinuation;

const points = (
	figure: 'net' | 'share' | 'orders',
	continued: CohortContinuation | null,
	pinned: number | null = null
) =>
	Object.fromEntries(
		curvesOf(result, cash, { figure, pinned, newest: newestCohort(result), ahead: continued }).map(
			({ key, points: all }) => [
				key,
				all.map(({ age, value, running, expected }) => [age, value, expected ? 'expected' : running ? 'so far' : ''])
			]
		)
	);

describe('curves of cohorts', () => {
	it('are those of thirty customers or more, and of the one that is pinned', () => {
		expect(points('net', null)).toEqual({
			'2024-01': [
				[0, 20, ''],
				[1, 25, ''],
				[2, 26, 'so far']
			],
			'2024-02': [
				[0, 22, ''],
				[1, 24, 'so far']
			]
		});
		expect(points('net', null, 2)['2024-03']).toEqual([[0, 21, 'so far']]);
	});

	it('go on with what is expected, which takes the place of a period under way', () => {
		const found = points('net', ahead, 2);
		expect(found['2024-01']).toEqual([
			[0, 20, ''],
			[1, 25, ''],
			[2, 29, 'expected'],
			[3, 31, 'expected']
		]);
		expect(found['2024-02']).toEqual([
			[0, 22, ''],
			[1, 27, 'expected'],
			[2, 30, 'expected']
		]);
		// Its own first period is under way: it is not continued.
		expect(found['2024-03']).toEqual([[0, 21, 'so far']]);
		// 40 of 90 customers have finished age 1: less than half, so the mean of what happened stays at age 0, too short a line.
		expect(found[MEAN]).toBeUndefined();
		expect(found[MEAN_AHEAD]).toEqual([
			[0, 21.1, ''],
			[1, 26, 'expected'],
			[2, 29.5, 'expected']
		]);
	});

	it('of shares and of orders begin after the first period, in which everybody ordered', () => {
		expect(points('share', ahead)['2024-01']).toEqual([
			[1, 0.2, ''],
			[2, 0.11, 'expected'],
			[3, 0.1, 'expected']
		]);
		expect(points('orders', ahead)['2024-01']).toEqual([
			[1, 0.25, ''],
			[2, 0.15, 'expected'],
			[3, 0.14, 'expected']
		]);
		// Nothing of a cohort that is pinned can be drawn after its first period.
		expect(points('share', ahead, 2)['2024-03']).toBeUndefined();
	});
});
