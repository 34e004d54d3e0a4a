import { beforeAll, expect, it } from 'vitest';
import { evaluate, prepare } from '$workers/core/clv/betaGeometricLikelihood';
import type { BgNbd, Fitted, Histories } from '$workers/core/clv/types';
import { uniqueHistories } from '$workers/core/clv/histories';
import type * as bgNbd from '$workers/core/clv/bgNbd';
import { fitted } from './fitted';
import { historiesOf } from './histories';
import { simulated } from './simulated';

const TRUTH: BgNbd = { r: 0.6, alpha: 8, a: 0.9, b: 3 };

const far = (a: BgNbd, b: BgNbd): number =>
	Math.max(...Object.keys(a).map((key) => Math.abs(a[key as keyof BgNbd] / b[key as keyof BgNbd] - 1)));

/** The same customers with whole days, so that many share a history. */
function wholeDays({ frequency, recency, age }: Histories): ReturnType<typeof uniqueHistories> {
	const days = (weeks: Float64Array): Float64Array => weeks.map((value) => Math.ceil(value * 7) / 7);
	return uniqueHistories(frequency, days(recency), days(age));
}

/** What must hold of BG/NBD and MBG/NBD whatever the data. */
export function holdsInvariants(model: typeof bgNbd, firstCoin: 0 | 1): void {
	let customers: Histories;
	let histories: Histories;
	let row: Int32Array;
	let found: Fitted<BgNbd>;
	beforeAll(() => {
		customers = simulated(TRUTH, { customers: 4000, weeks: 104, seed: 20_260_101, firstCoin: firstCoin === 1 });
		({ histories, row } = wholeDays(customers));
		found = fitted(model.mle(histories));
	});

	it('fit finds the parameters that simulated the customers', () => {
		const { params, covariance, converged, boundary } = fitted(model.mle(customers));
		expect({ converged, boundary }).toEqual({ converged: true, boundary: false });
		Object.values(TRUTH).forEach((value, i) => {
			const error = Math.sqrt(covariance?.[5 * i] ?? NaN);
			expect(error).toBeLessThan(0.5);
			expect(Math.abs(Math.log(Object.values(params)[i] / value))).toBeLessThan(3 * error);
		});
	});

	it('doubling every weight leaves the fit unchanged, and halves the covariance', () => {
		const twice = fitted(model.mle({ ...histories, weight: histories.weight.map((weight) => 2 * weight) }));
		expect(far(twice.params, found.params)).toBeLessThan(1e-9);
		expect(Math.abs((twice.covariance?.[0] ?? NaN) / (found.covariance?.[0] ?? NaN) - 0.5)).toBeLessThan(1e-6);
	});

	it('weighted rows equal repeated rows', () => {
		const repeated = historiesOf(
			Array.from(row, (i) => ({ x: histories.frequency[i], t_x: histories.recency[i], T: histories.age[i] }))
		);
		expect(repeated.length).toBeGreaterThan(histories.length);
		const other = fitted(model.mle(repeated));
		expect(far(other.params, found.params)).toBeLessThan(1e-5);
		expect(Math.abs(other.logLikelihood / found.logLikelihood - 1)).toBeLessThan(1e-12);
	});

	it('days instead of weeks multiplies alpha by 7', () => {
		const inDays = fitted(
			model.mle({
				...histories,
				recency: histories.recency.map((weeks) => Math.round(weeks * 7)),
				age: histories.age.map((weeks) => Math.round(weeks * 7))
			})
		);
		expect(far({ ...inDays.params, alpha: inDays.params.alpha / 7 }, found.params)).toBeLessThan(1e-5);
	});

	it('the gradient is that of the value', () => {
		const prepared = prepare(histories, firstCoin);
		for (const params of [TRUTH, { r: 3, alpha: 0.5, a: 0.01, b: 40 }, { r: 0.05, alpha: 90, a: 12, b: 0.3 }]) {
			const at = Float64Array.from(Object.values(params), Math.log);
			const { gradient } = evaluate(at, prepared);
			gradient.forEach((slope, i) => {
				const moved = (step: number): number => evaluate(at.with(i, at[i] + step), prepared).value;
				const difference = (8 * (moved(1e-3) - moved(-1e-3)) - (moved(2e-3) - moved(-2e-3))) / 12e-3;
				expect(Math.abs(difference - slope)).toBeLessThan(1e-7 * Math.max(Math.abs(slope), 100));
			});
		}
	});

	it('the value is minus the sum of the rows', () => {
		const at = Float64Array.from(Object.values(TRUTH), Math.log);
		const { value } = evaluate(at, prepare(histories, firstCoin));
		expect(Math.abs(-value / model.logLikelihood(TRUTH, histories) - 1)).toBeLessThan(1e-13);
	});

	it('a more recent purchase never lowers the probability of being alive', () => {
		for (const x of [1, 2, 7, 40]) {
			const rows = Array.from({ length: 60 }, (_, i) => ({ x, t_x: (i + 1) / 2, T: 30 }));
			const alive = model.probabilityAlive(TRUTH, historiesOf(rows));
			for (let i = 1; i < alive.length; i++) expect(alive[i]).toBeGreaterThanOrEqual(alive[i - 1]);
		}
	});

	it('expectations never fall with time, and start at 0', () => {
		const one = historiesOf([
			{ x: 0, t_x: 0, T: 20 },
			{ x: 5, t_x: 12, T: 20 }
		]);
		expect(model.expectation(TRUTH, 0)).toBe(0);
		expect([...model.expectedPurchases(TRUTH, one, 0)]).toEqual([0, 0]);
		let before = [0, 0, 0];
		for (let weeks = 1; weeks < 2000; weeks *= 1.3) {
			const now = [model.expectation(TRUTH, weeks), ...model.expectedPurchases(TRUTH, one, weeks)];
			now.forEach((value, i) => expect(value).toBeGreaterThan(before[i]));
			before = now;
		}
	});

	it('the chances of 0, 1, 2 … purchases add up to 1, and their mean is the expectation', () => {
		const chances = Array.from({ length: 400 }, (_, n) => model.probabilityOfCount(TRUTH, 52, n));
		expect(Math.abs(chances.reduce((sum, value) => sum + value) - 1)).toBeLessThan(1e-12);
		const mean = chances.reduce((sum, value, n) => sum + n * value, 0);
		expect(Math.abs(mean / model.expectation(TRUTH, 52) - 1)).toBeLessThan(1e-10);
	});

	it('a purchase at all is what is not none: for a new customer the complement of the chance of 0', () => {
		const [any] = model.probabilityOfAny(TRUTH, historiesOf([{ x: 0, t_x: 0, T: 0 }]), 26);
		expect(Math.abs(any + model.probabilityOfCount(TRUTH, 26, 0) - 1)).toBeLessThan(1e-14);
	});

	it('says why histories cannot be fitted', () => {
		expect(model.mle(historiesOf([]))).toEqual({
			status: 'refused',
			reason: 'no_customers',
			figure: 0,
			needed: 1
		});
		const once = { x: 0, t_x: 0, T: 30, weight: 500 };
		expect(model.fit(historiesOf([once, { x: 2, t_x: 5, T: 30, weight: 9 }]))).toEqual({
			status: 'refused',
			reason: 'too_few_repeaters',
			figure: 9,
			needed: 10
		});
		const fresh = { x: 0, t_x: 0, T: 3, weight: 500 };
		expect(model.fit(historiesOf([fresh, { x: 1, t_x: 1, T: 3, weight: 50 }]))).toEqual({
			status: 'refused',
			reason: 'too_short',
			figure: 3,
			needed: 4
		});
		expect(model.fit(historiesOf([{ x: 1, t_x: 5, T: 30, weight: 50 }]))).toEqual({
			status: 'refused',
			reason: 'no_spread',
			figure: 1,
			needed: 2
		});
	});
}
