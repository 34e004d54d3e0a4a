import { nextMark, type MarkBox } from '../../src/lib/views/figure/nextMark';
import { describe, expect, it } from 'vitest';

/** Three columns and two rows; the last cell is missing. */
const grid: MarkBox[] = [
	{ left: 0, top: 0, width: 10, height: 10 },
	{ left: 12, top: 0, width: 10, height: 10 },
	{ left: 24, top: 0, width: 10, height: 10 },
	{ left: 0, top: 12, width: 10, height: 10 },
	{ left: 12, top: 12, width: 10, height: 10 }
];

describe('walking the marks of a chart', () => {
	it('begins with the first mark, whatever key leads in', () => {
		expect(nextMark(grid, -1, 'ArrowRight')).toBe(0);
		expect(nextMark(grid, -1, 'ArrowDown')).toBe(0);
	});

	it('goes right and left in reading order, over the end of a row', () => {
		expect(nextMark(grid, 2, 'ArrowRight')).toBe(3);
		expect(nextMark(grid, 3, 'ArrowLeft')).toBe(2);
	});

	it('stays on the last mark and on the first', () => {
		expect(nextMark(grid, 4, 'ArrowRight')).toBe(4);
		expect(nextMark(grid, 0, 'ArrowLeft')).toBe(0);
		expect(nextMark(grid, 3, 'ArrowDown')).toBe(3);
	});

	it('goes down and up to the mark in the same column', () => {
		expect(nextMark(grid, 1, 'ArrowDown')).toBe(4);
		expect(nextMark(grid, 4, 'ArrowUp')).toBe(1);
	});

	it('takes the nearest mark below where the column has none', () => {
		expect(nextMark(grid, 2, 'ArrowDown')).toBe(4);
	});

	it('does not take a bar beside it for one below because it is shorter', () => {
		const bars: MarkBox[] = [
			{ left: 0, top: 0, width: 10, height: 100 },
			{ left: 12, top: 60, width: 10, height: 40 }
		];
		expect(nextMark(bars, 0, 'ArrowDown')).toBe(0);
	});

	it('finds the ends', () => {
		expect(nextMark(grid, 2, 'Home')).toBe(0);
		expect(nextMark(grid, 2, 'End')).toBe(4);
	});

	it('finds nothing where there is nothing', () => {
		expect(nextMark([], -1, 'End')).toBe(-1);
	});
});
