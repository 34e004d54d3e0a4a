import { uniqueHistories } from '../clv/histories';
import type { Fit, Histories } from '../clv/types';
import { PURCHASE_MODELS } from './purchaseModels';
import type { NamedParams } from './purchaseModels';
import { MODEL_NAMES } from './types';
import type { CustomerRows, ModelCard, ModelName } from './types';

/** What chances and expectations need of a card. */
export type FittedCard = Pick<ModelCard, 'name' | 'fit'>;
/** Fitted with the penalty and without. */
export type WholeCard = ModelCard & { mle: Fit<NamedParams> };

/** Every model on the same customers, with and without the penalty. */
export interface PurchaseFits {
	histories: Histories;
	/** Which of the histories is the customer's. */
	row: Int32Array;
	cards: WholeCard[];
}

export function fitPurchases(rows: CustomerRows): PurchaseFits {
	const { histories, row } = uniqueHistories(rows.frequency, rows.recency, rows.age);
	return { histories, row, cards: MODEL_NAMES.map((name) => withoutPenalty(fitted(name, histories), histories)) };
}

/** A model with the penalty. */
export function fitted(name: ModelName, histories: Histories): ModelCard {
	const fit = usable(PURCHASE_MODELS[name].fit(histories));
	return { name, fit, mle: null, standardErrors: standardErrors(fit) };
}

/** The same, searched without penalty too. */
export const withoutPenalty = (card: ModelCard, histories: Histories): WholeCard => ({
	...card,
	mle: usable(PURCHASE_MODELS[card.name].mle(histories))
});

/** A search that ended in no number has not converged. */
function usable(fit: Fit<NamedParams>): Fit<NamedParams> {
	if (fit.status === 'refused') return fit;
	const sound = [fit.logLikelihood, ...Object.values(fit.params)].every(Number.isFinite);
	return sound ? fit : { status: 'refused', reason: 'not_converged', figure: 0, needed: 1 };
}

/** Of the parameters themselves, by the error of their logarithms. */
export function standardErrors<P extends object>(fit: Fit<P>): number[] | null {
	if (fit.status === 'refused' || fit.covariance === null) return null;
	const { covariance } = fit;
	const values = Object.values(fit.params) as number[];
	return values.map((value, i) => value * Math.sqrt(Math.max(0, covariance[i * values.length + i])));
}

/** The better of these models by likelihood: they have as many parameters. null where none was fitted. */
export function likeliest(cards: readonly FittedCard[], names: readonly ModelName[]): ModelName | null {
	let best: ModelName | null = null;
	let highest = -Infinity;
	for (const { name, fit } of cards) {
		if (fit.status === 'refused' || !names.includes(name) || fit.logLikelihood <= highest) continue;
		best = name;
		highest = fit.logLikelihood;
	}
	return best;
}
