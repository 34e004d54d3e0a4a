import { describe, expect, it } from 'vitest';
import { layoutFlows } from '../../src/lib/views/flows/layout';
import { layoutInterval } from '../../src/lib/views/interval/layout';
import { layoutStems } from '../../src/lib/views/order-stems/layout';
import { layoutRfmGrid, segmentAt } from '../../src/lib/views/rfm-grid/layout';
import { layoutSegmentMoney } from '../../src/lib/views/segment-money/layout';
import { shareSteps } from '../../src/lib/views/shareSteps';
import { layoutTransitions } from '../../src/lib/views/transitions/layout';
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

describe('steps of the share scale', () => {
	it('go from 0 to the largest value in nine steps', () => {
		const step = shareSteps(0.9);
		expect([0, 0.05, 0.11, 0.5, 0.9].map(step)).toEqual([0, 0, 1, 5, 8]);
		expect(shareSteps(0)(0)).toBe(0);
	});
});

describe('a customer’s orders', () => {
	const orders = [
		{ key: 'a', day: 100, value: 20, refunded: 0, counted: true },
		{ key: 'b', day: 130, value: 40, refunded: 10, counted: true },
		{ key: 'c', day: 150, value: 10, refunded: 0, counted: false }
	];

	it('stand as stems, the largest the highest', () => {
		const { stems, ground } = layoutStems(orders, 200, 440);
		expect(stems[1].y).toBeLessThan(stems[0].y);
		expect(stems.every(({ y }) => y <= ground)).toBe(true);
	});

	it('hang below the line by what was given back', () => {
		const { stems, ground, brackets } = layoutStems(orders, 200, 440);
		expect(stems.map(({ below }) => below !== null)).toEqual([false, true, false]);
		expect(stems[1].below).toBeGreaterThan(ground);
		expect(stems[1].below).toBeLessThanOrEqual(brackets);
	});

	it('hang a negative order below the line', () => {
		const { stems, ground } = layoutStems([{ key: 'a', day: 100, value: -5, refunded: 0, counted: true }], 120, 440);
		expect(stems[0].y).toBe(ground);
		expect(stems[0].below).toBeGreaterThan(ground);
	});

	it('are parted by the days between those that count', () => {
		expect(layoutStems(orders, 200, 440).gaps.map(({ days }) => days)).toEqual([30]);
	});

	it('count the silence from the last order that counts to the day after', () => {
		expect(layoutStems(orders, 200, 440).silence?.days).toBe(71);
		expect(layoutStems(orders.slice(0, 2), 130, 440).silence?.days).toBe(1);
	});

	it('stand over days that are each named once, however few there are', () => {
		const ends = (to: number) => [
			{ key: 'a', day: 20_000, value: 20, refunded: 0, counted: true },
			{ key: 'b', day: to, value: 40, refunded: 0, counted: true }
		];
		for (const width of [260, 440, 760, 1100])
			for (let span = 0; span <= 800; span += span < 100 ? 1 : 25) {
				const to = 20_000 + span;
				const { ticks, left, right } = layoutStems(ends(to), to, width);
				const labels = ticks.map(({ month, day }) => month ?? day);
				expect(labels.length, `${span} days on ${width} px`).toBeGreaterThan(0);
				expect(new Set(labels).size, `${span} days on ${width} px`).toBe(labels.length);
				for (const { x, day } of ticks) {
					expect(x).toBeGreaterThanOrEqual(left);
					expect(x).toBeLessThanOrEqual(right);
					expect(day).toBeLessThanOrEqual(to);
				}
			}
		// Four days: where each begins.
		const { ticks, today } = layoutStems(ends(20_003), 20_003, 760);
		expect(ticks.map(({ day }) => day)).toEqual([20_000, 20_001, 20_002, 20_003]);
		expect(ticks[3].x - ticks[2].x).toBeCloseTo(today - ticks[3].x, 6);
	});

	it('of another currency have a stem without height', () => {
		const { stems, ground } = layoutStems([{ key: 'a', day: 1, value: null, refunded: 0, counted: true }], 2, 440);
		expect(ground - stems[0].y).toBe(14);
	});

	it('are a line without stems where there are none', () => {
		expect(layoutStems([], 200, 320)).toMatchObject({ stems: [], gaps: [], silence: null });
	});
});

