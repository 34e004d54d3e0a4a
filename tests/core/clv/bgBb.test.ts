import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as bgBb from '$workers/core/clv/bgBb';
import type { BgBb } from '$workers/core/clv/bgBb';
import type { Histories } from '$workers/core/clv/types';
import { betaDeviates } from '$workers/core/numeric/deviates';
import { Xoshiro128 } from '$workers/core/numeric/xoshiro';
import { describeShared, shared } from '../../shared';
import { reference } from '../helpers/referenceData';
import { apart } from './apart';
import { fitted } from './fitted';
import { historiesOf, numbers } from './histories';

const NAMES = ['alpha', 'beta', 'gamma', 'delta'] as const;
/** Fader, Hardie & Shang (2010) on the donations, as printed. */
const DONATIONS: BgBb = { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 };

/** All histories of n opportunities, without the number of ways to each. */
const allHistories = (n: number): Histories =>
	historiesOf([
		{ x: 0, t_x: 0, T: n },
		...Array.from({ length: n }, (_, i) => i + 1).flatMap((t_x) =>
			Array.from({ length: t_x }, (_, i) => ({ x: i + 1, t_x, T: n }))
		)
	]);

const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);

describe('BG/BB', () => {
	it.each([1, 4, 9])('shares out all probability over the histories of %d opportunities', (n) => {
		const histories = allHistories(n);
		const sum = bgBb.logLikelihoods(DONATIONS, histories).reduce((all, log, i) => {
			const [x, last] = [histories.frequency[i], histories.recency[i]];
			return all + Math.exp(log) * (x === 0 ? 1 : choose(last - 1, x - 1));
		}, 0);
		expect(apart(sum, 1)).toBeLessThan(1e-14);
	});

	it('what is left is the sum of what is expected at each opportunity, discounted', () => {
		const some = allHistories(4);
		for (const [params, rate] of [
			[DONATIONS, 0.1],
			[DONATIONS, 0.5],
			[{ ...DONATIONS, gamma: 3 }, 0.1]
		] as const) {
			const sums = new Float64Array(some.length);
			let before = new Float64Array(some.length);
			for (let k = 1; k <= 250; k++) {
				const upTo = bgBb.expectedPurchases(params, some, k);
				upTo.forEach((value, i) => (sums[i] += (value - before[i]) / (1 + rate) ** k));
				before = new Float64Array(upTo);
			}
			bgBb
				.residualTransactions(params, some, rate)
				.forEach((value, i) => expect(apart(value, sums[i])).toBeLessThan(1e-9));
		}
		// Σ of the chances to stay, (δ + n) / (γ − 1), times that of a purchase; and without end at γ ≤ 1.
		const [always] = bgBb.residualTransactions({ ...DONATIONS, gamma: 3 }, historiesOf([{ x: 4, t_x: 4, T: 4 }]), 0);
		expect(apart(always, ((2.783 + 4) / 2) * ((1.204 + 4) / (1.204 + 0.75 + 4)))).toBeLessThan(1e-13);
		expect(bgBb.residualTransactions(DONATIONS, some, 0)[0]).toBe(Infinity);
	});

	it('the squares are those of the counts to come', () => {
		const [x, n] = [3, 4];
		// Who took the last one is there: a new customer whose parameters are what the history makes of them.
		const later = {
			...DONATIONS,
			alpha: DONATIONS.alpha + x,
			beta: DONATIONS.beta + n - x,
			delta: DONATIONS.delta + n
		};
		let square = 0;
		for (let k = 0; k <= 12; k++) square += k * k * bgBb.probabilityOfCount(later, 12, k);
		expect(apart(bgBb.purchaseSquares(DONATIONS, historiesOf([{ x, t_x: n, T: n }]), 12)[0], square)).toBeLessThan(
			1e-12
		);
	});

	it('the counts have the expected mean', () => {
		let [sum, mean] = [0, 0];
		for (let n = 0; n <= 25; n++) {
			const chance = bgBb.probabilityOfCount(DONATIONS, 25, n);
			sum += chance;
			mean += n * chance;
		}
		expect(apart(sum, 1)).toBeLessThan(1e-13);
		expect(apart(mean, bgBb.expectation(DONATIONS, 25))).toBeLessThan(1e-13);
		expect(bgBb.probabilityOfCount(DONATIONS, 3, 4)).toBe(0);
	});

	it('before any opportunity predicts what it predicts for a new customer', () => {
		const fresh = historiesOf([{ x: 0, t_x: 0, T: 0 }]);
		expect(apart(bgBb.expectedPurchases(DONATIONS, fresh, 7)[0], bgBb.expectation(DONATIONS, 7))).toBeLessThan(1e-15);
		// α / (α + β) · δ / (γ + δ) at the first one.
		expect(bgBb.expectation(DONATIONS, 1)).toBeCloseTo((1.204 / 1.954) * (2.783 / 3.44), 14);
	});

	it('passes over γ = 1 without a jump', () => {
		const histories = allHistories(6);
		const [below, exact, above] = [1 - 1e-9, 1, 1 + 1e-9].map((gamma) =>
			bgBb.expectedPurchases({ ...DONATIONS, gamma }, histories, 5)
		);
		exact.forEach((middle, i) => expect(apart((below[i] + above[i]) / 2, middle)).toBeLessThan(1e-13));
	});

	it('the gradient equals central differences', () => {
		const histories = allHistories(6);
		const logs = Float64Array.from([0.6, 2, 1.4, 0.3], Math.log);
		const { value, gradient } = bgBb.evaluate(logs, histories);
		logs.forEach((log, i) => {
			const at = (shift: number) => bgBb.evaluate(logs.with(i, log + shift), histories).value;
			// Richardson: the error of each difference is of the second order in its step.
			const difference = (step: number) => (at(step) - at(-step)) / (2 * step);
			const slope = (4 * difference(5e-4) - difference(1e-3)) / 3;
			expect(Math.abs(slope - gradient[i])).toBeLessThan(1e-9 * value);
		});
	});

	it('refuses what cannot be fitted, with the figure', () => {
		const refused = (rows: Parameters<typeof historiesOf>[0]) => {
			const fit = bgBb.mle(historiesOf(rows));
			return fit.status === 'refused' ? [fit.reason, fit.figure, fit.needed] : fit.status;
		};
		expect(refused([])).toEqual(['no_customers', 0, 1]);
		expect(refused([{ x: 1, t_x: 1, T: 4, weight: 3 }])).toEqual(['too_few_repeaters', 3, 10]);
		expect(
			refused([
				{ x: 1, t_x: 1, T: 1, weight: 30 },
				{ x: 0, t_x: 0, T: 1, weight: 70 }
			])
		).toEqual(['too_short', 1, 2]);
		expect(refused([{ x: 1, t_x: 1, T: 4, weight: 30 }])).toEqual(['no_spread', 1, 2]);
	});

	it('fit finds the parameters that simulated 8,000 customers', () => {
		const random = Xoshiro128.seeded(17);
		const [taking, leaving] = [
			betaDeviates(DONATIONS.alpha, DONATIONS.beta),
			betaDeviates(DONATIONS.gamma, DONATIONS.delta)
		];
		const cells = new Map<string, { x: number; t_x: number; T: number; weight: number }>();
		for (let i = 0; i < 8000; i++) {
			const [take, leave] = [taking(random), leaving(random)];
			let [x, t_x] = [0, 0];
			for (let t = 1; t <= 8 && random.unit() >= leave; t++) if (random.unit() < take) [x, t_x] = [x + 1, t];
			const cell = cells.get(`${x} ${t_x}`) ?? { x, t_x, T: 8, weight: 0 };
			cell.weight++;
			cells.set(`${x} ${t_x}`, cell);
		}
		const fit = fitted(bgBb.mle(historiesOf([...cells.values()])));
		// The seed is fixed; three standard errors of each log parameter.
		NAMES.forEach((name, i) => {
			const error = Math.sqrt((fit.covariance as Float64Array)[i * 5]);
			expect(Math.abs(Math.log(fit.params[name] / DONATIONS[name]))).toBeLessThan(3 * error);
		});
	});
});

