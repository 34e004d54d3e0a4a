import { describe, expect, it } from 'vitest';
import { cohorts } from '$workers/core/cohorts/cohorts';
import { uniqueHistories } from '$workers/core/clv/histories';
import { weeksOf } from '$workers/core/clv/value';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { openLedger } from '$workers/core/ledger/ledger';
import { betaDeviates, exponential, gammaDeviates } from '$workers/core/numeric/deviates';
import { Xoshiro128 } from '$workers/core/numeric/xoshiro';
import { cohortContinuation } from '$workers/core/value/cohortContinuation';
import type { CohortCustomers } from '$workers/core/value/cohortContinuation';
import { cohortCustomers } from '$workers/core/value/cohortCustomers';
import type { FittedModel } from '$workers/core/value/customerOutlook';
import { parameterVariance, slopes } from '$workers/core/value/parameterIntervals';
import { PURCHASE_MODELS } from '$workers/core/value/purchaseModels';
import type { SpendModel } from '$workers/core/value/spend';
import { sumsOf } from '$workers/core/value/totals';
import type { ModelName } from '$workers/core/value/types';
import { dataSet, dayOf } from '../helpers/dataSet';
import { notFinite } from './inputs';

const MBG = { r: 0.7, alpha: 7, a: 0.8, b: 1.7 };
const PARETO = { r: 0.6, alpha: 8, s: 0.7, beta: 12 };
const COVARIANCE = Float64Array.of(0.003, 0.002, 0, 0, 0.002, 0.007, 0, 0, 0, 0, 0.05, 0.04, 0, 0, 0.04, 0.08);
const SPEND: SpendModel = {
	params: { p: 4, q: 6, v: 16 },
	covariance: Float64Array.of(0.01, 0, 0, 0, 0.01, 0, 0, 0, 0.01),
	shopMean: 12.8,
	relativeVariance: 1
};

const fitted = (name: ModelName, params: Record<string, number>, covariance: Float64Array | null): FittedModel => {
	const fit = {
		status: 'fitted' as const,
		params,
		logLikelihood: -100,
		penalty: 0,
		converged: true,
		boundary: false,
		evaluations: 1,
		covariance
	};
	return { chosen: name, models: [{ name, fit, mle: fit, standardErrors: null }], spend: SPEND };
};

interface Life {
	cohort: number;
	age: number;
	purchases: { week: number; value: number }[];
}

/** Customers of as many cohorts as ages are given, who do as MBG/NBD and Gamma-Gamma say for so many weeks after D. */
function lives(random: Xoshiro128, ages: readonly number[], customers: number, weeks: number): Life[] {
	const [rates, chances] = [gammaDeviates(MBG.r), betaDeviates(MBG.a, MBG.b)];
	const [scales, values] = [gammaDeviates(6), gammaDeviates(4)];
	return ages.flatMap((oldest, cohort) =>
		Array.from({ length: customers }, (): Life => {
			const rate = rates(random) / MBG.alpha;
			const chance = chances(random);
			const scale = scales(random) / 16;
			// A cohort's customers came within four weeks.
			const age = oldest - Math.floor(random.unit() * 28) / 7;
			const purchases: Life['purchases'] = [];
			for (let at = 0; random.unit() >= chance;) {
				at += exponential(random) / rate;
				if (at > age + weeks) break;
				purchases.push({ week: at - age, value: values(random) / scale });
			}
			return { cohort, age, purchases };
		})
	);
}

