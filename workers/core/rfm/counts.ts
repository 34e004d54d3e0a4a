import { SEGMENTS } from './types';
import type { RfmScores } from './types';

/** How many customers have each score and are in each segment: all that moving a border changes. */
export interface RfmCounts {
	/** Five counts a score, score 1 first. */
	r: number[];
	f: number[];
	m: number[];
	/** Parallel to SEGMENTS. */
	segments: number[];
}

/** Counts of scored customers, from their cells. */
export function rfmCounts({ cells }: Pick<RfmScores, 'cells'>): RfmCounts {
	const counts: RfmCounts = {
		r: [0, 0, 0, 0, 0],
		f: [0, 0, 0, 0, 0],
		m: [0, 0, 0, 0, 0],
		segments: SEGMENTS.map(() => 0)
	};
	for (const { cell, segment, customers } of cells) {
		counts.r[Number(cell[0]) - 1] += customers;
		counts.f[Number(cell[1]) - 1] += customers;
		counts.m[Number(cell[2]) - 1] += customers;
		counts.segments[SEGMENTS.indexOf(segment)] += customers;
	}
	return counts;
}
