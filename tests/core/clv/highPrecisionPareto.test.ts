import { beforeAll, describe, expect, it } from 'vitest';
import * as bgBb from '$workers/core/clv/bgBb';
import type { BgBb } from '$workers/core/clv/bgBb';
import * as gammaGamma from '$workers/core/clv/gammaGamma';
import * as paretoNbd from '$workers/core/clv/paretoNbd';
import type { GammaGamma, Histories, ParetoNbd } from '$workers/core/clv/types';
import { describeShared } from '../../shared';
import { reference } from '../helpers/referenceData';
import { historiesOf, numbers } from './histories';

/** Points of reference/highprecision_points.json: decimal strings, 25 digits of the truth. */
type Point = Record<string, string | number> & { params: Record<string, string> };

/** Of every point: inside the tolerance, 0 where the truth is too small a number. */
function agrees(value: number, truth: string | number, at: Point): void {
	const expected = Number(truth);
	const where = `${JSON.stringify(at.params)}, x ${at.x}: ${value} for ${truth}`;
	if (expected < 1e-300) expect(value, where).toBeLessThan(1e-300);
	else expect(Math.abs(value / expected - 1), where).toBeLessThan(1e-8);
}

function agreesInLog(value: number, truth: string | number, at: Point): void {
	const expected = Number(truth);
	const where = `${JSON.stringify(at.params)}, x ${at.x}: ${value} for ${truth}`;
	expect(Math.abs(value - expected), where).toBeLessThanOrEqual(Math.max(1e-10 * Math.abs(expected), 1e-13));
}

/** ln of a decimal string, which may be too small for a number. */
function logOf(text: string): number {
	const [digits, exponent = '0'] = text.split('e');
	return Math.log(Number(digits)) + Number(exponent) * Math.LN10;
}

describeShared('points of high precision', () => {
	let models: Record<'paretonbd' | 'gammagamma' | 'bgbb', Point[]>;
	beforeAll(() => {
		({ models } = reference('highprecision_points.json') as { models: typeof models });
	});

	describe('Pareto/NBD, 200 points', () => {
		let points: { point: Point; params: ParetoNbd; histories: Histories }[];
		beforeAll(() => {
			points = models.paretonbd.map((point) => ({
				point,
				params: numbers<ParetoNbd>(point.params),
				histories: historiesOf([{ x: Number(point.x), t_x: Number(point.t_x), T: Number(point.T) }])
			}));
		});

		it('log-likelihood', () => {
			for (const { point, params, histories } of points)
				agreesInLog(paretoNbd.logLikelihoods(params, histories)[0], point.log_likelihood, point);
		});

		it('probability of being alive', () => {
			for (const { point, params, histories } of points)
				agrees(paretoNbd.probabilityAlive(params, histories)[0], point.p_alive, point);
		});

		it('its logarithm, where it is close to 1 and where it is too small a number', () => {
			for (const { point, params, histories } of points) {
				const value = paretoNbd.logProbabilityAlive(params, histories)[0];
				const gone = Number(point.one_minus_p_alive);
				const truth = gone < 0.5 ? Math.log1p(-gone) : logOf(String(point.p_alive));
				expect(Number.isFinite(value)).toBe(true);
				// One point's truth is printed as 0.
				if (Number.isFinite(truth))
					expect(Math.abs(value - truth), JSON.stringify(point)).toBeLessThanOrEqual(1e-8 * Math.abs(truth));
			}
		});

		it('purchases expected of the customer and of a new one', () => {
			for (const { point, params, histories } of points) {
				const weeks = Number(point.t);
				agrees(paretoNbd.expectedPurchases(params, histories, weeks)[0], point.conditional_expectation, point);
				agrees(paretoNbd.expectation(params, weeks), point.expectation, point);
			}
		});

		it('everything else is finite and in its range', () => {
			for (const { point, params, histories } of points) {
				const any = paretoNbd.probabilityOfAny(params, histories, Number(point.t))[0];
				expect(any >= 0 && any <= 1, JSON.stringify(point)).toBe(true);
				const residual = paretoNbd.residualTransactions(params, histories, 0.0018)[0];
				expect(residual >= 0 && residual < Infinity, JSON.stringify(point)).toBe(true);
				const count = paretoNbd.probabilityOfCount(params, Number(point.t), Number(point.x));
				expect(count >= 0 && count <= 1 + 1e-12, JSON.stringify(point)).toBe(true);
			}
		});
	});

	it('Gamma-Gamma, 50 points', () => {
		for (const point of models.gammagamma) {
			const params = numbers<GammaGamma>(point.params);
			const frequency = Float64Array.of(Number(point.x));
			const mean = Float64Array.of(Number(point.zbar));
			const spending = { length: 1, frequency, mean, weight: Float64Array.of(1) };
			agreesInLog(gammaGamma.logLikelihood(params, spending), point.log_likelihood, point);
			agrees(gammaGamma.expectedSpend(params, frequency, mean)[0], point.expected_spend, point);
		}
	});

	it('BG/BB, 70 points', () => {
		for (const point of models.bgbb) {
			const params = numbers<BgBb>(point.params);
			const [x, t_x, n, next] = [point.x, point.t_x, point.n, point.n_star].map(Number);
			const histories = historiesOf([{ x, t_x, T: n }]);
			agreesInLog(bgBb.logLikelihoods(params, histories)[0], point.log_likelihood, point);
			agrees(bgBb.probabilityAlive(params, histories)[0], point.p_alive_next, point);
			agrees(bgBb.expectedPurchases(params, histories, next)[0], point.conditional_expectation, point);
			agrees(bgBb.expectation(params, n), point.expectation, point);
		}
	});
});
