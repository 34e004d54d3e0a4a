/** The sheets beside the charts and tables of Value, of Churn, and of what lies ahead of one customer. */
import type { ChurnAnswer } from '$workers/contract';
import type { CountingDefinition } from '$workers/core/counting';
import type { CustomerOutlook } from '$workers/core/value/customerOutlook';
import type { ValueDigest } from '$workers/core/value/digest';
import type { ModelName, ValueAnalysis } from '$workers/core/value/types';
import { pointName, stepName } from './churnWords';
import { dayText } from './dates';
import { definition, INTERVALS, type DefinitionId } from './definitions';
import { clockSentence, countsSentence, type Explanation, type ShownFormula } from './explanations';
import { money, moneyProse } from './money';
import { chance, count, decimal, percent, plain, signedPercent, whole } from './numbers';
import { choiceReason, MODEL_WORDS, moneyBounds, naiveSentence, worthWord } from './valueWords';

/** What every sheet is told of the view. */
export interface Told {
	counting: CountingDefinition;
	currency: string;
}

/** A figure in the sheet: its formula with this shop's numbers, and how sure it is. */
interface Shown {
	key: string;
	about: DefinitionId;
	title?: string;
	value: string;
	formula: ShownFormula;
	sure: string;
	behindNote?: string;
	others?: { text: string; value: string }[];
}

const COUNTED = 'It is counted, so it has no interval.';
const DRAWN =
	'It draws the model, so it has no interval of its own; the parameters with theirs stand at the foot of Value.';

const one = (value: string, text: string, result: string): ShownFormula => ({
	kind: 'count',
	of: { sign: '', value, text },
	result
});
const ratio = (top: [string, string], below: [string, string], result: string): ShownFormula => ({
	kind: 'fraction',
	top: { sign: '', value: top[0], text: top[1] },
	below: { sign: '', value: below[0], text: below[1] },
	result
});

function sheet({ key, about, ...shown }: Shown, facts: Explanation['facts']): Explanation {
	const said = definition(about);
	return {
		key,
		anchor: about,
		title: shown.title ?? said.title,
		value: shown.value,
		what: said.what(''),
		formula: shown.formula,
		drawn: null,
		sure: shown.sure,
		facts,
		others: shown.others ?? [],
		misleads: said.misleads ?? '',
		behind: null,
		behindNote: shown.behindNote ?? 'Every customer of the view is in it.'
	};
}

const commonFacts = (asOf: number | null, { counting }: Told): Explanation['facts'] => [
	{ name: 'Counts', text: countsSentence(counting) },
	...(asOf === null ? [] : [{ name: 'As of', text: dayText(asOf) }]),
	{ name: 'Customer is', text: definition('who').what('') },
	{ name: 'Clock', text: clockSentence(counting) }
];

export const VALUE_SHEETS = [
	'scoreboard',
	'tracking',
	'held',
	'best',
	'bands',
	'calibration',
	'map-expected',
	'map-alive',
	'ceilings',
	'newcomers',
	'newcomers-revenue',
	'deciles',
	'risk-of-one'
] as const;
type ValueSheet = (typeof VALUE_SHEETS)[number];

/** @returns null where the figure is not known */
export function modelExplanation(key: string, digest: ValueDigest, told: Told): Explanation | null {
	const { result } = digest;
	if (result.status !== 'done' || result.chosen === null) return null;
	const shown = valueSheet(key as ValueSheet, digest, { ...result, byCustomer: null }, told.currency);
	return (
		shown &&
		sheet({ key, ...shown }, [
			{ name: 'Model', text: `${MODEL_WORDS[result.chosen]}. ${choiceReason(result.board, result.models.length)}` },
			{ name: 'Tested', text: naiveSentence(result.board) || 'not tested: the data is too short' },
			...commonFacts(result.asOf, told)
		])
	);
}

