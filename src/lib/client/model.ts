import type { FirstAnswer, Handed, ModelWorker } from '$workers/contract';
import type { CohortContinuation, CohortCustomers } from '$workers/core/value/cohortContinuation';
import type { FittedModel } from '$workers/core/value/customerOutlook';
import type { ValueDigest } from '$workers/core/value/digest';
import type { JudgedSplit, ShopInput, SplitRows, ValueFits, ValueOptions } from '$workers/core/value/types';
import { proxy, transfer } from 'comlink';
import { lazyWorker } from './lazyWorker';

const IDLE = 60_000;
const fitter = lazyWorker<ModelWorker>('model', { idle: IDLE });
/** Other options are answered by it while the fitter works; a fitter that rests is faster, because its code has run. */
const applier = lazyWorker<ModelWorker>('model', { idle: IDLE });
let fitting = 0;

async function busy<R>(work: Promise<R>): Promise<R> {
	fitting++;
	try {
		return await work;
	} finally {
		fitting--;
	}
}

interface FitCall {
	/** Aborting it terminates the worker, whatever it is doing. */
	signal: AbortSignal;
	onProgress: (done: number) => void;
}

/**
 * Fits every model.
 * @param onFirst gets an answer by the quick ones; never where no model can be used
 */
export const fit = (
	{ value, columns }: Handed<ShopInput>,
	options: ValueOptions,
	{ signal, onFirst, onProgress }: FitCall & { onFirst: (first: FirstAnswer) => void }
): Promise<ValueFits> =>
	busy(
		fitter.run(signal, (worker) => worker.fit(transfer(value, columns), options, proxy(onFirst), proxy(onProgress)))
	);

/** Judges all models on a stretch of the past. */
export const judge = ({ value, columns }: Handed<SplitRows>, { signal, onProgress }: FitCall): Promise<JudgedSplit> =>
	busy(fitter.run(signal, (worker) => worker.judge(transfer(value, columns), proxy(onProgress))));

/** Values customers by what was fitted. */
export const apply = (
	{ value, columns }: Handed<ShopInput>,
	fits: ValueFits,
	options: ValueOptions
): Promise<ValueDigest> =>
	(fitting > 0 ? applier : fitter).run(undefined, (worker) => worker.apply(transfer(value, columns), fits, options));

export const continueCohorts = (
	{ value, columns }: Handed<CohortCustomers>,
	fitted: FittedModel
): Promise<CohortContinuation> =>
	(fitting > 0 ? applier : fitter).run(undefined, (worker) => worker.continueCohorts(transfer(value, columns), fitted));
