import { describe, expect, it } from 'vitest';
import { auc, topDecileCapture } from '$workers/core/churn/judge';
import * as bgNbd from '$workers/core/clv/bgNbd';
import { Xoshiro128 } from '$workers/core/numeric/xoshiro';
import { errorsOf, rankQuality, trackingError } from '$workers/core/value/boardMetrics';
import { byDecile, byFrequency } from '$workers/core/value/calibration';
import { cumulatedRepeats } from '$workers/core/value/cumulatedRepeats';
import { spendCorrelation, spendersOf } from '$workers/core/value/spenders';
import { splitDays } from '$workers/core/value/splitDays';
import { totalsByWeek, weekEnds } from '$workers/core/value/weeklyTotals';
import { describeShared } from '../../shared';
import { clvReference, historiesOf } from '../clv/histories';
import { asDay, reference, REFERENCE_SETS } from '../helpers/referenceData';
import { purchasesOf, splitOf } from './splits';

const floats = (...values: number[]): Float64Array => Float64Array.from(values);

describe('split days', () => {
	it('three years give three holdouts of half a year, each a quarter before the next', () => {
		expect(splitDays(10_000, 11_095)).toEqual([
			{ day: 10_913, end: 11_095 },
			{ day: 10_822, end: 11_004 },
			{ day: 10_731, end: 10_913 }
		]);
	});

	it('a year gives a holdout of 17 weeks, and as many as leave half of the data to learn from', () => {
		expect(splitDays(0, 364)).toEqual([
			{ day: 245, end: 364 },
			{ day: 189, end: 308 }
		]);
	});

	it('less than three times four weeks gives none', () => {
		expect(splitDays(0, 83)).toEqual([]);
		expect(splitDays(0, 84)).toEqual([
			{ day: 56, end: 84 },
			{ day: 42, end: 70 }
		]);
		expect(splitDays(50, 50)).toEqual([]);
	});
});

describe('errors', () => {
	it('are of the customers, and the bias of the total', () => {
		expect(errorsOf(floats(1, 2, 0), floats(0, 4, 0))).toEqual({ mae: 1, rmse: Math.sqrt(5 / 3), bias: -0.25 });
	});

	it('are null without customers or with a prediction that is none; the bias where nothing happened', () => {
		expect(errorsOf(floats(), floats())).toBeNull();
		expect(errorsOf(floats(Infinity), floats(1))).toBeNull();
		expect(errorsOf(floats(1), floats(0))).toEqual({ mae: 1, rmse: 1, bias: null });
	});

	it('of cumulated totals are shares of what had happened', () => {
		expect(trackingError(floats(1, 3, 5), floats(0, 4, 4))).toBe(0.25);
		expect(trackingError(floats(1), floats(0))).toBeNull();
	});
});

describe('ranks', () => {
	it('a perfect score, its reverse, and one that ties everybody', () => {
		const purchases = floats(0, 0, 1, 5);
		expect(rankQuality(floats(1, 2, 3, 4), purchases)).toEqual({ auc: 1, topDecile: 5 / 6 });
		expect(rankQuality(floats(4, 3, 2, 1), purchases)).toEqual({ auc: 0, topDecile: 0 });
		expect(rankQuality(floats(2, 2, 2, 2), purchases)).toEqual({ auc: 0.5, topDecile: 0.25 });
	});

	it('say nothing where all are alike', () => {
		expect(rankQuality(floats(1, 2), floats(0, 0))).toEqual({ auc: null, topDecile: null });
		expect(rankQuality(floats(1, 2), floats(1, 1))).toEqual({ auc: null, topDecile: 0.5 });
	});

	it('are those of the churn room', () => {
		const random = Xoshiro128.seeded(7);
		const score = Float64Array.from({ length: 500 }, () => Math.floor(random.unit() * 60) / 7);
		const purchases = Float64Array.from({ length: 500 }, () => Math.max(0, Math.floor(random.unit() * 6) - 3));
		const again = purchases.map((n) => (n > 0 ? 1 : 0));
		const ranks = rankQuality(score, purchases);
		expect(ranks.auc).toBeCloseTo(auc(score, again) as number, 13);
		expect(ranks.topDecile).toBeCloseTo(topDecileCapture(score, purchases) as number, 13);
	});
});