/** What the continuation is given of them on D; nothing of them happened before but what the net so far says. */
function inputOf(all: readonly Life[], bounds: readonly number[], net: number[], running = false): CohortCustomers {
	const before = all.map(({ purchases }) => purchases.filter(({ week }) => week <= 0));
	const of = (value: (life: Life, i: number) => number): Float64Array => Float64Array.from(all, value);
	const C = net.length;
	const size = new Int32Array(C);
	for (const { cohort } of all) size[cohort]++;
	return {
		cohort: Int32Array.from(all, ({ cohort }) => cohort),
		frequency: of((_, i) => before[i].length),
		recency: of(({ age }, i) => (before[i].at(-1)?.week ?? -age) + age),
		age: of(({ age }) => age),
		spendingDays: of((_, i) => before[i].length),
		mean: of((_, i) => before[i].reduce((sum, { value }) => sum + value, 0) / Math.max(1, before[i].length)),
		seen: new Uint8Array(all.length),
		bounds: Float64Array.from(bounds),
		running,
		from: new Int32Array(C).fill(1),
		happened: {
			ages: 2,
			size,
			cell: Uint8Array.from({ length: 2 * C }, (_, at) => (at % 2 === 0 ? 2 : running ? 1 : 0)),
			customers: new Int32Array(2 * C),
			orders: new Int32Array(2 * C),
			cumulative: Float64Array.from({ length: 2 * C }, (_, at) => net[at >> 1])
		},
		ordersADay: 1
	};
}

/** What came of a cohort in (from, to] weeks after D: who bought, purchases, and revenue from D to the end, each a customer. */
function came(all: readonly Life[], cohort: number, from: number, to: number) {
	const own = all.filter((life) => life.cohort === cohort);
	const counts = own.map(({ purchases }) => purchases.filter(({ week }) => week > from && week <= to).length);
	const money = own.map(({ purchases }) =>
		purchases.reduce((sum, { week, value }) => (week > 0 && week <= to ? sum + value : sum), 0)
	);
	const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	const error = (values: readonly number[]) => {
		const centre = mean(values);
		return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)) / values.length);
	};
	const any = counts.map((count) => Math.min(1, count));
	return {
		share: [mean(any), error(any)],
		orders: [mean(counts), error(counts)],
		cumulative: [mean(money), error(money)]
	} as const;
}

const FIGURES = ['share', 'orders', 'cumulative'] as const;

