/** The sheets beside the headline figures of Value and Churn. */
import type { CountingDefinition } from '$workers/core/counting';
import type { ValueAnalysis } from '$workers/core/value/types';
import type { ValueDigest } from '$workers/core/value/digest';
import { dayText } from './dates';
import { definition, INTERVALS, type DefinitionId } from './definitions';
import { clockSentence, countsSentence, type Explanation } from './explanations';
import { money, moneyProse } from './money';
import { count, decimal, percent, whole } from './numbers';
import { BY_WORDS, choiceReason, MODEL_WORDS, moneyBounds, naiveSentence, worthWord } from './valueWords';

export const VALUE_FIGURES = ['value', 'expected-purchases', 'three-values', 'known-share', 'at-risk'] as const;
export type ValueFigure = (typeof VALUE_FIGURES)[number];

/** Horizons that the outlook has; a longer one is told by the longest. */
export const outlookOf = ({ outlook, options }: ValueAnalysis): ValueAnalysis['outlook'][number] | undefined =>
	outlook.find(({ months }) => months === options.months) ?? outlook.at(-1);

/** @returns null where the figure is not known */
export function valueExplanation(
	key: string,
	{ result, bands, riskTotal }: ValueDigest,
	{ counting, currency }: { counting: CountingDefinition; currency: string }
): Explanation | null {
	if (result.status !== 'done' || result.chosen === null) return null;
	const { total, options, customers, chosen } = result;
	const ahead = outlookOf(result);
	const months = count(options.months, 'month');
	const base = (id: DefinitionId) => {
		const said = definition(id);
		return {
			key,
			title: said.title,
			what: said.what(''),
			drawn: null,
			facts: [
				{ name: 'Model', text: `${MODEL_WORDS[chosen]}. ${choiceReason(result.board, result.models.length)}` },
				{
					name: 'Tested',
					text: naiveSentence(result.board) || (result.tested ? 'not tested: the data is too short' : 'not tested yet')
				},
				{ name: 'Counts', text: countsSentence(counting) },
				{ name: 'As of', text: dayText(result.asOf) },
				{ name: 'Customer is', text: definition('who').what('') },
				{ name: 'Clock', text: clockSentence(counting) }
			],
			others: [],
			misleads: said.misleads ?? '',
			behind: null,
			behindNote: 'Every customer of the view is in it.'
		};
	};
	const axis = (value: number, low: number, high: number, unit: 'money' | 'count' = 'money') => ({
		unit,
		now: value,
		low,
		high,
		before: null,
		beforeText: '',
		withinChance: false
	});
	switch (key as ValueFigure) {
		case 'value': {
			if (total === null) return null;
			const value = money(total.value, currency);
			const undiscounted = ahead?.months === options.months ? ahead.revenue.value : null;
			return {
				...base('value'),
				title: `Value expected in ${months}`,
				value,
				formula: {
					kind: 'count',
					of: {
						sign: '',
						value: `Σ ${count(customers, 'customer')}`,
						text: `purchases expected × value of a purchase${options.margin === null ? '' : ` × ${percent(options.margin, 0)} margin`}, ${options.annualRate > 0 ? `discounted at ${percent(options.annualRate, 0)} a year` : 'not discounted'}`
					},
					result: value
				},
				drawn: axis(total.value, total.low, total.high),
				sure: `95 % interval ${moneyBounds(total, currency)}, of the expectation (${INTERVALS.information}).${ahead && ahead.months === options.months ? ` What really comes, before discount and margin, lies between ${moneyBounds(ahead.revenuePredictive, currency)} with 95 %.` : ''}`,
				others: [
					...(undiscounted === null
						? []
						: [{ text: 'Revenue, neither discounted nor × margin', value: money(undiscounted, currency) }]),
					...(result.newcomers
						? [{ text: 'Customers who come new, revenue', value: money(result.newcomers.revenue.value, currency) }]
						: [])
				]
			};
		}
		case 'expected-purchases': {
			if (!ahead) return null;
			const { value, low, high } = ahead.purchases;
			return {
				...base('expected-purchases'),
				title: `Purchases expected in ${count(ahead.months, 'month')}`,
				value: whole(value),
				formula: {
					kind: 'count',
					of: {
						sign: '',
						value: `Σ ${count(customers, 'customer')}`,
						text: `purchases expected of each, by how often and when they bought`
					},
					result: whole(value)
				},
				drawn: axis(value, ahead.predictive.low, ahead.predictive.high, 'count'),
				sure: `What comes lies between ${whole(ahead.predictive.low)} and ${whole(ahead.predictive.high)} with 95 % (${INTERVALS.outcome}); the expectation itself between ${whole(low)} and ${whole(high)} (${INTERVALS.information}).`
			};
		}
		case 'three-values': {
			const { historic, formula, model } = result.three;
			if (model === null || total === null) return null;
			return {
				...base('three-values'),
				title: `${worthWord(options.margin) === 'margin' ? 'Margin' : 'Revenue'} a customer, mean`,
				value: money(model, currency),
				formula: {
					kind: 'fraction',
					top: { sign: '', value: moneyProse(total.value, currency), text: `expected in ${months}` },
					below: { sign: '', value: whole(customers), text: 'customers' },
					result: money(model, currency)
				},
				drawn: axis(model, total.low / customers, total.high / customers),
				sure: `95 % interval ${money(total.low / customers, currency)} to ${money(total.high / customers, currency)}, of the mean (${INTERVALS.information}). Customers differ far more: half are expected to bring less than ${money(bands?.median ?? null, currency)}.`,
				others: [
					{ text: 'Historic: net so far a customer', value: money(historic, currency) },
					...(formula
						? [
								{
									text: `Formula: ${money(formula.orderValue, currency)} × ${decimal(formula.ordersAYear, 2)} a year × ${decimal(formula.lifespanYears, 1)} years`,
									value: money(formula.value, currency)
								}
							]
						: []),
					{ text: 'The customer in the middle (median)', value: money(bands?.median ?? null, currency) }
				]
			};
		}
		case 'known-share': {
			if (!ahead || ahead.share === null || !result.newcomers) return null;
			const all = ahead.share > 0 ? ahead.revenue.value / ahead.share : 0;
			return {
				...base('known-share'),
				value: percent(ahead.share, 0),
				formula: {
					kind: 'fraction',
					top: {
						sign: '',
						value: moneyProse(ahead.revenue.value, currency),
						text: 'revenue expected of known customers'
					},
					below: { sign: '', value: moneyProse(all, currency), text: 'of known and of new customers' },
					result: percent(ahead.share, 0)
				},
				sure: `No interval: it is a quotient of two expectations. New customers a month: ${decimal(result.newcomers.perMonth.value, 1)}, 95 % interval ${decimal(result.newcomers.perMonth.low, 1)} to ${decimal(result.newcomers.perMonth.high, 1)}.`
			};
		}
		case 'at-risk':
			return {
				...base('at-risk'),
				value: money(riskTotal, currency),
				formula: {
					kind: 'count',
					of: {
						sign: '',
						value: `Σ ${count(customers, 'customer')}`,
						text: `chance of no order in ${months} × value expected of one who is still a customer`
					},
					result: money(riskTotal, currency)
				},
				sure: 'No interval of the sum; the value expected of the customers has one on Value.'
			};
		default:
			return null;
	}
}

/** "Country: DE" for a row of a table. */
export const ceilingName = (by: keyof typeof BY_WORDS, name: string): string =>
	by === 'all' ? BY_WORDS.all : `${BY_WORDS[by]}: ${name || 'unnamed'}`;

/** A figure with what is needed to find it again, as text. */
export function copiedExplanation(
	told: Explanation,
	sources: { shop: string; showing: string; hash: string; version: string; copied: string }
): string {
	return [
		`${told.title}: ${told.value}`,
		`How sure: ${told.sure}`,
		`Shown: ${sources.shop}, ${sources.showing}`,
		`Definition: ${told.what}`,
		...told.facts.map(({ name, text }) => `${name}: ${text}`),
		...(told.others ?? []).map(({ text, value }) => `Otherwise: ${text}: ${value}`),
		told.misleads ? `When it misleads: ${told.misleads}` : '',
		`Data: SHA-256 ${sources.hash}`,
		`Perennial ${sources.version}, copied ${sources.copied}`
	]
		.filter(Boolean)
		.join('\n');
}
