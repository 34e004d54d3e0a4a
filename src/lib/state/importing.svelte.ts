import { importFile, inspectFiles, runImport } from '$lib/client/importing';
import { parseCsv } from '$lib/format/csv';
import type { AnyFailure } from '$lib/format/sentences';
import type { DroppedFile, ImportOutcome } from '$workers/contract';
import type { FileInspection, ImportProgress, ImportReport, Mapping, Question } from '$workers/core/import/types';
import { findMapping, mappingSignature, saveMapping, undoImport, undoTarget } from '$workers/storage/small';
import type { SavedMapping } from '$workers/storage/types';
import { whileBusy } from './appVersion.svelte';
import { deviceStorage } from './deviceStorage.svelte';
import { failureOf } from './failures';
import { workspaces } from './workspaces.svelte';

export type Step = 'choose' | 'looking' | 'matching' | 'reading' | 'asking' | 'done' | 'failed' | 'undone';

/** A rejected or skipped record, as the rejects file prints it. */
export interface ShownProblem {
	file: string;
	line: string;
	field: string;
	value: string;
	reason: string;
}

/** Milliseconds within which a browser has let go of a terminated worker. */
const GRACE = 6000;

/** Problems looked at for the page; the file holds all of them. */
const SHOWN = 2000;

/** Records of the rejects file by its header, whatever columns it has beside these. */
function shownProblems(text: string): ShownProblem[] {
	const [header, ...records] = parseCsv(text, SHOWN + 1);
	if (!header) return [];
	const at = (name: string) => header.indexOf(name);
	const [file, line, field, value, reason] = ['file', 'line', 'field', 'value', 'reason'].map(at);
	const cell = (record: string[], column: number) => (column < 0 ? '' : (record[column] ?? ''));
	return records.map((record) => ({
		file: cell(record, file),
		line: cell(record, line),
		field: cell(record, field),
		value: cell(record, value),
		reason: cell(record, reason)
	}));
}

/**
 * One import, from the drop to the reconciliation. It lives beside the pages, so that the person can look at other
 * screens while it runs.
 */
class Importing {
	step = $state<Step>('choose');
	files = $state.raw<DroppedFile[]>([]);
	inspections = $state.raw<FileInspection[]>([]);
	/** By hand: the person matches the columns although a layout fits, or none does. */
	byHand = $state(false);
	/** Layout chosen by the person for a file that fits none for certain. */
	preset = $state<string | null>(null);
	mapping = $state.raw<Mapping>({});
	/** The saved mapping that was recognised by the headers. */
	recognised = $state.raw<SavedMapping | null>(null);
	/** Id of the workspace it goes to; null makes a new one with this name. */
	target = $state<string | null>(null);
	newName = $state('');
	progress = $state.raw<ImportProgress | null>(null);
	/** Seconds, or null while it cannot be told. */
	timeLeft = $state<number | null>(null);
	questions = $state.raw<Question[]>([]);
	report = $state.raw<ImportReport | null>(null);
	problems = $state.raw<ShownProblem[]>([]);
	asked = $state.raw<Question[]>([]);
	failure = $state.raw<AnyFailure | null>(null);
	importId = '';
	#answer: ((answer: Partial<Mapping> | null) => void) | null = null;
	#abort: AbortController | null = null;
	#readingSince = 0;
	#stopped = -Infinity;

	/** The page must not be reloaded or left without a warning. */
	busy = $derived(this.step === 'reading' || this.step === 'asking');
	/** Files that no layout fits for certain. */
	unknown = $derived(this.inspections.filter(({ certain }) => !certain));

	async take(files: File[]): Promise<void> {
		if (this.busy || files.length === 0) return;
		this.reset();
		this.files = files.map((file) => ({
			name: file.name,
			size: file.size,
			lastModified: file.lastModified,
			blob: file
		}));
		this.target = workspaces.current?.id ?? null;
		this.newName = this.files[0].name.replace(/(\.(csv|tsv|txt|gz))+$/i, '').slice(0, 60) || 'My shop';
		await this.inspect();
	}

	/** Looks at the files (again): `reading` says how to take them apart. */
	async inspect(reading?: Pick<Mapping, 'header' | 'delimiter' | 'encoding'>): Promise<void> {
		if (!reading) this.step = 'looking';
		// Starting a worker takes its time: what the person sees of their drop comes first, in a task of its own.
		await new Promise((resolve) => setTimeout(resolve));
		try {
			const inspection = await inspectFiles(this.files, reading);
			if (inspection.status === 'failed') return this.fail(inspection);
			this.inspections = inspection.files;
			const generic = inspection.files.find(({ certain }) => !certain) ?? inspection.files[0];
			this.byHand = inspection.files.some(({ certain }) => !certain);
			const saved = this.byHand ? await findMapping(mappingSignature(generic.headers)) : undefined;
			this.recognised = saved ?? null;
			this.mapping = { ...(saved?.mapping ?? generic.proposal), ...reading };
			this.step = 'matching';
		} catch (error) {
			this.fail(failureOf(error));
		}
	}

	/** The person matches the columns of a file whose layout is known. */
	matchByHand(on: boolean): void {
		this.byHand = on;
		this.preset = null;
		if (on && !this.mapping.columns) this.mapping = { ...this.inspections[0].proposal };
	}

	/** The person knows the layout although the file does not show it for certain. */
	readAs(preset: string): void {
		this.byHand = false;
		this.preset = preset;
	}

