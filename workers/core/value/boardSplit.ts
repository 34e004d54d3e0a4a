import { brier } from '../churn/judge';
import * as gammaGamma from '../clv/gammaGamma';
import { uniqueHistories } from '../clv/histories';
import type { Histories } from '../clv/types';
import { errorsOf, rankQuality, trackingError } from './boardMetrics';
import type { Errors } from './boardMetrics';
import { byDecile, byFrequency } from './calibration';
import { predictorsOf } from './chosenModel';
import { aliveOf, gathered } from './customerValues';
import { holidayShare } from './holidayShare';
import { COUNTING_RULES, frequencyThenRecency, rulePurchases, ruleSpend } from './naiveRules';
import type { FittedCard } from './purchaseFits';
import { PURCHASE_MODELS } from './purchaseModels';
import { spendersOf } from './spenders';
import { MODEL_NAMES } from './types';
import type { BoardRow, Contender, Foretold, JudgedSplit, ModelName, SplitRows } from './types';
import { totalsByWeek, weekEnds } from './weeklyTotals';

/** Spend is not fitted on fewer customers with repeat purchases. */
const SPENDERS = 10;

/** What a model, fitted on what was known at a split, expected of the weeks after it: a row a customer, and all together by week. */
interface ModelForecast {
	purchases: Float64Array;
	weekly: Float64Array;
}

/**
 * All contenders on one split.
 * @param penalty of the fits; 0: unpenalised
 * @param onModel called after each model with its name
 */
export function judgeSplit(
	split: SplitRows,
	penalty: number | undefined = undefined,
	onModel: (name: ModelName) => void = () => {}
): JudgedSplit {
	const { day, end, frequency, holdoutDays, holdoutValue } = split;
	const { histories, row } = uniqueHistories(frequency, split.recency, split.age);
	const weeks = (end - day) / 7;
	const ends = weekEnds(weeks);
	const again = Uint8Array.from(holdoutDays, (days) => (days > 0 ? 1 : 0));
	const spend = expectedSpend(split, penalty);
	const cards: FittedCard[] = [];
	const forecasts = new Map<ModelName, ModelForecast>();

	const modelRow = (name: ModelName): BoardRow => {
		const model = PURCHASE_MODELS[name];
		const fit = histories.length === 0 ? null : model.fit(histories, { penalty });
		if (fit?.status !== 'fitted') return blank(name);
		const { params } = fit;
		const purchases = gathered(model.expectedPurchases(params, histories, weeks), row);
		const errors = errorsOf(purchases, holdoutDays);
		if (errors === null) return blank(name);
		const weekly = expectedByWeek(name, params, histories, ends);
		const chance = gathered(model.probabilityOfAny(params, histories, weeks), row);
		cards.push({ name, fit });
		forecasts.set(name, { purchases, weekly });
		return {
			...blank(name),
			...errors,
			tracking: trackingError(weekly, split.weekly),
			brier: brier(chance, again),
			auc: rankQuality(chance, holdoutDays).auc,
			topDecile: rankQuality(purchases, holdoutDays).topDecile,
			...spendErrors(spend && purchases.map((count, i) => count * spend[i]), split)
		};
	};
	const foretold = (name: ModelName, { purchases, weekly }: ModelForecast): Foretold => {
		// As screens print it: whoever bought once is doubted by a model that can, be it another than the chosen one.
		const alive = gathered(aliveOf(predictorsOf({ models: cards }, name), histories, weeks), row);
		return {
			byFrequency: byFrequency(frequency, holdoutDays, purchases),
			byDecile: byDecile(alive, holdoutDays, purchases),
			weekly: Array.from(weekly, (predicted, i) => ({ week: i + 1, actual: split.weekly[i], predicted }))
		};
	};

	const rows: BoardRow[] = MODEL_NAMES.map((name) => {
		const judged = modelRow(name);
		onModel(name);
		return judged;
	});
	rows.push(behaviourRow(split, again), ...COUNTING_RULES.map((rule) => ruleRow(rule, split, ends)));
	rows.push({
		...blank('recency_frequency'),
		...(frequency.length > 0 && rankQuality(frequencyThenRecency(split), holdoutDays))
	});
	return {
		day,
		end,
		customers: frequency.length,
		purchases: total(holdoutDays),
		value: total(holdoutValue),
		holidayShare: holidayShare(day, end),
		rows,
		foretold: Object.fromEntries([...forecasts].map(([name, forecast]) => [name, foretold(name, forecast)]))
	};
}

const total = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0);

const expectedByWeek = (
	name: ModelName,
	params: Record<string, number>,
	histories: Histories,
	ends: Float64Array
): Float64Array =>
	totalsByWeek((until) => {
		const expected = PURCHASE_MODELS[name].expectedPurchases(params, histories, until);
		return expected.reduce((sum, value, i) => sum + histories.weight[i] * value, 0);
	}, ends);

const blank = (contender: Contender): BoardRow => ({
	contender,
	mae: null,
	rmse: null,
	bias: null,
	tracking: null,
	brier: null,
	auc: null,
	topDecile: null,
	spendBias: null,
	spendRmse: null
});

function behaviourRow({ behaviour, holdoutDays }: SplitRows, again: Uint8Array): BoardRow {
	const row = blank('behaviour');
	if (behaviour === null || behaviour.length === 0) return row;
	return { ...row, brier: brier(behaviour, again), ...rankQuality(behaviour, holdoutDays) };
}

function ruleRow(rule: (typeof COUNTING_RULES)[number], split: SplitRows, ends: Float64Array): BoardRow {
	const purchases = rulePurchases(rule, split);
	const errors = purchases && errorsOf(purchases, split.holdoutDays);
	if (purchases === null || errors === null) return blank(rule);
	const total = purchases.reduce((sum, value) => sum + value, 0);
	const weeks = ends[ends.length - 1];
	// A rate goes on evenly; how last year's purchases were spread the rule does not say.
	const evenly = rule === 'year_before' ? null : ends.map((until) => (total * until) / weeks);
	const ranks = rule !== 'population_rate' && rule !== 'zero';
	return {
		...blank(rule),
		...errors,
		tracking: evenly && trackingError(evenly, split.weekly),
		...(ranks && rankQuality(purchases, split.holdoutDays)),
		...spendErrors(ruleSpend(rule, split, purchases), split)
	};
}

function spendErrors(
	predicted: Float64Array | null,
	{ holdoutValue, spendingDays }: SplitRows
): Pick<BoardRow, 'spendBias' | 'spendRmse'> {
	// Without any money, before and after, errors of 0 would be no achievement.
	const money = holdoutValue.some((value) => value !== 0) && spendingDays.some((days) => days > 0);
	const errors: Errors | null = money && predicted !== null ? errorsOf(predicted, holdoutValue) : null;
	return { spendBias: errors?.bias ?? null, spendRmse: errors?.rmse ?? null };
}

/** Value expected of a purchase of each customer by Gamma-Gamma; null where too few spent anything to tell. */
function expectedSpend(split: SplitRows, penalty: number | undefined): Float64Array | null {
	const spenders = spendersOf(split);
	if (spenders.length < SPENDERS) return null;
	const found = gammaGamma.fit(spenders, { penalty });
	if (found.status !== 'fitted') return null;
	// Repeat purchases that were taken back tell no more than that nothing was left of them.
	const spend = gammaGamma.expectedSpend(
		found.params,
		split.spendingDays,
		split.mean.map((value) => Math.max(0, value))
	);
	return spend.every(Number.isFinite) ? spend : null;
}
