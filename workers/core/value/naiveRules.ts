import type { Contender, SplitRows } from './types';

/** The rules that predict how many purchases there will be. */
export type CountingRule = Extract<
	Contender,
	'own_rate' | 'half_own_rate' | 'population_rate' | 'year_before' | 'zero'
>;
export const COUNTING_RULES: readonly CountingRule[] = [
	'own_rate',
	'half_own_rate',
	'population_rate',
	'year_before',
	'zero'
];

/**
 * What a rule of thumb expects of each customer in the weeks after the split.
 * - own_rate: the customer's own repeat purchases a week so far go on; 0 for those who came on the last day
 * - half_own_rate: half of that
 * - population_rate: all customers' repeat purchases over all their weeks, the same for everybody
 * - year_before: as many as in the same days a year before
 * @returns a row a customer; null where the data does not reach back a year, or nobody was seen for any time
 */
export function rulePurchases(rule: CountingRule, split: SplitRows): Float64Array | null {
	const { frequency, age } = split;
	const weeks = (split.end - split.day) / 7;
	switch (rule) {
		case 'own_rate':
			return frequency.map((x, i) => (age[i] > 0 ? (x / age[i]) * weeks : 0));
		case 'half_own_rate':
			return frequency.map((x, i) => (age[i] > 0 ? (x / age[i] / 2) * weeks : 0));
		case 'population_rate': {
			const seen = total(age);
			return seen > 0 ? new Float64Array(age.length).fill((total(frequency) / seen) * weeks) : null;
		}
		case 'year_before':
			return split.yearBefore;
		case 'zero':
			return new Float64Array(age.length);
	}
}

/**
 * What a rule expects those purchases to be worth: the customer's own mean value for the rules that look at the customer's
 * own purchases, the mean of all repeat purchase days for the one that treats all alike.
 * @param purchases of {@link rulePurchases}
 * @returns null for the rule that has no value to go by
 */
export function ruleSpend(rule: CountingRule, split: SplitRows, purchases: Float64Array): Float64Array | null {
	const { spendingDays, mean } = split;
	if (rule === 'year_before') return null;
	if (rule !== 'population_rate') return purchases.map((count, i) => count * mean[i]);
	const days = total(spendingDays);
	const everyday = days > 0 ? spendingDays.reduce((sum, n, i) => sum + n * mean[i], 0) / days : 0;
	return purchases.map((count) => count * everyday);
}

/** A score that orders customers by frequency, and by recency among equals: the simplest list of best customers. */
export function frequencyThenRecency({ frequency, recency }: SplitRows): Float64Array {
	const longest = recency.reduce((most, weeks) => Math.max(most, weeks), 0);
	return frequency.map((x, i) => x * (longest + 1) + recency[i]);
}

const total = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0);