	async save(name: string): Promise<void> {
		const generic = this.unknown[0] ?? this.inspections[0];
		const mapping = { ...this.mapping, name };
		await saveMapping(name, mappingSignature(generic.headers), mapping, Date.now());
	}

	/** Reads and stores; a certain layout needs no mapping. */
	async run(): Promise<void> {
		if (this.busy) return;
		this.failure = null;
		this.progress = null;
		this.timeLeft = null;
		this.step = 'reading';
		this.#readingSince = performance.now();
		this.#abort = new AbortController();
		try {
			const workspace = this.target ?? (await workspaces.create(this.newName.trim() || 'My shop')).id;
			this.target = workspace;
			if (workspaces.current?.id !== workspace) await workspaces.use(workspace);
			// The browser may ask the person and take its time: the import does not wait for the answer.
			void deviceStorage.askOnce();
			this.importId = crypto.randomUUID();
			const outcome = await whileBusy(() => this.#whenFree(() => this.#read(workspace)));
			if (outcome.status === 'failed') return this.fail(outcome);
			this.report = outcome.report;
			this.asked = outcome.asked;
			await workspaces.refresh();
			this.step = 'done';
			void this.#rememberMapping();
			await this.#readProblems();
		} catch (error) {
			this.fail(failureOf(error));
		}
	}

	#read(workspace: string): Promise<ImportOutcome> {
		return runImport(
			{
				workspace,
				importId: this.importId,
				files: this.files,
				preset: this.preset ?? undefined,
				mapping: this.byHand ? $state.snapshot(this.mapping) : undefined,
				now: Date.now()
			},
			{
				signal: (this.#abort as AbortController).signal,
				onProgress: (progress) => this.#hear(progress),
				onQuestions: (questions) => this.#ask(questions)
			}
		);
	}

	/** A worker that was terminated in mid-loop holds its lock for some seconds yet: an own stop is no other tab. */
	async #whenFree(read: () => Promise<ImportOutcome>): Promise<ImportOutcome> {
		for (;;) {
			const outcome = await read();
			const ownStop = performance.now() - this.#stopped < GRACE;
			if (outcome.status !== 'failed' || outcome.code !== 'locked' || !ownStop) return outcome;
			await new Promise((resolve) => setTimeout(resolve, 250));
		}
	}

	/** A mapping that worked is offered again for files with the same columns. */
	async #rememberMapping(): Promise<void> {
		if (!this.byHand || !this.report) return;
		const generic = this.unknown[0] ?? this.inspections[0];
		const name = this.mapping.name ?? generic.file;
		await saveMapping(name, mappingSignature(generic.headers), this.report.mapping, Date.now());
	}

	async #readProblems(): Promise<void> {
		const rows = this.report?.rows;
		if (!rows || rows.rejected + rows.skipped === 0) return;
		const file = await importFile(this.importId, 'rejects.csv');
		if (file instanceof Uint8Array) this.problems = shownProblems(new TextDecoder().decode(file.subarray(0, 200_000)));
	}

	#hear(progress: ImportProgress): void {
		if (progress.phase !== this.progress?.phase && progress.phase === 'reading') this.#readingSince = performance.now();
		this.progress = progress;
		const seconds = (performance.now() - this.#readingSince) / 1000;
		const left = progress.totalBytes - progress.bytes;
		this.timeLeft =
			progress.phase === 'reading' && seconds > 0.7 && progress.bytes > 0 ? (left * seconds) / progress.bytes : null;
	}

	#ask(questions: Question[]): Promise<Partial<Mapping> | null> {
		this.questions = questions;
		this.step = 'asking';
		return new Promise((resolve) => (this.#answer = resolve));
	}

	/** All questions are answered. */
	answer(answers: Partial<Mapping>): void {
		this.questions = [];
		this.step = 'reading';
		this.#answer?.(answers);
		this.#answer = null;
	}

	/** Stops; nothing of the import is kept. */
	stop(): void {
		this.#answer = null;
		this.#stopped = performance.now();
		this.#abort?.abort();
	}

	fail(failure: AnyFailure): void {
		this.questions = [];
		if (failure.code === 'cancelled') {
			this.step = this.inspections.length > 0 ? 'matching' : 'choose';
			this.failure = failure;
			return;
		}
		this.failure = failure;
		this.step = 'failed';
	}

	backToColumns(): void {
		this.failure = null;
		this.byHand = true;
		this.step = 'matching';
	}

	/** The import is taken back; the data before it is in force again. */
	async undo(): Promise<void> {
		const workspace = this.target;
		if (!workspace) return;
		const answer = await undoImport(workspace);
		await workspaces.refresh();
		if (answer.status === 'failed') {
			this.failure = answer;
			return;
		}
		this.step = 'undone';
	}

	/** This import is still the newest one, so it can be taken back from here. */
	async canUndo(): Promise<boolean> {
		if (!this.target) return false;
		return (await undoTarget(this.target))?.importId === this.importId;
	}

	/** The bytes of a file about this import, or why there are none. */
	file(what: 'import.json' | 'rejects.csv'): Promise<Uint8Array | AnyFailure> {
		return importFile(this.importId, what);
	}

	reset(): void {
		if (this.busy) return;
		this.step = 'choose';
		this.files = [];
		this.inspections = [];
		this.questions = [];
		this.asked = [];
		this.problems = [];
		this.report = null;
		this.progress = null;
		this.failure = null;
		this.recognised = null;
		this.mapping = {};
		this.byHand = false;
		this.preset = null;
	}
}

export const importing = new Importing();
