import type { Histories, Refused } from './types';

/** Customers who came back; below this every parameter is the penalty's. */
const REPEATERS = 10;
/** Weeks since the first purchase of the oldest customer. */
const WEEKS = 4;

/** Why these histories cannot be fitted, or null when they can. */
export function refusal({ length, frequency, age, weight }: Histories): Refused | null {
	const refused = (reason: Refused['reason'], figure: number, needed: number): Refused | null =>
		figure < needed ? { status: 'refused', reason, figure, needed } : null;
	let customers = 0;
	let repeaters = 0;
	let oldest = 0;
	const frequencies = new Set<number>();
	for (let i = 0; i < length; i++) {
		if (weight[i] <= 0) continue;
		customers += weight[i];
		if (frequency[i] > 0) repeaters += weight[i];
		oldest = Math.max(oldest, age[i]);
		frequencies.add(frequency[i]);
	}
	return (
		refused('no_customers', customers, 1) ??
		refused('too_few_repeaters', repeaters, REPEATERS) ??
		refused('too_short', oldest, WEEKS) ??
		refused('no_spread', frequencies.size, 2)
	);
}
