import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cohorts } from '$workers/core/cohorts/cohorts';
import { COHORT_PERIODS } from '$workers/core/cohorts/types';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import type { CountingDefinition } from '$workers/core/counting';
import { customerKeys } from '$workers/core/ledger/customerKeys';
import { openLedger } from '$workers/core/ledger/ledger';
import { selectCustomers } from '$workers/core/ledger/selection';
import { overview } from '$workers/core/metrics/overview';
import { rfm } from '$workers/core/rfm/rfm';
import { SEGMENTS } from '$workers/core/rfm/types';
import type { RfmRule, RfmScores } from '$workers/core/rfm/types';
import { dataSet } from '../helpers/dataSet';
import type { PlainOrder, PlainRefund } from '../helpers/dataSet';

const order = (customers: fc.Arbitrary<string | undefined>): fc.Arbitrary<PlainOrder> =>
	fc.record({
		customer: customers,
		day: fc.integer({ min: 19_000, max: 19_900 }),
		minute: fc.integer({ min: -1, max: 1439 }),
		gross: fc.integer({ min: 0, max: 50_000 }),
		units: fc.integer({ min: 0, max: 5 }),
		flags: fc.constantFrom(0, 0, 0, 0, 1, 8)
	});
const known = fc.integer({ min: 0, max: 12 }).map((i) => `customer ${i}`);
const someone = fc.option(known, { nil: undefined, freq: 6 });
const orders = fc.array(order(someone), { minLength: 1, maxLength: 60 });
const ordersOfCustomers = fc.array(order(known), { minLength: 1, maxLength: 60 });
const refunds = (of: PlainOrder[]): fc.Arbitrary<PlainRefund[]> =>
	fc.array(
		fc.record({
			order: fc.option(
				fc.integer({ min: 0, max: of.length - 1 }).map((i) => `#${i}`),
				{ nil: undefined }
			),
			customer: known,
			day: fc.option(fc.integer({ min: 18_990, max: 19_910 }), { nil: undefined }),
			amount: fc.integer({ min: 1, max: 20_000 })
		}),
		{ maxLength: 8 }
	);
const shop = orders.chain((made) => refunds(made).map((given) => ({ made, given })));
const counting: fc.Arbitrary<CountingDefinition> = fc
	.record({
		refundsIn: fc.constantFrom('order-period' as const, 'own-period' as const),
		mergeSameDay: fc.boolean(),
		monthStart: fc.integer({ min: 1, max: 28 })
	})
	.map((choice) => ({ ...DEFAULT_COUNTING, ...choice }));
const RULES: RfmRule[] = ['A_min_rank', 'B_first', 'C_cutpoints'];
const runs = { seed: 20_240_801, numRuns: 60 };

