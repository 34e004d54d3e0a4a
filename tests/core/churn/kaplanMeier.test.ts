import { describe, expect, it } from 'vitest';
import { atRiskAt, followedBy, kaplanMeier, survivalAt, timeQuantile } from '$workers/core/churn/kaplanMeier';
import { repurchaseLadder } from '$workers/core/churn/ladder';
import type { SurvivalCurve } from '$workers/core/churn/types';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { openLedger } from '$workers/core/ledger/ledger';
import { describeShared } from '../../shared';
import { asDay, reference, referenceData } from '../helpers/referenceData';

interface Row {
	time: number;
	at_risk: number;
	events: number;
	censored: number;
	survival: number;
	/** null where survival is 0. */
	greenwood_se: number | null;
	nelson_aalen: number;
}

function expectTable(curve: SurvivalCurve, table: Row[]): void {
	expect([...curve.time]).toEqual(table.map(({ time }) => time));
	expect([...curve.atRisk]).toEqual(table.map((row) => row.at_risk));
	expect([...curve.events]).toEqual(table.map(({ events }) => events));
	expect([...curve.censored]).toEqual(table.map(({ censored }) => censored));
	table.forEach((row, i) => {
		expect(Math.abs(curve.survival[i] - row.survival)).toBeLessThan(1e-12);
		expect(Math.abs(curve.standardError[i] - (row.greenwood_se ?? 0))).toBeLessThan(1e-12);
		expect(Math.abs(curve.nelsonAalen[i] - row.nelson_aalen)).toBeLessThan(1e-12);
	});
}

/** Weeks of remission under 6-mercaptopurine: Freireich et al. (1963); a plus is a censored time. */
const SIX_MP = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+'.split(' ');
const sixMp = kaplanMeier(
	SIX_MP.map((time) => parseInt(time)),
	SIX_MP.map((time) => (time.endsWith('+') ? 0 : 1))
);