describe('cohorts continued', () => {
	it('go on as simulated customers do', () => {
		const random = Xoshiro128.seeded(3);
		const bounds = [0, 4, 8, 13, 26];
		const all = lives(random, [10, 30, 60], 3000, 26);
		const input = inputOf(all, bounds, [20, 30, 40]);
		const found = cohortContinuation(input, fitted('mbgnbd', MBG, null));
		[20, 30, 40].forEach((net, cohort) =>
			bounds.slice(1).forEach((to, k) => {
				const actual = came(all, cohort, bounds[k], to);
				for (const figure of FIGURES) {
					const value = found[figure]?.value[cohort * 4 + k] ?? NaN;
					const [mean, error] = actual[figure];
					const expected = figure === 'cumulative' ? value - net : value;
					expect(Math.abs(mean - expected) / error, `${figure} ${cohort} ${k}`).toBeLessThan(3);
				}
			})
		);
	});

	it('hold 95 % of what comes in bands that know the size of the cohort', () => {
		const random = Xoshiro128.seeded(8);
		const bounds = [0, 4, 8, 12, 16, 20];
		const inside = { share: 0, orders: 0, cumulative: 0 };
		let points = 0;
		for (let shop = 0; shop < 40; shop++) {
			const all = lives(random, [20, 40], 120, 20);
			const found = cohortContinuation(inputOf(all, bounds, [0, 0]), fitted('mbgnbd', MBG, null));
			for (let at = 0; at < 10; at++) {
				const k = at % 5;
				const actual = came(all, Math.floor(at / 5), bounds[k], bounds[k + 1]);
				points++;
				for (const figure of FIGURES) {
					const { low, high } = found[figure] ?? expect.fail();
					if (low[at] <= actual[figure][0] && actual[figure][0] <= high[at]) inside[figure]++;
				}
			}
		}
		for (const figure of FIGURES) {
			expect(inside[figure] / points, figure).toBeGreaterThan(0.92);
			expect(inside[figure] / points, figure).toBeLessThan(0.99);
		}
	});

	it.each([
		['bgnbd', MBG],
		['mbgnbd', MBG],
		['paretonbd', PARETO]
	] as const)('add up to the totals of the outlook: %s', (name, params) => {
		const all = lives(Xoshiro128.seeded(4), [10, 30, 60], 150, 0);
		const bounds = [0, 3, 6, 12].map((months) => weeksOf(months, 'B'));
		const input = inputOf(all, bounds, [5, 6, 7]);
		const found = cohortContinuation(input, fitted(name, params, COVARIANCE));
		const { histories, row } = uniqueHistories(input.frequency, input.recency, input.age);
		const sums = sumsOf({ name, params, covariance: COVARIANCE, histories, row, rows: input, spend: SPEND });
		[3, 6, 12].forEach((months, k) => {
			const { purchases, revenue } = sums.forecast(weeksOf(months, 'B'));
			let orders = 0;
			let net = 0;
			[5, 6, 7].forEach((soFar, cohort) => {
				for (let j = 0; j <= k; j++) orders += 150 * found.orders.value[cohort * 3 + j];
				net += 150 * ((found.cumulative?.value[cohort * 3 + k] ?? NaN) - soFar);
			});
			expect(Math.abs(orders / purchases.value - 1), `${months}`).toBeLessThan(1e-9);
			expect(Math.abs(net / revenue.value - 1), `${months}`).toBeLessThan(1e-9);
		});
	});

	it('have the interval of parameters and outcome: one cohort of equal customers, the next weeks', () => {
		const all = new Array<Life>(200).fill({
			cohort: 0,
			age: 30,
			purchases: [-20, -8].map((week) => ({ week, value: 10 }))
		});
		const input = inputOf(all, [0, 13], [30]);
		const { share } = cohortContinuation(input, fitted('paretonbd', PARETO, COVARIANCE));
		const { histories } = uniqueHistories(input.frequency, input.recency, input.age);
		const chance = (at: Record<string, number>) => PURCHASE_MODELS.paretonbd.probabilityOfAny(at, histories, 13);
		const [q] = chance(PARETO);
		const [slope] = slopes(PARETO, chance);
		const variance = parameterVariance(slope, COVARIANCE) + (q * (1 - q)) / 200;
		const width = (1.959963984540054 * Math.sqrt(variance)) / (q * (1 - q));
		const odds = Math.log(q / (1 - q));
		expect(share.value[0]).toBeCloseTo(q, 12);
		expect(share.low[0]).toBeCloseTo(1 / (1 + Math.exp(width - odds)), 6);
		expect(share.high[0]).toBeCloseTo(1 / (1 + Math.exp(-width - odds)), 6);
	});

	it('complete a period that is under way: who has ordered in it is in', () => {
		const all = lives(Xoshiro128.seeded(6), [30], 40, 0);
		const input = inputOf(all, [0, 2, 6], [9], true);
		input.seen.fill(1, 0, 10);
		input.happened.customers[1] = 10;
		input.happened.orders[1] = 14;
		const { share, orders } = cohortContinuation(input, fitted('mbgnbd', MBG, COVARIANCE));
		const { histories, row } = uniqueHistories(input.frequency, input.recency, input.age);
		const any = PURCHASE_MODELS.mbgnbd.probabilityOfAny(MBG, histories, 2);
		const purchases = PURCHASE_MODELS.mbgnbd.expectedPurchases(MBG, histories, 2);
		let open = 0;
		let expected = 0;
		row.forEach((history, i) => {
			if (i >= 10) open += any[history];
			expected += purchases[history];
		});
		expect(share.value[0]).toBeCloseTo((10 + open) / 40, 12);
		expect(share.low[0]).toBeGreaterThan(0.25);
		expect(orders.value[0]).toBeCloseTo((14 + expected) / 40, 12);
		// The period after it is open to all of them again.
		expect(share.value[1]).toBeLessThan(share.value[0]);
	});

	it('of one customer are chances, and of nobody nothing', () => {
		const one = cohortContinuation(
			inputOf(lives(Xoshiro128.seeded(9), [30], 1, 0), [0, 4, 8], [1]),
			fitted('mbgnbd', MBG, COVARIANCE)
		);
		for (let k = 0; k < 2; k++) {
			const [low, value, high] = [one.share.low[k], one.share.value[k], one.share.high[k]];
			expect(0 <= low && low <= value && value <= high && high <= 1).toBe(true);
		}
		expect(notFinite(one)).toEqual([]);
		const nobody = cohortContinuation(inputOf([], [0, 4], []), fitted('mbgnbd', MBG, COVARIANCE));
		expect([nobody.share.value.length, nobody.mean.age.length]).toEqual([0, 0]);
	});

	it('have a mean of all customers, whether it has happened to them or not', () => {
		const all = lives(Xoshiro128.seeded(2), [10, 30], 50, 0);
		const input = inputOf(all, [0, 4], [10, 20]);
		// The older cohort has finished age 1 already: 15 of 50 ordered, 20 times, and have brought 26 each.
		input.from[1] = 2;
		const happened = {
			...input.happened,
			ages: 3,
			cell: Uint8Array.of(2, 0, 0, 2, 2, 0),
			customers: Int32Array.of(50, 0, 0, 50, 15, 0),
			orders: Int32Array.of(50, 0, 0, 50, 20, 0),
			cumulative: Float64Array.of(10, NaN, NaN, 20, 26, NaN)
		};
		const { share, orders, cumulative, mean } = cohortContinuation(
			{ ...input, happened },
			fitted('mbgnbd', MBG, COVARIANCE)
		);
		expect([[...mean.age], [...mean.customers], [...mean.happened]]).toEqual([[1], [100], [0.5]]);
		expect(mean.share.value[0]).toBeCloseTo((15 + 50 * share.value[0]) / 100, 12);
		expect(mean.orders.value[0]).toBeCloseTo((20 + 50 * orders.value[0]) / 100, 12);
		expect(mean.cumulative?.value[0]).toBeCloseTo((50 * 26 + 50 * (cumulative?.value[0] ?? NaN)) / 100, 12);
		// Half of it is certain, so it is closer than the cohort's own.
		expect(mean.share.high[0] - mean.share.low[0]).toBeLessThan(0.6 * (share.high[0] - share.low[0]));
	});
});

