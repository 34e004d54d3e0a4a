import type { Histories } from '../clv/types';
import { weeksOf } from '../clv/value';
import { discountedPurchases } from './discountedPurchases';
import { PURCHASE_MODELS } from './purchaseModels';
import type { NamedParams } from './purchaseModels';
import type { CustomerValue, ModelName, ValueOptions } from './types';

/** Below this chance what a customer who stays is worth is a quotient of two nothings. */
const NOTHING = 1e-250;

/** A model with its parameters. */
export interface Predictor {
	name: ModelName;
	params: NamedParams;
}

/** The chosen model, and the one that one-time buyers' P(alive) comes from: null where there is none. */
export interface Predictors {
	chosen: Predictor;
	doubting: Predictor | null;
}

/**
 * P(alive) of each history; that of one-time buyers comes from `doubting`.
 * @returns new Float64Array; where no model doubts them, one-time buyers have the chance of an order within `weeks`
 */
export function aliveOf({ chosen, doubting }: Predictors, histories: Histories, weeks: number): Float64Array {
	const model = PURCHASE_MODELS[chosen.name];
	const alive = model.probabilityAlive(chosen.params, histories);
	if (doubting?.name === chosen.name) return alive;
	const instead =
		doubting === null
			? model.probabilityOfAny(chosen.params, histories, weeks)
			: PURCHASE_MODELS[doubting.name].probabilityAlive(doubting.params, histories);
	return alive.map((chance, i) => (histories.frequency[i] === 0 ? instead[i] : chance));
}

/** What is expected of each history, before spend. */
export interface HistoryValues {
	pAlive: Float64Array;
	expected: Float64Array;
	/** Purchases discounted month by month. */
	discounted: Float64Array;
	leaving: Float64Array;
	/** `discounted` of a customer who is still there. */
	staying: Float64Array;
}

/** @param expected of the chosen model: purchases of each history within so many weeks */
export function historyValues(
	predictors: Predictors,
	histories: Histories,
	options: ValueOptions,
	expected: (weeks: number) => Float64Array
): HistoryValues {
	const { name, params } = predictors.chosen;
	const model = PURCHASE_MODELS[name];
	const weeks = weeksOf(options.months, options.convention);
	const discounted = discountedPurchases(expected, histories.length, options);
	const chosenAlive = model.probabilityAlive(params, histories);
	return {
		pAlive: aliveOf(predictors, histories, weeks),
		expected: expected(weeks),
		discounted,
		leaving: model.probabilityOfAny(params, histories, weeks).map((any) => Math.min(1, Math.max(0, 1 - any))),
		staying: discounted.map((value, i) => (chosenAlive[i] > NOTHING ? value / chosenAlive[i] : 0))
	};
}

/** The same a row a customer, with spend and margin. */
export function customerValues(
	{ pAlive, expected, discounted, leaving, staying }: HistoryValues,
	{ customer, row, spend }: { customer: Int32Array; row: Int32Array; spend: Float64Array },
	margin: number
): CustomerValue {
	const clv = gathered(discounted, row);
	const atRisk = gathered(staying, row);
	for (let i = 0; i < row.length; i++) {
		clv[i] *= margin * spend[i];
		atRisk[i] *= leaving[row[i]] * margin * spend[i];
	}
	return {
		customer,
		pAlive: gathered(pAlive, row),
		expected: gathered(expected, row),
		spend,
		clv,
		leaving: gathered(leaving, row),
		atRisk
	};
}

/** What stands in a column at each of these places. Float64Array.from takes ten times as long, and there may be a million. */
export function gathered(column: ArrayLike<number>, places: Int32Array): Float64Array {
	const values = new Float64Array(places.length);
	for (let i = 0; i < places.length; i++) values[i] = column[places[i]];
	return values;
}
