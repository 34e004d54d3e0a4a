import { uniqueHistories } from '../clv/histories';
import { byLikelihood } from './chosenModel';
import { effortOf } from './purchaseModels';
import { fitted, withoutPenalty } from './purchaseFits';
import { fitSpend } from './spend';
import { MODEL_NAMES } from './types';
import type { CustomerRows, ModelCard, ModelName, ValueFits } from './types';

/** Fitted before anything is shown: Pareto/NBD takes ten times as long as either. */
const QUICK: readonly ModelName[] = ['bgnbd', 'mbgnbd'];

/** Spend, and applying all of it to the customers, beside the fits. */
const ANSWER = 1;

export interface FitCallbacks {
	/** The model that the person asked for, which nobody wants to see another model before. */
	asked: ModelName | null;
	/** Gets the quick models (and the one asked for) as soon as one of them can be used. */
	onFirst: (fits: ValueFits) => void;
	/** Gets the share done, from 0: up to the first answer, and then of the rest. */
	onProgress: (done: number) => void;
}

/** Every model of purchases and that of spend; the past is left to be judged. */
export function fitShop(
	rows: CustomerRows,
	{ asked = null, onFirst, onProgress }: Partial<FitCallbacks> = {}
): ValueFits {
	const { histories } = uniqueHistories(rows.frequency, rows.recency, rows.age);
	const first = MODEL_NAMES.filter((name) => QUICK.includes(name) || name === asked);
	const others = MODEL_NAMES.filter((name) => !first.includes(name));
	const tell = progressOf(onProgress);

	tell.begin(effortOf(first) + ANSWER);
	const cards: ModelCard[] = [];
	for (const name of first) cards.push(tell.after(name, fitted(name, histories)));
	const spend = fitSpend(rows);
	if (byLikelihood(cards).length > 0) onFirst?.({ models: [...cards], spend, past: null });

	tell.begin(effortOf(others) + effortOf(MODEL_NAMES));
	for (const name of others) cards.push(tell.after(name, fitted(name, histories)));
	const models = cards.map((card) => tell.after(card.name, withoutPenalty(card, histories)));
	models.sort((a, b) => MODEL_NAMES.indexOf(a.name) - MODEL_NAMES.indexOf(b.name));
	return { models, spend, past: null };
}

/** Tells the share done after each fit, by how long fits take. */
function progressOf(onProgress: FitCallbacks['onProgress'] | undefined) {
	let whole = 1;
	let done = 0;
	return {
		begin(effort: number): void {
			whole = effort;
			done = 0;
		},
		after<T>(name: ModelName, fit: T): T {
			done += effortOf([name]);
			onProgress?.(done / whole);
			return fit;
		}
	};
}