function valueSheet(
	key: ValueSheet,
	{ held, best, bestIntervals, bands, atRisk }: ValueDigest,
	result: ValueAnalysis,
	currency: string
): Omit<Shown, 'key'> | null {
	const { board, options, customers, map, ceilings, newcomers } = result;
	const split = board.splits[0];
	const row = split?.rows.find(({ contender }) => contender === result.chosen);
	const months = count(options.months, 'month');
	const test = split ? `Tested on ${count(split.customers, 'customer')} known on ${dayText(split.day)}.` : '';
	switch (key) {
		case 'scoreboard': {
			if (!split || typeof row?.bias !== 'number') return null;
			const foretold = split.purchases * (1 + row.bias);
			return {
				about: 'scoreboard',
				title: 'How far the total was off',
				value: signedPercent(row.bias),
				formula: ratio(
					[
						whole(foretold - split.purchases),
						`${whole(foretold)} purchases foretold − ${whole(split.purchases)} that came`
					],
					[whole(split.purchases), `that came to ${dayText(split.end)}`],
					signedPercent(row.bias)
				),
				sure: 'One stretch of the past is one trial; the table has the means over all cuts.',
				others: [
					...(row.rmse === null ? [] : [{ text: 'RMSE, purchases a customer', value: decimal(row.rmse, 3) }]),
					...(row.mae === null ? [] : [{ text: 'MAE, purchases a customer', value: decimal(row.mae, 3) }]),
					...(row.brier === null ? [] : [{ text: 'Brier score of buying again', value: decimal(row.brier, 3) }]),
					...(row.auc === null ? [] : [{ text: 'AUC of buying again', value: decimal(row.auc, 3) }]),
					...(row.topDecile === null ? [] : [{ text: 'What the best tenth made', value: percent(row.topDecile, 0) }])
				],
				behindNote: test
			};
		}
		case 'tracking':
			if (!split || typeof row?.tracking !== 'number') return null;
			return {
				about: 'scoreboard',
				title: 'Off week by week, on average',
				value: percent(row.tracking),
				formula: one(
					`mean over ${count(split.weekly.length, 'week')}`,
					'|foretold − came| ÷ came, each added up from the first week on',
					percent(row.tracking)
				),
				sure: 'One stretch of the past is one trial, and its weeks hang together.',
				behindNote: test
			};
		case 'held': {
			const at = held?.customers.findIndex((share) => share >= 0.1 - 1e-9) ?? -1;
			const share = held?.expected[at] ?? null;
			if (share === null) return null;
			return {
				about: 'held',
				title: 'What a tenth of the customers holds',
				value: percent(share, 0),
				formula: ratio(
					[count(Math.ceil(customers * 0.1), 'customer'), `with the highest value expected in ${months}`],
					[count(customers, 'customer'), 'value expected of all'],
					percent(share, 0)
				),
				sure: 'Of expectations, so without an interval: what single customers bring spreads wider.',
				others:
					typeof held?.net[at] !== 'number' ? [] : [{ text: 'Of the net so far', value: percent(held.net[at], 0) }]
			};
		}
		case 'best': {
			const [first] = bestIntervals;
			if (!best || !first) return null;
			return {
				about: 'value',
				title: `Value expected of one customer in ${months}`,
				value: money(first.value, currency),
				formula: one(
					`${decimal(best.expected[0], 2)} × ${money(best.spend[0], currency)}`,
					`purchases expected × value of a purchase${options.margin === null ? '' : ` × ${percent(options.margin, 0)} margin`}, discounted`,
					money(first.value, currency)
				),
				sure: `95 % interval ${moneyBounds(first, currency)}, of the expectation (${INTERVALS.information}). A single customer buys more or less than expected.`,
				behindNote: 'Shown for the first of the list; the others likewise.'
			};
		}
		case 'bands':
			if (!bands) return null;
			return {
				about: 'value',
				title: 'The customer in the middle',
				value: money(bands.median, currency),
				formula: one(
					`middle of ${count(customers, 'customer')}`,
					`in order of the value expected of them in ${months}`,
					money(bands.median, currency)
				),
				sure: 'Of expectations, so without an interval.',
				others: [{ text: 'Mean', value: money(bands.mean, currency) }]
			};
		case 'calibration': {
			const group = split?.byFrequency[0];
			if (!split || !group) return null;
			return {
				about: 'scoreboard',
				title: 'Foretold and real, by how often they had bought',
				value: decimal(group.predicted, 3),
				formula: ratio(
					[decimal(group.predicted * group.customers, 0), 'purchases foretold'],
					[
						whole(group.customers),
						`customers with ${count(group.frequency, 'repeat purchase')} on ${dayText(split.day)}`
					],
					decimal(group.predicted, 3)
				),
				sure: `${decimal(group.actual, 3)} a customer came. One stretch of the past is one trial.`,
				behindNote: test
			};
		}
		case 'deciles': {
			const group = split?.byDecile.at(-1);
			if (!split || !group) return null;
			return {
				about: 'p-alive',
				title: 'Foretold and real, by tenth of P(alive)',
				value: decimal(group.predicted, 3),
				formula: ratio(
					[decimal(group.predicted * group.customers, 0), 'purchases foretold'],
					[whole(group.customers), 'customers of the tenth with the highest P(alive)'],
					decimal(group.predicted, 3)
				),
				sure: `${decimal(group.actual, 3)} a customer came. One stretch of the past is one trial.`,
				behindNote: test
			};
		}
		case 'map-expected':
		case 'map-alive': {
			if (!map) return null;
			const expected = key === 'map-expected';
			const value = expected ? decimal(map.expected[0], 2) : chance(map.pAlive[0]);
			return {
				about: expected ? 'purchase-map' : 'p-alive',
				title: expected ? `Purchases expected in ${months}` : 'Chance of still being a customer',
				value,
				formula: one(
					`${count(map.frequencies[0] + 1, 'purchase')}, ${count(map.silences[0], 'week')} ago`,
					`by ${MODEL_WORDS[result.chosen ?? 'bgnbd']} with the parameters at the foot of Value`,
					value
				),
				sure: DRAWN,
				behindNote: 'Shown for the lower left cell; the others likewise.'
			};
		}
		case 'ceilings': {
			const [all] = ceilings;
			if (!all) return null;
			const margin = worthWord(options.margin) === 'margin';
			return {
				about: 'ceiling',
				value: money(all.ceiling, currency),
				formula: one(
					money(all.value.value, currency),
					`${margin ? 'margin' : 'revenue'} of a new customer: first order and ${months} after it; ${percent(options.certainty, 0)} sure to be exceeded by the mean`,
					money(all.ceiling, currency)
				),
				sure: `95 % interval of the mean ${moneyBounds(all.value, currency)} (${INTERVALS.information}).`,
				behindNote: `Shown for all ${count(all.customers, 'customer')}; groups likewise, each drawn to it.`
			};
		}
		case 'newcomers':
			if (!newcomers) return null;
			return {
				about: 'newcomers',
				title: 'New customers a month',
				value: decimal(newcomers.perMonth.value, 1),
				formula: one(
					'mean',
					'customers who first ordered in each of the last twelve finished months, or as many as there are',
					decimal(newcomers.perMonth.value, 1)
				),
				sure: `95 % interval ${decimal(newcomers.perMonth.low, 1)} to ${decimal(newcomers.perMonth.high, 1)}, by how much these months differ.`
			};
		case 'newcomers-revenue':
			if (!newcomers) return null;
			return {
				about: 'newcomers',
				title: `Revenue of customers who come new, ${months}`,
				value: moneyProse(newcomers.revenue.value, currency),
				formula: one(
					`${decimal(newcomers.perMonth.value, 1)} a month`,
					'× (first order + repeat purchases expected until the end of the horizon × value of a purchase)',
					moneyProse(newcomers.revenue.value, currency)
				),
				sure: `95 % interval ${moneyBounds(newcomers.revenue, currency)}, by how many come.`
			};
		case 'risk-of-one': {
			if (!atRisk || atRisk.atRisk.length === 0) return null;
			const [leaving, risk] = [atRisk.leaving[0], atRisk.atRisk[0]];
			return {
				about: 'at-risk',
				title: 'Value at risk of one customer',
				value: money(risk, currency),
				formula: one(
					`${percent(leaving, 0)} × ${money(leaving > 0 ? risk / leaving : 0, currency)}`,
					`chance of no order in ${months} × value expected of one who is still a customer`,
					money(risk, currency)
				),
				sure: 'No interval: it puts the queue in order, and is no forecast.',
				behindNote: 'Shown for the first of the queue; the others likewise.'
			};
		}
		default:
			return null;
	}
}

