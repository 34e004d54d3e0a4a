import { orderStatistics, quantiles } from '../numeric/quantile';
import type { Band, Limits } from './types';

/** Days and orders are whole numbers, money is not. */
export type Values = Int32Array | Float64Array;

/** Whole numbers that spread no wider than this are looked up in a table. */
const TABLE = 65_536;

/**
 * Score = 1 + number of limits strictly below the value; with `fewerIsBetter` 6 − that.
 * @returns new Uint8Array, 1 to 5
 */
export function scoreByLimits(values: Values, limits: Limits, fewerIsBetter: boolean): Uint8Array {
	if (values instanceof Int32Array) return stepInts(values, limits, fewerIsBetter);
	const scores = stepFloats(values, limits);
	if (fewerIsBetter) for (let i = 0; i < scores.length; i++) scores[i] = 6 - scores[i];
	return scores;
}

/** The 20, 40, 60 and 80 % quantiles, type 7. */
export const quintileLimits = (values: Values): Limits => quantiles(values, [0.2, 0.4, 0.6, 0.8]) as Limits;

/**
 * floor(5 × values strictly worse / n) + 1. At least s/5 of the n are worse than a value exactly when it is better than
 * the ⌈s n / 5⌉-th worst: four order statistics do, and nothing is ranked.
 * @param fewerIsBetter for whole numbers only
 */
export function scoreByMinRank(values: Values, fewerIsBetter: boolean): Uint8Array {
	const n = values.length;
	const ranks = [1, 2, 3, 4].map((s) => Math.ceil((s * n) / 5) - 1);
	return n === 0 ? new Uint8Array(0) : betterThan(values, worst(values, ranks, fewerIsBetter), fewerIsBetter);
}

/** Least and greatest value with each score 1 to 5; null for a score that nobody has. */
export function scoreBands(values: Values, scores: Uint8Array): Band[] {
	const bands: Band[] = [null, null, null, null, null];
	for (let i = 0; i < scores.length; i++) {
		const value = values[i];
		const band = bands[scores[i] - 1];
		if (band === null) bands[scores[i] - 1] = { min: value, max: value };
		else if (value < band.min) band.min = value;
		else if (value > band.max) band.max = value;
	}
	return bands;
}

/**
 * ceil(5 k / n) for rank k from worst to best, ties in the order given. Only values that straddle a quintile need it.
 * @param fewerIsBetter for whole numbers only
 * @param order positions 0 to n − 1 in tie order (customer key ascending)
 */
export function scoreByFirst(values: Values, fewerIsBetter: boolean, order: () => Int32Array): Uint8Array {
	const n = values.length;
	if (n === 0) return new Uint8Array(0);
	// Ranks 1 to last[s] score at most s + 1.
	const last = [1, 2, 3, 4].map((s) => Math.floor((s * n) / 5));
	const edges = worst(
		values,
		last.map((rank) => Math.max(rank, 1) - 1),
		fewerIsBetter
	);
	const scores = betterThan(values, edges, fewerIsBetter);

	const equal = [0, 0, 0, 0];
	const withScore = [0, 0, 0, 0, 0, 0];
	const [a, b, c, d] = edges;
	for (let i = 0; i < n; i++) {
		withScore[scores[i]]++;
		const value = values[i];
		if (value === a) equal[0]++;
		if (value === b) equal[1]++;
		if (value === c) equal[2]++;
		if (value === d) equal[3]++;
	}
	// Who is not better than an edge is worse than it or equal to it; of the equal ones, so many stay below.
	let notBetter = 0;
	const quota = last.map((rank, s) => {
		notBetter += withScore[s + 1];
		return rank - (notBetter - equal[s]);
	});
	if (quota.every((few, s) => few === equal[s])) return scores;

	const seen = [0, 0, 0, 0];
	for (const i of order()) {
		const value = values[i];
		if (value !== a && value !== b && value !== c && value !== d) continue;
		for (let s = 0; s < 4; s++) if (value === edges[s] && ++seen[s] > quota[s]) scores[i]++;
	}
	return scores;
}

/** Values at ranks counted from the worst, 0-based and ascending. */
function worst(values: Values, ranks: number[], fewerIsBetter: boolean): Limits {
	if (!fewerIsBetter) return orderStatistics(values, ranks) as Limits;
	const fromBest = ranks.map((rank) => values.length - 1 - rank).toReversed();
	return orderStatistics(values, fromBest).toReversed() as Limits;
}

/** 1 + number of edges that a value is strictly better than. */
function betterThan(values: Values, edges: Limits, fewerIsBetter: boolean): Uint8Array {
	if (!fewerIsBetter) return scoreByLimits(values, edges, false);
	// Of whole numbers, fewer than e is the opposite of more than e − 1.
	return scoreByLimits(values, edges.map((edge) => edge - 1).toReversed() as Limits, true);
}

function stepInts(values: Int32Array, limits: Limits, fewerIsBetter: boolean): Uint8Array {
	let min = Infinity;
	let max = -Infinity;
	for (let i = 0; i < values.length; i++) {
		const value = values[i];
		if (value < min) min = value;
		if (value > max) max = value;
	}
	if (!(max - min < TABLE)) return scoreByLimits(new Float64Array(values), limits, fewerIsBetter);
	const table = new Uint8Array(max - min + 1);
	for (let v = min; v <= max; v++) {
		const above = limits.filter((limit) => v > limit).length;
		table[v - min] = fewerIsBetter ? 5 - above : 1 + above;
	}
	const scores = new Uint8Array(values.length);
	for (let i = 0; i < scores.length; i++) scores[i] = table[values[i] - min];
	return scores;
}

function stepFloats(values: Float64Array, [a, b, c, d]: Limits): Uint8Array {
	const scores = new Uint8Array(values.length);
	for (let i = 0; i < scores.length; i++) {
		const value = values[i];
		scores[i] = 1 + (value > a ? 1 : 0) + (value > b ? 1 : 0) + (value > c ? 1 : 0) + (value > d ? 1 : 0);
	}
	return scores;
}
