import { describe, expect, it } from 'vitest';
import { layoutConcentration } from '../../src/lib/views/concentration/layout';
import { layoutGaps } from '../../src/lib/views/gaps/layout';
import { layoutIntervalAxis } from '../../src/lib/views/interval/axisLayout';
import { layerSteps, layoutLayers, type Layer } from '../../src/lib/views/layers/layout';
import { monthLabels } from '../../src/lib/views/monthLabels';

const months = (n: number): string[] =>
	Array.from({ length: n }, (_, i) => `${2010 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`);
const layer = (key: string, net: number[], rest: Partial<Layer> = {}): Layer => ({ key, text: key, net, ...rest });

describe('layers of months', () => {
	const three = [layer('old', [60, 50, 10]), layer('new', [40, -20, 10]), layer('nobody', [0, 5, 0], { nobody: true })];
	const bars = layoutLayers({ months: months(3), partial: true, layers: three }, 800, 250);

	it('are bars where months are few, stacked from the ground line without gap or overlap', () => {
		expect(bars.form).toBe('bars');
		const [old, young] = bars.pieces[0];
		expect(old.y + old.height).toBeCloseTo(bars.ground, 6);
		expect(young.y + young.height).toBeCloseTo(old.y, 6);
	});

	it('hang what is given back below the ground line', () => {
		const below = bars.pieces[1].find((piece) => piece.layer === 1);
		expect(below?.y).toBeCloseTo(bars.ground, 6);
		expect(bars.pieces[1].filter(({ y }) => y < bars.ground - 1).map((piece) => piece.layer)).toEqual([0, 2]);
	});

	it('mark the month that has not ended', () => {
		expect(bars.unfinished?.x).toBe(bars.columns[2].x);
		expect(layoutLayers({ months: months(3), partial: false, layers: three }, 800, 250).unfinished).toBeNull();
	});

	it('are areas from 24 months on, each upon the one below', () => {
		const flat = (value: number) => Array.from({ length: 24 }, () => value);
		const { form, layers, ground, right, left } = layoutLayers(
			{ months: months(24), partial: false, layers: [layer('old', flat(50)), layer('new', flat(50))] },
			800,
			250
		);
		expect(form).toBe('areas');
		// 50 and 100 of a scale to 104, 214 pixels high: the upper edge of the first is the lower edge of the second.
		expect(ground).toBe(226);
		const middle = 123.12;
		expect(layers[0].edge.startsWith(`M${left} ${middle}L`)).toBe(true);
		expect(layers[1].area.endsWith(`L${left} ${middle}Z`)).toBe(true);
		expect(layers[1].edge.endsWith(`L${right} 20.23`)).toBe(true);
	});

	it('are bars again where a layer is below zero: areas would lie upon each other', () => {
		const dip = Array.from({ length: 24 }, (_, i) => (i === 3 ? -1 : 10));
		expect(layoutLayers({ months: months(24), partial: false, layers: [layer('a', dip)] }, 800, 250).form).toBe('bars');
	});

	it('name each layer where it fits, beside it, or below on a narrow page; never one over another', () => {
		const thin = ['a', 'b', 'c', 'd', 'e'].map((key) => layer(key, [1, 1, 1]));
		const beside = layoutLayers({ months: months(3), partial: false, layers: thin }, 800, 250).names;
		const ys = beside.map(({ y }) => y).sort((a, b) => a - b);
		expect(beside.every(({ place }) => place === 'beside')).toBe(true);
		ys.slice(1).forEach((y, i) => expect(y - ys[i]).toBeGreaterThanOrEqual(16));
		const narrow = layoutLayers({ months: months(3), partial: false, layers: thin }, 390, 250).names;
		expect(narrow.every(({ place }) => place === 'below')).toBe(true);
		const wide = Array.from({ length: 24 }, () => 100);
		const inside = layoutLayers({ months: months(24), partial: false, layers: [layer('2023', wide)] }, 800, 250).names;
		expect(inside.map(({ place }) => place)).toEqual(['inside']);
	});

	it('draw a frame for no months, one month and nothing but nobody', () => {
		expect(layoutLayers({ months: [], partial: false, layers: [] }, 390, 250).columns).toEqual([]);
		const one = layoutLayers({ months: ['2024-01'], partial: true, layers: [layer('a', [-5])] }, 390, 250);
		expect(one.columns).toHaveLength(1);
		expect(Number.isFinite(one.columns[0].width)).toBe(true);
		const guests = layoutLayers(
			{ months: months(2), partial: false, layers: [layer('nobody', [5, 5], { nobody: true })] },
			390,
			250
		);
		expect(guests.layers[0].step).toBeNull();
	});

	it('shade the oldest furthest from the paper, each its own step', () => {
		for (let n = 1; n <= 6; n++) {
			const steps = layerSteps(n);
			expect(steps).toHaveLength(n);
			expect([...steps].sort((a, b) => b - a)).toEqual([...steps]);
			expect(new Set(steps).size).toBe(n);
		}
	});
});

