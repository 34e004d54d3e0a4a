import { describe, expect, it } from 'vitest';
import { layoutWeeks } from '../../src/lib/views/sample-stems/layout';

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
