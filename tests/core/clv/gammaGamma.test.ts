import { beforeAll, describe, expect, it } from 'vitest';
import { distinct } from '$workers/core/clv/distinct';
import * as gammaGamma from '$workers/core/clv/gammaGamma';
import type { Fitted, GammaGamma, Spending } from '$workers/core/clv/types';
import { gammaDeviates } from '$workers/core/numeric/deviates';
import { Xoshiro128 } from '$workers/core/numeric/xoshiro';
import { describeShared } from '../../shared';
import { REFERENCE_SETS } from '../helpers/referenceData';
import type { ReferenceSet } from '../helpers/referenceData';
import { apart } from './apart';
import { fitted } from './fitted';
import { clvReference, numbers, spendingOf, summarised } from './histories';
import type { ClvReference } from './histories';

/** Fader & Hardie (2013) on the CDNOW sample, as printed. */
const CDNOW: GammaGamma = { p: 6.25, q: 3.74, v: 15.44 };
const NAMES = ['p', 'q', 'v'] as const;

const spending = (rows: { x: number; zbar: number; weight?: number }[]): Spending => ({
	length: rows.length,
	frequency: Float64Array.from(rows, ({ x }) => x),
	mean: Float64Array.from(rows, ({ zbar }) => zbar),
	weight: Float64Array.from(rows, ({ weight }) => weight ?? 1)
});

/** Customers of the model with 1 to 8 repeat purchases. */
function simulated({ p, q, v }: GammaGamma, customers: number, seed: number) {
	const random = Xoshiro128.seeded(seed);
	const between = gammaDeviates(q);
	return Array.from({ length: customers }, () => {
		const x = 1 + random.below(8);
		// A sum of x gammas of one rate is a gamma of x times the shape.
		return { x, zbar: gammaDeviates(p * x)(random) / (between(random) / v) / x };
	});
}

describe('Gamma-Gamma', () => {
	it('expects between the population mean and the customer’s own', () => {
		const population = (6.25 * 15.44) / 2.74;
		expect(gammaGamma.populationMean(CDNOW)).toBeCloseTo(population, 12);
		const frequency = Float64Array.of(0, 1, 10, 1000, 10);
		const mean = Float64Array.of(0, 60, 60, 60, population);
		const [none, one, ten, thousand, average] = gammaGamma.expectedSpend(CDNOW, frequency, mean);
		expect(none).toBeCloseTo(population, 12);
		// weight = (q − 1) / (p x + q − 1): 2.74 / 8.99 of the population's mean.
		expect(one).toBeCloseTo((2.74 / 8.99) * population + (6.25 / 8.99) * 60, 12);
		expect(ten).toBeGreaterThan(one);
		expect(apart(thousand, 60)).toBeLessThan(1e-3);
		expect(average).toBeCloseTo(population, 12);
	});

	it('has no population mean at q ≤ 1', () => {
		const params = { p: 2, q: 1, v: 10 };
		expect(gammaGamma.populationMean(params)).toBe(Infinity);
		expect([...gammaGamma.expectedSpend(params, Float64Array.of(0, 3), Float64Array.of(0, 20))]).toEqual([
			Infinity,
			(2 * (10 + 60)) / 6
		]);
	});

	const rows = simulated(CDNOW, 200, 4);

	it.each([
		[6, 4, 15],
		[0.3, 1.2, 400],
		[80, 0.5, 0.2]
	])('the gradient at p %f, q %f, v %f equals central differences', (...params) => {
		const columns = spending(rows);
		const counts = distinct(columns.frequency, 1);
		const logs = Float64Array.from(params, Math.log);
		const { value, gradient } = gammaGamma.evaluate(logs, columns, counts);
		const [p, q, v] = params;
		expect(apart(-value, gammaGamma.logLikelihood({ p, q, v }, columns))).toBeLessThan(1e-13);
		logs.forEach((log, i) => {
			const at = (shift: number) => gammaGamma.evaluate(logs.with(i, log + shift), columns, counts).value;
			// Richardson: the error of each difference is of the second order in its step.
			const difference = (step: number) => (at(step) - at(-step)) / (2 * step);
			const slope = (4 * difference(5e-4) - difference(1e-3)) / 3;
			expect(Math.abs(slope - gradient[i])).toBeLessThan(1e-8 * (1 + Math.abs(value)));
		});
	});

	it('weighted rows equal repeated rows', () => {
		const weighted = rows.map((row, i) => ({ ...row, weight: 1 + (i % 3) }));
		const repeated = weighted.flatMap(({ weight, ...row }) => Array.from({ length: weight }, () => row));
		const [one, other] = [weighted, repeated].map((list) => fitted(gammaGamma.fit(spending(list))));
		expect(apart(one.logLikelihood, other.logLikelihood)).toBeLessThan(1e-10);
		for (const name of NAMES) expect(apart(one.params[name], other.params[name])).toBeLessThan(1e-4);
	});

	it('another currency multiplies v and changes neither p nor q', () => {
		const [one, other] = [1, 250].map((rate) =>
			fitted(gammaGamma.fit(spending(rows.map(({ x, zbar }) => ({ x, zbar: zbar * rate })))))
		);
		expect(apart(other.params.p, one.params.p)).toBeLessThan(1e-5);
		expect(apart(other.params.q, one.params.q)).toBeLessThan(1e-5);
		expect(apart(other.params.v, one.params.v * 250)).toBeLessThan(1e-5);
	});

	it('fit finds the parameters that simulated 4,000 customers', () => {
		// The seed is fixed; three standard errors of each log parameter.
		const fit = fitted(gammaGamma.mle(spending(simulated(CDNOW, 4000, 31))));
		expect(fit.converged).toBe(true);
		NAMES.forEach((name, i) => {
			const error = Math.sqrt((fit.covariance as Float64Array)[i * 4]);
			expect(Math.abs(Math.log(fit.params[name] / CDNOW[name]))).toBeLessThan(3 * error);
		});
	});

	it('refuses too few customers, and customers who all spend the same', () => {
		const same = Array.from({ length: 12 }, (_, i) => ({ x: 1 + i, zbar: 9.99 }));
		expect(gammaGamma.mle(spending(same.slice(0, 4)))).toEqual({
			status: 'refused',
			reason: 'too_few_repeaters',
			figure: 4,
			needed: 10
		});
		expect(gammaGamma.mle(spending(same))).toEqual({ status: 'refused', reason: 'no_spread', figure: 1, needed: 2 });
	});
});

