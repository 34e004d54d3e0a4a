import { distinct } from '../clv/distinct';
import { PURCHASE_MODELS } from './purchaseModels';
import type { NamedParams } from './purchaseModels';
import type { ModelName } from './types';

/**
 * Repeat purchases expected of all customers together, cumulated by week since the first day of the data and told from
 * their first days alone: the tracking of a model's paper. Week k ends with day 7k − 1, the first day being 0; a customer
 * whose first day is b has been seen for (7k − 1 − b) / 7 weeks by then.
 * @param births days of the first purchases, counted from the first day of the data
 * @param weeks how many
 * @returns new Float64Array(weeks)
 * @see Fader, Hardie & Lee (2005), Marketing Science 24(2), on tracking plots
 */
export function cumulatedRepeats(
	name: ModelName,
	params: NamedParams,
	births: Float64Array,
	weeks: number
): Float64Array {
	const { values, position } = distinct(births, 1);
	const born = new Float64Array(values.length);
	for (const place of position) born[place]++;
	const byAge = new Map<number, number>();
	const expected = (days: number): number => {
		const known = byAge.get(days);
		if (known !== undefined) return known;
		const value = PURCHASE_MODELS[name].expectation(params, days / 7);
		byAge.set(days, value);
		return value;
	};
	return Float64Array.from({ length: weeks }, (_, week) => {
		const day = 7 * (week + 1) - 1;
		return values.reduce((sum, birth, i) => (birth < day ? sum + born[i] * expected(day - birth) : sum), 0);
	});
}
