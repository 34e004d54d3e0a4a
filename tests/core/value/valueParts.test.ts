import { describe, expect, it } from 'vitest';
import * as bgNbd from '$workers/core/clv/bgNbd';
import * as paretoNbd from '$workers/core/clv/paretoNbd';
import type { Histories } from '$workers/core/clv/types';
import { acquisitionCeilings } from '$workers/core/value/ceilings';
import { finishedMonths, monthlyNewcomers, newcomerRevenue, newInAMonth } from '$workers/core/value/newCustomers';
import { outcomeMoments } from '$workers/core/value/outcomeSpread';
import {
	chanceInterval,
	expectationInterval,
	outcomeInterval,
	parameterVariance,
	slopes
} from '$workers/core/value/parameterIntervals';
import { expectedSpend } from '$workers/core/value/spend';
import { threeValues } from '$workers/core/value/threeValues';
import { USUAL_VALUE_OPTIONS } from '$workers/core/value/types';
import { inputOf } from './inputs';
import type { PlainCustomer } from './inputs';

const histories = (rows: [x: number, tx: number, T: number][]): Histories => ({
	length: rows.length,
	frequency: Float64Array.from(rows, ([x]) => x),
	recency: Float64Array.from(rows, ([, tx]) => tx),
	age: Float64Array.from(rows, ([, , T]) => T),
	weight: new Float64Array(rows.length).fill(1)
});

describe('the spread of what will happen', () => {
	const some = histories([
		[0, 0, 38],
		[2, 30, 38],
		[12, 35, 38],
		[60, 38, 38]
	]);
	/** Σ n² P(n), of a customer who is there. */
	const square = (chance: (n: number) => number): number => {
		let found = 0;
		for (let n = 1; n < 600; n++) found += n * n * chance(n);
		return found;
	};

	it('is that of the distribution of the count: BG/NBD and MBG/NBD', () => {
		const params = { r: 0.24, alpha: 4.4, a: 0.79, b: 2.4 };
		for (const [name, coin] of [
			['bgnbd', 0],
			['mbgnbd', 1]
		] as const) {
			const moments = outcomeMoments(name, params, some, 39);
			some.frequency.forEach((x, i) => {
				const later = { r: 0.24 + x, alpha: 4.4 + some.age[i], a: 0.79, b: 2.4 + x + coin };
				const one = histories([[x, some.recency[i], some.age[i]]]);
				// P(alive) is E[Y] over E[Y | alive].
				const alive = moments.mean[i] / bgNbd.expectation(later, 39);
				expect(moments.square[i] / (alive * square((n) => bgNbd.probabilityOfCount(later, 39, n)))).toBeCloseTo(1, 8);
				if (coin === 0) expect(alive).toBeCloseTo(bgNbd.probabilityAlive(params, one)[0], 8);
			});
		}
	});

	it('is that of the distribution of the count: Pareto/NBD, at s = 1 and s = 2 too', () => {
		for (const s of [0.3, 1, 2, 7]) {
			const params = { r: 0.55, alpha: 10.6, s, beta: 11.7 };
			const moments = outcomeMoments('paretonbd', params, some, 39);
			some.frequency.forEach((x, i) => {
				const later = { r: 0.55 + x, alpha: 10.6 + some.age[i], s, beta: 11.7 + some.age[i] };
				const alive = moments.mean[i] / paretoNbd.expectation(later, 39);
				const expected = alive * square((n) => paretoNbd.probabilityOfCount(later, 39, n));
				expect(moments.square[i] / expected, `s ${s}, x ${x}`).toBeCloseTo(1, 6);
			});
		}
	});

	it('where dropout is slow is that of a Poisson count with a gamma rate', () => {
		const params = { r: 2, alpha: 10, s: 1e-3, beta: 1e4 };
		const { mean, square: squares } = outcomeMoments('paretonbd', params, histories([[8, 10, 10]]), 20);
		// Rate of Gamma(10, 20) over 20 weeks: mean 10, variance 10 + 10² / 10.
		expect(mean[0]).toBeCloseTo(10, 3);
		expect(squares[0] - mean[0] ** 2).toBeCloseTo(20, 2);
	});
});

