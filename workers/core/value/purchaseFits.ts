import { uniqueHistories } from '../clv/histories';
import type { Fit, Histories } from '../clv/types';
import { PURCHASE_MODELS } from './purchaseModels';
import type { NamedParams } from './purchaseModels';
import { MODEL_NAMES } from './types';
import type { CustomerRows, ModelCard, ModelName } from './types';

/** Every model on the same customers, with and without the penalty. */
export interface PurchaseFits {
	histories: Histories;
	/** Which of the histories is the customer's. */
	row: Int32Array;
	cards: ModelCard[];
}

/** @param onFit after each model, with how many there are */
export function fitPurchases(rows: CustomerRows, onFit: (fitted: number, of: number) => void = () => {}): PurchaseFits {
	const { histories, row } = uniqueHistories(rows.frequency, rows.recency, rows.age);
	const cards = MODEL_NAMES.map((name, i): ModelCard => {
		const { fit, mle } = PURCHASE_MODELS[name];
		const penalised = usable(fit(histories));
		const card = { name, fit: penalised, mle: usable(mle(histories)), standardErrors: standardErrors(penalised) };
		onFit(i + 1, MODEL_NAMES.length);
		return card;
	});
	return { histories, row, cards };
}

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
export function likeliest(cards: readonly ModelCard[], names: readonly ModelName[]): ModelName | null {
	let best: ModelName | null = null;
	let highest = -Infinity;
	for (const { name, fit } of cards) {
		if (fit.status === 'refused' || !names.includes(name) || fit.logLikelihood <= highest) continue;
		best = name;
		highest = fit.logLikelihood;
	}
	return best;
}