describe('the product-limit estimate', () => {
	it('is that of the published remission times, with the log-log bands that textbooks print', () => {
		const printed = [
			[6, 0.857, 0.62, 0.952],
			[7, 0.807, 0.563, 0.923],
			[10, 0.753, 0.503, 0.889],
			[13, 0.69, 0.432, 0.849],
			[16, 0.627, 0.368, 0.805],
			[22, 0.538, 0.268, 0.747],
			[23, 0.448, 0.188, 0.68]
		];
		for (const [time, value, low, high] of printed) {
			const at = survivalAt(sixMp, time);
			expect([at.value, at.low, at.high].map((x) => Math.round((x as number) * 1000) / 1000)).toEqual([
				value,
				low,
				high
			]);
		}
		expect(timeQuantile(sixMp, 0.5)).toEqual({ share: 0.5, days: 23, low: 13, high: null });
	});

	it('knows nothing after the last time, unless nobody was left', () => {
		expect(survivalAt(sixMp, 35).value).toBeCloseTo(0.448, 3);
		expect(survivalAt(sixMp, 36)).toEqual({ value: null, low: null, high: null });
		expect(survivalAt(kaplanMeier([3, 5], [1, 1]), 36).value).toBe(0);
	});

	it('with events before censorings at the same time, by hand', () => {
		// 5 at risk at 2, of whom 1 goes and 2 are last seen; 2 at risk at 4, of whom 1 goes: 4/5, then 4/5 · 1/2.
		const curve = kaplanMeier([2, 2, 2, 4, 9], [0, 1, 0, 1, 0]);
		expect([...curve.time]).toEqual([2, 4, 9]);
		expect([...curve.atRisk]).toEqual([5, 2, 1]);
		expect(curve.survival[0]).toBeCloseTo(0.8, 15);
		expect(curve.survival[1]).toBeCloseTo(0.4, 15);
		// Greenwood: 1/(5·4) + 1/(2·1) = 0.55, and 0.4 √0.55.
		expect(curve.standardError[1]).toBeCloseTo(0.4 * Math.sqrt(0.55), 15);
		expect(curve.nelsonAalen[1]).toBeCloseTo(0.7, 15);
		expect([0, 2, 3, 9, 10].map((day) => atRiskAt(curve, day))).toEqual([5, 5, 2, 1, 0]);
		expect([1, 2, 5, 6].map((least) => followedBy(curve, least))).toEqual([9, 4, 2, null]);
	});

	it('counts a row as often as it stands', () => {
		const once = kaplanMeier([1, 1, 2, 2, 2], [1, 1, 0, 1, 1]);
		const counted = kaplanMeier([1, 2, 2], [1, 0, 1], [2, 1, 2]);
		expect(counted).toEqual(once);
	});

	it('reaches a median that it meets exactly', () => {
		// After five of ten the product of 9/10, 8/9 … is a half but for rounding.
		const curve = kaplanMeier([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], new Array(10).fill(1));
		expect(timeQuantile(curve, 0.5).days).toBe(5);
		expect(timeQuantile(curve, 0.9).days).toBe(9);
	});

	it('has an exact band where nobody or everybody had the event', () => {
		// Clopper-Pearson with no event among 10: 0.025 ^ (1/10) = 0.691503; all of 3: 1 − 0.025 ^ (1/3) = 0.707598.
		const none = survivalAt(kaplanMeier([5], [0], [10]), 5);
		expect([none.value, none.high]).toEqual([1, 1]);
		expect(none.low).toBeCloseTo(0.691503, 6);
		const all = survivalAt(kaplanMeier([5], [1], [3]), 5);
		expect([all.value, all.low]).toEqual([0, 0]);
		expect(all.high).toBeCloseTo(0.707598, 6);
	});

	it('of nobody is empty', () => {
		const curve = kaplanMeier([], []);
		expect(curve.length).toBe(0);
		expect(survivalAt(curve, 0).value).toBeNull();
		expect(timeQuantile(curve, 0.5)).toEqual({ share: 0.5, days: null, low: null, high: null });
	});

	it('refuses times that are no days', () => {
		expect(() => kaplanMeier([1.5], [1])).toThrow(RangeError);
		expect(() => kaplanMeier([-1], [1])).toThrow(RangeError);
	});
});

describeShared('the product-limit estimate of the reference', () => {
	it.each(['six_mp', 'placebo'] as const)('published: %s', (arm) => {
		const published = reference('kaplan_meier_published.json') as Record<
			string,
			{ data: [number, number][]; table: Row[] }
		>;
		const { data, table } = published[arm];
		const curve = kaplanMeier(
			data.map(([time]) => time),
			data.map(([, event]) => event)
		);
		expectTable(curve, table);
		expect(timeQuantile(curve, 0.5).days).toBe(arm === 'six_mp' ? 23 : 8);
	});

	it.each(['cdnow_sample', 'cdnow_master', 'online_retail'] as const)('first repurchase of %s', (name) => {
		const expected = reference(`km_first_repurchase_${name}.json`) as {
			observation_end: string;
			customers: number;
			events: number;
			median: number | null;
			survival_at_days: Record<string, number>;
			table: Row[];
		};
		const ledger = openLedger(DEFAULT_COUNTING, referenceData(name));
		const { asOf, steps } = repurchaseLadder(ledger, { steps: 1 }, { asOf: null, selection: null });
		expect(asOf).toBe(asDay(expected.observation_end));
		const [first] = steps;
		expect([first.atRisk, first.wentOn]).toEqual([expected.customers, expected.events]);
		expectTable(first.curve, expected.table);
		expect(first.quantiles[1].days).toBe(expected.median);
		for (const [day, survival] of Object.entries(expected.survival_at_days)) {
			const { value } = survivalAt(first.curve, Number(day));
			expect(Math.abs((value as number) - survival)).toBeLessThan(1e-12);
		}
	});
});
