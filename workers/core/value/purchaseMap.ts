import type { Histories } from '../clv/types';
import { weeksOf } from '../clv/value';
import { aliveOf } from './customerValues';
import type { Predictors } from './customerValues';
import { PURCHASE_MODELS } from './purchaseModels';
import type { ValueAnalysis, ShopInput, ValueOptions } from './types';

const FREQUENCIES = [0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50];
const COLUMNS = 14;
/** Frequencies above that of all but a hundredth of the customers are left out, but for some to see a map by. */
const RARE = 0.01;
const LEAST_ROWS = 4;

/**
 * Expected purchases in the horizon and P(alive) over frequency and weeks since the last purchase, row-major by frequency.
 * Everybody is of the median age, but for one-time buyers, whose last purchase is their first.
 * @returns null where the median customer is younger than two weeks
 */
export function purchaseMap(
	{ now }: ShopInput,
	predictors: Predictors,
	{ months, convention }: ValueOptions
): ValueAnalysis['map'] {
	const age = median(now.age);
	if (age < 2) return null;
	const often = now.frequency.toSorted();
	const highest = often[Math.ceil((1 - RARE) * often.length) - 1];
	const frequencies = FREQUENCIES.filter((frequency, i) => i < LEAST_ROWS || frequency <= highest);
	const step = Math.max(1, Math.ceil(age / COLUMNS));
	const silences: number[] = [];
	for (let weeks = 0; weeks < age; weeks += step) silences.push(weeks);

	const cells = frequencies.flatMap((frequency) => silences.map((silence) => ({ frequency, silence })));
	const histories: Histories = {
		length: cells.length,
		frequency: Float64Array.from(cells, ({ frequency }) => frequency),
		recency: Float64Array.from(cells, ({ frequency, silence }) => (frequency === 0 ? 0 : age - silence)),
		age: Float64Array.from(cells, ({ frequency, silence }) => (frequency === 0 ? silence : age)),
		weight: new Float64Array(cells.length).fill(1)
	};
	const weeks = weeksOf(months, convention);
	const { name, params } = predictors.chosen;
	return {
		frequencies,
		silences,
		age,
		expected: [...PURCHASE_MODELS[name].expectedPurchases(params, histories, weeks)],
		pAlive: [...aliveOf(predictors, histories, weeks)]
	};
}

function median(column: Float64Array): number {
	const sorted = column.toSorted();
	const middle = (sorted.length - 1) / 2;
	return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
