import { describe, expect, it } from 'vitest';
import { frequencyRanges, moneyRanges, recencyRanges } from '../../src/lib/format/scoreRanges';
import {
	flowFinding,
	gridFinding,
	matrixFinding,
	moneyFinding,
	segmentsFinding
} from '../../src/lib/format/segmentFindings';
import { groupMoves, moved, NOT_YET_ROW, SEGMENT_GROUPS } from '../../src/lib/format/segmentGroups';
import { SEGMENTS, type RfmGroup, type RfmScores } from '../../workers/core/rfm/types';

describe('what scores stand for', () => {
	const none = [null, null, null, null, null];

	it('is said by the borders where there are some', () => {
		expect(recencyRanges([60, 120, 240, 420], none)).toEqual([
			...['up to 60 days', '61 to 120', '121 to 240', '241 to 420', 'over 420']
		]);
		expect(frequencyRanges([1, 2, 3, 5], none)).toEqual(['1 order', '2', '3', '4 to 5', '6 or more']);
		expect(moneyRanges([50, 100, 200, 400], (value) => `€${value}`)).toEqual([
			...['up to €50', 'over €50 to €100', 'over €100 to €200', 'over €200 to €400', 'over €400']
		]);
	});

	it('is nobody between borders without a whole number', () => {
		expect(frequencyRanges([1, 1.2, 1.5, 5], none)).toEqual(['1 order', '–', '–', '2 to 5', '6 or more']);
		expect(recencyRanges([0.5, 1, 2, 3], none)).toEqual(['–', '1', '2', '3', 'over 3']);
	});

	it('is what occurs where ranks decide', () => {
		const bands = [{ min: 302, max: 408 }, { min: 245, max: 245 }, null, { min: 51, max: 114 }, { min: 1, max: 7 }];
		expect(recencyRanges(null, bands)).toEqual(['1 to 7 days', '51 to 114', '–', '245', '302 to 408']);
		expect(frequencyRanges(null, [{ min: 1, max: 1 }, null, null, { min: 2, max: 3 }, { min: 4, max: 9 }])).toEqual([
			...['1 order', '–', '–', '2 to 3', '4 to 9']
		]);
	});
});

/** Customers by segment on two days, the rest nobody. */
function matrix(...cells: [from: string, to: string, customers: number][]): Int32Array {
	const counts = new Int32Array(12 * 11);
	for (const [from, to, n] of cells) {
		const row = from === 'none' ? 11 : SEGMENTS.findIndex((segment) => segment === from);
		counts[row * 11 + SEGMENTS.findIndex((segment) => segment === to)] = n;
	}
	return counts;
}
const year = matrix(
	['champions', 'champions', 20],
	['champions', 'cant-lose', 10],
	['loyal', 'at-risk', 15],
	['loyal', 'loyal', 15],
	['new', 'loyal', 3],
	['none', 'new', 7]
);
const group = (customers: number, net: number, all: number, total: number): RfmGroup => ({
	customers,
	orders: customers,
	net,
	shareOfCustomers: customers / all,
	shareOfNet: total > 0 ? net / total : null
});
const scores = (atRisk: number): RfmScores =>
	({
		segments: SEGMENTS.map((segment) => group(segment === 'at-risk' ? atRisk : 0, 0, 100, 0))
	}) as unknown as RfmScores;

describe('groups of segments', () => {
	it('hold each of the eleven once', () => {
		expect(SEGMENT_GROUPS.flatMap(({ segments }) => segments).toSorted()).toEqual([...SEGMENTS].toSorted());
	});

	it('add up both ways', () => {
		const moves = groupMoves(year, year);
		expect(moves.before).toEqual([30, 30, 3, 0, 0, 0, 7]);
		expect(moves.now).toEqual([20, 18, 7, 0, 25, 0]);
		expect(moved(moves, [0, 1], [4])).toBe(25);
		expect(moved(moves, [NOT_YET_ROW], [2])).toBe(7);
	});
});

describe('what the screen of segments says first', () => {
	const moves = groupMoves(year, year);

	it('is how many of the best slipped', () => {
		expect(segmentsFinding(scores(25), { moves, from: 15_000, year: true })).toBe(
			'25 of last year’s 60 best customers are now at risk'
		);
		expect(segmentsFinding(scores(25), { moves, from: 15_129, year: false })).toContain('the 60 best customers of');
	});

	it('is what is true without a year, or with fewer than 30 of the best', () => {
		expect(segmentsFinding(scores(12), null)).toBe('12 customers who bought often have gone quiet');
		const few = groupMoves(matrix(['loyal', 'at-risk', 29]), []);
		expect(segmentsFinding(scores(1), { moves: few, from: 15_000, year: true })).toBe(
			'1 customer who bought often has gone quiet'
		);
		expect(segmentsFinding(scores(0), null)).toBe('Eleven segments, each customer in exactly one');
	});

	it('counts those who fell and those who came up', () => {
		expect(flowFinding(moves)).toBe('42% of the best fell back, 3 others came up');
		expect(matrixFinding(moves)).toBe('33% of Champions and 50% of Loyal are now at risk');
		expect(matrixFinding(groupMoves(matrix(['loyal', 'at-risk', 40]), []))).toBe('100% of Loyal are now at risk');
		expect(flowFinding(groupMoves(matrix(), []))).toBe('Where customers were and where they are');
	});

	it('names the cell and the segment that bring most, unless the total is not positive', () => {
		const grid = [group(90, 400, 100, 1000), group(10, 600, 100, 1000)];
		expect(gridFinding(grid, { customers: 100, net: 1000 })).toBe('10 customers, 10% of all, brought 60% of the money');
		expect(gridFinding([group(90, -400, 100, -400)], { customers: 90, net: -400 })).toBe(
			'Customers by recency and frequency'
		);
		expect(
			moneyFinding(
				SEGMENTS.map((_, i) => group(i === 0 ? 10 : 9, i === 0 ? 600 : 40, 100, 1000)),
				100
			)
		).toBe('Champions: 10% of the customers, 60% of the money');
		expect(
			moneyFinding(
				SEGMENTS.map(() => group(1, 1, 11, 11)),
				11
			)
		).toBe('Net by segment');
	});
});
