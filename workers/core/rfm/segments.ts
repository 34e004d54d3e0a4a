import { SEGMENTS } from './types';
import type { SegmentId } from './types';

/** Segment by frequency score 1 to 5 (across) for each recency score (down from 5). */
const MAP: Record<number, readonly [SegmentId, SegmentId, SegmentId, SegmentId, SegmentId]> = {
	5: ['new', 'potential-loyalists', 'potential-loyalists', 'champions', 'champions'],
	4: ['promising', 'potential-loyalists', 'potential-loyalists', 'loyal', 'loyal'],
	3: ['about-to-sleep', 'about-to-sleep', 'need-attention', 'loyal', 'loyal'],
	2: ['hibernating', 'hibernating', 'at-risk', 'at-risk', 'cant-lose'],
	1: ['lost', 'lost', 'at-risk', 'at-risk', 'cant-lose']
};

/** Index into SEGMENTS by (r − 1) × 5 + (f − 1). */
export const SEGMENT_OF_CELL = Uint8Array.from({ length: 25 }, (_, cell) =>
	SEGMENTS.indexOf(MAP[Math.floor(cell / 5) + 1][cell % 5])
);
