/** Words for cohorts and their periods, the same in the heat map, the curves, the panel and the tables. */
import type { CohortPeriod } from '$workers/core/cohorts/types';
import type { CohortMetric } from './cohortMetrics';
import { decimal, minus, NOTHING, percent, whole } from './numbers';
import { money, moneyShort } from './money';

const plurals = new Intl.PluralRules('en', { type: 'ordinal' });
const ENDINGS = new Map([
	['one', 'st'],
	['two', 'nd'],
	['few', 'rd']
]);

/** 1st, 2nd, 3rd, 11th */
export const ordinal = (n: number): string => `${whole(n)}${ENDINGS.get(plurals.select(n)) ?? 'th'}`;

const WORDS = [
	'first',
	'second',
	'third',
	'fourth',
	'fifth',
	'sixth',
	'seventh',
	'eighth',
	'ninth',
	'tenth',
	'eleventh',
	'twelfth'
];
const ordinalWord = (n: number): string => WORDS[n - 1] ?? ordinal(n);

/** "third quarter after", and for 0 "the quarter of the first order" */
export const ageWords = (age: number, period: CohortPeriod): string =>
	age === 0 ? `the ${period} of the first order` : `${ordinalWord(age)} ${period} after`;

/** Head of a column: "3rd", and for 0 "same" */
export const ageHead = (age: number): string => (age === 0 ? 'same' : ordinal(age));

/** "3 quarters after their first order", of the customers of a cell. */
export const orderedAfter = (age: number, period: string): string =>
	age === 0
		? `in the ${period} of the first order`
		: age === 1
			? `in the ${period} after the first order`
			: `${whole(age)} ${period}s after the first order`;

/** Money of an order or of a customer in a small cell: no more digits than there is room for. */
function moneyCell(value: number, currency: string): string {
	const size = Math.abs(value);
	return size >= 100_000
		? moneyShort(value, currency)
		: size >= 1000
			? whole(value)
			: decimal(value, size >= 100 ? 1 : 2);
}

/** A figure as a cell prints it, without the unit that the unit line says. */
export function cellFigure(value: number, metric: CohortMetric, currency: string): string {
	if (!Number.isFinite(value)) return '·';
	if (metric === 'retention') return decimal(value * 100, 1);
	if (metric === 'net') return moneyShort(value, currency);
	if (metric === 'aov' || metric === 'cumulative') return moneyCell(value, currency);
	return whole(value);
}

/** The same in full, for prose, tooltips and readers of the screen. */
export const fullFigure = (value: number, metric: CohortMetric, currency: string): string =>
	metric === 'retention'
		? percent(value)
		: metric === 'customers' || metric === 'orders'
			? whole(value)
			: money(value, currency);

/** "12.0% to 14.9%"; '' without an interval. */
export const boundsWords = (low: number, high: number, metric: CohortMetric, currency: string): string =>
	Number.isFinite(low) && Number.isFinite(high)
		? `${fullFigure(low, metric, currency)} to ${fullFigure(high, metric, currency)}`
		: '';

/** "−1.4 to +3.2 points" */
export function pointsBetween(low: number, high: number): string {
	const one = (share: number): string => `${share > 0 ? '+' : ''}${minus(decimal(share * 100, 1))}`;
	return Number.isFinite(low) && Number.isFinite(high) ? `${one(low)} to ${one(high)} points` : NOTHING;
}
