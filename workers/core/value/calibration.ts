import type { Board } from './types';

type Split = Board['splits'][number];

/** All who bought more often than this are one group. */
const LAST_GROUP = 7;

/**
 * Mean purchases after the split, actual and predicted, by the number of repeat purchases before it: 0 … 6, and 7 or more.
 * Groups without customers are left out.
 */
export function byFrequency(
	frequency: Float64Array,
	actual: Float64Array,
	predicted: Float64Array
): Split['byFrequency'] {
	const groups = Array.from({ length: LAST_GROUP + 1 }, (_, x) => ({
		frequency: x,
		customers: 0,
		actual: 0,
		predicted: 0
	}));
	for (let i = 0; i < frequency.length; i++) {
		const group = groups[Math.min(frequency[i], LAST_GROUP)];
		group.customers++;
		group.actual += actual[i];
		group.predicted += predicted[i];
	}
	return groups.filter(({ customers }) => customers > 0).map(asMeans);
}

/**
 * The same by tenths of P(alive), lowest first. Customers of equal P(alive) (under BG/NBD all who bought once) share what
 * they did, so that the tenth they fall into by chance changes nothing.
 */
export function byDecile(alive: Float64Array, actual: Float64Array, predicted: Float64Array): Split['byDecile'] {
	const n = alive.length;
	const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => alive[a] - alive[b]);
	const groups = Array.from({ length: 10 }, (_, i) => ({ decile: i + 1, customers: 0, actual: 0, predicted: 0 }));
	for (let from = 0, to = 0; from < n; from = to) {
		let bought = 0;
		let expected = 0;
		for (; to < n && alive[order[to]] === alive[order[from]]; to++) {
			bought += actual[order[to]];
			expected += predicted[order[to]];
		}
		for (let i = from; i < to; i++) {
			const group = groups[Math.floor((10 * i) / n)];
			group.customers++;
			group.actual += bought / (to - from);
			group.predicted += expected / (to - from);
		}
	}
	return groups.filter(({ customers }) => customers > 0).map(asMeans);
}

const asMeans = <G extends { customers: number; actual: number; predicted: number }>(group: G): G => ({
	...group,
	actual: group.actual / group.customers,
	predicted: group.predicted / group.customers
});
