import { beforeAll, describe, expect, it } from 'vitest';
import * as bgNbd from '$workers/core/clv/bgNbd';
import { uniqueHistories } from '$workers/core/clv/histories';
import * as mbgNbd from '$workers/core/clv/mbgNbd';
import { customerSummary } from '$workers/core/clv/summary';
import type { CustomerSummary } from '$workers/core/clv/summary';
import type { BgNbd, Fitted, Histories } from '$workers/core/clv/types';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { customerKeys, keyOf } from '$workers/core/ledger/customerKeys';
import { openLedger } from '$workers/core/ledger/ledger';
import type { CustomerKeys } from '$workers/core/ledger/types';
import { describeShared } from '../../shared';
import { asDay, reference, referenceData, REFERENCE_SETS } from '../helpers/referenceData';
import { fitted } from './fitted';
import { clvReference, errors, historiesOf, numbers } from './histories';
import type { ClvReference, ReferenceCustomer } from './histories';

interface Counts {
	customers_after_calibration_end: number;
	repeat_customers: number;
	sum_x: number;
	max_x: number;
	sum_x_star: number;
	T_min: number;
	T_max: number;
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

describeShared('the reference data sets, from the ledger to the predictions', () => {
	describe.each(REFERENCE_SETS)('%s', (set) => {
		const boundary = set === 'online_retail' || set === 'superstore';
		let expected: ClvReference;
		let counts: Counts;
		let keys: CustomerKeys;
		let everybody: number;
		let summary: CustomerSummary;
		let histories: Histories;
		let row: Int32Array;
		beforeAll(() => {
			expected = clvReference(set);
			counts = reference(`clv_${set}.json`) as Counts;
			const data = referenceData(set);
			const ledger = openLedger(DEFAULT_COUNTING, data);
			everybody = ledger.customers;
			keys = customerKeys(ledger, data.identities);
			summary = customerSummary(ledger, {
				asOf: asDay(expected.calibration_end),
				end: asDay(expected.observation_end)
			});
			({ histories, row } = uniqueHistories(summary.frequency, summary.recency, summary.age));
		});

		it('the summary counts customers, repeat days, weeks and later days as the reference does', () => {
			const { frequency, age, holdoutDays } = summary;
			expect({
				customers_after_calibration_end: everybody - summary.length,
				repeat_customers: frequency.filter((x) => x > 0).length,
				sum_x: sum(frequency),
				max_x: Math.max(...frequency),
				sum_x_star: sum(holdoutDays),
				T_min: Math.min(...age),
				T_max: Math.max(...age)
			}).toEqual(countsOf(counts));
			expect(sum(histories.weight)).toBe(summary.length);
			expect(histories.length).toBeLessThan(summary.length);
		});

		it('the summary of each customer is that of the reference, and so is the history they share', () => {
			const rowOf = new Map(Array.from(summary.customer, (index, i) => [keyOf(keys, index), i]));
			for (const customer of expected.customers as (ReferenceCustomer & { x_star: number })[]) {
				const i = rowOf.get(customer.id.toLowerCase()) as number;
				const { frequency, recency, age, mean, spendingDays, holdoutDays } = summary;
				expect([frequency[i], recency[i], age[i], holdoutDays[i]], customer.id).toEqual([
					customer.x,
					customer.t_x,
					customer.T,
					customer.x_star
				]);
				expect(spendingDays[i]).toBe(customer.x);
				expect(Math.abs(mean[i] - customer.zbar)).toBeLessThanOrEqual(1e-12 * customer.zbar);
				const shared = [histories.frequency, histories.recency, histories.age].map((column) => column[row[i]]);
				expect(shared).toEqual([customer.x, customer.t_x, customer.T]);
			}
		});

		describe.each([
			['bgnbd', bgNbd],
			['mbgnbd', mbgNbd]
		] as const)('%s', (name, model) => {
			let found: Fitted<BgNbd>;
			beforeAll(() => {
				found = fitted(model.mle(histories));
			});

			it('has the likelihood of the reference at the parameters written there', () => {
				const { eval_params, log_likelihood_at_eval_params } = expected.models[name];
				const value = model.logLikelihood(numbers<BgNbd>(eval_params), histories);
				// On the boundary the reference itself is good to 1e-11.
				expect(Math.abs(value / log_likelihood_at_eval_params - 1)).toBeLessThan(boundary ? 1e-11 : 1e-12);
			});

			if (boundary) {
				it('says that dropout cannot be measured, at a likelihood as high as that of the reference', () => {
					expect(found).toMatchObject({ converged: true, boundary: true, penalty: 0 });
					expect(found.logLikelihood).toBeGreaterThan(expected.models[name].mle_log_likelihood - 1e-2);
				});

				it('under the weak penalty keeps the parameters off the bounds, and still says so', () => {
					const { params, penalty, boundary, logLikelihood } = fitted(model.fit(histories));
					for (const value of Object.values(params)) {
						expect(value).toBeGreaterThan(1e-3);
						expect(value).toBeLessThan(5e3);
					}
					expect(boundary).toBe(true);
					expect(penalty).toBeGreaterThan(0);
					expect(logLikelihood).toBeGreaterThan(expected.models[name].mle_log_likelihood - 1);
				});
			} else {
				it('finds the parameters of the reference to four digits, and its likelihood', () => {
					const { mle, mle_log_likelihood } = expected.models[name];
					expect(Math.abs(found.logLikelihood - mle_log_likelihood)).toBeLessThan(1e-4);
					for (const [key, value] of Object.entries(mle)) {
						expect(Math.abs(found.params[key as keyof BgNbd] / value - 1), key).toBeLessThan(5e-5);
					}
					expect(found).toMatchObject({ converged: true, boundary: false, penalty: 0 });
				});

				it('needs 30 evaluations or fewer from one start', () => {
					expect(fitted(model.mle(histories, { starts: 1 })).evaluations).toBeLessThanOrEqual(30);
				});

				it('is hardly moved by the weak penalty', () => {
					const { params, penalty, logLikelihood } = fitted(model.fit(histories));
					expect(penalty).toBeGreaterThan(0);
					expect(found.logLikelihood - logLikelihood).toBeLessThan(1e-3);
					for (const [key, value] of Object.entries(found.params)) {
						expect(Math.abs(params[key as keyof BgNbd] / value - 1), key).toBeLessThan(0.005);
					}
				});
			}

			it('predicts the weeks after with the errors of the reference', () => {
				const { T_star_weeks, predicted_total, MAE, RMSE } = expected.models[name].holdout;
				const byHistory = model.expectedPurchases(found.params, histories, T_star_weeks);
				const off = errors(
					Float64Array.from(row, (i) => byHistory[i]),
					summary.holdoutDays
				);
				const within = boundary ? 1e-3 : 1e-5;
				expect(Math.abs(off.total / predicted_total - 1)).toBeLessThan(within);
				expect(Math.abs(off.MAE / MAE - 1)).toBeLessThan(within);
				expect(Math.abs(off.RMSE / RMSE - 1)).toBeLessThan(within);
			});

			it('gives every customer of the reference their likelihood, P(alive) and expectations', () => {
				const params = numbers<BgNbd>(expected.models[name].eval_params);
				const customers = historiesOf(expected.customers);
				const columns = {
					log_likelihood: model.logLikelihoods(params, customers),
					p_alive: model.probabilityAlive(params, customers),
					expected_13: model.expectedPurchases(params, customers, 13),
					expected_39: model.expectedPurchases(params, customers, 39),
					expected_52: model.expectedPurchases(params, customers, 52)
				};
				expect(expected.customers.length).toBeGreaterThan(20);
				expected.customers.forEach((customer, i) => {
					for (const [key, column] of Object.entries(columns)) {
						const value = customer[name][key];
						const error = Math.abs(column[i] - value);
						// A customer of the last day has seen nothing: ln 1, give or take what rounding leaves.
						if (!(error < 1e-13)) expect(error / Math.abs(value), `${customer.id} ${key}`).toBeLessThan(1e-8);
					}
				});
			});
		});
	});
});

function countsOf({
	customers_after_calibration_end,
	repeat_customers,
	sum_x,
	max_x,
	sum_x_star,
	T_min,
	T_max
}: Counts): Counts {
	return { customers_after_calibration_end, repeat_customers, sum_x, max_x, sum_x_star, T_min, T_max };
}
