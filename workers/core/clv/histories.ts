import { distinct, sortedBy } from './distinct';
import type { Histories } from './types';

/**
 * Customers with equal histories as one row, by frequency, recency and age ascending.
 * @param frequency n repeat purchase days; recency and age: n numbers in weeks
 * @returns the unique histories, weighted by their customers, and n rows: which of them is the customer's
 */
export function uniqueHistories(
	frequency: Float64Array,
	recency: Float64Array,
	age: Float64Array
): { histories: Histories; row: Int32Array } {
	const n = frequency.length;
	const byAge = distinct(age, 7);
	const byRecency = distinct(recency, 7);
	const byFrequency = distinct(frequency, 1);
	const unsorted = Int32Array.from({ length: n }, (_, i) => i);
	const order = sortedBy(byFrequency, sortedBy(byRecency, sortedBy(byAge, unsorted)));
	const [ages, recencies, frequencies] = [byAge.position, byRecency.position, byFrequency.position];
	const first = new Int32Array(n);
	const weight = new Float64Array(n);
	const row = new Int32Array(n);
	let unique = 0;
	for (let i = 0; i < n; i++) {
		const c = order[i];
		const before = order[i - 1];
		const same =
			i > 0 && ages[c] === ages[before] && recencies[c] === recencies[before] && frequencies[c] === frequencies[before];
		if (!same) first[unique++] = c;
		weight[unique - 1]++;
		row[c] = unique - 1;
	}
	const columnOf = (source: Float64Array): Float64Array => {
		const column = new Float64Array(unique);
		for (let i = 0; i < unique; i++) column[i] = source[first[i]];
		return column;
	};
	return {
		histories: {
			length: unique,
			frequency: columnOf(frequency),
			recency: columnOf(recency),
			age: columnOf(age),
			weight: weight.slice(0, unique)
		},
		row
	};
}
