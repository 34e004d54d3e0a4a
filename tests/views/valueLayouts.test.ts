import { describe, expect, it } from 'vitest';
import { layoutAlive } from '../../src/lib/views/alive-path/layout';
import { layoutCalibration } from '../../src/lib/views/calibration/layout';
import { layoutComeback } from '../../src/lib/views/comeback-curve/layout';
import { layoutHeld } from '../../src/lib/views/held-curve/layout';
import { layoutRow, reachOf } from '../../src/lib/views/interval/rowLayout';
import { layoutOutlook } from '../../src/lib/views/outlook-bars/layout';
import { layoutMap } from '../../src/lib/views/purchase-map/layout';
import { layoutWeeks } from '../../src/lib/views/totals-by-week/layout';
import { layoutBands } from '../../src/lib/views/value-bands/layout';
import { layoutWaiting } from '../../src/lib/views/waiting-curves/layout';
import { withUnit } from '../../src/lib/views/withUnit';

describe('an interval in a row of a table', () => {
	it('stands on one scale from zero for all rows', () => {
		const rows = [
			{ value: 50, low: 25, high: 100 },
			{ value: 10, low: 5, high: 20 }
		];
		const reach = reachOf(rows);
		expect(reach).toBe(100);
		const [first, second] = rows.map((row) => layoutRow(row, reach, 106));
		expect(first).toEqual({ zero: 2, tick: 52, bar: { x: 27, width: 75 } });
		expect(second.tick).toBeCloseTo(12, 9);
	});

	it('is there without any spread, and without a reach', () => {
		expect(layoutRow({ value: 0, low: 0, high: 0 }, 0, 100)).toEqual({ zero: 2, tick: 2, bar: { x: 2, width: 1 } });
	});
});

describe('what is expected by horizon', () => {
	it('has bars in proportion, their intervals within the drawing', () => {
		const bars = [
			{ months: 3, value: 100, low: 90, high: 110, from: 80, to: 120 },
			{ months: 12, value: 400, low: 360, high: 440, from: -20, to: 480 }
		];
		const { left, right, rows } = layoutOutlook(bars, 500);
		expect((rows[0].end - left) / (rows[1].end - left)).toBeCloseTo(0.25, 12);
		// What is below zero is not drawn.
		expect(rows[1].line).toEqual([left, right]);
	});
});

describe('totals by week', () => {
	it('parts names that would stand on one another', () => {
		const { names, weeks } = layoutWeeks(
			[
				{ week: 1, actual: 10, predicted: 9 },
				{ week: 2, actual: 20, predicted: 20 }
			],
			500
		);
		expect(Math.abs(names.actual - names.predicted)).toBeCloseTo(17, 9);
		expect(weeks[1].actual).toBe(weeks[1].predicted);
	});

	it('is drawn without any week', () => {
		expect(layoutWeeks([], 400).weeks).toEqual([]);
	});
});

describe('calibration', () => {
	it('stands on zero, the highest of both within it', () => {
		const { groups, ground } = layoutCalibration(
			[
				{ key: '0', customers: 9, actual: 0, predicted: 1 },
				{ key: '1', customers: 9, actual: 2, predicted: 1.5 }
			],
			400
		);
		expect(groups[0].actual).toBe(ground);
		expect(groups[1].actual).toBe(14);
	});
});

describe('what the best hold', () => {
	it('marks the tenth and the fifth, and leaves out what cannot be told', () => {
		const customers = [0, 0.1, 0.2, 1];
		const { curves, dots, left, ground } = layoutHeld(
			[
				{ key: 'net', customers, held: [0, 0.4, 0.6, 1] },
				{ key: 'expected', customers, held: [null, null, null, null] }
			],
			400
		);
		expect(curves.map(({ key }) => key)).toEqual(['net']);
		expect(dots.map(({ held }) => held)).toEqual([0.4, 0.6]);
		expect(curves[0].path.startsWith(`M${left},${ground}`)).toBe(true);
	});
});

describe('customers by value', () => {
	it('names only as many bands as there is room for', () => {
		const bands = Array.from({ length: 12 }, (_, i) => ({ from: i, to: i + 1, customers: i, value: i }));
		const { bars } = layoutBands(bands, 260);
		const labelled = bars.filter((bar) => bar.labelled);
		expect(labelled.length).toBeLessThan(6);
		expect(labelled[1].x - labelled[0].x).toBeGreaterThanOrEqual(48);
	});
});

