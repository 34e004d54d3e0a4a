/** What the models are called, and what Value says of their results. */
import type {
	BoardRow,
	Board,
	Contender,
	Diagnosis,
	Interval,
	ModelName,
	ValueAnalysis
} from '$workers/core/value/types';
import { dayText } from './dates';
import { money, moneyProse } from './money';
import { count, decimal, percent, signedPercent, whole } from './numbers';

export const MODEL_WORDS: Record<ModelName, string> = {
	bgnbd: 'BG/NBD',
	mbgnbd: 'MBG/NBD',
	paretonbd: 'Pareto/NBD'
};

interface Named {
	name: string;
	/** What it is, after its name. */
	kind: '' | 'learned' | 'rule of thumb';
	/** What it predicts, in a sentence. */
	what: string;
}
export const CONTENDER_WORDS: Record<Contender, Named> = {
	bgnbd: { name: 'BG/NBD', kind: '', what: 'Buys at an own rate; may leave after any repeat purchase.' },
	mbgnbd: { name: 'MBG/NBD', kind: '', what: 'The same, and may leave after the first purchase too.' },
	paretonbd: { name: 'Pareto/NBD', kind: '', what: 'Buys at an own rate; may leave at any time.' },
	behaviour: {
		name: 'Behaviour',
		kind: 'learned',
		what: 'A regression on recency, rhythm, spend and origin; it tells who buys again, not how often.'
	},
	own_rate: { name: 'Own past rate', kind: 'rule of thumb', what: 'Everyone goes on as before.' },
	half_own_rate: { name: 'Half of own past rate', kind: 'rule of thumb', what: 'Everyone goes on half as often.' },
	population_rate: { name: 'Same rate for everyone', kind: 'rule of thumb', what: 'Nobody differs from the shop.' },
	year_before: {
		name: 'Same months a year before',
		kind: 'rule of thumb',
		what: 'Everyone does what they did a year ago.'
	},
	zero: { name: 'Nobody returns', kind: 'rule of thumb', what: 'No purchase at all.' },
	recency_frequency: {
		name: 'Recent first, then frequent',
		kind: 'rule of thumb',
		what: 'An order of customers, no figure.'
	}
};

/** "revenue" until a margin is given. */
export const worthWord = (margin: number | null): string => (margin === null ? 'revenue' : 'margin');

/** €390k to €435k */
export const moneyBounds = ({ low, high }: Interval, currency: string): string =>
	`${moneyProse(low, currency)} to ${moneyProse(high, currency)}`;

/** Known customers are expected to bring €412,345 in the next 12 months */
export function valueFinding({ total, options, customers }: ValueAnalysis, currency: string): string {
	if (total === null) return `What ${count(customers, 'customer')} are worth`;
	const worth = options.margin === null ? '' : ' of margin';
	return `Known customers are expected to bring ${moneyProse(total.value, currency)}${worth} in the next ${count(options.months, 'month')}`;
}

/** What stands under the finding: how sure, in which money. */
export function valueTerms({ total, options }: ValueAnalysis, currency: string): string {
	const { margin, annualRate } = options;
	const kind =
		margin === null ? 'Revenue, because no margin is set' : `${percent(margin, 0)} of revenue, the margin you set`;
	const discount = annualRate > 0 ? `discounted at ${percent(annualRate, 0)} a year` : 'without discount';
	const sure = total === null ? '' : `95 % interval ${moneyBounds(total, currency)}. `;
	return `${sure}${kind}; ${discount}. Nobody new is in it.`;
}

