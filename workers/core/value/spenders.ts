import type { Spending } from '../clv/types';
import type { CustomerRows } from './types';

/** Customers whose repeat purchases are worth something: what Gamma-Gamma is fitted on. */
export function spendersOf({ spendingDays, mean }: Pick<CustomerRows, 'spendingDays' | 'mean'>): Spending {
	const spends = (i: number): boolean => spendingDays[i] > 0 && mean[i] > 0;
	const own = spendingDays.filter((_, i) => spends(i));
	return {
		length: own.length,
		frequency: own,
		mean: mean.filter((_, i) => spends(i)),
		weight: new Float64Array(own.length).fill(1)
	};
}

/**
 * Pearson's correlation of how often and for how much: Gamma-Gamma takes it for 0.
 * @returns 0 where all are alike in one of them, or there are none
 */
export function spendCorrelation({ length, frequency, mean }: Spending): number {
	const average = (column: Float64Array) => column.reduce((sum, value) => sum + value, 0) / length;
	const often = average(frequency);
	const much = average(mean);
	let both = 0;
	let oftenSquares = 0;
	let muchSquares = 0;
	for (let i = 0; i < length; i++) {
		both += (frequency[i] - often) * (mean[i] - much);
		oftenSquares += (frequency[i] - often) ** 2;
		muchSquares += (mean[i] - much) ** 2;
	}
	return oftenSquares > 0 && muchSquares > 0 ? both / Math.sqrt(oftenSquares * muchSquares) : 0;
}