describeShared('BG/BB on the donations', () => {
	interface Reference {
		model: {
			mle: BgBb;
			mle_log_likelihood: number;
			eval_params: Record<string, string>;
			log_likelihood_at_eval_params: number;
		};
		cells: Record<
			'x' | 't_x' | 'n' | 'customers' | 'log_likelihood' | 'p_alive_next' | `expected_${1 | 5 | 10}`,
			number
		>[];
		expected_per_customer: Record<string, number>;
		holdout: { opportunities: number; predicted_total: number };
	}
	let expected: Reference;
	let histories: Histories;
	let params: BgBb;
	beforeAll(() => {
		expected = reference('bgbb_donations.json') as Reference;
		params = numbers<BgBb>(expected.model.eval_params);
		const [, ...lines] = readFileSync(shared('data/donations_bgbb/donations.csv'), 'utf8').trim().split(/\r?\n/);
		histories = historiesOf(
			lines.map((line) => {
				const [x, t_x, T, weight] = line.split(',').map(Number);
				return { x, t_x, T, weight };
			})
		);
	});

	it('reaches the published parameters and the reference', () => {
		const fit = fitted(bgBb.mle(histories));
		expect(fit.converged).toBe(true);
		expect(fit.boundary).toBe(false);
		expect(fit.evaluations).toBeLessThanOrEqual(30);
		for (const name of NAMES) {
			expect(fit.params[name]).toBeCloseTo(DONATIONS[name], 2);
			expect(fit.params[name].toPrecision(4)).toBe(expected.model.mle[name].toPrecision(4));
		}
		expect(fit.logLikelihood).toBeCloseTo(-33225.6, 1);
		expect(Math.abs(fit.logLikelihood - expected.model.mle_log_likelihood)).toBeLessThan(1e-6);
	});

	it('every cell has the figures of the reference', () => {
		const at = expected.model.log_likelihood_at_eval_params;
		expect(Math.abs(bgBb.logLikelihood(params, histories) - at)).toBeLessThan(1e-8);
		const cells = historiesOf(expected.cells.map(({ x, t_x, n }) => ({ x, t_x, T: n })));
		const columns = {
			log_likelihood: bgBb.logLikelihoods(params, cells),
			p_alive_next: bgBb.probabilityAlive(params, cells),
			expected_1: bgBb.expectedPurchases(params, cells, 1),
			expected_5: bgBb.expectedPurchases(params, cells, 5),
			expected_10: bgBb.expectedPurchases(params, cells, 10)
		};
		expected.cells.forEach((cell, i) => {
			for (const [key, column] of Object.entries(columns))
				expect(apart(column[i], cell[key as keyof typeof columns]), `${cell.x} ${cell.t_x} ${key}`).toBeLessThan(1e-8);
		});
		for (const [n, value] of Object.entries(expected.expected_per_customer))
			expect(apart(bgBb.expectation(params, Number(n)), value)).toBeLessThan(1e-8);
	});

	it('expects as many donors who never gave and who always gave as Hardie’s sheet', () => {
		const { params: own } = fitted(bgBb.mle(histories));
		expect(11_104 * bgBb.probabilityOfCount(own, 6, 0)).toBeCloseTo(3454.9, 1);
		expect(11_104 * bgBb.probabilityOfCount(own, 6, 6)).toBeCloseTo(1253.1, 1);
	});

	it('predicts the holdout', () => {
		const predicted = (at: BgBb) =>
			bgBb.expectedPurchases(at, histories, 5).map((value, i) => value * histories.weight[i]);
		const sum = (column: Float64Array) => column.reduce((all, value) => all + value, 0);
		expect(apart(sum(predicted(params)), expected.holdout.predicted_total)).toBeLessThan(1e-8);
		const fit = fitted(bgBb.mle(histories));
		const own = predicted(fit.params);
		expect(sum(own)).toBeCloseTo(12884.2, 1);
		expect(apart(sum(own), expected.holdout.predicted_total)).toBeLessThan(1e-5);
	});
});