describe('intervals from the parameters', () => {
	it('have the slopes of the figure in the log parameters', () => {
		const [ratio, product] = slopes({ a: 6, b: 2 }, ({ a, b }) => [a / b, a * b ** 2]);
		// d(a/b)/d ln a = 3, d/d ln b = −3; d(ab²)/d ln a = 24, d/d ln b = 48.
		[3, -3].forEach((slope, j) => expect(ratio[j]).toBeCloseTo(slope, 4));
		[24, 48].forEach((slope, j) => expect(product[j]).toBeCloseTo(slope, 3));
	});

	it('have the variance g′Σg, and none where the information is not positive definite', () => {
		const covariance = Float64Array.of(0.04, 0.01, 0.01, 0.09);
		// 4 × 0.04 + 2 × 2 × −1 × 0.01 + 1 × 0.09
		expect(parameterVariance(Float64Array.of(2, -1), covariance)).toBeCloseTo(0.21, 12);
		expect(parameterVariance(Float64Array.of(2, -1), null)).toBe(0);
	});

	it('of an expectation, of an outcome and of a chance keep to what these can be', () => {
		// 100 e^±0.1959964
		expect(expectationInterval(100, 100)).toMatchObject({
			value: 100,
			low: expect.closeTo(82.2015, 3) as number,
			high: expect.closeTo(121.6523, 3) as number
		});
		const wide = expectationInterval(1, 1e12);
		expect(wide.low).toBeGreaterThan(0);
		expect(wide.high).toBeLessThan(1e5);
		// A lognormal of mean 10 and variance 25: σ² = ln 1.25, median 10 / √1.25.
		expect(outcomeInterval(10, 25)).toMatchObject({
			low: expect.closeTo(3.5436, 3) as number,
			high: expect.closeTo(22.5756, 3) as number
		});
		expect(outcomeInterval(0, 5)).toEqual({ value: 0, low: 0, high: 0 });
		// Odds 4 times e^±1.96
		expect(chanceInterval(0.8, 1)).toMatchObject({
			low: expect.closeTo(0.36038, 4) as number,
			high: expect.closeTo(0.96599, 4) as number
		});
		expect(chanceInterval(1, 0.5)).toEqual({ value: 1, low: 1, high: 1 });
	});
});

describe('spend without a model', () => {
	it('draws own means to the shop’s as by one purchase more, and takes less than nothing for nothing', () => {
		const rows = { spendingDays: Float64Array.of(0, 1, 3, 2), mean: Float64Array.of(0, 40, 40, -10) };
		expect([...expectedSpend({ params: null, shopMean: 20 }, rows)]).toEqual([20, 30, 35, 20 / 3]);
	});
});

describe('newcomers', () => {
	const months = (counts: number[], lastMonthFinished: boolean) =>
		monthlyNewcomers(inputOf([{ T: 1 }], { newByMonth: Float64Array.from(counts), lastMonthFinished }));

	it('are the mean of the last twelve finished months, without the first', () => {
		const counts = [900, 1, 10, 12, 8, 10, 12, 8, 10, 12, 8, 10, 12, 8, 999];
		// 120 customers in 12 months; squares about the mean: 8 × 4 = 32, over 11; less than the mean, which then counts.
		expect(months(counts, false)).toEqual({ mean: 10, variance: 10, months: 12 });
		expect(months([5, 1, 2, 3, 4, 5], true)).toBeNull();
		expect(months([5, 0, 20, 0, 20, 0, 20], true)).toEqual({ mean: 10, variance: 120, months: 6 });
	});

	it('know how many finished months there are, too few or not', () => {
		const of = (counts: number[], lastMonthFinished: boolean) =>
			finishedMonths({ newByMonth: Float64Array.from(counts), lastMonthFinished });
		expect([of([5, 1, 2, 3], false), of([5, 1, 2, 3], true), of([9], true), of([9], false)]).toEqual([2, 3, 0, 0]);
		expect(of(new Array<number>(15).fill(1), false)).toBe(13);
	});

	it('bring the first order, and repeat purchases from the middle of their month on', () => {
		const monthly = { mean: 10, variance: 10, months: 12 };
		const month = 365.25 / 84;
		const worth = { firstOrder: 30, spend: 20, expectation: (weeks: number) => weeks / month };
		// Three months: 2.5, 1.5 and 0.5 months on; 10 × (3 × 30 + 20 × 4.5) = 1800.
		expect(newcomerRevenue(monthly, worth, 3, 'B').value).toBeCloseTo(1800, 9);
		const { value, low, high } = newInAMonth(monthly);
		expect(value).toBe(10);
		expect([low > 4 && low < 6, high > 16 && high < 19]).toEqual([true, true]);
	});
});

