import type { Cut } from '../ledger/asOf';
import type { Ledger } from '../ledger/types';
import { medianRank } from '../numeric/medianInterval';
import { quantiles } from '../numeric/quantile';

/** How long a customer usually waits, and how long the present silence is; all in days. */
export interface Rhythm {
	/** Gaps between distinct purchase days. */
	gaps: number;
	/** Median gap; null without one. */
	usual: number | null;
	/** 95 % interval of the median, from order statistics; null under six gaps. */
	low: number | null;
	high: number | null;
	longest: number | null;
	/** From the last order to the day after the view's: the gap if an order came then. */
	silence: number;
	/** Silence / usual gap, and what the interval of the gap makes of it; null without a gap. */
	overdue: { value: number; low: number | null; high: number | null } | null;
}

/** Gaps between consecutive distinct purchase days of a customer up to the cut, in order of time. */
export function gapsOf({ offset, day }: Ledger, { end }: Cut, customer: number): Int32Array {
	const gaps = new Int32Array(Math.max(0, end[customer] - offset[customer] - 1));
	let n = 0;
	for (let i = offset[customer] + 1; i < end[customer]; i++) if (day[i] > day[i - 1]) gaps[n++] = day[i] - day[i - 1];
	return gaps.subarray(0, n);
}

/** @param customer index of a customer with an order by the cut */
export function rhythm(ledger: Ledger, cut: Cut, customer: number): Rhythm {
	const gaps = gapsOf(ledger, cut, customer).slice().sort();
	const silence = cut.day + 1 - ledger.day[cut.end[customer] - 1];
	const n = gaps.length;
	if (n === 0) return { gaps: 0, usual: null, low: null, high: null, longest: null, silence, overdue: null };
	const [usual] = quantiles(gaps, [0.5]);
	const rank = medianRank(n);
	const [low, high] = rank === null ? [null, null] : [gaps[rank - 1], gaps[n - rank]];
	return {
		gaps: n,
		usual,
		low,
		high,
		longest: gaps[n - 1],
		silence,
		overdue: {
			value: silence / usual,
			low: high === null ? null : silence / high,
			high: low === null ? null : silence / low
		}
	};
}