export const CHURN_SHEETS = ['ladder', 'steps', 'lapse', 'overdue'] as const;
type ChurnSheet = (typeof CHURN_SHEETS)[number];

/** @returns null where the figure is not known */
export function churnExplanation(key: string, answer: ChurnAnswer, told: Told): Explanation | null {
	const shown = churnSheet(key as ChurnSheet, answer);
	return shown && sheet({ key, ...shown }, commonFacts(answer.ladder.asOf, told));
}

function churnSheet(key: ChurnSheet, { ladder, lapse, overdue }: ChurnAnswer): Omit<Shown, 'key'> | null {
	switch (key) {
		case 'ladder': {
			const step = ladder.steps[0];
			const last = step?.within.findLast(({ share }) => share.value !== null);
			if (!step || !last || last.share.value === null) return null;
			const { value, low, high } = last.share;
			return {
				about: 'ladder',
				title: `${stepName(step.from)}, within ${count(last.days, 'day')}`,
				value: percent(value),
				formula: one(
					`1 − Π over days of ${count(step.atRisk, 'customer')}`,
					'(1 − bought again on that day ÷ still waiting just before)',
					percent(value)
				),
				sure:
					low === null || high === null
						? 'Too few for an interval.'
						: `95 % interval ${percent(low)} to ${percent(high)} (${INTERVALS.greenwood}).`,
				behindNote: `${count(step.atRisk, 'customer')} had a first purchase, ${whole(step.wentOn)} bought again; who has not counts as waiting.`
			};
		}
		case 'steps': {
			const step = ladder.steps[0];
			const half = step?.quantilesOfReturners.find(({ share }) => share === 0.5)?.days ?? null;
			if (!step || half === null) return null;
			return {
				about: 'ladder',
				title: 'Half of the returners are back',
				value: count(half, 'day'),
				formula: one(
					`${whole(step.wentOn)} of ${count(step.atRisk, 'customer')}`,
					'bought a second time: the first day by which half of all who return within the days watched are back',
					count(half, 'day')
				),
				sure: 'The shares beside it have their interval (Greenwood); the days of returners have none.'
			};
		}
		case 'lapse': {
			const point = lapse.points.find((found) => found.lapse.status === 'found');
			if (!point || point.lapse.status !== 'found') return null;
			const { days, low, high, withinDays } = point.lapse;
			return {
				about: 'lapse',
				title: `${pointName(point)}: when silence means gone`,
				value: count(days, 'day'),
				formula: one(
					`1 − S(d + ${whole(withinDays)}) ÷ S(d) < ${percent(lapse.below, 0)}`,
					'the least d of days of silence for which it holds; S: share still silent after d days',
					count(days, 'day')
				),
				sure:
					low === null || high === null
						? `The border has no interval here: the band of the curve (${INTERVALS.greenwood}) does not cross it on both sides.`
						: `95 % interval ${plain(Math.min(low, high))} to ${count(Math.max(low, high), 'day')}, where the band of the curve crosses (${INTERVALS.greenwood}).`,
				behindNote: `${count(point.silences, 'silence')} of ${count(point.customers, 'customer')}.`
			};
		}
		case 'overdue': {
			if (overdue.status !== 'measured') return null;
			const all = overdue.customers.reduce((sum, n) => sum + n, 0);
			if (all === 0) return null;
			const late = overdue.customers.slice(3).reduce((sum, n) => sum + n, 0);
			return {
				about: 'overdue',
				title: 'Silent for twice as long as usual, or longer',
				value: percent(late / all, 0),
				formula: ratio(
					[whole(late), 'customers with silence ÷ usual gap of 2 or more'],
					[whole(all), 'customers'],
					percent(late / all, 0)
				),
				sure: COUNTED
			};
		}
		default:
			return null;
	}
}

