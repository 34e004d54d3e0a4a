/** Fits the models, judges them on the shop's own past, and applies them. Holds nothing between two calls. */
import { expose, transfer } from 'comlink';
import type { FirstAnswer, ModelWorker } from './contract';
import { applyFits } from './core/value/applyFits';
import { judgeSplit } from './core/value/boardSplit';
import { cohortContinuation } from './core/value/cohortContinuation';
import type { CohortContinuation, CohortCustomers } from './core/value/cohortContinuation';
import { columnsOf } from './core/value/columns';
import type { FittedModel } from './core/value/customerOutlook';
import { digest } from './core/value/digest';
import type { ValueDigest } from './core/value/digest';
import { fitShop } from './core/value/fitShop';
import { effortOf } from './core/value/purchaseModels';
import { MODEL_NAMES } from './core/value/types';
import type { JudgedSplit, ShopInput, SplitRows, ValueFits, ValueOptions } from './core/value/types';

/** Small whatever the shop, so that it is copied: what it is made from is still needed here. */
const answer = (shop: ShopInput, fits: ValueFits, options: ValueOptions): ValueDigest =>
	digest(shop, applyFits(shop, fits, options));

expose({
	async fit(
		shop: ShopInput,
		options: ValueOptions,
		onFirst: (first: FirstAnswer) => void,
		onProgress: (done: number) => void
	): Promise<ValueFits> {
		return fitShop(shop.now, {
			asked: options.model,
			onFirst: (fits) => onFirst({ fits, digest: answer(shop, fits, options) }),
			onProgress
		});
	},

	async judge(split: SplitRows, onProgress: (done: number) => void): Promise<JudgedSplit> {
		let done = 0;
		return judgeSplit(split, undefined, (name) => onProgress((done += effortOf([name]) / effortOf(MODEL_NAMES))));
	},

	async apply(shop: ShopInput, fits: ValueFits, options: ValueOptions): Promise<ValueDigest> {
		return answer(shop, fits, options);
	},

	async continueCohorts(customers: CohortCustomers, model: FittedModel): Promise<CohortContinuation> {
		const found = cohortContinuation(customers, model);
		return transfer(found, columnsOf(found));
	}
} satisfies ModelWorker);
