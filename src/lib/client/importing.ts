import type {
	DroppedFile,
	ImportCall,
	ImportOutcome,
	ImportWorker,
	SampleCall,
	StorageFailure
} from '$workers/contract';
import type { ImportFailure, ImportProgress, Inspection, Mapping, Question } from '$workers/core/import/types';
import { proxy } from 'comlink';
import { lazyWorker } from './lazyWorker';

const IDLE = 20_000;
/** Imports have a worker of their own: stopping one must not stop a backup or a download. */
const importer = lazyWorker<ImportWorker>('import', { idle: IDLE });
const carrier = lazyWorker<ImportWorker>('import', { idle: IDLE });
const sampler = lazyWorker<ImportWorker>('import', { idle: IDLE });

/** A first look at the files, nothing stored. */
export const inspectFiles = (files: DroppedFile[], mapping?: Mapping, signal?: AbortSignal): Promise<Inspection> =>
	importer.run(signal, (worker) => worker.inspect(files, mapping));

export interface ImportCallbacks {
	signal: AbortSignal;
	onProgress: (progress: ImportProgress) => void;
	/** Answers with mapping keys; null keeps nothing. */
	onQuestions: (questions: Question[]) => Promise<Partial<Mapping> | null>;
}

/** Reads, asks and stores. Aborting terminates the worker; nothing of the import is kept. */
export const runImport = (
	call: ImportCall,
	{ signal, onProgress, onQuestions }: ImportCallbacks
): Promise<ImportOutcome> =>
	importer
		.run(signal, (worker) => worker.run(call, proxy(onProgress), proxy(onQuestions)))
		// What an import held is given back before the ledger is opened: a tablet has no room for both.
		.finally(() => importer.stop());

/** Starts the worker that makes the sample shop, before it is asked for. */
export const warmSampler = (): void => sampler.warm();

/** Makes the sample shop in a worker of its own: stopping it must stop no other import. */
export const makeSample = (
	call: SampleCall,
	{ signal, onProgress }: Omit<ImportCallbacks, 'onQuestions'>
): Promise<ImportOutcome> => sampler.run(signal, (worker) => worker.sample(call, proxy(onProgress)));

/** `import.json` or `rejects.csv` of a finished import, the bytes of the headless run. */
export const importFile = (
	importId: string,
	what: 'import.json' | 'rejects.csv'
): Promise<Uint8Array | ImportFailure | StorageFailure> =>
	carrier.run(undefined, (worker) => worker.download(importId, what));

interface CarryCallbacks {
	signal?: AbortSignal;
	/** 0 to 1. */
	onProgress: (done: number) => void;
}

export const backupWorkspace = (
	workspace: string,
	now: number,
	{ signal, onProgress }: CarryCallbacks
): Promise<{ status: 'done'; name: string; bytes: Uint8Array } | StorageFailure> =>
	carrier.run(signal, (worker) => worker.backup(workspace, now, proxy(onProgress)));

export const restoreBackup = (
	file: Blob,
	now: number,
	{ signal, onProgress }: CarryCallbacks
): Promise<{ status: 'restored'; workspace: string } | StorageFailure> =>
	carrier.run(signal, (worker) => worker.restore(file, now, proxy(onProgress)));