describe('three values side by side', () => {
	it('are reckoned as their formulas say', () => {
		const year = 365.25 / 7;
		const input = inputOf([
			{ x: 3, tx: 2 * year - 4, T: 2 * year, mean: 50, first: 50 },
			{ T: 2 * year, first: 100 },
			{ T: 10, first: 40 }
		]);
		// Net 200 + 100 + 40 of 6 orders; known for a year: 5 orders in 4 years, one of two silent for a year.
		const three = threeValues(input, 0.5, Float64Array.of(9, 3, 0));
		expect(three.historic).toBeCloseTo((0.5 * 340) / 3, 10);
		expect(three.formula?.orderValue).toBeCloseTo(340 / 6, 10);
		expect(three.formula?.ordersAYear).toBeCloseTo(1.25, 10);
		expect(three.formula?.lifespanYears).toBe(2);
		expect(three.formula?.value).toBeCloseTo((0.5 * 340 * 1.25 * 2) / 6, 10);
		expect(three.model).toBe(4);
		expect(threeValues(inputOf([{ T: 10 }]), 1, null)).toMatchObject({ formula: null, model: null });
	});
});

describe('acquisition ceilings', () => {
	const customers = (first: (i: number) => number, n: number): PlainCustomer[] =>
		Array.from({ length: n }, (_, i) => ({ x: i % 3, tx: i % 3 > 0 ? 20 : 0, T: 60, mean: 30, first: first(i) }));
	const model = { name: 'mbgnbd', params: { r: 0.5, alpha: 6, a: 0.9, b: 1.6 }, covariance: null } as const;
	const grouped = (first: (i: number) => number, group: (i: number) => number, n = 300) =>
		inputOf(customers(first, n), {
			groups: [{ by: 'channel', names: ['a', 'b', 'small'], code: Int32Array.from({ length: n }, (_, i) => group(i)) }]
		});
	const thirds = (i: number): number => (i < 6 ? 2 : i % 2);

	it('are the shop’s where groups differ by no more than chance', () => {
		const found = acquisitionCeilings(
			grouped((i) => 20 + (i % 5), thirds),
			model,
			USUAL_VALUE_OPTIONS
		);
		expect(found.map(({ by, name, customers: n }) => [by, name, n])).toEqual([
			['all', '', 300],
			['channel', 'a', 147],
			['channel', 'b', 147],
			['channel', 'small', 6]
		]);
		for (const { value } of found) expect(value.value).toBeCloseTo(found[0].value.value, 8);
	});

	it('of groups that differ keep what a large group says, and draw a small one to the shop', () => {
		// First orders of 100, 20, and 400 in the small group; repeat value is alike.
		const input = grouped((i) => (i < 6 ? 400 : i % 2 > 0 ? 20 : 100) + (i % 7), thirds);
		const [all, a, b, small] = acquisitionCeilings(input, model, USUAL_VALUE_OPTIONS);
		expect(a.value.value).toBeGreaterThan(all.value.value);
		expect(b.value.value).toBeLessThan(all.value.value);
		const own = all.value.value + (400 - 64);
		expect(small.value.value).toBeGreaterThan(all.value.value);
		expect(small.value.value).toBeLessThan(own);
		expect(small.value.high - small.value.low).toBeGreaterThan(a.value.high - a.value.low);
	});

	it('are lower the surer one wants to be, and in proportion to the margin', () => {
		const input = grouped((i) => 20 + (i % 40), thirds);
		const at = (certainty: number, margin: number | null = null): number =>
			acquisitionCeilings(input, model, { ...USUAL_VALUE_OPTIONS, certainty, margin })[0].ceiling;
		const [{ value }] = acquisitionCeilings(input, model, USUAL_VALUE_OPTIONS);
		expect(at(0.5)).toBeCloseTo(value.value, 10);
		expect(at(0.975)).toBeCloseTo(value.low, 6);
		expect(at(0.8)).toBeLessThan(at(0.6));
		expect(at(0.8, 0.25)).toBeCloseTo(0.25 * at(0.8), 10);
	});

	it('leave out groups that nobody could tell from chance: fewer than three customers', () => {
		const input = grouped(
			() => 20,
			(i) => (i < 2 ? 2 : i % 2)
		);
		expect(acquisitionCeilings(input, model, USUAL_VALUE_OPTIONS).map(({ name }) => name)).toEqual(['', 'a', 'b']);
	});
});
