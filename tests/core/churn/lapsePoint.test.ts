import { describe, expect, it } from 'vitest';
import { designEffects } from '$workers/core/churn/designEffects';
import { lapsePoints } from '$workers/core/churn/lapsePoint';
import { silencesByNumber } from '$workers/core/churn/silences';
import { cutAt } from '$workers/core/ledger/asOf';
import type { Cut } from '$workers/core/ledger/asOf';
import { shopOf, START, times } from './shops';

const at = (day: number) => ({ asOf: START + day, selection: null });

/*
 * 1,000 customers of day 0: 400 are back on day 30, 200 on day 100, 20 on day 200, 380 never. Still away: 0.6, 0.4, 0.38.
 */
const shop = shopOf([...times(400, [0, 30]), ...times(200, [0, 100]), ...times(20, [0, 200]), ...times(380, [0])]);

describe('the lapse point', () => {
	it('is the first day of silence after which a comeback within a year is improbable', () => {
		const { points, withinDays, below } = lapsePoints(shop, {}, at(600));
		expect([withinDays, below]).toEqual([365, 0.1]);
		const [first] = points;
		expect(first).toMatchObject({ number: 1, andLater: false, customers: 1000, silences: 1000, ended: 620 });
		expect(first.lapse).toEqual({ status: 'found', days: 100, low: 100, high: 100, withinDays: 365 });
		const { probability, low, high } = first.curve ?? expect.fail('no curve');
		expect(probability[0]).toBeCloseTo(0.62, 12);
		expect(probability[30]).toBeCloseTo(0.22 / 0.6, 12);
		expect(probability[99]).toBeCloseTo(0.22 / 0.6, 12);
		expect(probability[100]).toBeCloseTo(0.05, 12);
		expect(probability[200]).toBe(0);
		// 20 of 400 come on day 200: σ² = 20 / (400 · 380), and 1 − 0.95 ^ exp(∓ 1.959964 σ / −ln 0.95).
		const spread = (1.959964 * Math.sqrt(20 / (400 * 380))) / -Math.log(0.95);
		expect(low[100]).toBeCloseTo(1 - 0.95 ** Math.exp(-spread), 7);
		expect(high[100]).toBeCloseTo(1 - 0.95 ** Math.exp(spread), 7);
	});

	it('stands beside the day by which nine of ten who came back had come', () => {
		// Of 620 gaps the 558th is one of 100 days.
		expect(lapsePoints(shop, {}, at(600)).points[0].endedBy).toBe(100);
	});

	it('looks as far ahead as the data carries, and says how far', () => {
		const [first] = lapsePoints(shop, {}, at(300)).points;
		expect(first.lapse).toMatchObject({ status: 'found', days: 100, withinDays: 200 });
		expect(first.curve?.within[0]).toBe(300);
	});

	it('is day 0 where nobody ever came back: an order after the second is improbable from the start', () => {
		const [, second] = lapsePoints(shop, {}, at(600)).points;
		expect(second).toMatchObject({ silences: 620, ended: 0, endedBy: null });
		expect(second.lapse).toMatchObject({ status: 'found', days: 0, low: 0, high: 0 });
	});

	it('is missing, with a reason, where there are too few silences or too few days', () => {
		const { points } = lapsePoints(shop, {}, at(60));
		expect(points[0]).toMatchObject({ curve: null, lapse: { reason: 'too_short', figure: 60, needed: 90 } });
		expect(points[2]).toMatchObject({ curve: null, lapse: { reason: 'too_few', figure: 0, needed: 30 } });
	});

	it('a shop that is merely slow has none, although few come back within any short time', () => {
		// One of 1,000 comes back on each of the days 1 to 700: within the year after d silent days 365 of 1,000 − d.
		const slow = shopOf(Array.from({ length: 1000 }, (_, i) => (i < 700 ? [0, i + 1] : [0])));
		const [first] = lapsePoints(slow, {}, at(700)).points;
		expect(first.lapse).toMatchObject({ status: 'not_enough', reason: 'not_reached', needed: 0.1 });
		expect(first.curve?.probability[0]).toBeCloseTo(0.365, 12);
		expect(first.curve?.probability[300]).toBeCloseTo(365 / 700, 12);
		// Never less than the median gap, 351 (of 700), is looked ahead.
		expect(Math.min(...(first.curve?.within ?? []))).toBe(351);
	});

	it('follows another chance and another time ahead', () => {
		const [first] = lapsePoints(shop, { below: 0.4, withinDays: 90 }, at(600)).points;
		// From day 30 on 0.2 of 0.6 come within 90 days; before, 0.4 or more.
		expect(first.lapse).toMatchObject({ status: 'found', days: 30, withinDays: 90 });
		expect(() => lapsePoints(shop, { withinDays: 0 }, at(600))).toThrow(RangeError);
	});

	it('takes the fourth purchase day with all later ones', () => {
		const loyal = shopOf(times(40, [0, 10, 20, 30, 40, 50, 60]));
		const { points } = lapsePoints(loyal, {}, at(60));
		expect(
			points.map(({ number, andLater, customers, silences, ended }) => [number, andLater, customers, silences, ended])
		).toEqual([
			[1, false, 40, 40, 40],
			[2, false, 40, 40, 40],
			[3, false, 40, 40, 40],
			[4, true, 40, 160, 120]
		]);
		expect(points[3].endedBy).toBe(10);
	});
});

describe('the error of silences that are one customer’s', () => {
	/*
	 * Silences of 2, 3 and (open) 9 days; 2, 2, 9; 7, 8, 4; 9. The influence functions were added up in exact fractions by
	 * another program: 1.194763…, 0.857143 (below 1, so 1) and 1.598415….
	 */
	const shop = shopOf([[6, 8, 11], [7, 9, 11], [1, 8, 16], [11]]);
	const cut = cutAt(shop, START + 20) as Cut;
	const [silences] = silencesByNumber(shop, cut, null, 1, true);

	it('is that of customers as clusters over that of silences', () => {
		const view = { ledger: shop, cut, selection: null };
		const found = designEffects(view, 1, silences, Int32Array.of(0, 2, 3), Int32Array.of(5, 4, 6));
		expect(found[0]).toBeCloseTo(1.194763094967594, 12);
		expect(found[1]).toBe(1);
		expect(found[2]).toBeCloseTo(1.5984152139461172, 12);
	});

	it('is none where each has one', () => {
		const single = shopOf(times(50, [0]).map((_, i) => (i % 2 ? [0, i] : [0])));
		const one = cutAt(single, START + 80) as Cut;
		const [ofOne] = silencesByNumber(single, one, null, 1, false);
		const first = {
			ledger: single,
			cut: { ...one, end: one.end.map((end, c) => Math.min(end, single.offset[c] + 1)) },
			selection: null
		};
		expect([...designEffects(first, 1, ofOne, Int32Array.of(0), Int32Array.of(60))]).toEqual([1]);
	});
});
