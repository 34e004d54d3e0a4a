import { describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { openLedger } from '$workers/core/ledger/ledger';
import { betaDeviates } from '$workers/core/numeric/deviates';
import { Xoshiro128 } from '$workers/core/numeric/xoshiro';
import { occasionRows } from '$workers/core/value/occasionRows';
import { occasionAnalysis, occasionsIn } from '$workers/core/value/occasions';
import type { OccasionAnalysis, OccasionOptions } from '$workers/core/value/occasions';
import { describeShared } from '../../shared';
import { dataSet, dayOf } from '../helpers/dataSet';
import type { PlainOrder } from '../helpers/dataSet';
import { reference } from '../helpers/referenceData';
import { notFinite } from './inputs';

const ledgerOf = (orders: PlainOrder[]) => openLedger(DEFAULT_COUNTING, dataSet(orders));
const YEARLY: OccasionOptions = { period: 'year', months: 60, margin: null, annualRate: 0.1 };

function analysed(orders: PlainOrder[], options: OccasionOptions, asOf: string): OccasionAnalysis {
	const found = occasionAnalysis(ledgerOf(orders), options, { asOf: dayOf(asOf), selection: null });
	if (found.status === 'refused') throw new Error(found.reason);
	return found;
}

describe('customers at set occasions', () => {
	const ledger = ledgerOf([
		{ customer: 'a', day: '2023-11-05', gross: 10_00 },
		{ customer: 'a', day: '2023-12-24', gross: 20_00 },
		{ customer: 'a', day: '2024-02-01', gross: 30_00 },
		{ customer: 'a', day: '2024-02-20', gross: 50_00 },
		{ customer: 'a', day: '2024-03-03', gross: 70_00 },
		{ customer: 'b', day: '2024-01-31', gross: 10_00 },
		{ customer: 'c', day: '2024-03-01', gross: 10_00 }
	]);

	it('take a period of the calendar or do not; the one under way is none yet', () => {
		const rows = occasionRows(ledger, 'month', { asOf: dayOf('2024-03-15'), selection: null });
		expect(rows.end).toBe(dayOf('2024-02-29'));
		expect([[...rows.frequency], [...rows.recency], [...rows.age]]).toEqual([
			[2, 0],
			[3, 0],
			[3, 1]
		]);
		// December 20, February 80: a mean of 50; the first month is none of it.
		expect([...rows.mean]).toEqual([50, 0]);
		expect(rows.tooNew).toBe(1);
	});

	it('have the last period too when it ends with the day', () => {
		const rows = occasionRows(ledger, 'month', { asOf: dayOf('2024-03-31'), selection: null });
		expect([[...rows.frequency], [...rows.age], rows.tooNew]).toEqual([[3, 0, 0], [4, 2, 0], 0]);
	});

	it('come in whole numbers within a horizon', () => {
		expect([
			occasionsIn(12, 'week'),
			occasionsIn(12, 'month'),
			occasionsIn(3, 'quarter'),
			occasionsIn(6, 'year')
		]).toEqual([52, 12, 1, 1]);
	});
});

describeShared('occasions against the donations of Fader, Hardie & Shang (2010), from orders on', () => {
	interface Cell {
		x: number;
		t_x: number;
		n: number;
		customers: number;
		p_alive_next: number;
		expected_5: number;
	}
	const { cells, model } = reference('bgbb_donations.json') as {
		cells: Cell[];
		model: { mle: Record<'alpha' | 'beta' | 'gamma' | 'delta', number>; mle_log_likelihood: number };
	};
	/** Everybody gave in 1995, and then in the first years after it, the last of them being t_x. */
	const orders = cells.flatMap(({ x, t_x, customers }, cell) =>
		Array.from({ length: customers }, (_, i) =>
			[0, ...Array.from({ length: Math.max(0, x - 1) }, (__, k) => k + 1), ...(x > 0 ? [t_x] : [])].map(
				(year): PlainOrder => ({ customer: `${cell}.${i}`, day: `${1995 + year}-05-0${1 + (i % 9)}`, gross: 20_00 })
			)
		).flat()
	);
	const found = analysed(orders, YEARLY, '2001-12-31');

	it('reach the parameters and the likelihood', () => {
		const { mle } = found;
		if (mle.status === 'refused') throw new Error(mle.reason);
		for (const sign of ['alpha', 'beta', 'gamma', 'delta'] as const)
			expect(mle.params[sign] / model.mle[sign]).toBeCloseTo(1, 4);
		expect(mle.logLikelihood).toBeCloseTo(model.mle_log_likelihood, 4);
		expect([found.customers, found.longest]).toEqual([11_104, 6]);
	});

	it('expect 12,884 gifts in the next five years, each history what was printed, within the penalty', () => {
		expect(found.ahead).toBe(5);
		expect(found.taken.value / 12_884.2).toBeCloseTo(1, 3);
		expect(found.takenPredictive.low < found.taken.low && found.taken.high < found.takenPredictive.high).toBe(true);
		const { grid } = found;
		expect([grid.age, grid.frequencies.length, grid.silences.length]).toEqual([6, 7, 7]);
		for (const { x, t_x, customers, p_alive_next, expected_5 } of cells) {
			const at = x * 7 + (6 - t_x);
			expect(grid.customers[at]).toBe(customers);
			expect(grid.alive[at]).toBeCloseTo(p_alive_next, 2);
			expect(grid.expected[at]).toBeCloseTo(expected_5, 2);
		}
		// Nobody who never gave again can have given last.
		expect([grid.alive[0], grid.alive[6]].map((alive) => alive === null)).toEqual([true, false]);
	});

	it('value what is left at twenty a gift', () => {
		expect(found.revenue?.value).toBeCloseTo(20 * found.taken.value, -1);
		expect((found.residualValue?.value ?? NaN) / (20 * (found.residual?.value ?? NaN))).toBeCloseTo(1, 2);
		expect(found.holdout).not.toBeNull();
		expect(notFinite({ ...found, grid: null })).toEqual([]);
	});
});

describe('occasions of simulated customers', () => {
	const PARAMS = { alpha: 1.2, beta: 1.6, gamma: 0.8, delta: 5 };
	/** Who began in one of 24 months, over 36 of them. */
	function monthly(customers: number, seed: number): PlainOrder[] {
		const random = Xoshiro128.seeded(seed);
		const [takes, leaves] = [betaDeviates(PARAMS.alpha, PARAMS.beta), betaDeviates(PARAMS.gamma, PARAMS.delta)];
		const day = (month: number) => `${2021 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-11`;
		return Array.from({ length: customers }, (_, i) => {
			const first = Math.floor(random.unit() * 24);
			const [p, theta] = [takes(random), leaves(random)];
			const value = 10_00 + Math.floor(random.unit() * 40_00);
			const orders: PlainOrder[] = [{ customer: `c${i}`, day: day(first), gross: value }];
			for (let month = first + 1; month < 36 && random.unit() >= theta; month++)
				if (random.unit() < p) orders.push({ customer: `c${i}`, day: day(month), gross: value });
			return orders;
		}).flat();
	}
	const found = analysed(
		monthly(2000, 21),
		{ period: 'month', months: 12, margin: 0.3, annualRate: 0.1 },
		'2023-12-31'
	);

	it('give the parameters back, and foretell their last months', () => {
		const errors = found.standardErrors ?? [];
		Object.values(PARAMS).forEach((value, i) =>
			expect(Math.abs(Object.values(found.fit.params)[i] - value) / errors[i]).toBeLessThan(3)
		);
		const { holdout } = found;
		expect(holdout?.rows).toHaveLength(6);
		expect(holdout && holdout.expected.low < holdout.actual && holdout.actual < holdout.expected.high).toBe(true);
		const came = holdout?.byFrequency.reduce((sum, { customers, actual }) => sum + customers * actual, 0);
		expect(came).toBeCloseTo(holdout?.actual ?? NaN, 6);
	});

	it('without discount have no end of value', () => {
		const none = analysed(monthly(120, 3), { period: 'month', months: 6, margin: null, annualRate: 0 }, '2023-12-31');
		expect([none.residual, none.residualValue]).toEqual([null, null]);
	});
});

describe('too little for occasions', () => {
	const refused = (orders: PlainOrder[], asOf: string) => {
		const found = occasionAnalysis(ledgerOf(orders), YEARLY, { asOf: dayOf(asOf), selection: null });
		return found.status === 'refused' ? [found.reason, found.figure, found.needed] : found.status;
	};

	it('is refused with what there is', () => {
		const once = Array.from({ length: 30 }, (_, i): PlainOrder => ({ customer: `c${i}`, day: '2020-05-05', gross: 1 }));
		expect(refused(once, '2022-12-31')).toEqual(['periods', 2, 3]);
		expect(refused([...once, { customer: 'c0', day: '2021-05-05', gross: 1 }], '2024-06-30')).toEqual(['taken', 1, 10]);
		expect(refused([], '2024-06-30')).toEqual(['periods', 0, 3]);
	});
});
