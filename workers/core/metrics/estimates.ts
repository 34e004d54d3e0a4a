import { ratioDifferenceStandardError, ratioStandardError, totalDifferenceStandardError } from '../numeric/clustered';
import type { Clusters } from '../numeric/clustered';
import { exactSum } from '../numeric/exactSum';
import { around, newcombe, wilson } from '../numeric/intervals';
import type { Interval } from '../numeric/intervals';
import type { Change, Estimate, Rate } from './types';

/** @returns value null where nobody was looked at */
export function rate(count: number, of: number): Rate {
	if (of === 0) return { count, of, value: null, low: null, high: null };
	return { count, of, value: count / of, ...wilson(count, of) };
}

/** 1 − the rate, of the same customers. */
export const complement = ({ count, of }: Rate): Rate => rate(of - count, of);

/**
 * Σy / Σx with its customer-clustered interval; none below two clusters.
 * @param perUnit units of y in one of what is shown: sums stay whole until the end
 */
export function ratio(clusters: Clusters, perUnit = 1): Estimate {
	const below = exactSum(clusters.x);
	if (below === 0) return { value: null, low: null, high: null };
	const value = exactSum(clusters.y) / perUnit / below;
	const n = occupied([clusters]);
	return { value, ...(n < 2 ? { low: null, high: null } : around(value, ratioStandardError(clusters, n) / perUnit)) };
}

export function changeOfRatio(now: Clusters, before: Clusters, perUnit = 1): Change {
	const ratioNow = ratio(now, perUnit).value;
	const ratioBefore = ratio(before, perUnit).value;
	if (ratioNow === null || ratioBefore === null) return change(ratioNow, ratioBefore, null);
	const n = occupied([now, before]);
	return change(
		ratioNow,
		ratioBefore,
		n < 2 ? null : around(ratioNow - ratioBefore, ratioDifferenceStandardError(now, before, n) / perUnit)
	);
}

export function changeOfRate(now: Rate, before: Rate): Change {
	const known = now.of > 0 && before.of > 0;
	return change(now.value, before.value, known ? newcombe(now.count, now.of, before.count, before.of) : null);
}

/** Totals over the same clusters. */
export function changeOfTotal(now: Float64Array, before: Float64Array, perUnit = 1): Change {
	const totalNow = exactSum(now) / perUnit;
	const totalBefore = exactSum(before) / perUnit;
	const n = occupied([{ y: now, x: before }]);
	return change(
		totalNow,
		totalBefore,
		n < 2 ? null : around(totalNow - totalBefore, totalDifferenceStandardError(now, before) / perUnit)
	);
}

function change(now: number | null, before: number | null, interval: Interval | null): Change {
	const known = now !== null && before !== null;
	return {
		now,
		before,
		difference: { value: known ? now - before : null, low: interval?.low ?? null, high: interval?.high ?? null },
		relative: known && before !== 0 ? now / before - 1 : null,
		withinChance: interval === null ? null : interval.low <= 0 && interval.high >= 0
	};
}

/** Clusters with something in any of the columns. */
function occupied(parts: Clusters[]): number {
	let n = 0;
	for (let i = 0; i < parts[0].y.length; i++) if (parts.some(({ y, x }) => y[i] !== 0 || x[i] !== 0)) n++;
	return n;
}
