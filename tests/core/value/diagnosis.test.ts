import { describe, expect, it } from 'vitest';
import type { Fitted, Refused } from '$workers/core/clv/types';
import { diagnose } from '$workers/core/value/diagnosis';
import type { Fits } from '$workers/core/value/diagnosis';
import type { Diagnosis, ModelCard, ModelName, ShopInput } from '$workers/core/value/types';
import { plainInput } from './splits';
import type { PlainRow } from './splits';

/** A shop of a year: one new customer a week, each second with repeat purchases of varying worth. */
const SOUND: PlainRow[] = Array.from({ length: 53 }, (_, week) =>
	week % 2 === 0 ? { x: 0, T: week } : { x: 1 + (week % 3), t_x: week / 2, T: week, mean: 10 + ((week * 7) % 5) }
);
const PAST = { customers: 30, holidayShare: 0 };
const soundShop = (changes: Partial<ShopInput> = {}): ShopInput => plainInput(SOUND, changes);

const fitted = (changes: Partial<Fitted<Record<string, number>>> = {}): Fitted<Record<string, number>> => ({
	status: 'fitted',
	params: {},
	logLikelihood: -1,
	penalty: 0,
	converged: true,
	boundary: false,
	evaluations: 1,
	covariance: Float64Array.of(0.04, 0, 0, 0.25),
	...changes
});
const REFUSED: Refused = { status: 'refused', reason: 'not_converged', figure: 0, needed: 1 };
const card = (changes: Partial<ModelCard> = {}): ModelCard => ({
	name: 'bgnbd',
	fit: fitted(),
	mle: fitted(),
	standardErrors: null,
	...changes
});
const fits = (models: ModelCard[] = [card()], chosen: ModelName | null = null): Fits => ({
	models,
	chosen,
	spend: null,
	past: [PAST]
});

const find = (found: Diagnosis[], code: Diagnosis['code']): Diagnosis | undefined =>
	found.find((diagnosis) => diagnosis.code === code);

