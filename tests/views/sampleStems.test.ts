import { describe, expect, it } from 'vitest';
import { bend, layoutWeeks } from '../../src/lib/views/sample-stems/layout';

const orders = Array.from({ length: 104 }, (_, week) => 100 + week);

describe('the sample’s weeks on the start page', () => {
	it('draws all of them where there is room, and a tenth more that have not yet come', () => {
		const stems = layoutWeeks(orders, 760, 140);
		expect(stems.filter(({ coming }) => !coming).map(({ week }) => week)).toEqual([...orders.keys()]);
		expect(stems.filter(({ coming }) => coming).length).toBe(10);
		expect(stems[0].x).toBe(9);
		expect(stems.at(-1)?.x).toBe(751);
	});

	it('draws the latest where there is less room, never closer than heads are wide', () => {
		const stems = layoutWeeks(orders, 350, 140);
		expect(stems[1].x - stems[0].x).toBeGreaterThanOrEqual(6.4);
		expect(stems.filter(({ coming }) => !coming).at(-1)?.week).toBe(103);
		expect(stems.some(({ coming }) => coming)).toBe(true);
	});

	it('stands on the ground line, the best week highest; a week to come is as high as a year before', () => {
		const stems = layoutWeeks(orders, 760, 140);
		const at = (wanted: number) => stems.find(({ week }) => week === wanted)!.y;
		expect(at(103)).toBe(5);
		// 100 of 203: 140 − 100/203 × 135.
		expect(at(0)).toBeCloseTo(73.4975, 3);
		expect(at(104)).toBe(at(52));
	});
});

describe('stems under a file that is held over the page', () => {
	it('bend away from it, four pixels beside it', () => {
		expect(bend(299.9, 300)).toBeCloseTo(-4, 4);
		expect(bend(300.1, 300)).toBeCloseTo(4, 4);
		expect(bend(300, 300)).toBe(4);
	});

	it('bend less the farther off, alike on both sides', () => {
		const right = [0, 50, 140, 400, 2000].map((distance) => bend(300 + distance, 300));
		expect(right).toEqual(right.toSorted((a, b) => b - a));
		expect(right[2]).toBe(2);
		expect(right[4]).toBeLessThan(0.05);
		for (const distance of [1, 50, 400]) expect(bend(300 - distance, 300)).toBe(-bend(300 + distance, 300));
	});

	it('keep their order: no head passes another or leaves the drawing', () => {
		const stems = layoutWeeks(orders, 760, 140);
		for (const pointer of [-400, 0, 311, 757, 2000]) {
			const heads = stems.map(({ x }) => x + bend(x, pointer));
			expect(heads).toEqual(heads.toSorted((a, b) => a - b));
			expect(heads[0]).toBeGreaterThan(4);
			expect(heads.at(-1)).toBeLessThan(756);
		}
	});
});
