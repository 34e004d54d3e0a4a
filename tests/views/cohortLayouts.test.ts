import { describe, expect, it } from 'vitest';
import { layoutCurves, type Curve, type CurvePoint } from '../../src/lib/views/cohort-curves/layout';
import { layoutCohorts } from '../../src/lib/views/cohort-heatmap/layout';
import type { CohortMoney, CohortResult } from '../../workers/core/cohorts/types';

describe('the cohort table', () => {
	/** Two cohorts: 100 and 12 customers; the second has one finished and one running period. */
	const result: CohortResult = {
		period: 'month',
		asOf: 15_000,
		labels: ['2011-01', '2011-02'],
		start: Int32Array.of(14_975, 15_006),
		size: Int32Array.of(100, 12),
		ages: 3,
		cell: Uint8Array.of(2, 2, 1, 2, 1, 0),
		customers: Int32Array.of(100, 20, 10, 12, 3, 0),
		orders: Int32Array.of(110, 22, 10, 12, 3, 0),
		retention: Float64Array.of(1, 0.2, 0.1, 1, 0.25, NaN),
		retentionLow: Float64Array.of(0.963, 0.133, 0.055, 0.757, 0.089, NaN),
		retentionHigh: Float64Array.of(1, 0.289, 0.174, 1, 0.532, NaN),
		mean: {
			retention: Float64Array.of(1, 0.2, NaN),
			low: Float64Array.of(0.967, 0.133, NaN),
			high: Float64Array.of(1, 0.289, NaN),
			cohorts: Int32Array.of(2, 1, 0),
			customers: Int32Array.of(112, 100, 0)
		},
		others: {
			retention: new Float64Array(6).fill(NaN),
			low: new Float64Array(6).fill(NaN),
			high: new Float64Array(6).fill(NaN)
		},
		trend: null,
		daysLeft: 12,
		money: [],
		currencies: ['EUR'],
		currency: 'EUR'
	};
	const column = (...values: number[]) => Float64Array.of(...values);
	const money: CohortMoney = {
		currency: 'EUR',
		exponent: 2,
		net: column(1000, 200, -90, 240, 60, NaN),
		orders: Int32Array.of(110, 22, 0, 12, 3, 0),
		aov: column(9.09, 9.09, NaN, 20, 20, NaN),
		cumulativeNetPerCustomer: column(10, 12, 11.1, 20, 25, NaN),
		mean: {
			net: column(900, 200, NaN),
			aov: column(10, 9.09, NaN),
			cumulativeNetPerCustomer: column(11.07, 12, NaN)
		},
		intervals: {
			aov: { low: column(8, -2, NaN, 15, 5, NaN), high: column(10, 18, NaN, 25, 35, NaN) },
			cumulativeNetPerCustomer: { low: column(9, 10, 9, 15, 18, NaN), high: column(11, 14, 13, 25, 32, NaN) },
			mean: {
				aov: { low: column(9, -2, NaN), high: column(11, 18, NaN) },
				cumulativeNetPerCustomer: { low: column(10, 10, NaN), high: column(12, 14, NaN) }
			},
			others: { cumulativeNetPerCustomer: column(), low: column(), high: column() }
		}
	};

	it('tells finished, running, few and not begun apart', () => {
		const { rows, hasFew, hasRunning } = layoutCohorts(result, null, 'orders');
		expect(rows.map(({ cells }) => cells.map(({ state }) => state))).toEqual([
			['finished', 'finished', 'running'],
			['finished', 'running']
		]);
		expect([hasFew, hasRunning]).toEqual([false, true]);
		expect(layoutCohorts(result, null, 'retention').rows[1].cells.map(({ state }) => state)).toEqual(['few']);
	});

	it('gives the period of the first order no column where all of a cohort ordered in it', () => {
		expect(layoutCohorts(result, null, 'retention').columns).toEqual([1, 2]);
		expect(layoutCohorts(result, null, 'customers').columns).toEqual([1, 2]);
		expect(layoutCohorts(result, money, 'net').columns).toEqual([0, 1, 2]);
	});

	it('fills finished cells only', () => {
		const { rows } = layoutCohorts(result, null, 'retention');
		expect(rows[0].cells.map(({ step }) => step)).toEqual([8, null]);
	});

	it('draws all intervals on one scale, which a running cell does not set', () => {
		const [first, second] = layoutCohorts(result, null, 'retention').rows[0].cells;
		expect(first.interval?.high).toBe(1);
		expect(second.interval?.high).toBeCloseTo(0.174 / 0.289, 9);
	});

	it('puts the scale of an order value around zero where an interval crosses it, and names what cannot be divided', () => {
		const [cells] = layoutCohorts(result, money, 'aov').rows.map((row) => row.cells);
		// From −2 to 18 for the cohort of 100.
		expect(cells[1].interval).toEqual({ low: 0, at: (9.09 + 2) / 20, high: 1 });
		expect(cells[2].state).toBe('impossible');
	});

	it('has a mean only where a finished cohort stands behind it', () => {
		expect(layoutCohorts(result, null, 'retention').mean.map((cell) => cell?.value ?? null)).toEqual([0.2, null]);
		expect(layoutCohorts(result, null, 'orders').mean).toEqual([null, null, null]);
		expect(layoutCohorts(result, money, 'cumulative').mean.map((cell) => cell?.high ?? null)).toEqual([12, 14, null]);
	});

	it('gives each cohort as many cells as its periods have begun', () => {
		const { rows, columns } = layoutCohorts(result, null, 'orders');
		expect(columns).toEqual([0, 1, 2]);
		expect(rows.map(({ cells }) => cells.length)).toEqual([3, 2]);
	});
});

