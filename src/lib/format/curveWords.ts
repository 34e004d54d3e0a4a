/** What the curves of cohorts say: their finding, how sure it is, and what stands for what has not happened. */
import type { CohortMoney, CohortPeriod, CohortResult } from '$workers/core/cohorts/types';
import type { CohortContinuation } from '$workers/core/value/cohortContinuation';
import type { CurveFigure } from './cohortMetrics';
import { ageWords, pointsBetween } from './cohortWords';
import { periodText } from './dates';
import { money, moneyProse } from './money';
import { decimal, percent, plain, signedPercent, whole } from './numbers';
import { MODEL_WORDS } from './valueWords';

export const CURVE_OPTIONS: readonly { value: CurveFigure; text: string }[] = [
	{ value: 'net', text: 'Net' },
	{ value: 'share', text: 'Share' },
	{ value: 'orders', text: 'Orders' }
];

const SUBJECTS: Record<CurveFigure, string> = {
	net: 'Net a customer, added up',
	share: 'Share who ordered',
	orders: 'Orders a customer'
};

/** What is drawn, in what, by what. */
export function curvesUnit(figure: CurveFigure, period: CohortPeriod, currency: string): string {
	const what = {
		net: `Net a customer, added up${currency === 'XXX' ? '' : `, ${currency}`}, by ${period}s since the first order. Band: 95\u00a0% interval`,
		share: `% of a cohort’s customers who ordered in the nth ${period} after that of their first order. Band: 95\u00a0% interval`,
		orders: `Orders in the nth ${period} after that of the first, divided by all customers of the cohort; counted, so no interval`
	};
	return what[figure];
}

/** by the end of the third month after */
export const curveWhen = (figure: CurveFigure, age: number, period: CohortPeriod): string =>
	`${figure === 'net' ? 'by the end of' : 'in'} ${age === 0 ? '' : 'the '}${ageWords(age, period)}`;

/** How a value is printed: in full, short, and on the axis. */
export function curvePrint(figure: CurveFigure, currency: string) {
	if (figure === 'share')
		return {
			full: (value: number) => percent(value),
			short: (value: number) => percent(value),
			tick: (value: number) => percent(value, 0)
		};
	if (figure === 'orders')
		return {
			full: (value: number) => `${decimal(value, 3)} orders`,
			short: (value: number) => decimal(value),
			tick: (value: number) => plain(value)
		};
	return {
		full: (value: number) => money(value, currency),
		short: (value: number) => moneyProse(value, currency),
		tick: (value: number, top: boolean) => (top ? moneyProse(value, currency) : whole(value))
	};
}

/** The figure of a cohort at an age beside that of the others, with the interval of the difference; null where they cannot be compared. */
interface Compared {
	age: number;
	own: number;
	others: number;
	low: number;
	high: number;
}

/** At the last finished age of a cohort that others have reached too: the oldest cohort is alone at the end. */
export function comparedCohort(
	result: CohortResult,
	cash: CohortMoney | null,
	figure: CurveFigure,
	cohort: number | null
): Compared | null {
	const bounds =
		figure === 'share'
			? { ...result.others, others: result.others.retention, own: result.retention }
			: figure === 'net' && cash?.intervals
				? {
						...cash.intervals.others,
						others: cash.intervals.others.cumulativeNetPerCustomer,
						own: cash.cumulativeNetPerCustomer
					}
				: null;
	if (bounds === null || cohort === null) return null;
	for (let age = result.ages - 1; age >= (figure === 'share' ? 1 : 0); age--) {
		const at = cohort * result.ages + age;
		if (result.cell[at] !== 2 || !Number.isFinite(bounds.low[at])) continue;
		return { age, own: bounds.own[at], others: bounds.others[at], low: bounds.low[at], high: bounds.high[at] };
	}
	return null;
}

/** March 2026 is worth what the others were at that age */
export function curvesTitle(figure: CurveFigure, label: string | null, compared: Compared | null): string {
	if (compared === null || label === null) return SUBJECTS[figure];
	const name = periodText(label);
	const within = compared.low <= 0 && compared.high >= 0;
	const more = compared.low > 0;
	if (figure === 'share')
		return `${name} comes back ${within ? 'as often as' : more ? 'more often than' : 'less often than'} the others did at that age`;
	return `${name} is worth ${within ? 'what' : more ? 'more than' : 'less than'} the others were at that age`;
}

/** By the end of the third month after: €61.20, the others €58.00; 95 % interval of the difference … */
export function comparedWords(
	figure: CurveFigure,
	period: CohortPeriod,
	{ age, own, others, low, high }: Compared,
	currency: string
): string {
	const when = `${age === 0 ? '' : 'the '}${ageWords(age, period)}`;
	if (figure === 'share')
		return `In ${when}: ${percent(own)}, the others ${percent(others)}; 95\u00a0% interval of the difference ${pointsBetween(low, high)}.`;
	return `By the end of ${when}: ${money(own, currency)}, the others ${money(others, currency)}; 95\u00a0% interval of the difference ${money(low, currency)} to ${money(high, currency)}.`;
}

/** What the dashed lines are, and how far they are to be trusted. */
export function aheadWords(
	{ model, running, parameters, ordersADay }: CohortContinuation,
	{ figure, period, bias }: { figure: CurveFigure; period: CohortPeriod; bias: number | null }
): string {
	const parts = [
		`Dashed: expected by ${MODEL_WORDS[model]}, given what each customer has done${figure === 'net' ? ' and spent' : ''}; hatched: ${
			parameters
				? '95\u00a0% interval of what will happen to so many customers.'
				: 'the spread of what will happen, for how sure the parameters are cannot be told.'
		}`
	];
	if (running)
		parts.push(`The ${period} under way is completed: what has come of it, and what is expected of its rest.`);
	if (figure === 'orders' && Math.abs(ordersADay - 1) > 0.005)
		parts.push(`A purchase day is ${decimal(ordersADay)} orders here, and the model counts days.`);
	parts.push(
		'All cohorts: the mean by customers, solid of those that have finished, as far as half of the customers have come; dashed of all, completed by what is expected.'
	);
	if (bias !== null) parts.push(`On your own past its total was off by ${signedPercent(bias)}.`);
	return parts.join(' ');
}

/** Why nothing is drawn ahead. */
export const NOT_AHEAD = {
	deeds:
		'Nothing is drawn ahead: these customers were chosen by what they did, and what is expected of all is not what is expected of them.',
	refused: 'Nothing is drawn ahead: these orders do not carry a forecast yet. Value says what is missing.',
	currency: 'Net is not drawn ahead: it needs one currency.'
} as const;
