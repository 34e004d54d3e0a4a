import { clusteredRatio, clusteredRatioDifference, clusteredTotalDifference, sumsOf } from '../numeric/clustered';
import type { Clusters, ClusterSums } from '../numeric/clustered';
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
	const sums = sumsOf(clusters);
	const measured = clusteredRatio(clusters, sums);
	if (measured === null) return { value: null, low: null, high: null };
	const value = ratioValue(sums, perUnit) as number;
	return { value, ...(intervalOf(value, measured.standardError, perUnit) ?? { low: null, high: null }) };
}

export function changeOfRatio(now: Clusters, before: Clusters, perUnit = 1): Change {
	const sumsNow = sumsOf(now);
	const sumsBefore = sumsOf(before);
	const measured = clusteredRatioDifference(now, before, sumsNow, sumsBefore);
	const interval = measured && intervalOf(measured.value / perUnit, measured.standardError, perUnit);
	return change(ratioValue(sumsNow, perUnit), ratioValue(sumsBefore, perUnit), interval);
}

export function changeOfRate(now: Rate, before: Rate): Change {
	const known = now.of > 0 && before.of > 0;
	return change(now.value, before.value, known ? newcombe(now.count, now.of, before.count, before.of) : null);
}

/** Totals over the same clusters. */
export function changeOfTotal(now: Float64Array, before: Float64Array, perUnit = 1): Change {
	const sumNow = exactSum(now);
	const sumBefore = exactSum(before);
	const { value, standardError } = clusteredTotalDifference(now, before, sumNow, sumBefore);
	const interval = intervalOf(value / perUnit, standardError, perUnit);
	return change(sumNow / perUnit, sumBefore / perUnit, interval);
}

const ratioValue = ({ y, x }: ClusterSums, perUnit: number): number | null => (x === 0 ? null : y / perUnit / x);

const intervalOf = (value: number, standardError: number | null, perUnit: number): Interval | null =>
	standardError === null ? null : around(value, standardError / perUnit);

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