export const PROFILE_SHEETS = ['still-here', 'expected-of-one', 'purchases-of-one', 'next-order'] as const;
type ProfileSheet = (typeof PROFILE_SHEETS)[number];

/** Of the customer page. */
export interface OneCustomer {
	outlook: CustomerOutlook;
	asOf: number;
	months: number;
	margin: number | null;
	model: ModelName;
	/** Days since the last order, and on how many days the customer bought. */
	silence: number;
	purchases: number;
}

/** @returns null where the figure is not known */
export function profileExplanation(key: string, who: OneCustomer, told: Told): Explanation | null {
	const shown = profileSheet(key as ProfileSheet, who, told.currency);
	return (
		shown &&
		sheet({ key, behindNote: 'Of this customer alone; the parameters are those of all customers.', ...shown }, [
			{ name: 'Model', text: `${MODEL_WORDS[who.model]}, fitted to all customers of the view.` },
			...commonFacts(who.asOf, told)
		])
	);
}

function profileSheet(
	key: ProfileSheet,
	{ outlook, asOf, months, margin, silence, purchases }: OneCustomer,
	currency: string
): Omit<Shown, 'key'> | null {
	const { figures, next, spend, comesBack } = outlook;
	const history = `${count(purchases, 'purchase')}, the last ${count(silence, 'day')} ago`;
	const horizon = count(months, 'month');
	switch (key) {
		case 'still-here':
			return {
				about: 'p-alive',
				value: chance(figures.pAlive.value),
				formula: one(history, 'the chance, given this history, of not having left', chance(figures.pAlive.value)),
				sure: `95 % interval ${percent(figures.pAlive.low, 0)} to ${percent(figures.pAlive.high, 0)} (${INTERVALS.information}).`
			};
		case 'expected-of-one': {
			const value = money(figures.clv.value, currency);
			return {
				about: 'value',
				title: `Value expected of this customer in ${horizon}`,
				value,
				formula: one(
					`${decimal(figures.expected.value, 2)} × ${money(spend, currency)}`,
					`purchases expected × value of a purchase${margin === null ? '' : ` × ${percent(margin, 0)} margin`}, discounted`,
					value
				),
				sure: `95 % interval ${moneyBounds(figures.clv, currency)}, of the expectation (${INTERVALS.information}).`
			};
		}
		case 'purchases-of-one':
			return {
				about: 'expected-purchases',
				title: `Purchases expected of this customer in ${horizon}`,
				value: decimal(figures.expected.value, 2),
				formula: one(
					history,
					'the number of purchase days expected, given this history',
					decimal(figures.expected.value, 2)
				),
				sure: `${figures.predictive.low} to ${figures.predictive.high} will come with 95 % (${INTERVALS.outcome}).`
			};
		case 'next-order':
			if (next === null || comesBack < 0.01) return null;
			return {
				about: 'next-order',
				value: dayText(asOf + next.middle),
				formula: one(
					history,
					'the day by which half of such customers have ordered, of those who order within a year',
					dayText(asOf + next.middle)
				),
				sure: `The middle 95 % order between ${dayText(asOf + next.low)} and ${dayText(asOf + next.high)}; ${chance(comesBack)} order within ${horizon} at all.`
			};
		default:
			return null;
	}
}