describe('calibration', () => {
	it('by frequency: seven and more are one group, empty groups are left out', () => {
		expect(byFrequency(floats(0, 9, 7, 0), floats(0, 4, 2, 1), floats(0.2, 5, 2, 0.4))).toEqual([
			{ frequency: 0, customers: 2, actual: 0.5, predicted: expect.closeTo(0.3, 12) as number },
			{ frequency: 7, customers: 2, actual: 3, predicted: 3.5 }
		]);
	});

	it('by tenths of P(alive): equal chances share what they did', () => {
		const alive = floats(0.9, 1, 1, 1, 1, 1, 1, 1, 1, 0.1);
		const deciles = byDecile(alive, floats(2, 8, 0, 0, 0, 0, 0, 0, 0, 1), new Float64Array(10).fill(1));
		expect(deciles.map(({ actual }) => actual)).toEqual([1, 2, 1, 1, 1, 1, 1, 1, 1, 1]);
	});

	it('shares out those who are alike over every tenth they reach into', () => {
		// 25 customers, 2.5 a tenth, which take 3 and 2 in turn: 6 of 0.1, 14 of 0.5 who bought 8 times, 5 of 0.9.
		const alive = Float64Array.from({ length: 25 }, (_, i) => [0.5, 0.1, 0.5, 0.9, 0.5][i % 5]);
		alive[5] = 0.1;
		const actual = alive.map((chance, i) => (chance === 0.5 && i < 15 ? 1 : 0));
		const deciles = byDecile(alive, actual, alive);
		expect(deciles.map(({ customers }) => customers)).toEqual([3, 2, 3, 2, 3, 2, 3, 2, 3, 2]);
		const each = 8 / 14;
		// The third tenth: one of 0.1 and two of 0.5. The eighth is all of 0.5, the ninth and tenth are of 0.9.
		expect(deciles[2].actual).toBeCloseTo((2 * each) / 3, 12);
		expect(deciles[2].predicted).toBeCloseTo(1.1 / 3, 12);
		expect(deciles[7].actual).toBeCloseTo(each, 12);
		expect(deciles.slice(8).map(({ actual: n }) => n)).toEqual([0, 0]);
	});

	it('of fewer than ten customers has fewer tenths', () => {
		expect(byDecile(floats(0.2, 0.1), floats(3, 0), floats(1, 0.5))).toEqual([
			{ decile: 1, customers: 1, actual: 0, predicted: 0.5 },
			{ decile: 6, customers: 1, actual: 3, predicted: 1 }
		]);
	});
});

describe('weekly totals', () => {
	it('end with the holdout, be it a whole week or not', () => {
		expect([...weekEnds(2)]).toEqual([1, 2]);
		expect([...weekEnds(2.5)]).toEqual([1, 2, 2.5]);
	});

	it('from a few places equal those worked out week by week', () => {
		const params = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
		const histories = historiesOf([
			{ x: 0, t_x: 0, T: 0 },
			{ x: 0, t_x: 0, T: 30 },
			{ x: 5, t_x: 20, T: 21 },
			{ x: 2, t_x: 30.43, T: 38.86 }
		]);
		const total = (weeks: number) =>
			bgNbd.expectedPurchases(params, histories, weeks).reduce((sum, value) => sum + value, 0);
		const ends = weekEnds(38.5);
		totalsByWeek(total, ends).forEach((value, i) => expect(Math.abs(value / total(ends[i]) - 1)).toBeLessThan(1e-5));
	});
});

describe('spenders', () => {
	it('are customers whose repeat purchases are worth something', () => {
		const { length, frequency, mean } = spendersOf({ spendingDays: floats(0, 2, 1, 3), mean: floats(0, 5, 0, -1) });
		expect([length, [...frequency], [...mean]]).toEqual([1, [2], [5]]);
	});

	it('that are all alike have no correlation', () => {
		expect(spendCorrelation(spendersOf({ spendingDays: floats(1, 1), mean: floats(2, 3) }))).toBe(0);
		expect(spendCorrelation(spendersOf({ spendingDays: floats(), mean: floats() }))).toBe(0);
		expect(spendCorrelation(spendersOf({ spendingDays: floats(1, 2, 3), mean: floats(2, 4, 6) }))).toBeCloseTo(1, 12);
	});
});

interface ReferenceTracking {
	tracking: { week: number[] } & Record<'bgnbd' | 'mbgnbd' | 'paretonbd', number[]>;
	first_day: string;
}

describeShared('the reference data sets', () => {
	it.each(REFERENCE_SETS)('%s: frequency and spend correlate as the reference says', (name) => {
		const end = asDay(clvReference(name).calibration_end);
		const { correlation_x_zbar, customers_used } = clvReference(name).models.gammagamma as unknown as {
			correlation_x_zbar: number;
			customers_used: number;
		};
		const spenders = spendersOf(splitOf(purchasesOf(name), end, end));
		expect(spenders.length).toBe(customers_used);
		expect(Math.abs(spendCorrelation(spenders) - correlation_x_zbar)).toBeLessThan(1e-10);
	});

	it.each(REFERENCE_SETS)('%s: expected purchases since the first day track as the reference says', (name) => {
		const { tracking, first_day } = reference(`clv_${name}.json`) as ReferenceTracking;
		const { models, calibration_end } = clvReference(name);
		const births = purchasesOf(name)
			.map(([[first]]) => first)
			.filter((first) => first <= asDay(calibration_end))
			.map((first) => first - asDay(first_day));
		for (const model of ['bgnbd', 'mbgnbd', 'paretonbd'] as const) {
			const expected = tracking[model];
			const curve = cumulatedRepeats(model, models[model].mle, Float64Array.from(births), tracking.week.length);
			curve.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(1e-5 * (1 + expected[i])));
		}
	});
});
