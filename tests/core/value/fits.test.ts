import { beforeEach, describe, expect, it, vi } from 'vitest';
import { analyseValue } from '$workers/core/value/analysis';
import { applyFits } from '$workers/core/value/applyFits';
import { digest } from '$workers/core/value/digest';
import { fitShop } from '$workers/core/value/fitShop';
import { judged } from '$workers/core/value/scoreboard';
import { USUAL_VALUE_OPTIONS } from '$workers/core/value/types';
import type { ModelName, ValueFits, ValueOptions } from '$workers/core/value/types';
import { inputOf } from './inputs';
import type { PlainCustomer } from './inputs';
import { plainSplit } from './splits';

/** Searches of a model's likelihood since the test began. */
const searches = vi.hoisted(() => ({ count: 0 }));
const counted = vi.hoisted(() => async (original: () => Promise<object>) => {
	const model = (await original()) as Record<'fit' | 'mle', (...given: unknown[]) => unknown>;
	const watched =
		(name: 'fit' | 'mle') =>
		(...given: unknown[]) => {
			searches.count++;
			return model[name](...given);
		};
	return { ...model, fit: watched('fit'), mle: watched('mle') };
});
vi.mock('$workers/core/clv/bgNbd', counted);
vi.mock('$workers/core/clv/mbgNbd', counted);
vi.mock('$workers/core/clv/paretoNbd', counted);
vi.mock('$workers/core/clv/gammaGamma', counted);

const shop: PlainCustomer[] = Array.from({ length: 60 }, (_, i) => ({
	x: i % 6,
	tx: i % 6 > 0 ? 5 + ((i * 7) % 40) : 0,
	T: 50 + (i % 9),
	mean: 10 + ((i * 13) % 37),
	times: 5
}));
const past = plainSplit(
	shop.map(({ x = 0, tx = 0, T, mean }, i) => ({ x, t_x: tx, T, mean, later: (i * x) % 3, spent: 12 * ((i * x) % 3) }))
);
const input = inputOf(shop, { splits: [past] });
const whole: ValueFits = { ...fitShop(input.now), past: judged(input.splits) };
/** What a screen would get, from fits that have crossed to the page and back. */
const answer = (changes: Partial<ValueOptions> = {}, fits = whole) =>
	digest(input, applyFits(input, structuredClone(fits), { ...USUAL_VALUE_OPTIONS, ...changes }));

beforeEach(() => {
	searches.count = 0;
});

describe('fits that are kept', () => {
	it('were searched for once: three models with the penalty and without and spend; on each stretch three and spend', () => {
		expect(fitShop(input.now).models).toHaveLength(3);
		expect(searches.count).toBe(7);
		judged(input.splits);
		expect(searches.count).toBe(11);
	});

	it('are applied with another margin, discount, horizon, certainty and model without a search', () => {
		const values = [
			answer(),
			answer({ margin: 0.4 }),
			answer({ annualRate: 0 }),
			answer({ months: 24 }),
			answer({ model: 'paretonbd' })
		].map(({ result }) => (result.status === 'done' ? result.total?.value : null));
		expect(new Set(values).size).toBe(5);
		const ceilings = [0.5, 0.95].map((certainty) => {
			const { result } = answer({ certainty });
			return result.status === 'done' ? result.ceilings[0].ceiling : NaN;
		});
		expect(ceilings[0]).toBeGreaterThan(ceilings[1]);
		expect(searches.count).toBe(0);
	});

	it('give the same answer again, to the bit, after others', () => {
		const before = answer({ months: 6 });
		answer({ months: 24, margin: 0.2, model: 'mbgnbd' });
		expect(answer({ months: 6 })).toEqual(before);
	});

	it('give what one run from the beginning to the end gives', () => {
		for (const model of [null, 'bgnbd', 'paretonbd'] as const) {
			const options = { ...USUAL_VALUE_OPTIONS, model, months: 24 };
			expect(answer({ model, months: 24 })).toEqual(digest(input, analyseValue(input, options)));
		}
	});
});

describe('the first answer', () => {
	const firstOf = (asked: ModelName | null, customers = input.now) => {
		const first: { fits: ValueFits; searches: number }[] = [];
		searches.count = 0;
		fitShop(customers, { asked, onFirst: (fits) => first.push({ fits, searches: searches.count }) });
		return first;
	};

	it('comes once, by the models that are quick to fit', () => {
		const [first, ...more] = firstOf(null);
		expect(more).toEqual([]);
		expect(first.fits.models.map(({ name, mle }) => [name, mle])).toEqual([
			['bgnbd', null],
			['mbgnbd', null]
		]);
		// BG/NBD, MBG/NBD and spend.
		expect(first.searches).toBe(3);
	});

	it('values everybody, says by which model, and that nothing was tested', () => {
		const { result, best, fitted } = answer({}, firstOf(null)[0].fits);
		if (result.status === 'refused') throw new Error('refused');
		const likelihood = (name: ModelName): number => {
			const found = whole.models.find((card) => card.name === name)?.fit;
			return found?.status === 'fitted' ? found.logLikelihood : NaN;
		};
		const likelier = likelihood('bgnbd') > likelihood('mbgnbd') ? 'bgnbd' : 'mbgnbd';
		expect(result).toMatchObject({ tested: false, chosen: likelier, board: { because: 'untested', rows: [] } });
		expect(fitted?.chosen).toBe(likelier);
		expect(best?.customer).toHaveLength(100);
		expect(result.diagnoses.map(({ code }) => code)).not.toContain('no_holdout');
		// By the same model the whole answer has the same figures.
		const later = answer({ model: likelier }).result;
		expect(later.status === 'done' && later.total).toEqual(result.total);
		expect(later).toMatchObject({ tested: true });
	});

	it('waits for the model that a person asked for', () => {
		const [{ fits }] = firstOf('paretonbd');
		expect(fits.models.map(({ name }) => name)).toEqual(['bgnbd', 'mbgnbd', 'paretonbd']);
		const { result } = answer({ model: 'paretonbd' }, fits);
		expect(result).toMatchObject({ chosen: 'paretonbd', tested: false, board: { because: 'person' } });
	});

	it('never comes where no model can be used', () => {
		expect(firstOf(null, inputOf([{ T: 10, times: 50 }]).now)).toEqual([]);
	});

	it('tells how far it is up to the first answer, and then of the rest', () => {
		const told: number[] = [];
		let before = 0;
		fitShop(input.now, { onFirst: () => (before = told.length), onProgress: (done) => told.push(done) });
		// Two fits, and about as long as one of them to value everybody.
		expect(told.slice(0, before)).toEqual([1 / 3, 2 / 3]);
		// Pareto/NBD, which takes ten times as long, and all three without the penalty: 10 + 1 + 1 + 10.
		expect(told.slice(before)).toEqual([10 / 22, 11 / 22, 12 / 22, 1]);
	});
});