describe('whatever the orders', () => {
	it('new, returning and nameless net add up to net, and months to the whole', () => {
		fc.assert(
			fc.property(shop, counting, ({ made, given }, definition) => {
				const ledger = openLedger(definition, dataSet(made, given));
				fc.pre(ledger.orders > 0);
				const { all, months, money } = overview(ledger, { asOf: null }, null);
				const total = money[0].all;
				expect(total.newNet + total.returningNet + total.netWithoutCustomer).toBeCloseTo(total.net, 6);
				expect(total.gross - total.discounts - total.refunds).toBeCloseTo(total.net, 6);
				expect(all?.newOrders).toBe((all?.orders ?? 0) - (all?.ordersWithoutCustomer ?? 0));
				expect(months.reduce((sum, month) => sum + month.orders, 0)).toBe(all?.orders);
				expect(months.reduce((sum, month) => sum + month.newCustomers, 0)).toBe(all?.customers);
				const byMonth = money[0].months.reduce((sum, month) => sum + month.net, 0);
				expect(byMonth - money[0].refundsUndated.amount).toBeCloseTo(total.net, 6);
				for (const month of money[0].months) {
					expect(month.gross - month.discounts - month.refunds).toBeCloseTo(month.net, 6);
				}
			}),
			runs
		);
	});

	it('both sides of a split add up to the whole', () => {
		fc.assert(
			fc.property(shop, counting, fc.integer({ min: 19_000, max: 19_900 }), ({ made, given }, definition, split) => {
				const ledger = openLedger(definition, dataSet(made, given));
				fc.pre(ledger.orders > 0);
				const result = overview(ledger, { asOf: null, split }, null);
				const [money] = result.money;
				expect((result.split?.upTo.orders ?? 0) + (result.split?.after.orders ?? 0)).toBe(result.all?.orders);
				const sides = (money.split?.upTo.net ?? NaN) + (money.split?.after.net ?? NaN);
				expect(sides - money.refundsUndated.amount).toBeCloseTo(money.all.net, 6);
			}),
			runs
		);
	});

	it('every cohort begins with all of its customers, and cells add up to orders and net', () => {
		fc.assert(
			fc.property(
				shop,
				counting,
				fc.constantFrom(...COHORT_PERIODS),
				fc.option(fc.integer({ min: 19_000, max: 19_900 })),
				({ made, given }, definition, period, asOf) => {
					const ledger = openLedger(definition, dataSet(made, given));
					fc.pre(ledger.orders > 0);
					const result = cohorts(ledger, { period }, { asOf, selection: null });
					const { all, money } = overview(ledger, { asOf }, null);
					result.size.forEach((size, c) => {
						expect(result.customers[c * result.ages]).toBe(size);
						expect(result.retention[c * result.ages]).toBe(1);
					});
					const sum = (column: ArrayLike<number>): number => Array.from(column).reduce((a, b) => a + b, 0);
					expect(sum(result.size)).toBe(all?.customers);
					expect(sum(result.orders)).toBe((all?.orders ?? 0) - (all?.ordersWithoutCustomer ?? 0));
					expect(result.customers.every((active, at) => active <= result.orders[at])).toBe(true);
					result.cell.forEach((state, at) => {
						if (state === 0) expect([result.orders[at], result.money[0].net[at]]).toEqual([0, 0]);
					});
					fc.pre(given.length === 0 || given.every(({ day }) => day !== undefined));
					const known = money[0].all.net - money[0].all.netWithoutCustomer;
					expect(sum(result.money[0].net)).toBeCloseTo(known, 6);
				}
			),
			runs
		);
	});

	it('selecting everybody changes nothing where there are no guests', () => {
		fc.assert(
			fc.property(ordersOfCustomers, (made) => {
				const data = dataSet(made);
				const ledger = openLedger(DEFAULT_COUNTING, data);
				fc.pre(ledger.orders > 0);
				const everybody = selectCustomers(ledger, { kind: 'not', rule: { kind: 'any-of', rules: [] } }, { asOf: null });
				const keys = customerKeys(ledger, data.identities);
				expect(overview(ledger, { asOf: null, split: 19_500 }, everybody)).toEqual(
					overview(ledger, { asOf: null, split: 19_500 }, null)
				);
				expect(cohorts(ledger, { period: 'month' }, { asOf: null, selection: everybody })).toEqual(
					cohorts(ledger, { period: 'month' }, { asOf: null, selection: null })
				);
				for (const rule of RULES) {
					for (const among of ['everybody', 'selection'] as const) {
						expect(rfm(ledger, { rule, among }, { asOf: null, selection: everybody, keys: () => keys })).toEqual(
							rfm(ledger, { rule, among }, { asOf: null, selection: null, keys: () => keys })
						);
					}
				}
			}),
			runs
		);
	});

	it('as of a day is the same as never having seen what came later', () => {
		fc.assert(
			fc.property(orders, fc.integer({ min: 19_000, max: 19_900 }), (made, asOf) => {
				const earlier = made.filter(({ day, flags }) => Number(day) <= asOf && flags === 0);
				fc.pre(earlier.length > 0 && earlier.some(({ customer }) => customer !== undefined));
				const whole = openLedger(DEFAULT_COUNTING, dataSet(made.filter(({ flags }) => flags === 0)));
				const part = openLedger(DEFAULT_COUNTING, dataSet(earlier));
				const summary = (ledger: typeof whole): unknown => {
					const { all, gaps, months, money, windows, repeatCustomerIndex12 } = overview(ledger, { asOf }, null);
					return { all, gaps, months, money, windows, repeatCustomerIndex12 };
				};
				expect(summary(whole)).toEqual(summary(part));
			}),
			runs
		);
	});
});

