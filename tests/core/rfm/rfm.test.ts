import { describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { customerKeys } from '$workers/core/ledger/customerKeys';
import { openLedger } from '$workers/core/ledger/ledger';
import { selectCustomers } from '$workers/core/ledger/selection';
import type { Ledger, Selection } from '$workers/core/ledger/types';
import { rfm } from '$workers/core/rfm/rfm';
import { SEGMENT_OF_CELL } from '$workers/core/rfm/segments';
import { SEGMENT_NAMES, SEGMENTS } from '$workers/core/rfm/types';
import type { Limits, RfmOptions, RfmScores } from '$workers/core/rfm/types';
import { dataSet, dayOf } from '../helpers/dataSet';
import { eightCustomers } from '../helpers/eightCustomers';

function scored(
	ledger: Ledger,
	options: RfmOptions,
	asOf: string | null = null,
	selection: Selection = null
): RfmScores {
	const result = rfm(ledger, options, { asOf: asOf === null ? null : dayOf(asOf), selection });
	if (result.status !== 'scored') throw new Error(result.status);
	return result;
}

const cells = ({ rScore, fScore, mScore }: RfmScores): string[] =>
	Array.from(rScore, (r, i) => `${r}${fScore[i]}${mScore[i]}`);

describe('the eleven segments', () => {
	it('are those of the R × F grid, every cell once', () => {
		const row = (r: number): string[] =>
			[1, 2, 3, 4, 5].map((f) => SEGMENT_NAMES[SEGMENTS[SEGMENT_OF_CELL[(r - 1) * 5 + f - 1]]]);
		expect(row(5)).toEqual(['New', 'Potential loyalists', 'Potential loyalists', 'Champions', 'Champions']);
		expect(row(4)).toEqual(['Promising', 'Potential loyalists', 'Potential loyalists', 'Loyal', 'Loyal']);
		expect(row(3)).toEqual(['About to sleep', 'About to sleep', 'Need attention', 'Loyal', 'Loyal']);
		expect(row(2)).toEqual(['Hibernating', 'Hibernating', 'At risk', 'At risk', "Can't lose"]);
		expect(row(1)).toEqual(['Lost', 'Lost', 'At risk', 'At risk', "Can't lose"]);
		expect(new Set(SEGMENT_OF_CELL).size).toBe(11);
	});
});

describe('RFM of eight customers', () => {
	const ledger = openLedger(DEFAULT_COUNTING, eightCustomers());
	const limits = { r: [100, 200, 300, 400], f: [1, 2, 3, 4], m: [0, 20, 130, 240] } as Record<'r' | 'f' | 'm', Limits>;

	it('days count from the day after D, money is net', () => {
		const { rDays, f, m } = scored(ledger, { rule: 'A_min_rank' });
		expect([...rDays]).toEqual([1, 302, 408, 139, 245, 245, 114, 51]);
		expect([...f]).toEqual([4, 3, 1, 2, 1, 1, 1, 1]);
		expect([...m]).toEqual([240, 130, 200, 20, 400, 0, -20, 25]);
	});

	it('rule A gives ties the score of the worst of them', () => {
		// Strictly worse of 8, times 5 / 8. Days: 408 0, 302 1, 245 2, 245 2, 139 4, 114 5, 51 6, 1 7 → 1 1 2 2 3 4 4 5.
		// Orders: five with 1 → 0, 2 → 5, 3 → 6, 4 → 7. Money: −20 0 20 25 130 200 240 400 → 0 … 7.
		expect(cells(scored(ledger, { rule: 'A_min_rank' }))).toEqual([
			...['554', '143', '114', '342', '215', '211', '411', '412']
		]);
	});

	it('rule B gives every rank a score of its own, ties by key', () => {
		const keys = customerKeys(ledger, eightCustomers().identities);
		const result = rfm(ledger, { rule: 'B_first' }, { asOf: null, selection: null, keys: () => keys });
		// ⌈5 k / 8⌉ for k = 1 … 8: 1 2 2 3 4 4 5 5. Days: c b e f d g h a. Orders: c e f g h d b a. Money: g f d h b c a e.
		expect(result.status === 'scored' && cells(result)).toEqual([
			...['555', '254', '114', '442', '225', '322', '431', '543']
		]);
	});

	it('rule B without keys says what it lacks', () => {
		expect(() => scored(ledger, { rule: 'B_first' })).toThrow('keys are missing');
	});

	it('fixed limits score what lies strictly above them', () => {
		expect(cells(scored(ledger, { rule: 'fixed', limits }))).toEqual([
			...['544', '233', '114', '422', '315', '311', '411', '513']
		]);
		expect(() => scored(ledger, { rule: 'fixed' })).toThrow('limits are missing');
	});

	it('as of a day only what had happened counts', () => {
		const { customer, rDays, m } = scored(ledger, { rule: 'A_min_rank' }, '2024-07-14');
		expect([...customer]).toEqual([0, 1, 2, 3, 4, 5]);
		expect(rDays[5]).toBe(75);
		expect([...m]).toEqual([200, 130, 200, 10, 400, 30]);
	});

	it('a selection filters scores that rank everybody, unless it is to be ranked alone', () => {
		const many = selectCustomers(ledger, { kind: 'orders', min: 2, max: null }, { asOf: null });
		const filtered = scored(ledger, { rule: 'A_min_rank' }, null, many);
		expect([...filtered.customer]).toEqual([0, 1, 3]);
		expect(cells(filtered)).toEqual(['554', '143', '342']);
		expect(filtered.among).toBe(8);
		const alone = scored(ledger, { rule: 'A_min_rank', among: 'selection' }, null, many);
		// Of three, 0, 1 and 2 are worse: scores 1, 2 and 4.
		expect(cells(alone)).toEqual(['444', '122', '211']);
		expect(alone.among).toBe(3);
	});

	it('segments hold customers, orders and net', () => {
		const { segments, total } = scored(ledger, { rule: 'A_min_rank' });
		const of = (id: (typeof SEGMENTS)[number]): object => segments[SEGMENTS.indexOf(id)];
		expect(total).toEqual({ customers: 8, orders: 14, net: 995 });
		expect(of('champions')).toEqual({
			customers: 1,
			orders: 4,
			net: 240,
			shareOfCustomers: 1 / 8,
			shareOfNet: 240 / 995
		});
		expect(of('hibernating')).toMatchObject({ customers: 2, orders: 2, net: 400 });
		expect(of('promising')).toMatchObject({ customers: 2, net: 5 });
	});

	it('names bins that are empty or crowded', () => {
		const { warnings } = scored(ledger, { rule: 'A_min_rank' });
		// Five of eight have one order: f 1 holds 62.5 %, f 2 and f 3 nobody.
		expect(warnings.filter(({ dimension }) => dimension === 'f')).toEqual([
			{ code: 'crowded_bin', dimension: 'f', score: 1, customers: 5, share: 0.625 },
			{ code: 'empty_bin', dimension: 'f', score: 2, customers: 0, share: 0 },
			{ code: 'empty_bin', dimension: 'f', score: 3, customers: 0, share: 0 }
		]);
	});
});

describe('RFM at the edges', () => {
	it('money is rounded to the currency before it is ranked', () => {
		const ledger = openLedger(
			DEFAULT_COUNTING,
			dataSet(
				[
					{ customer: 'a', day: 1, gross: 12_345 },
					{ customer: 'b', day: 1, gross: 12_350 },
					{ customer: 'c', day: 1, gross: 12_351 }
				],
				[],
				{ scale: 4 }
			)
		);
		const { m, mScore } = scored(ledger, { rule: 'A_min_rank' });
		expect([...m]).toEqual([1.23, 1.24, 1.24]);
		expect([...mScore]).toEqual([1, 2, 2]);
	});

	it('several currencies ask for one', () => {
		const ledger = openLedger(
			DEFAULT_COUNTING,
			dataSet([
				{ customer: 'a', day: 1, gross: 1, currency: 'EUR' },
				{ customer: 'a', day: 1, gross: 1, currency: 'USD' }
			])
		);
		expect(rfm(ledger, { rule: 'A_min_rank' }, { asOf: null, selection: null })).toEqual({
			status: 'needs_currency',
			currencies: ['EUR', 'USD']
		});
		expect(scored(ledger, { rule: 'A_min_rank', currency: 'USD' })).toMatchObject({ currency: 'USD', length: 1 });
	});

	it('nobody is scored where nothing counts', () => {
		const ledger = openLedger(DEFAULT_COUNTING, dataSet([]));
		for (const rule of ['A_min_rank', 'B_first', 'C_cutpoints'] as const) {
			expect(scored(ledger, { rule })).toMatchObject({ length: 0, asOf: null, cells: [], warnings: [] });
		}
	});
});
