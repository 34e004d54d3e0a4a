import type { Fit, GammaGamma } from '../clv/types';
import { spendCorrelation, spendersOf } from './spenders';
import type { Diagnosis, JudgedSplit, ModelCard, ModelName, ShopInput } from './types';

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
/** Days without an order of anybody. */
const GAP = 90;

export interface Fits {
	models: readonly ModelCard[];
	/** Whose fit is looked at; null: all. */
	chosen: ModelName | null;
	spend: Fit<GammaGamma> | null;
	/** Parts of the past that have judged; null: they are yet to. */
	past: readonly Pick<JudgedSplit, 'customers' | 'holidayShare'>[] | null;
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
 * - gap_in_data: longest stretch of days without an order of anybody, above 90
 * - no_spend: customers whose repeat purchases are worth something, below 10, or spend that no fit was found for
 * - negative_spend: customers whose repeat purchases came to nothing or less
 * - spend_correlated: correlation of frequency and mean value, beyond 0.2 and beyond chance
 */
export function diagnose(input: ShopInput, fits: Fits): Diagnosis[] {
	const stopping = ofCustomers(input);
	const others = [...ofFits(fits, stopping.length > 0), ...ofTime(input, fits), ...ofSpend(input, fits.spend)];
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

function ofCustomers({ now }: ShopInput): Diagnosis[] {
	const repeaters = count(now.frequency, (x) => x > 0);
	return [
		...below('too_few_repeaters', repeaters, REPEATERS, true),
		...below('too_short', largest(now.age), WEEKS, true),
		...below('all_same', Math.min(now.age.length, differ(now) ? HISTORIES : 1), HISTORIES, true)
	];
}

/** Whether any customer's history is another than the first one's. */
const differ = ({ frequency, recency, age }: ShopInput['now']): boolean =>
	frequency.some((x, row) => x !== frequency[0] || recency[row] !== recency[0] || age[row] !== age[0]);

function ofFits({ models, chosen }: Fits, stopped: boolean): Diagnosis[] {
	const looked = chosen === null ? models : models.filter(({ name }) => name === chosen);
	const onEdge = looked.filter(({ fit, mle }) => {
		const found = mle ?? fit;
		return found.status === 'fitted' && found.boundary;
	});
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

function ofTime({ longestGap }: ShopInput, { past }: Fits): Diagnosis[] {
	const judging = past?.filter(({ customers }) => customers > 0) ?? null;
	return [
		...(judging === null ? [] : below('no_holdout', judging.length, 1, false)),
		...above('december_heavy', judging?.at(0)?.holidayShare ?? 0, HOLIDAYS),
		...above('gap_in_data', longestGap, GAP)
	];
}

function ofSpend({ now }: ShopInput, spend: Fit<GammaGamma> | null): Diagnosis[] {
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