describe('curves of net a customer', () => {
	const point = (age: number, value: number, running = false): CurvePoint => ({
		age,
		value,
		low: value - 5,
		high: value + 5,
		running
	});
	const curve = (key: string, kind: Curve['kind'], points: CurvePoint[]): Curve => ({ key, kind, points });
	const newest = curve('2011-03', 'newest', [point(0, 60), point(1, 80), point(2, 84, true)]);
	const other = curve('2011-01', 'other', [point(0, 50), point(1, 70), point(2, 90), point(3, 100)]);

	it('draw the finished part solid and what has not ended dashed, and others below what is coloured', () => {
		const { curves } = layoutCurves([newest, other], 480);
		expect(curves.map(({ kind }) => kind)).toEqual(['other', 'newest']);
		expect(curves[0].dashed).toBe('');
		expect(curves[1].solid.match(/[ML]/g)).toHaveLength(2);
		expect(curves[1].dashed.startsWith('M')).toBe(true);
		expect(curves[0].band).toBe('');
		expect(curves[1].band).not.toBe('');
	});

	it('cut the axis where most of it would be the first order, and say where', () => {
		expect(layoutCurves([newest, other], 480).cutAt).toBe(40);
		const flat = curve('2011-01', 'other', [point(0, 10), point(1, 100)]);
		expect(layoutCurves([flat], 480).cutAt).toBeNull();
	});

	it('keep names apart and within the drawing', () => {
		const twin = curve('2011-04', 'pinned', [point(0, 61), point(1, 81)]);
		const { curves, height } = layoutCurves([newest, twin, other], 480);
		const ys = curves.flatMap(({ label }) => (label ? [label.y] : [])).sort((a, b) => a - b);
		expect(ys[1] - ys[0]).toBeGreaterThanOrEqual(48);
		expect(ys[1] + 29).toBeLessThanOrEqual(height);
		expect(layoutCurves([newest], 300, { named: false }).curves[0].label).toBeNull();
	});

	it('draw a mark for every point of what is coloured, and one for each of the others', () => {
		const { curves } = layoutCurves([newest, other], 480);
		expect(curves.map(({ dots }) => dots.length)).toEqual([1, 3]);
	});

	it('keep the last number of the axis clear for its unit', () => {
		const long = curve(
			'2009-01',
			'other',
			Array.from({ length: 53 }, (_, age) => point(age, 50 + age))
		);
		const { ages } = layoutCurves([long], 480);
		const [before, last] = ages.slice(-2);
		expect(last.x - before.x).toBeGreaterThan(60);
	});

	it('go on dashed from the last finished point, in a band that opens there', () => {
		const expected = (age: number, value: number): CurvePoint => ({ ...point(age, value), expected: true });
		const ahead = curve('2011-03', 'newest', [point(0, 60), point(1, 80), expected(2, 90), expected(3, 96)]);
		const behind = curve('2011-01', 'other', [point(0, 50), point(1, 70), expected(2, 80)]);
		const mean = curve('weighted mean, completed', 'mean', [point(0, 55), expected(1, 75)]);
		const { curves, right } = layoutCurves([ahead, behind, mean], 480);
		const [grey, all, drawn] = curves;
		expect(drawn.solid.match(/[ML]/g)).toHaveLength(2);
		expect(drawn.ahead.match(/[ML]/g)).toHaveLength(3);
		// Two edges of three points; where it opens both are at the point itself.
		const corners = drawn.aheadBand.match(/[\d.]+,[\d.]+/g) ?? [];
		expect(corners).toHaveLength(6);
		expect(corners[0]).toBe(corners[5]);
		expect(drawn.label?.from.x).toBe(right);
		// Others go on without a band, and their mark stays on what has happened.
		expect([grey.ahead !== '', grey.aheadBand, grey.dots.map(({ point: { age } }) => age)]).toEqual([true, '', [1]]);
		// A mean is banded and named where it is expected.
		expect([all.band, all.aheadBand !== '', all.label !== null]).toEqual(['', true, true]);
	});

	it('hold below zero, and one customer without an interval', () => {
		const odd = curve('2011-01', 'pinned', [
			{ age: 0, value: -20, low: NaN, high: NaN, running: false },
			{ age: 1, value: 5, low: NaN, high: NaN, running: false }
		]);
		const { curves, ticks } = layoutCurves([odd], 480);
		expect(curves[0].band).not.toContain('NaN');
		expect(ticks.some(({ value }) => value < 0)).toBe(true);
	});
});
