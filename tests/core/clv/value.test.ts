import { describe, expect, it } from 'vitest';
import * as bgNbd from '$workers/core/clv/bgNbd';
import * as mbgNbd from '$workers/core/clv/mbgNbd';
import * as paretoNbd from '$workers/core/clv/paretoNbd';
import * as gammaGamma from '$workers/core/clv/gammaGamma';
import type { BgNbd, GammaGamma, Histories, ParetoNbd } from '$workers/core/clv/types';
import { discountedValue, lifetimeValue, ratePerWeek, weeksOf } from '$workers/core/clv/value';
import type { Convention } from '$workers/core/clv/value';
import { describeShared } from '../../shared';
import { REFERENCE_SETS } from '../helpers/referenceData';
import { apart } from './apart';
import { clvReference, historiesOf, numbers } from './histories';
import type { PurchaseModel } from './histories';

/** One customer who buys once a week for ever, at 10 a time. */
const weekly = (weeks: number) => Float64Array.of(weeks);
const ten = Float64Array.of(10);

describe('the discounted value of a horizon', () => {
	it('adds up months, each discounted to its end', () => {
		const [value] = discountedValue({
			expected: weekly,
			spend: ten,
			margin: 0.5,
			annualRate: 0.1,
			months: 2,
			convention: 'A'
		});
		const d = 1.1 ** (1 / 12);
		expect(apart(value, 0.5 * 10 * 4.345 * (1 / d + 1 / d ** 2))).toBeLessThan(1e-14);
	});

	it('or to its middle, half a month of interest more', () => {
		const [end, middle] = (['B', 'C'] as const).map(
			(convention) => discountedValue({ expected: weekly, spend: ten, margin: 1, annualRate: 0.1, convention })[0]
		);
		expect(apart(middle, end * 1.1 ** (1 / 24))).toBeLessThan(1e-14);
	});

	it('is by months of a calendar year, 12 of them and B, unless asked otherwise', () => {
		expect(weeksOf(12, 'B')).toBeCloseTo(365.25 / 7, 12);
		const asked = { expected: weekly, spend: ten, margin: 1, annualRate: 0.1 };
		expect(discountedValue(asked)).toEqual(discountedValue({ ...asked, months: 12, convention: 'B' }));
	});

	it.each(['A', 'B', 'C'] as const)(
		'without discount is margin × spend × purchases of the whole horizon, by convention %s',
		(convention) => {
			const params: ParetoNbd = { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
			const histories = historiesOf([
				{ x: 0, t_x: 0, T: 38 },
				{ x: 5, t_x: 30, T: 33 }
			]);
			const expected = (weeks: number) => paretoNbd.expectedPurchases(params, histories, weeks);
			const spend = Float64Array.of(35.2, 51.7);
			const values = discountedValue({ expected, spend, margin: 0.3, annualRate: 0, months: 7, convention });
			const whole = expected(weeksOf(7, convention));
			values.forEach((value, i) => expect(apart(value, 0.3 * spend[i] * whole[i])).toBeLessThan(1e-15));
		}
	);

	it('grows with the margin and the horizon and falls with the rate, towards the value without a horizon', () => {
		const params: ParetoNbd = { r: 0.553, alpha: 10.578, s: 1.606, beta: 11.669 };
		const histories = historiesOf([{ x: 5, t_x: 30, T: 33 }]);
		const expected = (weeks: number) => paretoNbd.expectedPurchases(params, histories, weeks);
		const value = (months: number, annualRate: number) =>
			discountedValue({ expected, spend: ten, margin: 1, annualRate, months, convention: 'C' })[0];
		expect(value(24, 0.1)).toBeGreaterThan(value(12, 0.1));
		expect(value(12, 0.2)).toBeLessThan(value(12, 0.1));
		const residual = paretoNbd.residualTransactions(params, histories, ratePerWeek(0.1));
		const [ever] = lifetimeValue(residual, ten, 1);
		expect(ever).toBeGreaterThan(value(600, 0.1));
		// Months discounted from their middle stand for discounting from day to day.
		expect(apart(value(1200, 0.1), ever)).toBeLessThan(1e-3);
	});
});

describeShared('the values of the reference data sets', () => {
	const models: Record<
		PurchaseModel,
		(params: Record<string, string>, histories: Histories) => (weeks: number) => Float64Array
	> = {
		bgnbd: (params, histories) => (weeks) => bgNbd.expectedPurchases(numbers<BgNbd>(params), histories, weeks),
		mbgnbd: (params, histories) => (weeks) => mbgNbd.expectedPurchases(numbers<BgNbd>(params), histories, weeks),
		paretonbd: (params, histories) => (weeks) =>
			paretoNbd.expectedPurchases(numbers<ParetoNbd>(params), histories, weeks)
	};

	// Online Retail's reference has no values.
	describe.each(REFERENCE_SETS.filter((name) => name !== 'online_retail'))('%s', (name) => {
		it.each(['bgnbd', 'mbgnbd', 'paretonbd'] as const)('every customer by %s and Gamma-Gamma', (model) => {
			const reference = clvReference(name);
			const { customers } = reference;
			const histories = historiesOf(customers);
			const spend = gammaGamma.expectedSpend(
				numbers<GammaGamma>(reference.models.gammagamma.eval_params),
				histories.frequency,
				Float64Array.from(customers, ({ zbar }) => zbar)
			);
			const expected = models[model](reference.models[model].eval_params, histories);
			const valueBy = (convention: Convention, annualRate = 0.1) =>
				discountedValue({ expected, spend, margin: 1, annualRate, months: 12, convention });
			const columns: Record<string, Float64Array> = {
				clv_A: valueBy('A'),
				clv_B: valueBy('B'),
				clv_C: valueBy('C'),
				clv_undiscounted_B: valueBy('B', 0)
			};
			if (model === 'paretonbd') {
				const params = numbers<ParetoNbd>(reference.models.paretonbd.eval_params);
				const residual = paretoNbd.residualTransactions(params, histories, ratePerWeek(0.1));
				columns.clv_D = lifetimeValue(residual, spend, 1);
			}
			customers.forEach((customer, i) => {
				for (const [key, column] of Object.entries(columns)) {
					const truth = customer[model][key];
					if (truth < 1e-300) expect(column[i]).toBeLessThan(1e-300);
					else expect(apart(column[i], truth), `${customer.id} ${key}`).toBeLessThan(1e-8);
				}
			});
		});
	});
});
