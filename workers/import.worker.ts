/** Bytes in, a revision out; also what is carried in and out of the app as files. Stateless: abort is terminate. */
import { expose } from 'comlink';
import type { DroppedFile, ImportCall, ImportOutcome, ImportWorker, StorageFailure } from './contract';
import { briefReport } from './core/import/briefReport';
import { directory, identityOf } from './core/customers/directory';
import { importJson } from './core/import/importJson';
import { inspectFiles } from './core/import/inspectFiles';
import { readFiles } from './core/import/readFiles';
import { rejectsCsv } from './core/import/rejectsCsv';
import type { ImportFailure, ImportProgress, Inspection, Mapping, Question } from './core/import/types';
import { SAMPLE_MAPPING, sampleFile } from './core/sample/orderFile';
import { SAMPLE_FILE } from './core/sample/types';
import type { IdentitiesTable } from './core/tables';
import { failureOf, openStore, wholeReport } from './storage/store';

const store = openStore();

/** A second tab that imports into the same workspace is told at once, not after it has read its file. */
async function asOnlyImporter<T>(workspace: string, work: () => Promise<T>): Promise<T | StorageFailure> {
	const run = (lock: Lock | null): Promise<T | StorageFailure> =>
		lock ? work() : Promise.resolve({ status: 'failed', code: 'locked' });
	return navigator.locks
		? navigator.locks.request(`perennial-import-${workspace}`, { ifAvailable: true }, run)
		: work();
}

/** Expected failures of storage as values. */
async function orFailure<T>(work: () => Promise<T>): Promise<T | StorageFailure> {
	try {
		return await work();
	} catch (error) {
		const failure = failureOf(error);
		if (!failure) throw error;
		return failure;
	}
}

async function importInto(
	{ workspace, importId, files, preset, mapping, now }: ImportCall,
	onProgress: (progress: ImportProgress) => void,
	onQuestions: (questions: Question[]) => Promise<Partial<Mapping> | null>
): Promise<ImportOutcome> {
	const { parent, base } = await store.importBase(workspace);
	const asked: Question[] = [];
	const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
	const result = await readFiles(files, {
		preset,
		mapping,
		importId,
		useLastModified: true,
		base,
		onProgress,
		onQuestions: (questions) => {
			asked.push(...questions);
			return onQuestions(questions);
		}
	});
	if (result.status === 'failed') return result;
	if (result.status === 'questions') return { status: 'failed', code: 'cancelled' };
	const { data, dropOrders, dropRefunds, next, report, problems, byCustomer } = result;
	const { records, rejected } = report.rows;
	const commit = await store.commitImport({
		workspace,
		importId,
		data,
		dropOrders,
		dropRefunds,
		next,
		report,
		problems,
		byCustomer,
		parent,
		now,
		onProgress: () => onProgress({ phase: 'storing', bytes: totalBytes, totalBytes, records, rejected })
	});
	return commit.status === 'failed' ? commit : { ...commit, report: briefReport(report), asked };
}

expose({
	inspect: (files: DroppedFile[], mapping?: Mapping): Promise<Inspection> => inspectFiles(files, mapping),

	run: (call, onProgress, onQuestions) =>
		orFailure(() => asOnlyImporter(call.workspace, () => importInto(call, onProgress, onQuestions))),

	sample: (call, onProgress) =>
		orFailure(() =>
			asOnlyImporter(call.workspace, () => {
				const blob = new Blob(sampleFile(), { type: 'text/csv' });
				const files = [{ name: SAMPLE_FILE, size: blob.size, lastModified: 0, blob }];
				return importInto({ ...call, files, mapping: SAMPLE_MAPPING }, onProgress, () => Promise.resolve(null));
			})
		),

	async download(
		importId: string,
		what: 'import.json' | 'rejects.csv'
	): Promise<Uint8Array | ImportFailure | StorageFailure> {
		return orFailure(async () => {
			const record = await store.importRecord(importId);
			if (!record) return { status: 'failed', code: 'gone' } as const;
			const problems = await store.problems(record);
			const report = wholeReport(record);
			if (what === 'rejects.csv')
				return new TextEncoder().encode(
					rejectsCsv(
						problems,
						report.files.map(({ name }) => name)
					)
				);
			const revision = await store.revision(record.revision);
			const identities: IdentitiesTable[] = [];
			for await (const batch of store.readBatches(revision, 'identities')) identities.push(batch);
			const byCustomer = await store.byCustomer(record);
			const names = directory(identities);
			const keyOf = (customer: number): string => identityOf(names, customer)?.key ?? '';
			const currencies = revision.dictionaries.currency;
			return new TextEncoder().encode(importJson({ report, problems, byCustomer, keyOf, currencies }));
		});
	},

	backup: (workspace, now, onProgress) => store.writeBackup(workspace, now, onProgress),

	restore: (file, now, onProgress) => store.restoreBackup(file, now, onProgress)
} satisfies ImportWorker);
