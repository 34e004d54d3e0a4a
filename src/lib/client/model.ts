import type { ModelWorker } from '$workers/contract';
import type { CohortContinuation, CohortCustomers } from '$workers/core/value/cohortContinuation';
import type { FittedModel } from '$workers/core/value/customerOutlook';
import type { ValueDigest } from '$workers/core/value/digest';
import type { ValueInput, ValueOptions } from '$workers/core/value/types';
import { proxy, transfer } from 'comlink';
import { lazyWorker } from './lazyWorker';

const IDLE = 30_000;
const model = lazyWorker<ModelWorker>('model', { idle: IDLE });

/** Buffers of the columns, which go to the worker without a copy. */
function columnsOf(value: unknown, found: Set<ArrayBuffer> = new Set()): ArrayBuffer[] {
	if (ArrayBuffer.isView(value)) {
		if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
	} else if (typeof value === 'object' && value !== null)
		for (const part of Object.values(value)) columnsOf(part, found);
	return [...found];
}

/**
 * Fits, judges and values; one analysis at a time. Aborting terminates the worker.
 * @param input its columns are taken
 */
export const analyse = (
	input: ValueInput,
	options: ValueOptions,
	{ signal, onProgress }: { signal: AbortSignal; onProgress: (done: number) => void }
): Promise<ValueDigest> =>
	model.run(signal, (worker) => worker.analyse(transfer(input, columnsOf(input)), options, proxy(onProgress)));

/** @param customers its columns are taken */
export const continueCohorts = (customers: CohortCustomers, fitted: FittedModel): Promise<CohortContinuation> =>
	model.run(undefined, (worker) => worker.continueCohorts(transfer(customers, columnsOf(customers)), fitted));
