import { describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { customerKeys } from '$workers/core/ledger/customerKeys';
import { openLedger } from '$workers/core/ledger/ledger';
import { outlookOf, spells } from '$workers/core/rfm/outlook';
import { rfm } from '$workers/core/rfm/rfm';
import type { Limits, RfmOptions } from '$workers/core/rfm/types';
import { dayOf } from '../helpers/dataSet';
import { eightCustomers } from '../helpers/eightCustomers';

const limits = { r: [100, 200, 300, 400], f: [1, 2, 3, 4], m: [0, 20, 130, 240] } as Record<'r' | 'f' | 'm', Limits>;
const data = eightCustomers();
const ledger = openLedger(DEFAULT_COUNTING, data);
const keys = customerKeys(ledger, data.identities);
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

function of(name: string, options: RfmOptions, addsOrder = true) {
	const scores = rfm(ledger, options, { asOf: null, selection: null, keys: () => keys });
	if (scores.status !== 'scored') throw new Error(scores.status);
	const found = outlookOf(ledger, scores, ledger.customerNumber[NAMES.indexOf(name)], addsOrder, keys);
	if (found === null) throw new Error(name);
	return found;
}

describe('what would change a customer’s segment', () => {
	it('under fixed borders: the dates of every step down, and what one order makes', () => {
		// b: last order 2024-03-05, three orders: F3. Recency falls after 100, 200, 300 and 400 days.
		const outlook = of('b', { rule: 'fixed', limits });
		expect(outlook).toMatchObject({ segment: 'at-risk', r: { score: 2, value: 302 }, f: { score: 3, value: 3 } });
		expect(outlook.silence).toEqual([
			{ segment: 'potential-loyalists', from: dayOf('2024-03-05'), to: dayOf('2024-09-20') },
			{ segment: 'need-attention', from: dayOf('2024-09-21'), to: dayOf('2024-12-29') },
			{ segment: 'at-risk', from: dayOf('2024-12-30'), to: null }
		]);
		// A fourth order on the last day: R5 F4.
		expect(outlook.oneOrder).toEqual({ segment: 'champions', r: 5, f: 4 });
	});

	it('an order on a day that already has one adds nothing where a day’s orders are merged', () => {
		expect(of('a', { rule: 'fixed', limits }, false).oneOrder).toEqual({ segment: 'champions', r: 5, f: 4 });
		expect(of('a', { rule: 'fixed', limits }, true).oneOrder).toEqual({ segment: 'champions', r: 5, f: 5 });
	});

	it('under ranks: one order now is ranked among all others, and no date can be told', () => {
		// h with 1 day and 2 orders: 6 of 8 have more days (a has 1 too), 4 have fewer orders: R ⌊30/8⌋ + 1, F ⌊20/8⌋ + 1.
		const outlook = of('h', { rule: 'A_min_rank' });
		expect(outlook).toMatchObject({ segment: 'promising', r: { score: 4, value: 51 }, f: { score: 1, value: 1 } });
		expect(outlook.oneOrder).toEqual({ segment: 'potential-loyalists', r: 4, f: 3 });
		expect([outlook.silence, outlook.limits]).toEqual([null, null]);
	});

	it('under equal fifths: ties go by key', () => {
		// Ranks from the worst: c b e f d g a h of 8: h ⌈40/8⌉ = 5. Orders: c e f g d h b a: h ⌈30/8⌉ = 4.
		expect(of('h', { rule: 'B_first' }).oneOrder).toEqual({ segment: 'champions', r: 5, f: 4 });
	});

	it('under cut points: the borders move with the order', () => {
		// Orders then are 1 1 1 1 2 2 3 4: cut points 1, 1, 2, 2.6, of which two lie below 2.
		expect(of('h', { rule: 'C_cutpoints' }).oneOrder).toEqual({ segment: 'potential-loyalists', r: 5, f: 3 });
	});
});

describe('days of a silence', () => {
	it('end a segment on the last day within its border', () => {
		// Last order on 12 Nov 2025: 60 days on 10 Jan 2026, 240 on 9 Jul; twelve orders are F5.
		expect(spells(dayOf('2025-11-12'), 5, [60, 120, 240, 420])).toEqual([
			{ segment: 'champions', from: dayOf('2025-11-12'), to: dayOf('2026-01-10') },
			{ segment: 'loyal', from: dayOf('2026-01-11'), to: dayOf('2026-07-09') },
			{ segment: 'cant-lose', from: dayOf('2026-07-10'), to: null }
		]);
	});

	it('skip a score whose days never come', () => {
		// The order's own day is day 1: with a first border below 1 nobody has recency 5, and 1.5 means 1 whole day.
		expect(spells(100, 1, [0.5, 1.5, 2, 3])).toEqual([
			{ segment: 'promising', from: 100, to: 100 },
			{ segment: 'about-to-sleep', from: 101, to: 101 },
			{ segment: 'hibernating', from: 102, to: 102 },
			{ segment: 'lost', from: 103, to: null }
		]);
	});
});
