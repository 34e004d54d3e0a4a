/** Fits the models and judges them on the shop's own past. Holds nothing between two calls. */
import { expose, transfer } from 'comlink';
import type { ModelWorker } from './contract';
import { analyseValue } from './core/value/analysis';
import { cohortContinuation } from './core/value/cohortContinuation';
import type { CohortContinuation, CohortCustomers } from './core/value/cohortContinuation';
import { columnsOf } from './core/value/columns';
import type { FittedModel } from './core/value/customerOutlook';
import { digest } from './core/value/digest';
import type { ValueDigest } from './core/value/digest';
import type { ValueInput, ValueOptions } from './core/value/types';

expose({
	async analyse(input: ValueInput, options: ValueOptions, onProgress: (done: number) => void): Promise<ValueDigest> {
		const found = digest(input, analyseValue(input, options, onProgress));
		return transfer(found, columnsOf(found));
	},

	async continueCohorts(customers: CohortCustomers, model: FittedModel): Promise<CohortContinuation> {
		const found = cohortContinuation(customers, model);
		return transfer(found, columnsOf(found));
	}
} satisfies ModelWorker);
