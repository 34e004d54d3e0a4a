import type { Fit, GammaGamma } from '../clv/types';
import { uniqueHistories } from '../clv/histories';
import { holidayShare } from './scoreboard';
import { spendCorrelation, spendersOf } from './spenders';
import type { Diagnosis, ModelCard, ModelName, ValueInput } from './types';

/** Below these no model is fitted. */
const REPEATERS = 10;
const WEEKS = 4;
const HISTORIES = 2;
/** Below it no value is told. */
const SPENDERS = 10;
/** Standard error of a log parameter beyond which the data leaves it open by a factor of e^(2 × 1.5) = 20 either way. */
const OPEN = 1.5;
/** What the penalty alone leaves of a parameter that the data says nothing of. */
const UNKNOWN = 3;
/** A third above the share of a year that November and December are. */
const HOLIDAYS = (4 / 3) * (61 / 365.25);
const CORRELATED = 0.2;
/** Days without a first or a last purchase of anybody. */
const GAP = 90;

export interface Fits {
	models: readonly ModelCard[];
	/** Whose fit is looked at; null: all. */
	chosen: ModelName | null;
	spend: Fit<GammaGamma> | null;
}

/**
 * What is wrong with the data for a model, what stops predictions first.
 * - too_few_repeaters: customers with a repeat purchase, below 10
 * - too_short: weeks since the first purchase of the oldest customer, below 4
 * - all_same: distinct histories, below 2
 * - boundary: models looked at whose likelihood is highest at the edge of the search, where nobody drops out
 * - flat: largest standard error of a log parameter, above 1.5; 3 where it cannot be had. It stops where no model was fitted
 * - no_holdout: parts of the past that can judge a prediction, below 1
 * - december_heavy: share of November and December in the latest holdout, a third above a year's
 * - gap_in_data: longest stretch of days without a first or last purchase of anybody, above 90
 * - no_spend: customers whose repeat purchases are worth something, below 10, or spend that no fit was found for
 * - negative_spend: customers whose repeat purchases came to nothing or less
 * - spend_correlated: correlation of frequency and mean value, beyond 0.2 and beyond chance
 */
export function diagnose(input: ValueInput, fits: Fits): Diagnosis[] {
	const stopping = ofCustomers(input);
	const others = [...ofFits(fits, stopping.length > 0), ...ofTime(input), ...ofSpend(input, fits.spend)];
	return [...stopping, ...others.filter(({ stops }) => stops), ...others.filter(({ stops }) => !stops)];
}

const below = (code: Diagnosis['code'], figure: number, limit: number, stops: boolean): Diagnosis[] =>
	figure < limit ? [{ code, figure, limit, stops }] : [];
const above = (code: Diagnosis['code'], figure: number, limit: number): Diagnosis[] =>
	figure > limit ? [{ code, figure, limit, stops: false }] : [];

const count = (column: Float64Array, counts: (value: number, row: number) => boolean): number =>
	column.reduce((sum, value, row) => (counts(value, row) ? sum + 1 : sum), 0);
/** 0 without any. */
function largest(values: Iterable<number>): number {
	let most = 0;
	for (const value of values) most = Math.max(most, value);
	return most;
}

function ofCustomers({ now }: ValueInput): Diagnosis[] {
	const repeaters = count(now.frequency, (x) => x > 0);
	const { histories } = uniqueHistories(now.frequency, now.recency, now.age);
	return [
		...below('too_few_repeaters', repeaters, REPEATERS, true),
		...below('too_short', largest(now.age), WEEKS, true),
		...below('all_same', histories.length, HISTORIES, true)
	];
}

function ofFits({ models, chosen }: Fits, stopped: boolean): Diagnosis[] {
	const looked = chosen === null ? models : models.filter(({ name }) => name === chosen);
	const onEdge = looked.filter(({ mle }) => mle.status === 'fitted' && mle.boundary);
	const inside = looked.filter((card) => card.fit.status === 'fitted' && !onEdge.includes(card));
	const fitted = models.some(({ fit }) => fit.status === 'fitted');
	const flat: Diagnosis[] =
		fitted || stopped
			? above('flat', largest(inside.map(openness)), OPEN)
			: [{ code: 'flat', figure: UNKNOWN, limit: OPEN, stops: true }];
	return [...above('boundary', onEdge.length, 0), ...flat];
}

/** Largest standard error of a log parameter. */
function openness({ fit }: ModelCard): number {
	if (fit.status !== 'fitted' || fit.covariance === null) return UNKNOWN;
	const { covariance } = fit;
	const n = Math.sqrt(covariance.length);
	const errors = Array.from({ length: n }, (_, i) => Math.sqrt(covariance[i * n + i]));
	return errors.every(Number.isFinite) ? largest(errors) : UNKNOWN;
}

function ofTime(input: ValueInput): Diagnosis[] {
	const judging = input.splits.filter(({ frequency }) => frequency.length > 0);
	const latest = judging.at(0);
	return [
		...below('no_holdout', judging.length, 1, false),
		...above('december_heavy', latest ? holidayShare(latest.day, latest.end) : 0, HOLIDAYS),
		...above('gap_in_data', longestGap(input), GAP)
	];
}

/**
 * Longest stretch of days, up to D, in which no customer's first or last purchase falls. Single orders are not known here,
 * but a shop that sells at all gains customers, and loses those whose last order it was.
 */
function longestGap({ asOf, firstDay, now }: ValueInput): number {
	const known = new Uint8Array(asOf - firstDay + 1);
	const mark = (day: number): void => {
		if (day >= 0 && day < known.length) known[day] = 1;
	};
	for (let row = 0; row < now.age.length; row++) {
		mark(known.length - 1 - Math.round(now.age[row] * 7));
		mark(known.length - 1 - now.silence[row]);
	}
	let longest = 0;
	let last = known.indexOf(1);
	if (last < 0) return 0;
	for (let day = last; day < known.length; day++) {
		longest = Math.max(longest, day - last);
		if (known[day] === 1) last = day;
	}
	return longest;
}

function ofSpend({ now }: ValueInput, spend: Fit<GammaGamma> | null): Diagnosis[] {
	const spenders = spendersOf(now);
	const worthless = count(now.mean, (mean, row) => now.spendingDays[row] > 0 && mean <= 0);
	const beyondChance = Math.max(CORRELATED, 1.96 / Math.sqrt(Math.max(1, spenders.length)));
	const correlation = spendCorrelation(spenders);
	const unfitted: Diagnosis[] =
		spenders.length >= SPENDERS && spend?.status === 'refused'
			? [{ code: 'no_spend', figure: spenders.length, limit: SPENDERS, stops: false }]
			: [];
	return [
		...below('no_spend', spenders.length, SPENDERS, false),
		...unfitted,
		...above('negative_spend', worthless, 0),
		...above('spend_correlated', Math.abs(correlation), beyondChance)
	];
}
