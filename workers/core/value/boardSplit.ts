import { brier } from '../churn/judge';
import * as gammaGamma from '../clv/gammaGamma';
import { uniqueHistories } from '../clv/histories';
import { errorsOf, rankQuality, trackingError } from './boardMetrics';
import type { Errors } from './boardMetrics';
import { COUNTING_RULES, frequencyThenRecency, rulePurchases, ruleSpend } from './naiveRules';
import { PURCHASE_MODELS } from './purchaseModels';
import { spendersOf } from './spenders';
import { MODEL_NAMES } from './types';
import type { BoardRow, Contender, ModelName, SplitRows } from './types';
import { totalsByWeek, weekEnds } from './weeklyTotals';

/** Spend is not fitted on fewer customers with repeat purchases. */
const SPENDERS = 10;

/** What a model, fitted on what was known at a split, expected of the weeks after it. */
export interface ModelForecast {
	/** A row a customer. */
	alive: Float64Array;
	purchases: Float64Array;
	/** All customers together, cumulated by week. */
	weekly: Float64Array;
}

export interface JudgedSplit {
	rows: BoardRow[];
	/** Made again when asked for: only one model's is shown. null: the model could not be fitted on what was known then. */
	forecast: (name: ModelName) => ModelForecast | null;
}

/**
 * All contenders on one split, in the order models, behaviour, rules.
 * @param penalty of the fits; 0: unpenalised
 * @param onModel called after each model
 */
export function judgeSplit(split: SplitRows, penalty: number | undefined, onModel: () => void): JudgedSplit {
	const { histories, row } = uniqueHistories(split.frequency, split.recency, split.age);
	const weeks = (split.end - split.day) / 7;
	const ends = weekEnds(weeks);
	const again = Uint8Array.from(split.holdoutDays, (days) => (days > 0 ? 1 : 0));
	const spend = expectedSpend(split, penalty);
	const perCustomer = (values: Float64Array): Float64Array => Float64Array.from(row, (history) => values[history]);
	const fits = new Map<ModelName, Record<string, number>>();

	const weekly = (name: ModelName, params: Record<string, number>): Float64Array =>
		totalsByWeek((until) => {
			const expected = PURCHASE_MODELS[name].expectedPurchases(params, histories, until);
			return expected.reduce((sum, value, i) => sum + histories.weight[i] * value, 0);
		}, ends);

	const modelRow = (name: ModelName): BoardRow => {
		const model = PURCHASE_MODELS[name];
		const found = histories.length === 0 ? null : model.fit(histories, { penalty });
		if (found?.status !== 'fitted') return blank(name);
		const { params } = found;
		const purchases = perCustomer(model.expectedPurchases(params, histories, weeks));
		const errors = errorsOf(purchases, split.holdoutDays);
		if (errors === null) return blank(name);
		fits.set(name, params);
		const chance = perCustomer(model.probabilityOfAny(params, histories, weeks));
		return {
			...blank(name),
			...errors,
			tracking: trackingError(weekly(name, params), split.weekly),
			brier: brier(chance, again),
			auc: rankQuality(chance, split.holdoutDays).auc,
			topDecile: rankQuality(purchases, split.holdoutDays).topDecile,
			...spendErrors(spend && purchases.map((count, i) => count * spend[i]), split)
		};
	};

	const rows: BoardRow[] = MODEL_NAMES.map((name) => {
		const judged = modelRow(name);
		onModel();
		return judged;
	});
	rows.push(behaviourRow(split, again), ...COUNTING_RULES.map((rule) => ruleRow(rule, split, ends)));
	rows.push({
		...blank('recency_frequency'),
		...(split.frequency.length > 0 && rankQuality(frequencyThenRecency(split), split.holdoutDays))
	});

	return {
		rows,
		forecast: (name) => {
			const params = fits.get(name);
			if (params === undefined) return null;
			const model = PURCHASE_MODELS[name];
			return {
				alive: perCustomer(model.probabilityAlive(params, histories)),
				purchases: perCustomer(model.expectedPurchases(params, histories, weeks)),
				weekly: weekly(name, params)
			};
		}
	};
}

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
