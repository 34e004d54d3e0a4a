import { distinct } from '../clv/distinct';
import type { Foretold } from './types';

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
): Foretold['byFrequency'] {
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
 * The same by tenths of P(alive), lowest first. Customers of equal P(alive) share what they did, so that the tenth they fall
 * into by chance changes nothing.
 */
export function byDecile(alive: Float64Array, actual: Float64Array, predicted: Float64Array): Foretold['byDecile'] {
	const n = alive.length;
	const { values, position } = distinct(alive, 1);
	const alike = Array.from({ length: values.length }, () => ({ customers: 0, actual: 0, predicted: 0 }));
	for (let i = 0; i < n; i++) {
		const same = alike[position[i]];
		same.customers++;
		same.actual += actual[i];
		same.predicted += predicted[i];
	}
	const groups = Array.from({ length: 10 }, (_, i) => ({ decile: i + 1, customers: 0, actual: 0, predicted: 0 }));
	let from = 0;
	for (const same of alike) {
		const to = from + same.customers;
		for (let i = from; i < to;) {
			const tenth = Math.floor((10 * i) / n);
			const inside = Math.min(to, Math.ceil(((tenth + 1) * n) / 10)) - i;
			const group = groups[tenth];
			group.customers += inside;
			group.actual += (same.actual * inside) / same.customers;
			group.predicted += (same.predicted * inside) / same.customers;
			i += inside;
		}
		from = to;
	}
	return groups.filter(({ customers }) => customers > 0).map(asMeans);
}

const asMeans = <G extends { customers: number; actual: number; predicted: number }>(group: G): G => ({
	...group,
	actual: group.actual / group.customers,
	predicted: group.predicted / group.customers
});
