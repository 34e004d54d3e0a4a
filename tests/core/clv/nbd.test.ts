import { describe, expect, it } from 'vitest';
import * as bgNbd from '$workers/core/clv/bgNbd';
import { uniqueHistories } from '$workers/core/clv/histories';
import * as nbd from '$workers/core/clv/nbd';
import { describeShared } from '../../shared';
import { errors, historiesOf, summarised } from './histories';
import { fitted } from './fitted';

const PARAMS = { r: 0.5, alpha: 10 };

describe('NBD', () => {
	it('two purchases in 20 weeks: by hand', () => {
		const histories = historiesOf([{ x: 2, t_x: 5, T: 20, weight: 3 }]);
		// Γ(2.5) / Γ(0.5) = 0.75; 0.75 · 10^0.5 / 30^2.5.
		const expected = Math.log((0.75 * Math.sqrt(10)) / 30 ** 2.5);
		expect(Math.abs(nbd.logLikelihoods(PARAMS, histories)[0] - expected)).toBeLessThan(1e-14);
		expect(Math.abs(nbd.logLikelihood(PARAMS, histories) - 3 * expected)).toBeLessThan(1e-14);
		// Rate (0.5 + 2) / (10 + 20) a week; none in 30 weeks with (1/2)^2.5.
		expect(Math.abs(nbd.expectedPurchases(PARAMS, histories, 30)[0] - 2.5)).toBeLessThan(1e-14);
		expect(Math.abs(nbd.probabilityOfAny(PARAMS, histories, 30)[0] - (1 - 0.5 ** 2.5))).toBeLessThan(1e-15);
		expect([...nbd.probabilityAlive(PARAMS, histories), ...nbd.logProbabilityAlive(PARAMS, histories)]).toEqual([1, 0]);
	});

	it('a new customer: chances by hand, adding up to 1 with the expectation as their mean', () => {
		// z = 3/4: P(0) = 0.5, P(1) = 0.5 · 0.5 · 3/4, P(2) = 0.375 · 0.5 · 9/16.
		const chances = Array.from({ length: 400 }, (_, n) => nbd.probabilityOfCount(PARAMS, 30, n));
		[0.5, 0.1875, 0.10546875].forEach((value, n) => expect(Math.abs(chances[n] - value)).toBeLessThan(1e-15));
		expect(Math.abs(chances.reduce((sum, value) => sum + value) - 1)).toBeLessThan(1e-13);
		expect(nbd.expectation(PARAMS, 30)).toBe(1.5);
		expect(Math.abs(chances.reduce((sum, value, n) => sum + n * value, 0) - 1.5)).toBeLessThan(1e-12);
	});

	it('is BG/NBD where nobody drops out', () => {
		const histories = historiesOf([
			{ x: 0, t_x: 0, T: 12 },
			{ x: 3, t_x: 9, T: 40 }
		]);
		const undying = bgNbd.logLikelihoods({ ...PARAMS, a: 1e-13, b: 1 }, histories);
		nbd
			.logLikelihoods(PARAMS, histories)
			.forEach((value, i) => expect(Math.abs(value - undying[i])).toBeLessThan(1e-11));
	});

	it('says why histories cannot be fitted', () => {
		expect(nbd.fit(historiesOf([]))).toEqual({ status: 'refused', reason: 'no_customers', figure: 0, needed: 1 });
	});
});

describeShared('NBD on CDNOW', () => {
	it('fit reaches the figures of the definitions; a penalty hardly moves them', () => {
		const { histories, later } = summarised('cdnow_sample');
		const unique = uniqueHistories(histories.frequency, histories.recency, histories.age).histories;
		const { params, logLikelihood, converged, boundary, evaluations } = fitted(nbd.mle(unique));
		expect(params.r.toFixed(5)).toBe('0.38477');
		expect(params.alpha.toFixed(4)).toBe('12.0720');
		expect(logLikelihood.toFixed(2)).toBe('-9763.66');
		expect({ converged, boundary }).toEqual({ converged: true, boundary: false });
		expect(evaluations).toBeLessThanOrEqual(30);
		const penalised = fitted(nbd.fit(unique));
		expect(penalised.penalty).toBeGreaterThan(0);
		expect(Math.abs(penalised.params.r / params.r - 1)).toBeLessThan(0.005);

		const off = errors(nbd.expectedPurchases(params, histories, 39), later);
		expect(off.total.toFixed(1)).toBe('2929.8');
		expect(off.MAE.toFixed(3)).toBe('1.041');
		expect(off.RMSE.toFixed(3)).toBe('1.860');
	});
});