describe('names of months', () => {
	it('are fewer where there is no room, and say the year once', () => {
		expect(monthLabels(months(48), (m) => m * 6, 6).map(({ key }) => key)).toEqual([
			'2010-01',
			'2011-01',
			'2012-01',
			'2013-01'
		]);
		const year = monthLabels(months(13), (m) => m * 40, 40);
		expect(year.map(({ key }) => key)).toEqual([
			'2010-01',
			'2010-03',
			'2010-05',
			'2010-07',
			'2010-09',
			'2010-11',
			'2011-01'
		]);
		expect(year.filter(({ withYear }) => withYear).map(({ key }) => key)).toEqual(['2010-01', '2011-01']);
	});

	it('begin with January where they are far apart', () => {
		const from = months(30).slice(5);
		expect(monthLabels(from, (m) => m * 12, 12).map(({ key }) => key)).toEqual([
			'2010-07',
			'2011-01',
			'2011-07',
			'2012-01'
		]);
	});
});

describe('concentration', () => {
	it('draws shares on one scale and where an equal split would end', () => {
		const { rows, left, right } = layoutConcentration(
			[
				{ top: 0.1, customers: 10, net: 400, share: 0.4 },
				{ top: 0.2, customers: 20, net: 500, share: null }
			],
			488
		);
		// 64 for the names, 24 for the last number: 400 pixels are everything.
		expect([left, right]).toEqual([64, 464]);
		expect(rows.map(({ bar, equal }) => [Math.round(bar), Math.round(equal)])).toEqual([
			[160, 104],
			[0, 144]
		]);
	});

	it('writes beside a bar, or on it where it nearly fills the drawing', () => {
		const { rows } = layoutConcentration([{ top: 0.2, customers: 1, net: 1, share: 1 }], 488);
		expect(rows[0]).toMatchObject({ inside: true, brief: false, text: 456 });
	});

	it('says the share alone where there is no room for more', () => {
		const { rows } = layoutConcentration([{ top: 0.2, customers: 1793, net: 1, share: 0.6 }], 260);
		expect(rows[0]).toMatchObject({ inside: false, brief: true });
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

	it('keep the words of a short median inside the drawing', () => {
		expect(layoutGaps({ q25: 1, median: 2, q75: 3, q90: 140 }, 420).medianText).toEqual({ x: 2, anchor: 'start' });
	});
});

describe('an interval on its axis', () => {
	it('stands between the ends, with the figure before and both words apart', () => {
		const drawn = layoutIntervalAxis({ now: 0.365, low: 0.355, high: 0.374, before: 0.36 }, 460);
		expect(drawn.bar?.x).toBeLessThan(drawn.tick ?? 0);
		expect((drawn.bar?.x ?? 0) + (drawn.bar?.width ?? 0)).toBeGreaterThan(drawn.tick ?? Infinity);
		expect(Math.abs((drawn.names.now ?? 0) - (drawn.names.before ?? 0))).toBeGreaterThanOrEqual(80 - 1e-9);
		for (const x of [drawn.tick, drawn.before, drawn.names.now, drawn.names.before]) {
			expect(x).toBeGreaterThanOrEqual(14);
			expect(x).toBeLessThanOrEqual(434);
		}
	});

	it('draws a frame for one figure, and for none', () => {
		expect(layoutIntervalAxis({ now: 5, low: null, high: null, before: null }, 300).bar).toBeNull();
		const none = layoutIntervalAxis({ now: null, low: null, high: null, before: null }, 300);
		expect(none.tick).toBeNull();
		expect(none.ticks.every(({ x }) => Number.isFinite(x))).toBe(true);
	});
});