describe('customers of cohorts', () => {
	const ledger = openLedger(
		DEFAULT_COUNTING,
		dataSet([
			{ customer: 'a', day: '2024-01-05', gross: 100 },
			{ customer: 'a', day: '2024-01-20', gross: 100 },
			{ customer: 'a', day: '2024-01-20', minute: 700, gross: 100 },
			{ customer: 'b', day: '2024-02-10', gross: 100 },
			{ customer: 'b', day: '2024-03-02', gross: 100 },
			{ customer: 'c', day: '2024-03-08', gross: 100 },
			{ customer: 'd', day: '2024-04-30', gross: 100 }
		])
	);
	const at = (asOf: string) => cohortCustomers(ledger, 'month', { asOf: dayOf(asOf), selection: null });

	it('are those up to the day, with the ends of the periods ahead', () => {
		const found = at('2024-03-10') ?? expect.fail('nobody');
		expect([...found.cohort]).toEqual([0, 1, 2]);
		expect([...found.seen]).toEqual([0, 1, 1]);
		expect(found.running).toBe(true);
		// 21 days of March are left, and as many months come as the longest cohort has behind it: two.
		expect([...found.bounds].map((weeks) => Math.round(weeks * 7))).toEqual([0, 21, 51, 82]);
		expect([...found.from]).toEqual([2, 1, 0]);
		// Two orders on a's one repeat day, one on b's.
		expect(found.ordersADay).toBe(1.5);
	});

	it('begin with the next period where one has ended with the day', () => {
		const found = at('2024-03-31') ?? expect.fail('nobody');
		expect([found.running, [...found.seen]]).toEqual([false, [0, 0, 0]]);
		expect([...found.bounds].map((weeks) => Math.round(weeks * 7))).toEqual([0, 30, 61]);
		expect([...found.from]).toEqual([3, 2, 1]);
	});

	it('are nobody where all lies in one period', () => {
		expect(at('2024-01-31')).toBeNull();
		expect(cohorts(ledger, { period: 'month' }, { asOf: dayOf('2024-01-31'), selection: null }).ages).toBe(1);
	});
});