/** Why this model, in a sentence. */
export function choiceReason({ chosen, because, rows, splits }: Board, models: number): string {
	if (chosen === null) return 'No model can be used on these orders.';
	const name = MODEL_WORDS[chosen];
	const row = rows.find(({ contender }) => contender === chosen);
	const rmse = row?.rmse ?? null;
	const times = count(splits.length, 'stretch', 'stretches');
	switch (because) {
		case 'person':
			return `${name} is used because you chose it.`;
		case 'only_one':
			return `${name} is used: it is the only one of ${count(models, 'model')} that could be fitted.`;
		case 'no_holdout':
			return `${name} is used: its likelihood is highest. The data is too short to hold back a part and test it.`;
		case 'untested':
			return `${name} is used for now: of the models fitted so far its likelihood is highest.`;
		case 'scoreboard':
			return `${name} is used: ${rmse === null ? 'lowest error' : `lowest error a customer, RMSE ${decimal(rmse, 3)},`} over ${times} of your own past; of equals the one whose total is nearer.`;
		default:
			return '';
	}
}

/**
 * First answer, by BG/NBD: the models are being tested on your own past.
 * Now by Pareto/NBD: it was closer on your own past.
 * @param testing the past is judging
 * @param replaced the model of the first answer, where another one took its place
 * @returns '' where there is nothing to say
 */
export function stageWords(
	{ board, chosen, tested }: Pick<ValueAnalysis, 'board' | 'chosen' | 'tested'>,
	testing: boolean,
	replaced: ModelName | null
): string {
	if (chosen === null) return '';
	const name = MODEL_WORDS[chosen];
	if (!tested)
		return testing
			? `First answer, by ${name}: the models are being tested on your own past.`
			: `By ${name}, which was not tested on your own past.`;
	if (replaced === null || replaced === chosen) return '';
	return board.because === 'scoreboard'
		? `Now by ${name}: it was closer on your own past than ${MODEL_WORDS[replaced]}.`
		: `Now by ${name}: its likelihood is higher than that of ${MODEL_WORDS[replaced]}.`;
}

/** Does it beat the rules of thumb? */
export function naiveSentence({ beatsNaive, chosen }: Board): string {
	if (beatsNaive === null || chosen === null) return '';
	const rule = CONTENDER_WORDS[beatsNaive.best].name.toLowerCase();
	const { rmse, total } = beatsNaive;
	if (rmse && total) return `It beats the best rule of thumb (${rule}) on each customer and on the total.`;
	if (rmse) return `It beats the best rule of thumb (${rule}) on each customer, not on the total.`;
	if (total) return `It beats the best rule of thumb (${rule}) on the total, not on each customer.`;
	return `The best rule of thumb (${rule}) did better: take the figures as a rough guide.`;
}

/** Trust the total: on the last 26 weeks the model was off by 0.5 % */
export function boardFinding(board: Board): string {
	const { chosen, splits } = board;
	const row = splits[0]?.rows.find(({ contender }) => contender === chosen);
	if (!row || row.bias === null) return 'Tested on your own past, against rules of thumb';
	const off = percent(Math.abs(row.bias));
	const weeks = weeksOf(splits[0]);
	return Math.abs(row.bias) <= 0.05
		? `Trust the total: over the last ${weeks} the model was off by ${off}`
		: `Over the last ${weeks} the model foretold ${off} too ${row.bias > 0 ? 'many' : 'few'}`;
}

export const weeksOf = ({ day, end }: { day: number; end: number }): string =>
	count(Math.round((end - day) / 7), 'week');

export const splitWords = ({ day, end, customers, purchases }: Board['splits'][number]): string =>
	`Fitted on orders to ${dayText(day)}, then asked for the time to ${dayText(end)}: ${count(customers, 'customer')}, ${count(purchases, 'purchase')} came`;

/** Week by week the model stays within 3 % of the truth */
export function trackingFinding(row: BoardRow | undefined): string {
	if (!row || row.tracking === null) return 'Week by week, foretold and real';
	return `Added up week by week, the model is off by ${percent(row.tracking)} on average`;
}

