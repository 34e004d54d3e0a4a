import { beforeAll, describe, expect, it } from 'vitest';
import { judgeSplit } from '$workers/core/value/boardSplit';
import { scoreboard } from '$workers/core/value/scoreboard';
import type { Board, BoardRow, Contender, JudgedSplit } from '$workers/core/value/types';
import { describeShared } from '../../shared';
import { clvReference } from '../clv/histories';
import { asDay, REFERENCE_SETS } from '../helpers/referenceData';
import { plainSplit, purchasesOf, splitOf } from './splits';

const rowOf = (rows: readonly BoardRow[], contender: Contender): BoardRow =>
	rows.find((row) => row.contender === contender) as BoardRow;

/** Every figure of a board that is a number. */
const figures = (value: unknown): number[] => {
	if (typeof value === 'number') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(figures) : [];
};

interface ReferenceHoldout {
	actual_total: number;
	predicted_total: number;
	MAE: number;
	RMSE: number;
	by_calibration_frequency: { customers: number; actual_mean: number; predicted_mean: number }[];
}

describeShared('scoreboard of the reference data sets', () => {
	describe.each(REFERENCE_SETS)('%s', (name) => {
		const boundary = name === 'online_retail' || name === 'superstore';
		const tolerance = boundary ? 1e-3 : 1e-5;
		let board: Board;
		let judged: JudgedSplit;
		beforeAll(() => {
			const { calibration_end, observation_end } = clvReference(name);
			const split = splitOf(purchasesOf(name), asDay(calibration_end), asDay(observation_end));
			board = scoreboard([split], { penalty: 0 });
			judged = judgeSplit(split, 0);
		}, 120_000);

		it.each(['bgnbd', 'mbgnbd', 'paretonbd'] as const)('%s errs by as much as the reference says', (model) => {
			const holdout = clvReference(name).models[model].holdout as unknown as ReferenceHoldout;
			const [{ rows, purchases }] = board.splits;
			const row = rowOf(rows, model);
			expect(purchases).toBe(holdout.actual_total);
			expect(Math.abs((row.mae as number) / holdout.MAE - 1)).toBeLessThan(tolerance);
			expect(Math.abs((row.rmse as number) / holdout.RMSE - 1)).toBeLessThan(tolerance);
			const total = holdout.actual_total * (1 + (row.bias as number));
			expect(Math.abs(total / holdout.predicted_total - 1)).toBeLessThan(tolerance);
		});

		it.each(['bgnbd', 'mbgnbd', 'paretonbd'] as const)(
			'%s is calibrated by frequency as the reference says',
			(model) => {
				const holdout = clvReference(name).models[model].holdout as unknown as ReferenceHoldout;
				const groups = judged.foretold[model]?.byFrequency ?? [];
				expect(groups.map(({ frequency }) => frequency)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
				groups.forEach(({ customers, actual, predicted }, i) => {
					const expected = holdout.by_calibration_frequency[i];
					expect(customers).toBe(expected.customers);
					expect(Math.abs(actual / expected.actual_mean - 1)).toBeLessThan(1e-12);
					expect(Math.abs(predicted / expected.predicted_mean - 1)).toBeLessThan(boundary ? 2e-3 : 1e-5);
				});
			}
		);

		it('says nothing that is not a number', () => {
			expect(figures(board).every(Number.isFinite)).toBe(true);
		});

		it('the weekly curve of the chosen model ends at its total', () => {
			const [{ weekly, purchases, rows }] = board.splits;
			const last = weekly.at(-1) as (typeof weekly)[number];
			expect(last.actual).toBe(purchases);
			const { bias } = rowOf(rows, board.chosen as Contender);
			expect(last.predicted / (purchases * (1 + (bias as number)))).toBeCloseTo(1, 10);
		});
	});

	describe('CDNOW, 39 weeks', () => {
		let rows: BoardRow[];
		beforeAll(() => {
			const split = splitOf(purchasesOf('cdnow_sample'), asDay('1997-09-30'), asDay('1998-06-30'));
			({ rows } = scoreboard([split], { penalty: 0 }));
		});

		// definitions.md §11, to the digits printed there.
		it.each([
			['paretonbd', 1665.5, -0.115, 0.755, 1.603],
			['mbgnbd', 1576.7, -0.162, 0.765, 1.607],
			['bgnbd', 1653.4, -0.121, 0.785, 1.608],
			['half_own_rate', 1465.1, -0.222, 0.731, 1.681],
			['own_rate', 2930.1, 0.557, 1.024, 2.212],
			['population_rate', 2928.9, 0.556, 1.382, 2.104],
			['zero', 0, -1, 0.798, 2.206]
		] as const)('%s: the published errors', (contender, total, bias, mae, rmse) => {
			const row = rowOf(rows, contender);
			expect(Math.abs(1882 * (1 + (row.bias as number)) - total)).toBeLessThan(0.06);
			expect(Math.abs((row.bias as number) - bias)).toBeLessThan(0.00051);
			expect(Math.abs((row.mae as number) - mae)).toBeLessThan(0.00051);
			expect(Math.abs((row.rmse as number) - rmse)).toBeLessThan(0.00051);
		});

		it('spend: BG/NBD with Gamma-Gamma, nothing, and rate times average', () => {
			const model = rowOf(rows, 'bgnbd');
			expect(Math.abs(70_976.39 * (1 + (model.spendBias as number)) - 59_932)).toBeLessThan(1);
			expect(model.spendRmse).toBeCloseTo(72.3, 1);
			expect(rowOf(rows, 'zero').spendRmse).toBeCloseTo(91.7, 1);
			expect(rowOf(rows, 'own_rate').spendRmse).toBeCloseTo(200.0, 1);
		});

		it('the top tenth by a model makes 46.7 % of purchases, the same as by frequency and recency', () => {
			expect(rowOf(rows, 'bgnbd').topDecile).toBeCloseTo(0.467, 2);
			expect(rowOf(rows, 'recency_frequency').topDecile).toBeCloseTo(0.467, 2);
		});
	});
});

/** Ten weeks of holdout. One bought 4 times in 20 weeks, one once in 10, one never in 10, one came today. */
const FOUR = [
	{ x: 4, t_x: 18, T: 20, mean: 10, later: 1, spent: 15 },
	{ x: 1, t_x: 2, T: 10, mean: 20, later: 2, spent: 40 },
	{ x: 0, T: 10 },
	{ x: 0, T: 0, later: 1, spent: 5 }
];

describe('scoreboard by hand', () => {
	const behaviour = Float64Array.of(0.9, 0.4, 0.1, 0.2);
	const yearBefore = Float64Array.of(1, 0, 0, 2);
	const weekly = Float64Array.of(0, 1, 1, 2, 2, 2, 3, 3, 4, 4);
	const board = scoreboard([plainSplit(FOUR, { behaviour, yearBefore, weekly })]);
	const row = (contender: Contender) => rowOf(board.rows, contender);

	it('own rate expects 2, 1, 0 and 0', () => {
		// Errors 1, −1, 0, −1 of 4 purchases.
		expect(row('own_rate')).toMatchObject({ mae: 0.75, rmse: Math.sqrt(0.75), bias: -0.25 });
	});

	it('half of it expects 1, 1/2, 0 and 0', () => {
		expect(row('half_own_rate')).toMatchObject({ mae: 0.625, rmse: Math.sqrt(3.25 / 4), bias: -0.625 });
	});

	it('the rate of all expects 5 purchases in 40 weeks of each: 1.25 in ten', () => {
		// Errors 0.25, −0.75, 1.25, 0.25.
		expect(row('population_rate').mae).toBeCloseTo(0.625, 12);
		expect(row('population_rate').rmse).toBeCloseTo(Math.sqrt(2.25 / 4), 12);
		expect(row('population_rate').bias).toBeCloseTo(0.25, 12);
	});

	it('a year before is taken as it was, and says nothing of weeks', () => {
		expect(row('year_before')).toMatchObject({ mae: 0.75, rmse: Math.sqrt(5 / 4), bias: -0.25, tracking: null });
	});

	it('nothing expects nothing, and ranks nobody', () => {
		expect(row('zero')).toMatchObject({ mae: 1, rmse: Math.sqrt(6 / 4), bias: -1, tracking: 1, auc: null });
	});

	it('frequency and recency only rank: of three who bought two stand above the one who did not, one ties', () => {
		expect(row('recency_frequency')).toMatchObject({ mae: null, rmse: null, auc: 2.5 / 3, topDecile: 0.25 });
	});

	it('the behavioural model has chances only', () => {
		// 0.1² + 0.6² + 0.1² + 0.8² = 1.02, of four.
		expect(row('behaviour').brier).toBeCloseTo(0.255, 12);
		expect(row('behaviour')).toMatchObject({ auc: 1, topDecile: 0.25, rmse: null, spendRmse: null });
	});

	it('own rate spends 20 and 20 of 60', () => {
		expect(row('own_rate').spendBias).toBeCloseTo(-1 / 3, 12);
		expect(row('own_rate').spendRmse).toBeCloseTo(Math.sqrt((25 + 400 + 25) / 4), 12);
	});

	it('the rate of all spends the mean of five purchase days, 12, on each purchase', () => {
		expect(row('population_rate').spendBias).toBeCloseTo(0, 12);
		expect(row('year_before').spendBias).toBeNull();
	});

	it('tracks a rate as a straight line, from the first purchase on', () => {
		// Own rate: 0.3 a week, against 1, 1, 2, 2, 2, 3, 3, 4, 4 in the weeks 2 to 10.
		const errors = [0.4, 0.1, 0.8 / 2, 0.5 / 2, 0.2 / 2, 0.9 / 3, 0.6 / 3, 1.3 / 4, 1 / 4];
		expect(row('own_rate').tracking).toBeCloseTo(errors.reduce((sum, error) => sum + error) / 9, 12);
	});

	it('a model that cannot be fitted on so few says nothing, and none is chosen by the board', () => {
		expect(row('bgnbd')).toMatchObject({ mae: null, brier: null, topDecile: null });
		expect(board).toMatchObject({ because: 'no_holdout', beatsNaive: null });
		expect(board.splits[0]).toMatchObject({ customers: 4, purchases: 4, value: 60, byDecile: [] });
	});

	it('no split: no rows', () => {
		expect(scoreboard([])).toEqual({
			splits: [],
			rows: [],
			chosen: 'bgnbd',
			because: 'no_holdout',
			beatsNaive: null
		});
	});

	it('a split without customers or purchases has no NaN', () => {
		const empty = scoreboard([plainSplit([]), plainSplit([{ x: 0, T: 5 }]), plainSplit([{ x: 0, T: 0 }])]);
		expect(figures(empty).every(Number.isFinite)).toBe(true);
		expect(rowOf(empty.rows, 'zero')).toMatchObject({ bias: null, mae: 0, spendBias: null, spendRmse: null });
	});

	it('without a currency there is no spend', () => {
		const moneyless = scoreboard([plainSplit(FOUR.map(({ x, t_x, T, later }) => ({ x, t_x, T, later })))]);
		expect(rowOf(moneyless.rows, 'own_rate')).toMatchObject({ spendBias: null, spendRmse: null });
	});

	it('tells how far it is', () => {
		const told: number[] = [];
		scoreboard([plainSplit(FOUR), plainSplit(FOUR)], { onProgress: (done) => told.push(done) });
		// Pareto/NBD is the third of each split, and takes ten times as long.
		expect(told).toEqual([1 / 24, 2 / 24, 12 / 24, 13 / 24, 14 / 24, 1]);
	});

	it('says how much of a holdout lies in November and December', () => {
		// 2024-10-22 to 2024-12-31: 70 days, 61 of them.
		const day = Date.UTC(2024, 9, 22) / 86_400_000;
		expect(scoreboard([plainSplit(FOUR, { day, end: day + 70 })]).splits[0].holidayShare).toBe(61 / 70);
	});
});

describe('tenths of P(alive) on the board', () => {
	// Ninety who come every few weeks, and go on; the others came once, or a few times, a year ago, and never again.
	const regulars = Array.from({ length: 90 }, (_, i) => ({
		x: 4 + (i % 9),
		t_x: 48 + (i % 3),
		T: 52,
		later: 2 + (i % 3)
	}));
	const gone = Array.from({ length: 105 }, (_, i) => ({ x: 0, T: 40 + (i % 12) }));
	const lapsed = Array.from({ length: 105 }, (_, i) => ({ x: 1 + (i % 3), t_x: 8 + (i % 5), T: 52 }));
	const judged = judgeSplit(plainSplit([...gone, ...regulars, ...lapsed]));

	it.each(['bgnbd', 'mbgnbd', 'paretonbd'] as const)(
		'%s: who came once and long ago is not among the surest',
		(model) => {
			const deciles = judged.foretold[model]?.byDecile ?? [];
			expect(deciles).toHaveLength(10);
			// The upper three tenths are the regulars, who bought 2 to 4 times each: 270 in all.
			const upper = deciles.slice(7);
			expect(upper.reduce((sum, { actual, customers }) => sum + actual * customers, 0)).toBeCloseTo(270, 8);
			expect(deciles[0].actual).toBe(0);
		}
	);
});
