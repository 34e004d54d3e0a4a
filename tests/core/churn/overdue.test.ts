import { describe, expect, it } from 'vitest';
import { overdue } from '$workers/core/churn/overdue';
import type { OverdueColumns } from '$workers/core/churn/types';
import type { Ledger } from '$workers/core/ledger/types';
import { shopOf, START, times } from './shops';

function measured(ledger: Ledger, day: number, selection: Uint8Array | null = null): OverdueColumns {
	const result = overdue(ledger, { asOf: START + day, selection });
	return result.status === 'measured' ? result : expect.fail(result.reason);
}

describe('how late a customer is', () => {
	/*
	 * 20 customers wait 10 and 20 days, 10 wait 40 and 40, 5 have waited 30 once, 5 have bought once. Medians after the first
	 * and the second purchase day: 10 and 20; of all 65 gaps 20. Variances of the log gaps less the logs of these, by the
	 * one-way layout with NumPy: within 0.08007550231970016, between 0.22672809223803703.
	 */
	const shop = shopOf([...times(20, [0, 10, 30]), ...times(10, [0, 40, 80]), ...times(5, [0, 30]), ...times(5, [0])]);
	const late = measured(shop, 99);

	it('learns the shop’s gaps by order number, and how customers differ', () => {
		const { shop: learned } = late;
		expect(learned.gaps).toBe(65);
		expect(learned.numbers.map(({ gaps, median, typical }) => [gaps, median, typical])).toEqual([
			[35, 10, 10],
			[30, 20, 20],
			[0, null, 20],
			[0, null, 20]
		]);
		expect(learned.within).toBeCloseTo(0.08007550231970016, 12);
		expect(learned.between).toBeCloseTo(0.22672809223803703, 12);
	});

	it('draws own gaps towards the shop’s, the less the more there are', () => {
		// Two gaps: weight 2·0.2267 / (2·0.2267 + 0.0801); then 20 e^0, and 20 e^(0.85 (ln 4 + ln 2) / 2); one gap: 20 e^(0.739 ln 3).
		expect(late.ownWeight[0]).toBeCloseTo(0.8499142519526651, 12);
		expect(late.usual[0]).toBeCloseTo(20, 12);
		expect(late.usual[20]).toBeCloseTo(48.39544872734385, 10);
		expect(late.ownWeight[30]).toBeCloseTo(0.7390007687650126, 12);
		expect(late.usual[30]).toBeCloseTo(45.042550039844336, 10);
	});

	it('is the silence, to the day after the view’s, over the usual gap', () => {
		expect([late.silence[0], late.silence[20], late.silence[35]]).toEqual([70, 20, 100]);
		expect(late.ratio[0]).toBeCloseTo(70 / 20, 12);
		expect(late.ratio[20]).toBeCloseTo(20 / 48.39544872734385, 12);
	});

	it('measures one-time buyers by the shop’s gaps from first to second purchase day', () => {
		expect([late.gaps[35], late.ownWeight[35], late.usual[35], late.ratio[35]]).toEqual([0, 0, 10, 10]);
		expect(late.passed[35]).toBe(1);
	});

	it('tells what share of the shop’s gaps at that point were shorter', () => {
		// After the first purchase day: 20 gaps of 10 days, 5 of 30, 10 of 40.
		const shorter = measured(
			shopOf([...times(20, [50, 60]), ...times(5, [50, 80]), ...times(10, [50, 90]), [60], [30]]),
			90
		);
		expect(shorter.passed[35]).toBeCloseTo(25 / 35, 12);
		expect(shorter.passed[36]).toBe(1);
	});

	it('perfectly regular customers have their own gap', () => {
		const regular = measured(shopOf([...times(20, [0, 10, 20]), ...times(20, [0, 40, 80])]), 80);
		expect(regular.shop.within).toBeCloseTo(0, 12);
		expect(regular.usual[0]).toBeCloseTo(10, 10);
		expect(regular.usual[20]).toBeCloseTo(40, 10);
	});

	it('leaves out who is not in the selection, and who had not come yet', () => {
		const selection = new Uint8Array(40).fill(1, 0, 3);
		const few = measured(shop, 99, selection);
		expect([...few.known.slice(0, 5)]).toEqual([1, 1, 1, 0, 0]);
		expect([few.ratio[0], few.ratio[5]]).toEqual([late.ratio[0], 0]);
		expect(few.shop).toEqual(late.shop);
	});

	it('is refused below 30 gaps in the shop', () => {
		expect(overdue(shopOf(times(29, [0, 10])), { asOf: null, selection: null })).toEqual({
			status: 'not_enough',
			reason: 'too_few_gaps',
			figure: 29,
			needed: 30
		});
	});
});
