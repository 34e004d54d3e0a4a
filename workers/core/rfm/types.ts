/** How values become scores 1 to 5. */
export type RfmRule = 'A_min_rank' | 'B_first' | 'C_cutpoints' | 'fixed';
export const RFM_RULES: readonly RfmRule[] = ['A_min_rank', 'B_first', 'C_cutpoints', 'fixed'];

/** Four ascending limits: score = 1 + number of limits strictly below the value; recency is reversed (6 − that). */
export type Limits = [number, number, number, number];

export interface RfmOptions {
	/**
	 * - `A_min_rank`: floor(5 × customers strictly worse / n) + 1; ties share the lowest score of theirs
	 * - `B_first`: from worst to best, ties by customer key ascending; rank k of n scores ceil(5 k / n)
	 * - `C_cutpoints`: limits are the 20, 40, 60, 80 % quantiles (type 7)
	 * - `fixed`: limits as given
	 */
	rule: RfmRule;
	/** For `fixed`: days for r, orders for f, money in units of the currency for m. */
	limits?: { r: Limits; f: Limits; m: Limits };
	/** Whom the scores rank: everybody (then a selection only filters), or the selection. Default `everybody`. */
	among?: 'everybody' | 'selection';
	/** Reporting currency of M for this call; default that of the counting definition, or the only one. */
	currency?: string | null;
}

/** The eleven segments, best first; every one of the 25 cells R × F belongs to exactly one. */
export const SEGMENTS = [
	'champions',
	'loyal',
	'potential-loyalists',
	'new',
	'promising',
	'need-attention',
	'about-to-sleep',
	'cant-lose',
	'at-risk',
	'hibernating',
	'lost'
] as const;
export type SegmentId = (typeof SEGMENTS)[number];

/** Names as they stand in files and on screen. */
export const SEGMENT_NAMES: Record<SegmentId, string> = {
	champions: 'Champions',
	loyal: 'Loyal',
	'potential-loyalists': 'Potential loyalists',
	new: 'New',
	promising: 'Promising',
	'need-attention': 'Need attention',
	'about-to-sleep': 'About to sleep',
	'cant-lose': "Can't lose",
	'at-risk': 'At risk',
	hibernating: 'Hibernating',
	lost: 'Lost'
};

/** A score bin that makes words misleading: nobody in it, or more than 40 % of the customers. */
export interface RfmWarning {
	code: 'empty_bin' | 'crowded_bin';
	dimension: 'r' | 'f' | 'm';
	score: 1 | 2 | 3 | 4 | 5;
	customers: number;
	/** Of the customers scored. */
	share: number;
}

/** Customers, orders and net of a segment or cell. Money in units of the currency, from exact sums. */
export interface RfmGroup {
	customers: number;
	orders: number;
	net: number;
	/** Of the customers / of the net of the result; share of net is null when that net is not positive. */
	shareOfCustomers: number;
	shareOfNet: number | null;
}

/** Scores as of a day. Columns have a row a customer of the selection, by customer number ascending. */
export interface RfmScores {
	status: 'scored';
	rule: RfmRule;
	/** D; recency is counted from D + 1. null when no order counts (then everything is empty). */
	asOf: number | null;
	currency: string | null;
	/** Customers scored against each other: everybody, or the selection. */
	among: number;
	length: number;
	customer: Int32Array;
	/** D + 1 − last order day: at least 1. */
	rDays: Int32Array;
	/** Counted orders. */
	f: Int32Array;
	/** Net rounded to the currency's exponent, half away from zero. */
	m: Float64Array;
	/** Scores 1 to 5. */
	rScore: Uint8Array;
	fScore: Uint8Array;
	mScore: Uint8Array;
	/** Index into SEGMENTS. */
	segment: Uint8Array;
	/** Limits in force under C and fixed; else null. */
	limits: { r: Limits; f: Limits; m: Limits } | null;
	/** What the scores 1 to 5 stand for among all who were scored: days, orders, money. */
	bands: { r: Band[]; f: Band[]; m: Band[] };
	/** Median of `rDays` by segment, parallel to SEGMENTS; null where nobody is in it. */
	medianDays: (number | null)[];
	/** Parallel to SEGMENTS. */
	segments: RfmGroup[];
	/** 25 groups of R × F: position (r − 1) × 5 + (f − 1). */
	grid: RfmGroup[];
	/** Cells R × F × M that hold somebody, by cell ascending. */
	cells: (RfmGroup & { cell: string; segment: SegmentId })[];
	total: { customers: number; orders: number; net: number };
	warnings: RfmWarning[];
}

/** Least and greatest value with a score, null where nobody has it. */
export type Band = { min: number; max: number } | null;

/** Several currencies and none chosen: M has no meaning until one is. */
export interface RfmNeedsCurrency {
	status: 'needs_currency';
	currencies: string[];
}
export type RfmResult = RfmScores | RfmNeedsCurrency;
