import type { Fitted } from '../clv/types';
import type { Predictor, Predictors } from './customerValues';
import { likeliest } from './purchaseFits';
import type { FittedCard } from './purchaseFits';
import type { NamedParams } from './purchaseModels';
import { MODEL_NAMES } from './types';
import type { ModelName } from './types';

/** Fit of a model that was chosen, which is one that could be fitted. */
export function fittedOf(models: readonly FittedCard[], name: ModelName): Fitted<NamedParams> {
	const card = models.find((model) => model.name === name);
	if (card?.fit.status !== 'fitted') throw new Error(`${name} was chosen and is not fitted`);
	return card.fit;
}

/**
 * The chosen model, and whose P(alive) one-time buyers have: its own, but where that is BG/NBD the likelier of the two
 * others. Nobody's where dropout cannot be measured: a model at its boundary calls everybody alive.
 */
export function predictorsOf({ models }: { models: readonly FittedCard[] }, chosen: ModelName): Predictors {
	const predictor = (name: ModelName): Predictor => ({ name, params: fittedOf(models, name).params });
	const doubting = chosen === 'bgnbd' ? likeliest(models, ['mbgnbd', 'paretonbd']) : chosen;
	const measured = doubting !== null && !fittedOf(models, doubting).boundary;
	return { chosen: predictor(chosen), doubting: measured ? predictor(doubting) : null };
}

/** Models that could be fitted, the likeliest first. */
export function byLikelihood(models: readonly FittedCard[]): ModelName[] {
	const left = [...MODEL_NAMES];
	const order: ModelName[] = [];
	for (let best = likeliest(models, left); best !== null; best = likeliest(models, left)) {
		order.push(best);
		left.splice(left.indexOf(best), 1);
	}
	return order;
}
