import { SEGMENT_NAMES, type RfmGroup, type SegmentId } from '$workers/core/rfm/types';
import { rootSteps, type ShareStep } from '../shareSteps';

export interface GridCell {
	/** "54": recency, then frequency score. */
	key: string;
	r: number;
	f: number;
	row: number;
	column: number;
	group: RfmGroup;
	step: ShareStep;
	/** The name stands in one cell of its segment. */
	name: string | null;
	segment: SegmentId;
	/** The cell to the right, or below, is of the same segment: no gap parts them. */
	joinsRight: boolean;
	joinsDown: boolean;
}

/** Segment by recency and frequency score (definitions, section 14). */
export function segmentAt(r: number, f: number): SegmentId {
	if (r === 5) return f >= 4 ? 'champions' : f >= 2 ? 'potential-loyalists' : 'new';
	if (r === 4) return f >= 4 ? 'loyal' : f >= 2 ? 'potential-loyalists' : 'promising';
	if (r === 3) return f >= 4 ? 'loyal' : f === 3 ? 'need-attention' : 'about-to-sleep';
	if (f === 5) return 'cant-lose';
	if (f >= 3) return 'at-risk';
	return r === 2 ? 'hibernating' : 'lost';
}

/**
 * The 25 cells R × F, best recency on top, frequency to the right; shaded by their share of net (or of customers where net is unknown).
 * @param grid position (r − 1) × 5 + (f − 1)
 */
export function layoutRfmGrid(grid: readonly RfmGroup[]): GridCell[] {
	const share = ({ shareOfNet, shareOfCustomers }: RfmGroup) => Math.max(0, shareOfNet ?? shareOfCustomers);
	const step = rootSteps(Math.max(0, ...grid.map(share)));
	const named = new Set<SegmentId>();
	const cells: GridCell[] = [];
	for (let r = 5; r >= 1; r--)
		for (let f = 1; f <= 5; f++) {
			const group = grid[(r - 1) * 5 + (f - 1)];
			const segment = segmentAt(r, f);
			cells.push({
				key: `${r}${f}`,
				r,
				f,
				row: 6 - r,
				column: f,
				group,
				step: step(share(group)),
				name: named.has(segment) ? null : SEGMENT_NAMES[segment],
				segment,
				joinsRight: f < 5 && segmentAt(r, f + 1) === segment,
				joinsDown: r > 1 && segmentAt(r - 1, f) === segment
			});
			named.add(segment);
		}
	return cells;
}
