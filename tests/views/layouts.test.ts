import { describe, expect, it } from 'vitest';
import { layoutCohorts } from '../../src/lib/views/cohort-heatmap/layout';
import { layoutConcentration } from '../../src/lib/views/concentration/layout';
import { layoutGaps } from '../../src/lib/views/gaps/layout';
import { layoutInterval } from '../../src/lib/views/interval/layout';
import { layoutMonths } from '../../src/lib/views/months/layout';
import { layoutStems } from '../../src/lib/views/order-stems/layout';
import { layoutRfmGrid, segmentAt } from '../../src/lib/views/rfm-grid/layout';
import { shareSteps } from '../../src/lib/views/shareSteps';
import type { CohortResult } from '../../workers/core/cohorts/types';
import type { RfmGroup } from '../../workers/core/rfm/types';

describe('an interval', () => {
	it('stands on a scale that holds estimate, bounds and the figure before', () => {
		const { tick, bar, before } = layoutInterval({ now: 0.365, low: 0.355, high: 0.374, before: 0.345 }, 168);
		expect(bar?.x).toBeGreaterThan(before ?? Infinity);
		expect(tick).toBeGreaterThan(bar?.x ?? Infinity);
		expect(tick).toBeLessThan((bar?.x ?? 0) + (bar?.width ?? 0));
		for (const x of [tick, before, bar?.x]) {
			expect(x).toBeGreaterThanOrEqual(6);
			expect(x).toBeLessThanOrEqual(162);
		}
	});

	it('puts a single figure in the middle and draws no bar', () => {
		expect(layoutInterval({ now: 12, low: null, high: null, before: null }, 100)).toEqual({
			tick: 50,
			bar: null,
			before: null
		});
	});

	it('draws nothing where nothing is known', () => {
		expect(layoutInterval({ now: null, low: null, high: NaN, before: null }, 100)).toEqual({
			tick: null,
			bar: null,
			before: null
		});
	});
});

describe('months', () => {
	const months = [
		{ label: '2011-01', returning: 60, fresh: 40, guests: 0, partial: false },
		{ label: '2011-02', returning: 50, fresh: -20, guests: 5, partial: false },
		{ label: '2011-03', returning: 10, fresh: 10, guests: 0, partial: true }
	];

	it('stack from the ground line without gap or overlap', () => {
		const { bars, ground } = layoutMonths(months, 600, 250);
		const [returning, fresh] = bars[0].parts;
		expect(returning.y + returning.height).toBeCloseTo(ground, 6);
		expect(fresh.y + fresh.height).toBeCloseTo(returning.y, 6);
	});

	it('hang what is given back below the ground line', () => {
		const { bars, ground } = layoutMonths(months, 600, 250);
		const below = bars[1].parts.find(({ part }) => part === 'fresh');
		expect(below?.y).toBeCloseTo(ground, 6);
		expect(bars[1].parts.filter(({ y }) => y < ground - 1).map(({ part }) => part)).toEqual(['returning', 'guests']);
	});

	it('label fewer months where there is no room', () => {
		const many = Array.from({ length: 48 }, (_, i) => ({
			...months[0],
			label: `${2010 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`
		}));
		expect(layoutMonths(many, 390, 250).labels.length).toBeLessThan(8);
	});

	it('draw a frame for no months at all', () => {
		expect(layoutMonths([], 390, 250).bars).toEqual([]);
	});
});

describe('concentration', () => {
	it('draws shares on one scale and where an equal split would end', () => {
		const { rows } = layoutConcentration(
			[
				{ top: 0.1, customers: 10, net: 400, share: 0.4 },
				{ top: 0.2, customers: 20, net: 500, share: null }
			],
			200
		);
		expect(rows.map(({ bar, equal }) => [bar, equal])).toEqual([
			[80, 20],
			[0, 40]
		]);
	});
});

describe('days between purchases', () => {
	it('stand in order', () => {
		const { box, median, q90, right } = layoutGaps({ q25: 12, median: 30, q75: 71, q90: 140 }, 420);
		expect(box.x).toBeLessThan(median);
		expect(median).toBeLessThan(box.x + box.width);
		expect(q90).toBeGreaterThan(box.x + box.width);
		expect(q90).toBeLessThan(right);
	});
});

