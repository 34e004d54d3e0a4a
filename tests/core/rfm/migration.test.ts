import { describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { customerKeys } from '$workers/core/ledger/customerKeys';
import { openLedger } from '$workers/core/ledger/ledger';
import { rfmCounts } from '$workers/core/rfm/counts';
import { migration, NOT_YET } from '$workers/core/rfm/migration';
import type { Migration } from '$workers/core/rfm/migration';
import { rfm } from '$workers/core/rfm/rfm';
import { RFM_RULES, SEGMENTS } from '$workers/core/rfm/types';
import type { Limits, RfmOptions, SegmentId } from '$workers/core/rfm/types';
import { dataSet, dayOf } from '../helpers/dataSet';
import type { PlainOrder } from '../helpers/dataSet';
import { eightCustomers } from '../helpers/eightCustomers';
import { randomNumbers } from '../helpers/randomNumbers';

const limits = { r: [100, 200, 300, 400], f: [1, 2, 3, 4], m: [0, 20, 130, 240] } as Record<'r' | 'f' | 'm', Limits>;
const FIXED: RfmOptions = { rule: 'fixed', limits };
const ledger = openLedger(DEFAULT_COUNTING, eightCustomers());

function counted(result: ReturnType<typeof migration>): Migration {
	if (result.status !== 'counted') throw new Error(result.status);
	return result;
}

/** "about-to-sleep > champions: 1 customer, 240" of every cell that holds somebody. */
function flows({ customers, net }: Migration): string[] {
	return [...customers].flatMap((count, cell) => {
		if (count === 0) return [];
		const from = Math.floor(cell / SEGMENTS.length);
		return [
			`${from === NOT_YET ? 'nobody yet' : SEGMENTS[from]} > ${SEGMENTS[cell % SEGMENTS.length]}: ${count}, ${net[cell]}`
		];
	});
}

describe('the migration of eight customers between two days', () => {
	const everybody = { asOf: null, selection: null };

	it('goes from a year before where the data spans two years, by the same borders on both days', () => {
		// 31 Dec 2023: a 205 days, 2 orders: R3 F2; b 302 days, 1 order: R2 F1; c 42 days, 1 order: R5 F1.
		// 31 Dec 2024: a R5 F4, b R2 F3, c R1 F1, d R4 F2, e and f R3 F1, g R4 F1, h R5 F1.
		const moved = counted(migration(ledger, FIXED, null, everybody));
		expect([moved.kind, moved.from, moved.to]).toEqual(['year', dayOf('2023-12-31'), dayOf('2024-12-31')]);
		expect(flows(moved)).toEqual([
			'new > lost: 1, 200',
			'about-to-sleep > champions: 1, 240',
			'hibernating > at-risk: 1, 130',
			'nobody yet > potential-loyalists: 1, 20',
			'nobody yet > new: 1, 25',
			'nobody yet > promising: 1, -20',
			'nobody yet > about-to-sleep: 2, 400'
		]);
	});

	it('goes from the middle of data that is shorter', () => {
		// From 2023-01-01 to 2024-06-30 are 547 days: 273 and 273, the first left out.
		const moved = counted(migration(ledger, FIXED, null, { asOf: dayOf('2024-06-30'), selection: null }));
		expect([moved.kind, moved.from]).toEqual(['halves', dayOf('2024-06-30') - 273]);
	});

	it('goes from the day asked for', () => {
		const moved = counted(migration(ledger, FIXED, dayOf('2024-12-30'), everybody));
		expect(moved.kind).toBe('chosen');
		// On the day before, a's last order was 324 days past: R2 F3.
		expect(flows(moved)).toContain('at-risk > champions: 1, 240');
	});

	it('has nothing to compare before the first order, on the view’s own day, or within one day', () => {
		for (const from of ['2022-12-31', '2024-12-31', '2025-06-01']) {
			expect(migration(ledger, FIXED, dayOf(from), everybody).status).toBe('too_short');
		}
		expect(migration(ledger, FIXED, null, { asOf: dayOf('2023-01-01'), selection: null }).status).toBe('too_short');
	});

	it('counts only the selected, scored among all', () => {
		const selection = Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0);
		expect(flows(counted(migration(ledger, FIXED, null, { asOf: null, selection })))).toEqual([
			'about-to-sleep > champions: 1, 240',
			'nobody yet > about-to-sleep: 1, 400'
		]);
	});

	it('asks for a currency where there are several', () => {
		const two = openLedger(
			DEFAULT_COUNTING,
			dataSet([
				{ customer: 'a', day: 1, gross: 1 },
				{ customer: 'a', day: 9, gross: 1, currency: 'USD' }
			])
		);
		expect(migration(two, FIXED, null, everybody)).toEqual({ status: 'needs_currency', currencies: ['EUR', 'USD'] });
	});
});

