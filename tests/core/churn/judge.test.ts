import { describe, expect, it } from 'vitest';
import { auc, brier, calibrationByDecile, topDecileCapture } from '$workers/core/churn/judge';

describe('the Brier score', () => {
	it('is the mean squared error', () => {
		// 0.04 + 0.09 + 0.36 over 3.
		expect(brier([0.2, 0.7, 0.6], [0, 1, 0])).toBeCloseTo(0.49 / 3, 15);
	});
	it('counts a row as often as it stands', () => {
		expect(brier([0.2, 0.7], [0, 1], [3, 1])).toBeCloseTo((3 * 0.04 + 0.09) / 4, 15);
	});
	it('of nobody is unknown', () => expect(brier([], [])).toBeNull());
});

describe('the area under the curve', () => {
	it('is the share of pairs in the right order', () => {
		// Those that happened: 0.8 and 0.4; those that did not: 0.6, 0.3, 0.1. Five of six pairs are right.
		expect(auc([0.8, 0.6, 0.4, 0.3, 0.1], [1, 0, 1, 0, 0])).toBeCloseTo(5 / 6, 15);
	});
	it('counts a tie as half', () => {
		expect(auc([0.5, 0.5, 0.5], [1, 0, 0])).toBe(0.5);
		// 0.5 against 0.5 and 0.2: 1.5 of 2.
		expect(auc([0.5, 0.5, 0.2], [1, 0, 0])).toBe(0.75);
	});
	it('is unknown where all rows are alike', () => {
		expect([auc([0.1, 0.2], [1, 1]), auc([0.1, 0.2], [0, 0]), auc([], [])]).toEqual([null, null, null]);
	});
});

describe('calibration by tenth', () => {
	it('compares what was expected with what happened', () => {
		const p = Array.from({ length: 20 }, (_, i) => (i + 1) / 100);
		const y = p.map((_, i) => (i >= 18 ? 1 : 0));
		const groups = calibrationByDecile(p, y);
		expect(groups.map(({ rows }) => rows)).toEqual(new Array(10).fill(2));
		expect(groups[0].expected).toBeCloseTo(0.015, 15);
		expect(groups[9]).toMatchObject({ happened: 1, high: 1 });
		// Wilson for 0 of 2: 1.96² / (2 + 1.96²) = 0.657620.
		expect(groups[0]).toMatchObject({ happened: 0, low: 0 });
		expect(groups[0].high).toBeCloseTo(0.65762, 5);
	});
	it('keeps equal chances together', () => {
		expect(calibrationByDecile([0.1, 0.1, 0.1, 0.1], [1, 0, 0, 0])).toMatchObject([{ rows: 4, happened: 0.25 }]);
		const p = [...new Array(15).fill(0.1), ...new Array(5).fill(0.9)];
		expect(calibrationByDecile(p, new Array(20).fill(0)).map(({ rows }) => rows)).toEqual([15, 5]);
	});
	it('has every row in one group', () => {
		const p = Array.from({ length: 37 }, (_, i) => ((i * 7) % 11) / 11);
		const groups = calibrationByDecile(p, new Array(37).fill(1));
		expect(groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(37);
		groups.slice(1).forEach(({ expected }, i) => expect(expected).toBeGreaterThan(groups[i].expected));
	});
	it('of nobody is empty', () => expect(calibrationByDecile([], [])).toEqual([]));
});

describe('what the top tenth captures', () => {
	it('is its share of what happened', () => {
		// The top 2 of 11 by score hold 6 of 10.
		const outcome = [4, 2, 1, 1, 1, 1, 0, 0, 0, 0, 0];
		expect(
			topDecileCapture(
				outcome.map((_, i) => -i),
				outcome
			)
		).toBeCloseTo(0.6, 15);
	});
	it('shares out what ties at the border hold', () => {
		// Ten equal scores and one place: a tenth of everything.
		expect(topDecileCapture(new Array(10).fill(1), [5, 0, 0, 0, 0, 0, 0, 0, 0, 0])).toBeCloseTo(0.1, 15);
		// Of 20 two places: 3 for the best, and a third of the 3 that three equal ones hold together, of 6 in all.
		const score = [9, 5, 5, 5, ...new Array(16).fill(0)];
		expect(topDecileCapture(score, [3, 1, 2, 0, ...new Array(16).fill(0)])).toBeCloseTo(4 / 6, 15);
	});
	it('is unknown where nothing happened', () => {
		expect([topDecileCapture([1, 2], [0, 0]), topDecileCapture([], [])]).toEqual([null, null]);
	});
});
