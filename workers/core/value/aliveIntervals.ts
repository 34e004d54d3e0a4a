import type { Histories } from '../clv/types';
import { fittedOf } from './chosenModel';
import { aliveOf } from './customerValues';
import type { Predictor, Predictors } from './customerValues';
import { chanceInterval, parameterVariance, slopes } from './parameterIntervals';
import { PURCHASE_MODELS } from './purchaseModels';
import type { NamedParams } from './purchaseModels';
import type { ModelCard } from './types';

/** A chance by history with its 95 % interval; the bounds are NaN where the model that it comes from has no covariance. */
export interface Chances {
	value: Float64Array;
	low: Float64Array;
	high: Float64Array;
}

/**
 * P(alive) of each history as `aliveOf` has it, with the interval that the uncertainty of the parameters makes: linearised in
 * their logarithms, on the scale of the log odds, so that no bound leaves 0 to 1.
 * @param weeks horizon of the chance of an order, which one-time buyers have where no model doubts them
 */
export function aliveIntervals(
	predictors: Predictors,
	models: readonly ModelCard[],
	histories: Histories,
	weeks: number
): Chances {
	const value = aliveOf(predictors, histories, weeks);
	const variance = logOddsVariances(predictors, models, histories, weeks);
	const low = new Float64Array(value.length);
	const high = new Float64Array(value.length);
	value.forEach((chance, i) => {
		const none = Number.isNaN(variance[i]);
		const interval = chanceInterval(chance, variance[i]);
		low[i] = none ? NaN : interval.low;
		high[i] = none ? NaN : interval.high;
	});
	return { value, low, high };
}

/** Of the log odds; NaN without a covariance. */
function logOddsVariances(
	{ chosen, doubting }: Predictors,
	models: readonly ModelCard[],
	histories: Histories,
	weeks: number
): Float64Array {
	const alive = ({ name }: Predictor) => {
		const model = PURCHASE_MODELS[name];
		return (at: NamedParams) => model.probabilityAlive(at, histories);
	};
	const variances = ({ name, params }: Predictor, chances: (at: NamedParams) => Float64Array): number[] => {
		const { covariance } = fittedOf(models, name);
		if (covariance === null) return new Array<number>(histories.length).fill(NaN);
		// At 0 and 1 the odds have no slope, and the chance no width.
		return slopes(params, (at) => logOdds(chances(at))).map((slope) => parameterVariance(slope, covariance));
	};
	const own = variances(chosen, alive(chosen));
	if (doubting?.name === chosen.name || !histories.frequency.includes(0)) return Float64Array.from(own);
	const ofOneTime =
		doubting === null
			? variances(chosen, (at) => PURCHASE_MODELS[chosen.name].probabilityOfAny(at, histories, weeks))
			: variances(doubting, alive(doubting));
	return Float64Array.from(own, (variance, i) => (histories.frequency[i] === 0 ? ofOneTime[i] : variance));
}

const logOdds = (chances: Float64Array): Float64Array => chances.map((p) => Math.log(p) - Math.log1p(-p));