describe('the map of frequency and recency', () => {
	const map = { frequencies: [0, 1], silences: [0, 4, 8, 12], values: [1, 2, 3, 4, 5, 6, 7, 8] };

	it('has the most frequent on top, more further from the paper', () => {
		const { rows } = layoutMap(map, 9);
		expect(rows.map((row) => row.map(({ value }) => value))).toEqual([
			[5, 6, 7, 8],
			[1, 2, 3, 4]
		]);
		expect(rows[0][3].step).toBe(8);
	});

	it('has no share of the scale where a history cannot be', () => {
		const { rows } = layoutMap({ ...map, values: [1, NaN, 3, 4, NaN, 6, 7, 8] }, 9);
		expect(rows.map((row) => row.map(({ step }) => step))).toEqual([
			[0, 6, 7, 8],
			[1, 0, 3, 4]
		]);
	});

	it('leaves columns out evenly where there is no room', () => {
		expect(layoutMap(map, 2).silences).toEqual([0, 8]);
	});
});

describe('from one purchase to the next', () => {
	it('steps up from nobody, is marked where its days were reached, and parts the names', () => {
		const points = [
			{ days: 0, share: 0, low: 0, high: 0 },
			{ days: 20, share: 0.2, low: 0.1, high: 0.3 },
			{ days: 70, share: 0.4, low: 0.3, high: 0.5 }
		];
		const { curves, ground } = layoutWaiting(
			[
				{ key: '1', points },
				{ key: '2', points }
			],
			600
		);
		expect(curves[0].line).toContain(`,${ground}`);
		expect(curves[0].dots.map(({ point }) => [point.days, point.share])).toEqual([
			[30, 0.2],
			[60, 0.2]
		]);
		expect(Math.abs(curves[0].name.y - curves[1].name.y)).toBeGreaterThanOrEqual(32);
	});
});

describe('the chance that a silence ends', () => {
	it('has a stem where it becomes improbable, and none beyond the data', () => {
		const curve = { probability: [0.5, 0.2, 0.05], low: [0.4, 0.1, 0.02], high: [0.6, 0.3, 0.08] };
		const { lapse, ground, right } = layoutComeback(curve, { below: 0.1, lapse: 2 }, 400);
		expect(lapse?.x).toBe(right);
		expect(lapse && lapse.y < ground).toBe(true);
		expect(layoutComeback(curve, { below: 0.1, lapse: 3 }, 400).lapse).toBeNull();
	});
});

describe('the path of P(alive)', () => {
	it('parts on the day of the view, and shows when an order is expected', () => {
		const path = {
			day: [100, 110, 120, 150],
			pAlive: [1, 0.8, 0.6, 0.2],
			low: [NaN, 0.7, 0.5, 0.1],
			high: [NaN, 0.9, 0.7, 0.4]
		};
		const { today, end, next, left, right, top, ground, past, ahead, pastBand, aheadBand, dots } = layoutAlive(
			path,
			{ asOf: 120, next: { low: 5, middle: 10, high: 20 } },
			400
		);
		expect(today?.x).toBeCloseTo(left + (20 / 50) * (right - left), 9);
		expect(end?.x).toBe(right);
		expect(past.split('L')).toHaveLength(3);
		expect(ahead.split('L')).toHaveLength(2);
		// A band has both edges: from where it is known to the day of the view, and from there to the end.
		const height = (chance: number) => ground + (top - ground) * chance;
		expect(pastBand.split('L')).toHaveLength(4);
		expect(aheadBand.startsWith(`M${today?.x},${height(0.7)}`)).toBe(true);
		expect(dots.map(({ at }) => at)).toEqual([0, 1, 2, 3]);
		expect(next && next.y > ground).toBe(true);
		expect(next && next.x < next.middle && next.middle < next.x + next.width).toBe(true);
	});
});

describe('the last tick of an axis', () => {
	it('has room for its unit', () => {
		expect(withUnit([{ x: 0 }, { x: 50 }, { x: 100 }])).toEqual([{ x: 0 }, { x: 100 }]);
		expect(withUnit([])).toEqual([]);
	});
});
