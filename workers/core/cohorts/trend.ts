import { newcombe, wilson } from '../numeric/intervals';
import type { Shape } from './cohorts';
import { TREND_NEEDS } from './types';
import type { CohortPeriod, CohortTrend, ReturnOf } from './types';

const A_YEAR: Record<CohortPeriod, number> = { week: 52, month: 12, quarter: 4, year: 1 };

interface Named {
	labels: string[];
	period: CohortPeriod;
	/** The first cohort is that of the period the data begins in. */
	beginsWithData: boolean;
}

/** Return in the first period after the first order: newer cohorts against older ones, parted by a rule fixed beforehand. */
export function trend(
	{ cell, size, ages }: Shape,
	customers: Int32Array,
	{ labels, period, beginsWithData }: Named
): CohortTrend | null {
	if (ages < 2) return null;
	const first = beginsWithData ? 1 : 0;
	const mature = labels.map((_, c) => c).filter((c) => c >= first && cell[c * ages + 1] === 2);
	if (mature.length < 2) return null;
	const halves = mature.length < 2 * A_YEAR[period];
	const cut = mature.length - (halves ? Math.floor(mature.length / 2) : A_YEAR[period]);
	const group = (cohorts: number[]): ReturnOf => {
		const count = cohorts.reduce((sum, c) => sum + customers[c * ages + 1], 0);
		const of = cohorts.reduce((sum, c) => sum + size[c], 0);
		return {
			from: labels[cohorts[0]],
			to: labels[cohorts[cohorts.length - 1]],
			cohorts: cohorts.length,
			count,
			of,
			value: count / of,
			...wilson(count, of)
		};
	};
	const older = group(mature.slice(0, cut));
	const newer = group(mature.slice(cut));
	if (Math.min(older.of, newer.of) < TREND_NEEDS) return null;
	const interval = newcombe(newer.count, newer.of, older.count, older.of);
	return {
		newer,
		older,
		difference: { value: newer.value - older.value, ...interval },
		withinChance: interval.low <= 0 && interval.high >= 0,
		halves,
		leftOut: beginsWithData ? labels[0] : null
	};
}
