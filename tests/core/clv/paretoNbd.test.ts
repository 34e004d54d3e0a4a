import { beforeAll, describe, expect, it } from 'vitest';
import { uniqueHistories } from '$workers/core/clv/histories';
import * as paretoNbd from '$workers/core/clv/paretoNbd';
import { evaluate, prepare } from '$workers/core/clv/paretoNbdLikelihood';
import type { Fitted, Histories, ParetoNbd } from '$workers/core/clv/types';
import { ratePerWeek } from '$workers/core/clv/value';
import { exponential, gammaDeviates } from '$workers/core/numeric/deviates';
import { Xoshiro128 } from '$workers/core/numeric/xoshiro';
import { describeShared } from '../../shared';
import { REFERENCE_SETS } from '../helpers/referenceData';
import type { ReferenceSet } from '../helpers/referenceData';
import { apart } from './apart';
import { fitted } from './fitted';
import { clvReference, errors, historiesOf, numbers, summarised } from './histories';
import type { ClvReference, Summarised } from './histories';

/** Fader, Hardie & Lee (2005) on the CDNOW sample, as printed; in weeks. */
const CDNOW: ParetoNbd = { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };

/** Customers of the model, observed for 26 to 78 weeks. */
function simulated({ r, alpha, s, beta }: ParetoNbd, customers: number, seed: number): Histories {
	const random = Xoshiro128.seeded(seed);
	const [buying, leaving] = [gammaDeviates(r), gammaDeviates(s)];
	return historiesOf(
		Array.from({ length: customers }, () => {
			const T = 26 + 52 * random.unit();
			const rate = buying(random) / alpha;
			const there = Math.min(T, (exponential(random) * beta) / leaving(random));
			let [x, t_x] = [0, 0];
			for (let t = exponential(random) / rate; t < there; t += exponential(random) / rate) [x, t_x] = [x + 1, t];
			return { x, t_x, T };
		})
	);
}