describe('flows between groups', () => {
	// Two sources, three targets: 6 to the first, 3 to the second, nobody to the third; one from the second.
	const drawn = layoutFlows([6, 3, 0, 1, 0, 0], 3, [0, 1], {
		width: 600,
		height: 200,
		label: { left: 100, right: 100, line: 16 }
	});

	it('are as thick as they are many, and as high as their nodes', () => {
		expect(drawn.flows.map(({ from, to, value }) => [from, to, value])).toEqual([
			[0, 0, 6],
			[0, 1, 3],
			[1, 0, 1]
		]);
		expect(drawn.flows[0].width).toBeCloseTo(2 * drawn.flows[1].width, 6);
		expect(drawn.sources[0].height).toBeCloseTo(drawn.flows[0].width + drawn.flows[1].width, 6);
	});

	it('leave out groups of nobody', () => {
		expect(drawn.targets.map(({ index }) => index)).toEqual([0, 1]);
		expect(
			layoutFlows([0, 0], 1, [0, 1], { width: 600, height: 200, label: { left: 100, right: 100, line: 16 } }).flows
		).toEqual([]);
	});

	it('keep labels apart and inside', () => {
		const thin = layoutFlows(
			Array.from({ length: 42 }, (_, i) => (i === 0 ? 1000 : 1)),
			6,
			[6, 0, 1, 2, 3, 4, 5],
			{ width: 400, height: 300, label: { left: 84, right: 84, line: 31 } }
		);
		for (const side of [thin.sources, thin.targets]) {
			for (const [i, node] of side.entries()) {
				expect(node.label).toBeLessThanOrEqual(300);
				if (i > 0) expect(node.label - side[i - 1].label).toBeGreaterThanOrEqual(30.99);
			}
		}
	});
});

describe('movements by share', () => {
	it('are of their row, counted only where the row is few', () => {
		const rows = layoutTransitions([30, 10, 0, 5, 0, 0], 2, 3, 30);
		expect(rows.map(({ total }) => total)).toEqual([40, 5]);
		expect(rows[0].cells.map(({ share, state }) => [share, state])).toEqual([
			[0.75, 'share'],
			[0.25, 'share'],
			[0, 'nobody']
		]);
		expect(rows[1].cells.map(({ state, step }) => [state, step])).toEqual([
			['few', null],
			['nobody', null],
			['nobody', null]
		]);
	});
});

describe('money by segment', () => {
	const row = (name: string, net: number, shareOfCustomers: number) => ({
		name,
		net,
		customers: 1,
		shareOfCustomers,
		shareOfNet: null
	});

	it('stands on one scale with what an equal share would be', () => {
		const { bars, zero } = layoutSegmentMoney([row('a', 75, 0.5), row('b', 25, 0.5)], 400, {
			left: 100,
			right: 50,
			row: 26
		});
		expect(zero).toBe(100);
		expect(bars[0].width).toBeCloseTo(3 * bars[1].width, 6);
		expect(bars[0].equal).toBeCloseTo(100 + (bars[0].width * 2) / 3, 6);
	});

	it('hangs losses to the left, and has no equal share of nothing', () => {
		const { bars, zero } = layoutSegmentMoney([row('a', -10, 0.5), row('b', 5, 0.5)], 400, {
			left: 100,
			right: 50,
			row: 26
		});
		expect(bars[0].x + bars[0].width).toBeCloseTo(zero, 6);
		expect(bars.map(({ equal }) => equal)).toEqual([null, null]);
	});
});