describe('the grid of recency and frequency', () => {
	const group = (customers: number, shareOfNet: number | null): RfmGroup => ({
		customers,
		orders: customers,
		net: customers,
		shareOfCustomers: customers / 25,
		shareOfNet
	});

	it('holds every cell once, best recency on top', () => {
		const cells = layoutRfmGrid(Array.from({ length: 25 }, () => group(1, 0.04)));
		expect(new Set(cells.map(({ key }) => key)).size).toBe(25);
		expect(cells[0]).toMatchObject({ r: 5, f: 1, row: 1, column: 1 });
		expect(cells[24]).toMatchObject({ r: 1, f: 5, row: 5, column: 5 });
	});

	it('names each of the eleven segments in one cell', () => {
		const names = layoutRfmGrid(Array.from({ length: 25 }, () => group(1, 0.04))).flatMap(({ name }) => name ?? []);
		expect(names).toHaveLength(11);
	});

	it('shades by share of net, and takes the right group of the grid', () => {
		const grid = Array.from({ length: 25 }, (_, i) => group(i, i === 24 ? 0.5 : 0.02));
		const champion = layoutRfmGrid(grid).find(({ key }) => key === '55');
		expect(champion?.group.customers).toBe(24);
		expect(champion?.step).toBe(8);
	});

	it('follows the written table of segments', () => {
		const rows = [5, 4, 3, 2, 1].map((r) => [1, 2, 3, 4, 5].map((f) => segmentAt(r, f)));
		expect(rows).toEqual([
			['new', 'potential-loyalists', 'potential-loyalists', 'champions', 'champions'],
			['promising', 'potential-loyalists', 'potential-loyalists', 'loyal', 'loyal'],
			['about-to-sleep', 'about-to-sleep', 'need-attention', 'loyal', 'loyal'],
			['hibernating', 'hibernating', 'at-risk', 'at-risk', 'cant-lose'],
			['lost', 'lost', 'at-risk', 'at-risk', 'cant-lose']
		]);
	});
});

describe('the cohort table', () => {
	/** Two cohorts: 100 and 12 customers; the second has one finished and one running period. */
	const result: CohortResult = {
		period: 'month',
		asOf: 15_000,
		labels: ['2011-01', '2011-02'],
		start: Int32Array.of(14_975, 15_006),
		size: Int32Array.of(100, 12),
		ages: 3,
		cell: Uint8Array.of(2, 2, 1, 2, 1, 0),
		customers: Int32Array.of(100, 20, 10, 12, 3, 0),
		orders: Int32Array.of(110, 22, 10, 12, 3, 0),
		retention: Float64Array.of(1, 0.2, 0.1, 1, 0.25, NaN),
		retentionLow: Float64Array.of(0.963, 0.133, 0.055, 0.757, 0.089, NaN),
		retentionHigh: Float64Array.of(1, 0.289, 0.174, 1, 0.532, NaN),
		mean: {
			retention: Float64Array.of(1, 0.2, NaN),
			low: Float64Array.of(0.967, 0.133, NaN),
			high: Float64Array.of(1, 0.289, NaN),
			cohorts: Int32Array.of(2, 1, 0),
			customers: Int32Array.of(112, 100, 0)
		},
		money: [],
		currencies: ['EUR'],
		currency: 'EUR'
	};

	it('tells finished, running, few and not begun apart', () => {
		const { rows } = layoutCohorts(result, null, 'retention');
		expect(rows.map(({ cells }) => cells.map(({ state }) => state))).toEqual([
			['finished', 'finished', 'running'],
			['few', 'few', 'none']
		]);
	});

	it('fills finished cells only, and never the period of the first order', () => {
		const { rows } = layoutCohorts(result, null, 'retention');
		expect(rows[0].cells.map(({ step }) => step !== null)).toEqual([false, true, false]);
		expect(rows[1].cells.every(({ step }) => step === null)).toBe(true);
	});

	it('draws all intervals on one scale', () => {
		const [, second, third] = layoutCohorts(result, null, 'retention').rows[0].cells;
		expect(second.interval?.high).toBe(1);
		expect(third.interval?.high).toBeCloseTo(0.174 / 0.289, 9);
	});

	it('has a mean only where a finished cohort stands behind it', () => {
		expect(layoutCohorts(result, null, 'retention').mean.map((cell) => cell?.value ?? null)).toEqual([1, 0.2, null]);
		expect(layoutCohorts(result, null, 'orders').mean).toEqual([null, null, null]);
	});

	it('can begin at a later cohort', () => {
		expect(layoutCohorts(result, null, 'customers', 1).rows.map(({ label }) => label)).toEqual(['2011-02']);
	});
});

describe('steps of the share scale', () => {
	it('go from 0 to the largest value in nine steps', () => {
		const step = shareSteps(0.9);
		expect([0, 0.05, 0.11, 0.5, 0.9].map(step)).toEqual([0, 0, 1, 5, 8]);
		expect(shareSteps(0)(0)).toBe(0);
	});
});

describe('a customer’s orders', () => {
	const orders = [
		{ key: 'a', day: 100, net: 20, counted: true },
		{ key: 'b', day: 130, net: 40, counted: true },
		{ key: 'c', day: 150, net: 10, counted: false }
	];

	it('stand as stems, the largest the highest', () => {
		const { stems, ground } = layoutStems(orders, 200, 440);
		expect(stems[1].y).toBeLessThan(stems[0].y);
		expect(stems.every(({ y }) => y <= ground)).toBe(true);
	});

	it('count the silence from the last order that counts', () => {
		expect(layoutStems(orders, 200, 440).silence?.days).toBe(70);
	});

	it('draws no silence right after an order', () => {
		expect(layoutStems(orders, 131, 440).silence).toBeNull();
	});
});
