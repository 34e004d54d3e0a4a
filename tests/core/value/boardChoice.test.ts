import { describe, expect, it } from 'vitest';
import { againstRules, choose, meanRow } from '$workers/core/value/boardChoice';
import { MODEL_NAMES } from '$workers/core/value/types';
import type { BoardRow, Contender } from '$workers/core/value/types';

const row = (contender: Contender, rmse: number | null, bias: number | null = 0): BoardRow => ({
	contender,
	mae: null,
	rmse,
	bias,
	tracking: null,
	brier: null,
	auc: null,
	topDecile: null,
	spendBias: null,
	spendRmse: null
});

/** RMSE and bias of BG/NBD, MBG/NBD and Pareto/NBD on a split. */
type Figures = [rmse: number | null, bias?: number | null];
const split = (bg: Figures, mbg: Figures, pareto: Figures, rules: BoardRow[] = []): BoardRow[] => [
	row('bgnbd', ...bg),
	row('mbgnbd', ...mbg),
	row('paretonbd', ...pareto),
	row('own_rate', 2, 0.5),
	row('half_own_rate', 1.5, -0.1),
	row('population_rate', 3),
	row('year_before', null, null),
	row('zero', 2.5, -1),
	...rules
];

describe('choice of the model', () => {
	it('takes the lowest RMSE over the splits', () => {
		const splits = [split([1, 0], [1.1, 0], [1.2, 0]), split([1.5, 0], [1.2, 0], [1.2, 0])];
		expect(choose(splits, MODEL_NAMES, null)).toEqual({ chosen: 'mbgnbd', because: 'scoreboard' });
	});

	it('of equal ones the one whose totals are nearest, whichever way they are off', () => {
		const splits = [split([1, 0.3], [1.0005, 0.1], [1.1, 0]), split([1, -0.3], [1.0005, 0.1], [1.1, 0])];
		expect(choose(splits, MODEL_NAMES, null).chosen).toBe('mbgnbd');
	});

	it('of those that are equal in both the simplest', () => {
		expect(choose([split([1.0001, 0.1002], [1, 0.1], [1, 0.1])], MODEL_NAMES, null).chosen).toBe('bgnbd');
	});

	it('compares on splits where all were judged, and passes over what was judged on fewer', () => {
		const splits = [split([1.2], [1.1], [0.5]), split([1.1], [1.3], [null, null])];
		expect(choose(splits, MODEL_NAMES, null).chosen).toBe('bgnbd');
	});

	it('the person decides, as long as the model can be fitted today', () => {
		const splits = [split([1], [1.1], [1.2])];
		expect(choose(splits, MODEL_NAMES, 'paretonbd')).toEqual({ chosen: 'paretonbd', because: 'person' });
		expect(choose(splits, ['bgnbd', 'mbgnbd'], 'paretonbd')).toEqual({ chosen: 'bgnbd', because: 'scoreboard' });
	});

	it('takes the only one that can be fitted, and none where none can', () => {
		const splits = [split([1], [1.1], [1.2])];
		expect(choose(splits, ['paretonbd'], null)).toEqual({ chosen: 'paretonbd', because: 'only_one' });
		expect(choose(splits, [], 'bgnbd')).toEqual({ chosen: null, because: 'none' });
	});

	it('without a past to judge by, the first of the candidates', () => {
		const unjudged = split([null, null], [null, null], [null, null]);
		for (const splits of [[], [unjudged]]) {
			expect(choose(splits, ['mbgnbd', 'bgnbd'], null)).toEqual({ chosen: 'mbgnbd', because: 'no_holdout' });
		}
	});
});

describe('against rules of thumb', () => {
	it('is held against the rule with the lowest RMSE, in RMSE and in the total', () => {
		expect(againstRules([split([1.4, 0.2], [1], [1])], 'bgnbd')).toEqual({
			rmse: true,
			total: false,
			best: 'half_own_rate'
		});
		expect(againstRules([split([1.6, 0.05], [1], [1])], 'bgnbd')).toMatchObject({ rmse: false, total: true });
	});

	it('is not better by a hair', () => {
		const hair = [split([1.4995, -0.0995], [1], [1])];
		expect(againstRules(hair, 'bgnbd')).toMatchObject({ rmse: false, total: false });
	});

	it('says nothing without a model, or where it was not judged', () => {
		expect(againstRules([split([1], [1], [1])], null)).toBeNull();
		expect(againstRules([split([null, null], [1], [1])], 'bgnbd')).toBeNull();
		expect(againstRules([], 'bgnbd')).toBeNull();
	});
});

describe('means over the splits', () => {
	it('leave out what was not said', () => {
		const splits = [split([1, 0.2], [1], [null, null]), split([2, -0.1], [1], [3, 0.5])];
		expect(meanRow('bgnbd', splits)).toMatchObject({ rmse: 1.5, bias: 0.05, mae: null });
		expect(meanRow('paretonbd', splits)).toMatchObject({ rmse: 3, bias: 0.5 });
	});
});