describe('diagnosis', () => {
	it('is silent about a sound shop', () => {
		expect(diagnose(soundShop(), fits())).toEqual([]);
	});

	it('too few came back', () => {
		const oneTimers = plainInput([...SOUND.filter(({ x }) => x === 0), ...SOUND.filter(({ x }) => x > 0).slice(0, 9)]);
		expect(find(diagnose(oneTimers, fits()), 'too_few_repeaters')).toEqual({
			code: 'too_few_repeaters',
			figure: 9,
			limit: 10,
			stops: true
		});
		const enough = plainInput([...SOUND.filter(({ x }) => x === 0), ...SOUND.filter(({ x }) => x > 0).slice(0, 10)]);
		expect(find(diagnose(enough, fits()), 'too_few_repeaters')).toBeUndefined();
	});

	it('a million customers who bought once', () => {
		const rows = plainInput([{ x: 0, T: 10 }]);
		const column = new Float64Array(1_000_000);
		const now = { ...rows.now, frequency: column, recency: column, age: column.map((_, i) => i % 300) };
		const all = { ...now, spendingDays: column, mean: column, silence: now.age.map((weeks) => weeks * 7) };
		const found = diagnose(
			{ ...rows, firstDay: 20_000 - 2100, now: all },
			fits([card({ fit: REFUSED, mle: REFUSED })])
		);
		expect(found.filter(({ stops }) => stops).map(({ code }) => code)).toEqual(['too_few_repeaters']);
	});

	it('too short a time: all on one day', () => {
		const found = diagnose(plainInput(SOUND.map((row) => ({ ...row, t_x: 0, T: 0 }))), fits());
		expect(find(found, 'too_short')).toMatchObject({ figure: 0, limit: 4, stops: true });
	});

	it('all customers are the same', () => {
		const same = plainInput(Array.from({ length: 20 }, () => ({ x: 2, t_x: 5, T: 30, mean: 9 })));
		expect(find(diagnose(same, fits()), 'all_same')).toMatchObject({ figure: 1, limit: 2, stops: true });
	});

	it('no customer at all', () => {
		const found = diagnose(plainInput([]), { models: [], chosen: null, spend: null, past: [] });
		expect(found.filter(({ stops }) => stops).map(({ code }) => code)).toEqual([
			'too_few_repeaters',
			'too_short',
			'all_same'
		]);
		expect(found.every(({ figure, limit }) => Number.isFinite(figure) && Number.isFinite(limit))).toBe(true);
	});

	it('a likelihood that is highest at the edge, of the model that is used', () => {
		const models = [card({ mle: fitted({ boundary: true }) }), card({ name: 'paretonbd' })];
		expect(diagnose(soundShop(), fits(models))).toEqual([{ code: 'boundary', figure: 1, limit: 0, stops: false }]);
		expect(diagnose(soundShop(), fits(models, 'bgnbd'))).toHaveLength(1);
		expect(diagnose(soundShop(), fits(models, 'paretonbd'))).toEqual([]);
	});

	it('a flat likelihood', () => {
		const open = fitted({ covariance: Float64Array.of(0.01, 0, 0, 4) });
		expect(diagnose(soundShop(), fits([card({ fit: open })]))).toEqual([
			{ code: 'flat', figure: 2, limit: 1.5, stops: false }
		]);
		expect(diagnose(soundShop(), fits([card({ fit: fitted({ covariance: null }) })]))).toEqual([
			{ code: 'flat', figure: 3, limit: 1.5, stops: false }
		]);
	});

	it('no model was found', () => {
		expect(diagnose(soundShop(), fits([card({ fit: REFUSED, mle: REFUSED })]))).toEqual([
			{ code: 'flat', figure: 3, limit: 1.5, stops: true }
		]);
	});

	it('nothing to judge by, which is only said once the past has had its turn', () => {
		for (const past of [[], [{ ...PAST, customers: 0 }]]) {
			expect(diagnose(soundShop(), { ...fits(), past })).toEqual([
				{ code: 'no_holdout', figure: 0, limit: 1, stops: false }
			]);
		}
		expect(diagnose(soundShop(), { ...fits(), past: null })).toEqual([]);
	});

	it('a holdout that is mostly Christmas', () => {
		const found = diagnose(soundShop(), { ...fits(), past: [{ ...PAST, holidayShare: 61 / 70 }, PAST] });
		expect(found).toEqual([
			{ code: 'december_heavy', figure: 61 / 70, limit: expect.closeTo(0.2227, 4) as number, stops: false }
		]);
	});

	it('a quarter of a year without an order', () => {
		expect(find(diagnose(soundShop({ longestGap: 90 }), fits()), 'gap_in_data')).toBeUndefined();
		expect(find(diagnose(soundShop({ longestGap: 193 }), fits()), 'gap_in_data')).toEqual({
			code: 'gap_in_data',
			figure: 193,
			limit: 90,
			stops: false
		});
	});

	it('no spend', () => {
		const free = plainInput(SOUND.map((row) => ({ ...row, mean: 0 })));
		expect(diagnose(free, fits())).toEqual([
			{ code: 'no_spend', figure: 0, limit: 10, stops: false },
			{ code: 'negative_spend', figure: 26, limit: 0, stops: false }
		]);
		expect(diagnose(soundShop(), { ...fits(), spend: REFUSED })).toEqual([
			{ code: 'no_spend', figure: 26, limit: 10, stops: false }
		]);
	});

	it('purchases that were taken back', () => {
		const back = plainInput(SOUND.map((row, i) => (i === 1 ? { ...row, mean: -3 } : row)));
		expect(diagnose(back, fits())).toEqual([{ code: 'negative_spend', figure: 1, limit: 0, stops: false }]);
	});

	it('spend that goes with frequency', () => {
		const keen = plainInput(SOUND.map((row) => ({ ...row, mean: 10 * row.x })));
		const [found] = diagnose(keen, fits());
		expect(found).toMatchObject({ code: 'spend_correlated', stops: false });
		expect(found.figure).toBeCloseTo(1, 12);
		// 26 customers: 1.96 / √26.
		expect(found.limit).toBeCloseTo(0.3844, 4);
	});
});