describeShared('Gamma-Gamma on the reference data sets', () => {
	describe.each(REFERENCE_SETS)('%s', (name: ReferenceSet) => {
		let expected: ClvReference;
		let fit: Fitted<GammaGamma>;
		beforeAll(() => {
			expected = clvReference(name);
			fit = fitted(gammaGamma.mle(spendingOf(summarised(name))));
		});

		it('the fit reaches the reference', () => {
			const { mle, mle_log_likelihood } = expected.models.gammagamma;
			expect(fit.converged).toBe(true);
			expect(fit.boundary).toBe(false);
			expect(fit.evaluations).toBeLessThanOrEqual(30);
			expect(Math.abs(fit.logLikelihood - mle_log_likelihood)).toBeLessThan(1e-6);
			for (const key of NAMES) expect(apart(fit.params[key], mle[key])).toBeLessThan(1e-5);
		});

		it('every customer has the spend of the reference', () => {
			const params = numbers<GammaGamma>(expected.models.gammagamma.eval_params);
			const { customers } = expected;
			const spend = gammaGamma.expectedSpend(
				params,
				Float64Array.from(customers, ({ x }) => x),
				Float64Array.from(customers, ({ zbar }) => zbar)
			);
			customers.forEach(({ id, gg_expected_spend }, i) =>
				expect(apart(spend[i], gg_expected_spend), id).toBeLessThan(1e-8)
			);
		});
	});

	it('on the CDNOW sample reaches the published parameters and the figures of Hardie’s sheet', () => {
		const sample = summarised('cdnow_sample');
		const { params, logLikelihood } = fitted(gammaGamma.mle(spendingOf(sample)));
		expect(params.p).toBeCloseTo(6.25, 2);
		expect(params.q).toBeCloseTo(3.74, 2);
		expect(params.v).toBeCloseTo(15.44, 2);
		// CLVTools, from the event log.
		expect(Math.abs(logLikelihood + 4055.9177)).toBeLessThan(1e-4);
		expect(gammaGamma.populationMean(params)).toBeCloseTo(35.17, 2);
		const spend = gammaGamma.expectedSpend(params, sample.histories.frequency, sample.mean);
		// The sheet starts from means that are rounded to cents.
		[24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17].forEach((figure, i) =>
			expect(Math.abs(spend[i] - figure)).toBeLessThan(0.01)
		);
	});
});