describe('Pareto/NBD at published parameters', () => {
	it('expects the purchases of a new customer that BTYD documents', () => {
		const params = { r: 0.55, alpha: 10.56, s: 0.61, beta: 11.64 };
		[
			0, 0.05077821, 0.09916088, 0.14542507, 0.1897993, 0.23247466, 0.27361274, 0.31335159, 0.35181024, 0.38909211
		].forEach((expected, weeks) =>
			expect(Math.abs(paretoNbd.expectation(params, weeks) - expected)).toBeLessThan(5.1e-9)
		);
	});

	it('expects what the BTYD walkthrough prints', () => {
		const params = { r: 0.55328, alpha: 10.5776, s: 0.60621, beta: 11.6679 };
		expect(paretoNbd.expectation(params, 52)).toBeCloseTo(1.473, 3);
		const histories = historiesOf([
			{ x: 26, t_x: 30.86, T: 31 },
			{ x: 2, t_x: 30.43, T: 38.86 }
		]);
		const alive = paretoNbd.probabilityAlive(params, histories);
		expect(alive[0]).toBeCloseTo(0.99792, 5);
		expect(alive[1]).toBeCloseTo(0.86912, 4);
		expect(paretoNbd.expectedPurchases(params, histories, 52)[0]).toBeCloseTo(25.4565, 2);
		expect(paretoNbd.expectedPurchases(params, histories, 39)[1]).toBeCloseTo(1.45511, 4);
	});

	it('has the discounted residual transactions of the documented example, which rise with frequency and then fall', () => {
		const params = { r: 0.5629966, alpha: 12.559037, s: 0.4081095, beta: 10.5148048 };
		const histories = historiesOf([
			{ x: 7, t_x: 35, T: 77.86 },
			...Array.from({ length: 10 }, (_, i) => ({ x: i + 1, t_x: 30, T: 77.86 }))
		]);
		const values = paretoNbd.residualTransactions(params, histories, 0.0027);
		expect(values[0]).toBeCloseTo(1.86418, 5);
		[2.1992, 2.8435, 2.8671, 2.4454, 1.8405, 1.2624, 0.8096, 0.4948, 0.292, 0.1679].forEach((expected, i) =>
			expect(values[i + 1]).toBeCloseTo(expected, 4)
		);
	});

	it.each([
		[0.0001, 0.00002, 49948.8126925596],
		[0.6, 0.02, 8.28496825774271],
		[1, 0.1, 2.01464254470845],
		[30, 0.5, 0.0338781831098757],
		[0.3, 20, 0.0492939103266403]
	])('discounts a new customer’s stay by Ψ(1, 2 − s; z): s %f, z %f', (s, z, psi) => {
		// Purchases at a rate of r / alpha = 1; Ψ with 30 digits.
		const params = { r: 4, alpha: 4, s, beta: 50 };
		const [value] = paretoNbd.residualTransactions(params, historiesOf([{ x: 0, t_x: 0, T: 0 }]), z / 50);
		expect(apart(value, 50 * psi)).toBeLessThan(1e-13);
	});

	it('is exact where packages overflow', () => {
		const params = { r: 0.5143, alpha: 2.8845, s: 0.2856, beta: 14.1087 };
		const histories = historiesOf([
			{ x: 221, t_x: 103.42857, T: 103.57143 },
			{ x: 254, t_x: 97.14286, T: 97.28571 },
			{ x: 161, t_x: 94.71429, T: 98 },
			{ x: 204, t_x: 98.57143, T: 99.42857 }
		]);
		// Quadrature with 30 digits.
		const logs = [-61.5846485617292, -19.6232922175118, -87.4292548633085, -65.1983421892604];
		paretoNbd.logLikelihoods(params, histories).forEach((log, i) => expect(apart(log, logs[i])).toBeLessThan(1e-13));
		const alive = [0.999596052317938, 0.999558226123011, 0.749487752258105, 0.994255079637896];
		paretoNbd
			.probabilityAlive(params, histories)
			.forEach((value, i) => expect(apart(value, alive[i])).toBeLessThan(1e-12));
	});

	it('gives the chances of counts and of a purchase', () => {
		// Quadrature with 30 digits.
		const counts: [number, number][] = [
			[0, 0.593625031602384],
			[1, 0.165562947277175],
			[2, 0.0824871841163166],
			[5, 0.021484828361821],
			[10, 0.00419343933208042],
			[30, 1.89450285863095e-5]
		];
		for (const [n, expected] of counts)
			expect(apart(paretoNbd.probabilityOfCount(CDNOW, 39, n), expected)).toBeLessThan(1e-12);
		const lopsided = { r: 8, alpha: 0.5, s: 0.2, beta: 900 };
		const far: [number, number][] = [
			[0, 1.58712527601207e-5],
			[1, 1.5869490801292e-5],
			[300, 0.00360567135682917],
			[700, 6.60453487813515e-5]
		];
		for (const [n, expected] of far)
			expect(apart(paretoNbd.probabilityOfCount(lopsided, 20, n), expected)).toBeLessThan(1e-12);
		const histories = historiesOf([
			{ x: 0, t_x: 0, T: 38.86 },
			{ x: 2, t_x: 30.43, T: 38.86 },
			{ x: 26, t_x: 30.86, T: 31 }
		]);
		const within = (weeks: number, expected: number[]) =>
			paretoNbd
				.probabilityOfAny(CDNOW, histories, weeks)
				.forEach((value, i) => expect(apart(value, expected[i])).toBeLessThan(1e-12));
		within(39, [0.0692851840543198, 0.591937276393536, 0.976189729405922]);
		within(0.01, [3.30227881605044e-5, 0.000448653802877833, 0.0063514997536515]);
	});
});