describe('the rows and columns of a migration', () => {
	const next = randomNumbers(7);
	const orders: PlainOrder[] = Array.from({ length: 900 }, () => ({
		customer: `c${Math.floor(next() ** 2 * 260)}`,
		day: 19_000 + Math.floor(next() * 900),
		gross: 100 + Math.floor(next() * 9000)
	}));
	const data = dataSet(orders);
	const shop = openLedger(DEFAULT_COUNTING, data);
	const keys = customerKeys(shop, data.identities);
	const context = { selection: null, keys: () => keys };

	it.each(RFM_RULES)('add up to the segments of both days under rule %s', (rule) => {
		const options: RfmOptions = rule === 'fixed' ? FIXED : { rule };
		const { customers, net, from, to } = counted(migration(shop, options, 19_500, { asOf: 19_850, ...context }));
		const segmentsOn = (asOf: number) => {
			const scores = rfm(shop, options, { asOf, ...context });
			if (scores.status !== 'scored') throw new Error(scores.status);
			return scores;
		};
		const width = SEGMENTS.length;
		const sum = (column: ArrayLike<number>, cells: (cell: number) => boolean) =>
			Array.from(column).reduce((all, value, cell) => (cells(cell) ? all + value : all), 0);
		const [before, after] = [segmentsOn(from), segmentsOn(to)];
		expect(before.segments.map((group) => group.customers)).toEqual(
			SEGMENTS.map((_, s) => sum(customers, (cell) => Math.floor(cell / width) === s))
		);
		expect(after.segments.map((group) => group.customers)).toEqual(
			SEGMENTS.map((_, s) => sum(customers, (cell) => cell % width === s))
		);
		expect(sum(customers, (cell) => Math.floor(cell / width) === NOT_YET)).toBe(after.length - before.length);
		expect(sum(net, () => true)).toBeCloseTo(after.total.net, 6);
	});
});

describe('counts by score', () => {
	it('are those of the cells', () => {
		// a 544, b 233, c 114, d 422, e 315, f 311, g 411, h 513.
		const scores = rfm(ledger, FIXED, { asOf: null, selection: null });
		if (scores.status !== 'scored') throw new Error(scores.status);
		const counts = rfmCounts(scores);
		expect([counts.r, counts.f, counts.m]).toEqual([
			[1, 1, 2, 2, 2],
			[5, 1, 1, 1, 0],
			[2, 1, 2, 2, 1]
		]);
		const some = SEGMENTS.flatMap((segment: SegmentId, i) =>
			counts.segments[i] ? [`${segment} ${counts.segments[i]}`] : []
		);
		expect(some).toEqual([
			...['champions 1', 'potential-loyalists 1', 'new 1', 'promising 1', 'about-to-sleep 2', 'at-risk 1', 'lost 1']
		]);
	});

	it('come with the values that each score stands for, and the median days of each segment', () => {
		const scores = rfm(ledger, { rule: 'A_min_rank' }, { asOf: null, selection: null });
		if (scores.status !== 'scored') throw new Error(scores.status);
		// Days: c 408 and b 302 score 1, e and f 245 score 2, d 139 scores 3, g 114 and h 51 score 4, a 1 scores 5.
		expect(scores.bands.r).toEqual([
			{ min: 302, max: 408 },
			{ min: 245, max: 245 },
			{ min: 139, max: 139 },
			{ min: 51, max: 114 },
			{ min: 1, max: 1 }
		]);
		// Nobody has frequency 2 or 3: five of eight ordered once.
		expect(scores.bands.f).toEqual([{ min: 1, max: 1 }, null, null, { min: 2, max: 3 }, { min: 4, max: 4 }]);
		// R4 F1 is Promising: g 114, h 51.
		expect(scores.medianDays[SEGMENTS.indexOf('promising')]).toBe(82.5);
		expect(scores.medianDays[SEGMENTS.indexOf('loyal')]).toBe(139);
		expect(scores.medianDays[SEGMENTS.indexOf('about-to-sleep')]).toBeNull();
	});
});
