import type { CustomerKeys, Ledger } from '../ledger/types';
import { quintileLimits, scoreByFirst, scoreByLimits, scoreByMinRank } from './scores';
import { SEGMENT_OF_CELL } from './segments';
import { SEGMENTS } from './types';
import type { Band, Limits, RfmScores, SegmentId } from './types';

/** A score of one customer. */
export interface OwnScore {
	score: number;
	/** Days (recency) or orders (frequency). */
	value: number;
}

/** A stretch of days in one segment; `to` is its last day, null where nothing ends it. */
export interface Spell {
	segment: SegmentId;
	from: number;
	to: number | null;
}

/** Why a customer is in a segment, and what would change it. */
export interface Outlook {
	segment: SegmentId;
	r: OwnScore;
	f: OwnScore;
	/** What the scores 1 to 5 stand for among all customers on that day. */
	bands: { r: Band[]; f: Band[] };
	/** Borders in force; null for ranks, which have none of their own. */
	limits: { r: Limits; f: Limits } | null;
	/** After one more order on the day of the view, everybody else as they are. */
	oneOrder: { segment: SegmentId; r: number; f: number };
	/**
	 * Segments from the last order on as long as none follows, under fixed borders; null under the other rules, whose
	 * borders move with the other customers, so that no date can be told.
	 */
	silence: Spell[] | null;
}

const segmentAt = (r: number, f: number): SegmentId => SEGMENTS[SEGMENT_OF_CELL[(r - 1) * 5 + f - 1]];

/**
 * @param scores scores of everybody, not narrowed by a selection
 * @param row the customer's row in it
 * @param addsOrder one more order on the day of the view is one more purchase (not where a day's orders are merged and the
 *   customer has one on that day already)
 * @param order tie order of rule B: rows by customer key ascending
 */
export function outlook(scores: RfmScores, row: number, addsOrder: boolean, order: () => Int32Array): Outlook {
	const { rScore, fScore, limits, bands, rDays, f, asOf, rule } = scores;
	const value = { r: rDays[row], f: f[row] };
	const more = {
		r: rescored(rDays, row, 1, true, scores, order),
		f: rescored(f, row, value.f + (addsOrder ? 1 : 0), false, scores, order)
	};
	return {
		segment: segmentAt(rScore[row], fScore[row]),
		r: { score: rScore[row], value: value.r },
		f: { score: fScore[row], value: value.f },
		bands: { r: bands.r, f: bands.f },
		limits: limits === null ? null : { r: limits.r, f: limits.f },
		oneOrder: { segment: segmentAt(more.r, more.f), ...more },
		silence:
			rule === 'fixed' && limits !== null && asOf !== null ? spells(asOf + 1 - value.r, fScore[row], limits.r) : null
	};
}

/** Score of a row if it had another value and everybody else kept theirs. */
function rescored(
	values: Int32Array,
	row: number,
	value: number,
	fewerIsBetter: boolean,
	{ rule, limits }: RfmScores,
	order: () => Int32Array
): number {
	const own = Int32Array.of(value);
	if (rule === 'fixed' && limits !== null)
		return scoreByLimits(own, limits[fewerIsBetter ? 'r' : 'f'], fewerIsBetter)[0];
	const changed = values.slice();
	changed[row] = value;
	if (rule === 'C_cutpoints') return scoreByLimits(own, quintileLimits(changed), fewerIsBetter)[0];
	return (rule === 'B_first' ? scoreByFirst(changed, fewerIsBetter, order) : scoreByMinRank(changed, fewerIsBetter))[
		row
	];
}

/**
 * Segments by day after a last order if none follows: days of recency on day d are d + 1 − last, and the score falls on the
 * day they first exceed a limit.
 * @param f frequency score, which silence does not change
 */
export function spells(last: number, f: number, limits: Limits): Spell[] {
	const found: Spell[] = [];
	for (let score = 5; score >= 1; score--) {
		const from = score === 5 ? last : last + Math.floor(limits[4 - score]);
		const to = score === 1 ? null : last + Math.floor(limits[5 - score]) - 1;
		if (to !== null && to < Math.max(from, last)) continue;
		const segment = segmentAt(score, f);
		const before = found[found.length - 1];
		if (before?.segment === segment) before.to = to;
		else found.push({ segment, from: Math.max(from, last), to });
	}
	return found;
}

/** {@link outlook} of a customer number; null where it has no order by then. */
export function outlookOf(
	ledger: Pick<Ledger, 'customers' | 'customerNumber'>,
	scores: RfmScores,
	customer: number,
	addsOrder: boolean,
	keys: CustomerKeys
): Outlook | null {
	const row = scores.customer.indexOf(customer);
	if (row < 0) return null;
	return outlook(scores, row, addsOrder, () => {
		const rowOf = new Int32Array(ledger.customers).fill(-1);
		for (let i = 0, c = 0; i < scores.length; i++, c++) {
			while (ledger.customerNumber[c] !== scores.customer[i]) c++;
			rowOf[c] = i;
		}
		return keys.order.map((c) => rowOf[c]).filter((i) => i >= 0);
	});
}