/** What is wrong with the data for a model, each with its figure. */
export function diagnosisSentence({ code, figure, limit }: Diagnosis): string {
	switch (code) {
		case 'boundary':
			return 'The likelihood is highest where nobody ever leaves: these orders cannot measure how fast customers leave. A weak assumption holds the figures in bounds, and chances to be gone are too low rather than too high.';
		case 'flat':
			return `A parameter is open by a factor of ${whole(Math.exp(1.96 * figure))} either way: the data hardly says what kind of customers these are. Totals hold better than single customers.`;
		case 'too_few_repeaters':
			return `${count(figure, 'customer')} bought again; ${whole(limit)} are needed before anything can be learned from who returns.`;
		case 'too_short':
			return `The oldest customer is ${decimal(figure, 1)} weeks old; ${whole(limit)} weeks are needed to see anyone return.`;
		case 'december_heavy':
			return `${percent(figure, 0)} of the test lies in November and December, where a year has ${percent(limit * 0.75, 0)}: the models know no seasons, and their errors here are those of a season.`;
		case 'spend_correlated':
			return `How often customers buy and how much they spend go together (a correlation of ${decimal(figure)}), which the model of spend takes for chance: the values of the most frequent are off.`;
		case 'gap_in_data':
			return `For ${count(figure, 'day')} on end nobody ordered: a file may be missing, and every silence over it looks longer than it was.`;
		case 'negative_spend':
			return `${count(figure, 'customer')} gave back all that the repeat purchases brought, or more: they are valued at nothing, and left out of the model of spend.`;
		case 'no_spend':
			return `${count(figure, 'customer')} with repeat purchases that brought something; ${whole(limit)} are needed for a model of spend. The shop’s mean is taken instead.`;
		case 'all_same':
			return 'All customers have done the same, so nothing tells one from another.';
		case 'no_holdout':
			return 'The data is too short to hold a part back: nothing here was tested on your own past.';
	}
}

/** Why historic, formula and model value differ, in a sentence. */
export function threeReason({ three }: ValueAnalysis, currency: string): string {
	const { historic, formula, model } = three;
	const parts = [`Historic looks back: what a customer has brought so far (${money(historic, currency)}).`];
	if (formula)
		parts.push(
			`The formula multiplies means, ${money(formula.orderValue, currency)} an order, ${decimal(formula.ordersAYear, 2)} orders a year, ${decimal(formula.lifespanYears, 1)} years: it lets everybody be average, so the few who carry much and the many who never return are the same customer.`
		);
	if (model !== null)
		parts.push(
			'The model looks ahead over the horizon alone, and counts each customer by the chance of still being one.'
		);
	return parts.join(' ');
}

export const REFUSED_TITLE = 'These orders do not carry a forecast yet';

/** A tenth of customers hold 39 % of the past, 47 % of the future */
export function heldFinding(net: number | null, expected: number | null): string {
	if (expected === null) return 'How the money is spread over customers';
	return net === null
		? `A tenth of customers hold ${percent(expected, 0)} of what is expected`
		: `A tenth of customers hold ${percent(net, 0)} of the past, ${percent(expected, 0)} of the future`;
}

export function calibrationFinding(
	groups: readonly { actual: number; predicted: number; customers: number }[]
): string {
	const came = groups.reduce((sum, { actual, customers }) => sum + actual * customers, 0);
	const foretold = groups.reduce((sum, { predicted, customers }) => sum + predicted * customers, 0);
	if (came <= 0) return 'Foretold and real, by how often customers had bought';
	const worst = groups
		.filter(({ customers }) => customers >= 30)
		.reduce((most, { actual, predicted }) => Math.max(most, Math.abs(predicted - actual)), 0);
	return `In no group is it off by more than ${decimal(worst)} purchases a customer, in all by ${signedPercent(foretold / came - 1)}`;
}

export const BY_WORDS = {
	all: 'Everybody',
	first_product: 'First product',
	channel: 'First channel',
	country: 'Country'
} as const;

/** Parameters as the papers print them. */
export const PARAMETER_SIGNS: Record<string, string> = { alpha: 'α', beta: 'β' };
