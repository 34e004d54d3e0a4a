/** The eleven segments in six groups: what a drawing of flows can carry. */
import { SEGMENTS, type SegmentId } from '$workers/core/rfm/types';

export interface SegmentGroup {
	name: string;
	segments: readonly SegmentId[];
}

export const SEGMENT_GROUPS: readonly SegmentGroup[] = [
	{ name: 'Champions', segments: ['champions'] },
	{ name: 'Loyal', segments: ['loyal'] },
	{ name: 'Growing', segments: ['potential-loyalists', 'new', 'promising'] },
	{ name: 'Fading', segments: ['need-attention', 'about-to-sleep'] },
	{ name: 'At risk', segments: ['at-risk', 'cant-lose'] },
	{ name: 'Gone quiet', segments: ['hibernating', 'lost'] }
];
/** What the names do not say by themselves. */
export const GROUP_NOTE =
	'Growing: Potential loyalists, New, Promising. Fading: Need attention, About to sleep. At risk: with Can’t lose. Gone quiet: Hibernating, Lost';
/** Groups of the best: Champions and Loyal. */
export const BEST = [0, 1] as const;
export const AT_RISK = 4;
/** Row of those who had not ordered yet. */
export const NOT_YET_ROW = SEGMENT_GROUPS.length;
/** Fewer than this are too few to speak of a share. */
export const FEW = 30;

/** Movements between groups: 7 × 6 (the last row: not yet a customer), row-major. */
export interface GroupMoves {
	customers: number[];
	net: number[];
	/** Sums of rows (7) and of columns (6). */
	before: number[];
	now: number[];
}

const GROUP_OF = SEGMENTS.map((segment) => SEGMENT_GROUPS.findIndex(({ segments }) => segments.includes(segment)));

/** @param customers 12 × 11, as a migration gives them; `net` the same */
export function groupMoves(customers: ArrayLike<number>, net: ArrayLike<number>): GroupMoves {
	const width = SEGMENT_GROUPS.length;
	const moves: GroupMoves = {
		customers: Array<number>((width + 1) * width).fill(0),
		net: Array<number>((width + 1) * width).fill(0),
		before: Array<number>(width + 1).fill(0),
		now: Array<number>(width).fill(0)
	};
	for (let cell = 0; cell < customers.length; cell++) {
		const from = GROUP_OF[Math.floor(cell / SEGMENTS.length)] ?? NOT_YET_ROW;
		const to = GROUP_OF[cell % SEGMENTS.length];
		moves.customers[from * width + to] += customers[cell];
		moves.net[from * width + to] += net[cell];
		moves.before[from] += customers[cell];
		moves.now[to] += customers[cell];
	}
	return moves;
}

/** Customers of groups on the earlier day who are in a group now. */
export const moved = ({ customers }: GroupMoves, from: readonly number[], to: readonly number[]): number =>
	from.reduce((all, row) => to.reduce((sum, column) => sum + customers[row * SEGMENT_GROUPS.length + column], all), 0);