describe('whatever is scored', () => {
	const score = (made: PlainOrder[], rule: RfmRule): RfmScores => {
		const data = dataSet(made);
		const ledger = openLedger(DEFAULT_COUNTING, data);
		const result = rfm(
			ledger,
			{ rule },
			{ asOf: null, selection: null, keys: () => customerKeys(ledger, data.identities) }
		);
		if (result.status !== 'scored') throw new Error(result.status);
		return result;
	};

	it('segments, the grid and the cells each hold every customer once', () => {
		fc.assert(
			fc.property(orders, fc.constantFrom(...RULES), (made, rule) => {
				const { length, segments, grid, cells, total, segment } = score(made, rule);
				for (const groups of [segments, grid, cells]) {
					expect(groups.reduce((sum, { customers }) => sum + customers, 0)).toBe(length);
					expect(groups.reduce((sum, { orders: count }) => sum + count, 0)).toBe(total.orders);
					expect(groups.reduce((sum, { net }) => sum + net, 0)).toBeCloseTo(total.net, 6);
				}
				SEGMENTS.forEach((_, s) => expect(segment.filter((found) => found === s).length).toBe(segments[s].customers));
			}),
			runs
		);
	});

	it('a later, more frequent or bigger buyer never scores lower', () => {
		fc.assert(
			fc.property(orders, fc.constantFrom(...RULES), (made, rule) => {
				const { length, rDays, f, m, rScore, fScore, mScore } = score(made, rule);
				for (let i = 0; i < length; i++) {
					for (let j = 0; j < length; j++) {
						if (rDays[i] < rDays[j]) expect(rScore[i]).toBeGreaterThanOrEqual(rScore[j]);
						if (f[i] > f[j]) expect(fScore[i]).toBeGreaterThanOrEqual(fScore[j]);
						if (m[i] > m[j]) expect(mScore[i]).toBeGreaterThanOrEqual(mScore[j]);
					}
				}
			}),
			runs
		);
	});

	it('rules A and B score as their sentence says', () => {
		fc.assert(
			fc.property(orders, (made) => {
				const a = score(made, 'A_min_rank');
				const b = score(made, 'B_first');
				const n = a.length;
				const keys = [...new Set(made.flatMap(({ customer }) => customer ?? []))];
				const dimensions = [
					[Array.from(a.rDays, (days) => -days), a.rScore, b.rScore],
					[[...a.f], a.fScore, b.fScore],
					[[...a.m], a.mScore, b.mScore]
				] as const;
				for (const [goodness, scoresA, scoresB] of dimensions) {
					const rank = (i: number): number =>
						1 +
						goodness.filter(
							(other, j) => other < goodness[i] || (other === goodness[i] && keys[a.customer[j]] < keys[a.customer[i]])
						).length;
					for (let i = 0; i < n; i++) {
						const worse = goodness.filter((other) => other < goodness[i]).length;
						expect(scoresA[i]).toBe(Math.floor((5 * worse) / n) + 1);
						expect(scoresB[i]).toBe(Math.ceil((5 * rank(i)) / n));
					}
				}
			}),
			runs
		);
	});

	it('doubling every customer doubles every segment', () => {
		fc.assert(
			fc.property(ordersOfCustomers, (made) => {
				const twins = made.flatMap((one) => [one, { ...one, customer: `twin of ${one.customer}` }]);
				const once = score(made, 'A_min_rank');
				const twice = score(twins, 'A_min_rank');
				expect(twice.length).toBe(2 * once.length);
				expect(twice.total.net).toBeCloseTo(2 * once.total.net, 6);
				once.segments.forEach(({ customers, shareOfCustomers }, s) => {
					expect(twice.segments[s].customers).toBe(2 * customers);
					expect(twice.segments[s].shareOfCustomers).toBe(shareOfCustomers);
				});
			}),
			runs
		);
	});
});