describe('Pareto/NBD, whatever the customers', () => {
	const histories = simulated(CDNOW, 300, 5);

	it('shares out all probability over the counts, and the counts have the expected mean', () => {
		let [sum, mean] = [0, 0];
		for (let n = 0; n < 900; n++) {
			const chance = paretoNbd.probabilityOfCount(CDNOW, 39, n);
			sum += chance;
			mean += n * chance;
		}
		expect(apart(sum, 1)).toBeLessThan(1e-12);
		expect(apart(mean, paretoNbd.expectation(CDNOW, 39))).toBeLessThan(1e-12);
	});

	it('predicts for someone who has only just come what it predicts for a new customer', () => {
		const fresh = historiesOf([{ x: 0, t_x: 0, T: 0 }]);
		expect(paretoNbd.probabilityAlive(CDNOW, fresh)[0]).toBe(1);
		expect(apart(paretoNbd.expectedPurchases(CDNOW, fresh, 20)[0], paretoNbd.expectation(CDNOW, 20))).toBeLessThan(
			1e-15
		);
		const none = 1 - paretoNbd.probabilityOfCount(CDNOW, 20, 0);
		expect(apart(paretoNbd.probabilityOfAny(CDNOW, fresh, 20)[0], none)).toBeLessThan(1e-13);
	});

	it('a more recent purchase never lowers the probability of being alive; one on the last day makes it 1', () => {
		const rows = historiesOf(Array.from({ length: 39 }, (_, week) => ({ x: 6, t_x: week, T: 38 })));
		const alive = paretoNbd.probabilityAlive(CDNOW, rows);
		for (let i = 1; i < alive.length; i++) expect(alive[i]).toBeGreaterThan(alive[i - 1]);
		expect(alive[38]).toBe(1);
	});

	it('passes over equal scales and over s = 1 without a jump', () => {
		const at = (params: ParetoNbd): number[] => [
			paretoNbd.logLikelihood(params, histories),
			paretoNbd.expectation(params, 39),
			...paretoNbd.expectedPurchases(params, histories, 39).slice(0, 20),
			...paretoNbd.residualTransactions(params, histories, 0.0018).slice(0, 20)
		];
		for (const [name, value] of [
			['beta', CDNOW.alpha],
			['s', 1]
		] as const) {
			const [below, exact, above] = [1 - 1e-9, 1, 1 + 1e-9].map((factor) => at({ ...CDNOW, [name]: value * factor }));
			exact.forEach((middle, i) => {
				// A change of a billionth moves figures by a few billionths, and evenly.
				expect(apart(below[i], middle)).toBeLessThan(1e-8);
				expect(apart((below[i] + above[i]) / 2, middle)).toBeLessThan(1e-13);
			});
		}
	});

	it('without discount expects all purchases there will ever be', () => {
		const params = { ...CDNOW, s: 1.8 };
		const ever = paretoNbd.expectedPurchases(params, histories, 1e12);
		paretoNbd
			.residualTransactions(params, histories, 0)
			.forEach((value, i) => expect(apart(value, ever[i])).toBeLessThan(1e-7));
		expect(paretoNbd.residualTransactions(CDNOW, historiesOf([{ x: 1, t_x: 2, T: 3 }]), 0)[0]).toBe(Infinity);
	});

	it('days instead of weeks multiply alpha and beta by 7 and change no prediction', () => {
		const days: Histories = {
			...histories,
			recency: histories.recency.map((weeks) => weeks * 7),
			age: histories.age.map((weeks) => weeks * 7)
		};
		const daily = { ...CDNOW, alpha: CDNOW.alpha * 7, beta: CDNOW.beta * 7 };
		const expected = paretoNbd.expectedPurchases(CDNOW, histories, 39);
		paretoNbd
			.expectedPurchases(daily, days, 273)
			.forEach((value, i) => expect(apart(value, expected[i])).toBeLessThan(1e-13));
	});

	it.each([
		[0.5, 9, 0.7, 12],
		[3, 40, 0.02, 500],
		[0.02, 0.3, 6, 0.5]
	])('the gradient at r %f, alpha %f, s %f, beta %f equals central differences', (...params) => {
		const prepared = prepare(histories);
		const logs = Float64Array.from(params, Math.log);
		const { value, gradient } = evaluate(logs, prepared);
		const [r, alpha, s, beta] = params;
		expect(apart(-value, paretoNbd.logLikelihood({ r, alpha, s, beta }, histories))).toBeLessThan(1e-13);
		logs.forEach((log, i) => {
			const at = (shift: number) => evaluate(logs.with(i, log + shift), prepared).value;
			// Richardson: the error of each difference is of the second order in its step.
			const difference = (step: number) => (at(step) - at(-step)) / (2 * step);
			const slope = (4 * difference(5e-4) - difference(1e-3)) / 3;
			expect(Math.abs(slope - gradient[i])).toBeLessThan(1e-8 * (1 + Math.abs(value)));
		});
	});

	it('weighted rows equal repeated rows, in the likelihood and in the fit', () => {
		const rows = Array.from({ length: 200 }, (_, i) => ({
			x: histories.frequency[i],
			t_x: histories.recency[i],
			T: histories.age[i],
			weight: 1 + (i % 3)
		}));
		const weighted = historiesOf(rows);
		const repeated = historiesOf(
			rows.flatMap((row) => Array.from({ length: row.weight }, () => ({ ...row, weight: 1 })))
		);
		expect(apart(paretoNbd.logLikelihood(CDNOW, weighted), paretoNbd.logLikelihood(CDNOW, repeated))).toBeLessThan(
			1e-13
		);
		const [one, other] = [weighted, repeated].map((columns) => fitted(paretoNbd.fit(columns)));
		expect(apart(one.logLikelihood, other.logLikelihood)).toBeLessThan(1e-9);
		for (const name of ['r', 'alpha', 's', 'beta'] as const)
			expect(apart(one.params[name], other.params[name])).toBeLessThan(1e-3);
	});

	it('the penalty fades: it moves 4,000 customers by less than a tenth of a standard error', () => {
		const many = simulated(CDNOW, 4000, 8);
		const [free, held] = [fitted(paretoNbd.mle(many)), fitted(paretoNbd.fit(many))];
		expect(free.penalty).toBe(0);
		expect(held.penalty).toBeGreaterThan(0);
		const errorOf = (i: number) => Math.sqrt((free.covariance as Float64Array)[i * 5]);
		(['r', 'alpha', 's', 'beta'] as const).forEach((name, i) =>
			expect(Math.abs(Math.log(held.params[name] / free.params[name]))).toBeLessThan(0.1 * errorOf(i))
		);
	});

	it('several starts find the same top', () => {
		const one = fitted(paretoNbd.mle(histories));
		const three = fitted(paretoNbd.mle(histories, { starts: 3 }));
		expect(Math.abs(three.logLikelihood - one.logLikelihood)).toBeLessThan(1e-6);
		expect(three.evaluations).toBeGreaterThan(one.evaluations);
	});

	it('refuses what cannot be fitted, with the figure', () => {
		const refused = (rows: Parameters<typeof historiesOf>[0]) => {
			const fit = paretoNbd.mle(historiesOf(rows));
			return fit.status === 'refused' ? [fit.reason, fit.figure] : fit.status;
		};
		expect(refused([])).toEqual(['no_customers', 0]);
		expect(
			refused([
				{ x: 0, t_x: 0, T: 30, weight: 90 },
				{ x: 2, t_x: 9, T: 30, weight: 3 }
			])
		).toEqual(['too_few_repeaters', 3]);
	});

	// Seeds are fixed; three standard errors of each log parameter.
	it.each([
		[CDNOW, 21],
		[{ r: 2, alpha: 8, s: 1.5, beta: 30 }, 22]
	] as const)('fit finds the parameters %o that simulated 4,000 customers', (params, seed) => {
		const fit = fitted(paretoNbd.mle(simulated(params, 4000, seed)));
		expect(fit.converged).toBe(true);
		expect(fit.boundary).toBe(false);
		(['r', 'alpha', 's', 'beta'] as const).forEach((name, i) => {
			const error = Math.sqrt((fit.covariance as Float64Array)[i * 5]);
			expect(Math.abs(Math.log(fit.params[name] / params[name]))).toBeLessThan(3 * error);
		});
	});
});

