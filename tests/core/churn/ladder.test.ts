import { describe, expect, it } from 'vitest';
import { repurchaseLadder } from '$workers/core/churn/ladder';
import { ledgerOf, shopOf, START, times } from './shops';

const everybody = { asOf: null, selection: null };

describe('the ladder from one purchase day to the next', () => {
	// Of 40 customers who came on day 0, 20 come again after 10 days and 10 after 40; of these 30 six come a third time, 20 days on.
	const shop = shopOf([
		...times(6, [0, 10, 30]),
		...times(14, [0, 10]),
		...times(10, [0, 40]),
		...times(9, [0]),
		// Somebody's order makes day 100 the last one.
		[0, 100]
	]);
	const { asOf, steps } = repurchaseLadder(shop, {}, everybody);

	it('has a step for every purchase day that somebody reached', () => {
		expect(asOf).toBe(START + 100);
		expect(steps.map(({ from, atRisk, wentOn, few }) => [from, atRisk, wentOn, few])).toEqual([
			[1, 40, 31, false],
			[2, 31, 6, false],
			[3, 6, 0, true]
		]);
	});

	it('tells the share that went on within 30, 60 … days, as long as somebody was followed', () => {
		const [first, second] = steps;
		expect(first.within.map(({ days, share, atRisk }) => [days, share.value, atRisk])).toEqual([
			[30, 0.5, 20],
			[60, 0.75, 10],
			[90, 0.75, 10],
			[180, null, 0],
			[365, null, 0]
		]);
		// By the log-log formula with Greenwood's 20/(40·20) and ln 0.5: 0.5 ^ exp(∓ 1.96 · 0.158114 / 0.693147).
		expect(first.within[0].share.low).toBeCloseTo(1 - 0.5 ** Math.exp((-1.959964 * 0.1581139) / 0.6931472), 6);
		expect(first.within[0].share.high).toBeCloseTo(1 - 0.5 ** Math.exp((1.959964 * 0.1581139) / 0.6931472), 6);
		// The one who came on day 100 is at risk at 0 only.
		expect(second.within[0].share.value).toBeCloseTo(6 / 30, 15);
	});

	it('tells by when a quarter, half … had gone on, of all and of those who go on', () => {
		const [first, second, third] = steps;
		expect(first.quantiles.map(({ days }) => days)).toEqual([10, 10, 40, null]);
		expect(second.quantiles.map(({ days }) => days)).toEqual([null, null, null, null]);
		// 30 are followed for 10 days; half of all go on by then, and all of these do on day 10.
		expect(first.followed).toBe(10);
		expect(first.quantilesOfReturners.map(({ days }) => days)).toEqual([10, 10, 10, 10]);
		expect(second.quantilesOfReturners.map(({ days }) => days)).toEqual([20, 20, 20, 20]);
		expect([third.followed, third.quantilesOfReturners[0].days]).toEqual([null, null]);
	});

	it('counts two orders of a day as one purchase day', () => {
		const doubled = ledgerOf([0, 0, 10, 10].map((day) => ({ customer: 'a', day: START + day, gross: 1_00 })));
		expect(repurchaseLadder(doubled, {}, everybody).steps.map(({ atRisk, wentOn }) => [atRisk, wentOn])).toEqual([
			[1, 1],
			[1, 0]
		]);
	});

	it('knows nothing of orders after the day', () => {
		const early = repurchaseLadder(shop, {}, { asOf: START + 9, selection: null });
		expect(early.steps.map(({ atRisk, wentOn }) => [atRisk, wentOn])).toEqual([[40, 0]]);
	});

	it('is of the selection', () => {
		const selection = new Uint8Array(40).fill(1, 0, 6);
		const { steps: chosen } = repurchaseLadder(shop, { steps: 2 }, { asOf: null, selection });
		expect(chosen.map(({ atRisk, wentOn }) => [atRisk, wentOn])).toEqual([
			[6, 6],
			[6, 6]
		]);
	});

	it('a step never has more customers than went on in the one before', () => {
		steps.slice(1).forEach(({ atRisk }, i) => expect(atRisk).toBe(steps[i].wentOn));
	});
});