describeShared('Pareto/NBD on the reference data sets', () => {
	describe.each(REFERENCE_SETS)('%s', (name: ReferenceSet) => {
		let expected: ClvReference;
		let customers: Summarised;
		let unique: Histories;
		let fit: Fitted<ParetoNbd>;
		beforeAll(() => {
			expected = clvReference(name);
			customers = summarised(name);
			const { frequency, recency, age } = customers.histories;
			unique = uniqueHistories(frequency, recency, age).histories;
			fit = fitted(paretoNbd.mle(unique));
		});

		it('is summarised as the reference says', () => {
			const { histories, later } = customers;
			const sum = (column: Float64Array) => column.reduce((all, value) => all + value, 0);
			expect([sum(histories.frequency), histories.frequency.filter((x) => x > 0).length, sum(later)]).toEqual([
				expected.sum_x,
				expected.repeat_customers,
				expected.sum_x_star
			]);
		});

		it('has the log-likelihood of the reference at written parameters', () => {
			const { eval_params, log_likelihood_at_eval_params } = expected.models.paretonbd;
			// The sums of the reference are off by 1.2e-6 and 4.7e-6 on CDNOW; quadrature with 40 digits gives the sample's below.
			const value = paretoNbd.logLikelihood(numbers(eval_params), unique);
			expect(Math.abs(value - log_likelihood_at_eval_params)).toBeLessThan(1e-5);
			if (name === 'cdnow_sample') expect(Math.abs(value + 9594.976178940644)).toBeLessThan(1e-10);
		});

		it('every customer has the probability, the purchases and the discounted purchases of the reference', () => {
			const params = numbers<ParetoNbd>(expected.models.paretonbd.eval_params);
			const histories = historiesOf(expected.customers);
			const columns: Record<string, Float64Array> = {
				p_alive: paretoNbd.probabilityAlive(params, histories),
				expected_13: paretoNbd.expectedPurchases(params, histories, 13),
				expected_39: paretoNbd.expectedPurchases(params, histories, 39),
				expected_52: paretoNbd.expectedPurchases(params, histories, 52),
				dert_10pct: paretoNbd.residualTransactions(params, histories, ratePerWeek(0.1))
			};
			const logs = paretoNbd.logLikelihoods(params, histories);
			expected.customers.forEach(({ id, paretonbd }, i) => {
				const log = paretonbd.log_likelihood;
				expect(Math.abs(logs[i] - log), id).toBeLessThanOrEqual(Math.max(1e-10 * Math.abs(log), 1e-13));
				for (const [key, column] of Object.entries(columns)) {
					// Online Retail's reference has no discounted figures.
					if (paretonbd[key] === undefined) expect(name).toBe('online_retail');
					else expect(apart(column[i], paretonbd[key]), `${id} ${key}`).toBeLessThan(1e-8);
				}
			});
		});

		it('the fit reaches the reference', () => {
			const { mle, mle_log_likelihood } = expected.models.paretonbd;
			expect(fit.converged).toBe(true);
			if (name.startsWith('cdnow')) {
				expect(fit.boundary).toBe(false);
				expect(fit.evaluations).toBeLessThanOrEqual(30);
				expect(Math.abs(fit.logLikelihood - mle_log_likelihood)).toBeLessThan(1e-4);
				for (const key of ['r', 'alpha', 's', 'beta'] as const)
					expect(fit.params[key].toPrecision(4)).toBe(mle[key].toPrecision(4));
			} else {
				expect(fit.boundary).toBe(true);
				expect(fit.logLikelihood).toBeGreaterThan(mle_log_likelihood - 1e-2);
			}
		});

		it('the fit predicts the holdout as the reference does', () => {
			const { holdout } = expected.models.paretonbd;
			const { MAE, RMSE, total } = errors(
				paretoNbd.expectedPurchases(fit.params, customers.histories, holdout.T_star_weeks),
				customers.later
			);
			const tolerance = name.startsWith('cdnow') ? 1e-5 : 1e-3;
			expect(apart(MAE, holdout.MAE)).toBeLessThan(tolerance);
			expect(apart(RMSE, holdout.RMSE)).toBeLessThan(tolerance);
			expect(apart(total, holdout.predicted_total)).toBeLessThan(tolerance);
		});
	});

	it('on the CDNOW sample reaches the published parameters, log-likelihood and standard errors', () => {
		const { frequency, recency, age } = summarised('cdnow_sample').histories;
		const fit = fitted(paretoNbd.mle(uniqueHistories(frequency, recency, age).histories));
		// Three decimals of FHL 2005; the log-likelihood and the standard errors are CLVTools' own test.
		expect(fit.params.r).toBeCloseTo(0.553, 3);
		expect(Math.abs(fit.params.alpha - 10.578)).toBeLessThan(0.001);
		expect(fit.params.s).toBeCloseTo(0.606, 3);
		expect(Math.abs(fit.params.beta - 11.669)).toBeLessThan(0.001);
		expect(Math.abs(fit.logLikelihood + 9594.976)).toBeLessThan(1e-3);
		const errorsOf = [0.0476264, 0.8427222, 0.1872594, 6.2105448];
		Object.values(fit.params).forEach((value, i) => {
			const error = value * Math.sqrt((fit.covariance as Float64Array)[i * 5]);
			expect(apart(error, errorsOf[i])).toBeLessThan(2e-3);
		});
	});

	it('with the penalty the boundary sets keep finite, inner parameters and nearly the same likelihood', () => {
		for (const name of ['online_retail', 'superstore'] as const) {
			const { frequency, recency, age } = summarised(name).histories;
			const unique = uniqueHistories(frequency, recency, age).histories;
			const fit = fitted(paretoNbd.fit(unique));
			expect(fit.converged).toBe(true);
			// Dropout cannot be measured, wherever the penalty holds its parameters.
			expect(fit.boundary).toBe(true);
			expect(fit.params.s).toBeGreaterThan(1e-3);
			expect(fit.logLikelihood).toBeGreaterThan(clvReference(name).models.paretonbd.mle_log_likelihood - 1);
			expect(fit.covariance).not.toBeNull();
		}
	});
});
