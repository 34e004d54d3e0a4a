import { encodePlain, type StoredTable } from '../arrow/index';
import type { StorageFailure } from '../contract';
import { TABLES } from '../core/tables';
import { openBackup } from './backupCheck';
import {
	BACKUP_FORMAT,
	BACKUP_VERSION,
	DICTIONARIES_PATH,
	MANIFEST_PATH,
	MAPPINGS_PATH,
	NOTE_PATH,
	SUMS_PATH,
	importPartPath,
	importPath,
	sha256,
	sumsOf,
	tablePath,
	type BackupImport,
	type BackupManifest,
	type BackupPart
} from './backupFormat';
import { readChunks } from './chunks';
import type { Database } from './database';
import { listImports } from './imports';
import { wholeReport } from './importReports';
import { listMappings } from './mappings';
import { readRevision } from './read';
import { StorageError, failureOf } from './storageError';
import { APP_VERSION, type ChunkRef, type Workspace } from './types';
import { ZipWriter } from './zip';

const NOTE = `This is a backup of one workspace of Perennial.

To use it, restore it in the app (Settings, Restore a backup).
To read it without the app: the files in tables/ are Arrow IPC files, the rest is JSON. manifest.json says what there is,
dictionaries.json holds the texts behind the codes, SHA256SUMS the checksums (sha256sum -c SHA256SUMS).
Amounts are whole numbers: divide by 10 to the power of "scale" in the metadata of their column.
Days are counted from 1970-01-01.
`;

const EMPTY_DICTIONARIES = {
	currency: [],
	country: [],
	region: [],
	post_code: [],
	channel: [],
	discount_code: [],
	payment_method: [],
	account: [],
	status: []
};

/** A name that every file system takes: "Müller & Söhne" on 3 May 2026 is `muller-sohne-2026-05-03.perennial.zip`. */
function fileName({ name }: Workspace, now: number): string {
	const plain = name
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 60);
	return `${plain || 'workspace'}-${new Date(now).toISOString().slice(0, 10)}.perennial.zip`;
}

class BackupWriter {
	readonly files: BackupPart[] = [];
	readonly #zip = new ZipWriter();
	readonly #database: Database;
	readonly #onRows: (rows: number) => void;

	constructor(database: Database, onRows: (rows: number) => void) {
		this.#database = database;
		this.#onRows = onRows;
	}

	async text(path: string, text: string): Promise<{ path: string; bytes: number; sha256: string }> {
		const bytes = new TextEncoder().encode(text);
		this.#zip.add(path, bytes);
		return { path, bytes: bytes.length, sha256: await sha256(bytes) };
	}

	async json(path: string, value: unknown): Promise<void> {
		this.files.push(await this.text(path, `${JSON.stringify(value, null, '\t')}\n`));
	}

	/** Chunks of one table, each decoded to full columns. @returns paths of the parts */
	async chunks<T extends StoredTable>(table: T, refs: ChunkRef[], pathOf: (n: number) => string): Promise<string[]> {
		const paths: string[] = [];
		for await (const batch of readChunks(this.#database, table, refs)) {
			const bytes = encodePlain(table, batch);
			const path = pathOf(paths.length + 1);
			this.#zip.add(path, bytes);
			this.files.push({ path, bytes: bytes.length, sha256: await sha256(bytes), table, rows: batch.length });
			paths.push(path);
			this.#onRows(batch.length);
		}
		return paths;
	}

	finish(): Uint8Array<ArrayBuffer> {
		return this.#zip.finish();
	}
}

const ofTable = (chunks: ChunkRef[], table: StoredTable): ChunkRef[] => chunks.filter((chunk) => chunk.table === table);

async function write(
	database: Database,
	id: string,
	now: number,
	onProgress: (done: number) => void
): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
	const workspace = await database.run(({ relaxed }) => relaxed.workspaces.get(id));
	if (!workspace) throw new StorageError('gone');
	const revision = workspace.revision === null ? null : await readRevision(database, workspace.revision);
	const records = (await listImports(database, id)).reverse();
	const total = [revision?.chunks ?? [], ...records.map(({ chunks }) => chunks)]
		.flat()
		.reduce((sum, { rows }) => sum + rows, 0);
	let rows = 0;
	const writer = new BackupWriter(database, (count) => {
		rows += count;
		// Three quarters for writing, the rest for the check.
		onProgress((0.75 * rows) / total);
	});

	const note = await writer.text(NOTE_PATH, NOTE);
	await writer.json(DICTIONARIES_PATH, revision?.dictionaries ?? EMPTY_DICTIONARIES);
	// Only those its own imports went by: a mapping's name may be another client's.
	const names = new Set(records.map(({ report }) => report.mapping.name));
	await writer.json(
		MAPPINGS_PATH,
		(await listMappings(database)).filter(({ name }) => names.has(name))
	);
	for (const table of TABLES)
		await writer.chunks(table, ofTable(revision?.chunks ?? [], table), (n) => tablePath(table, n));
	const imports: BackupManifest['imports'] = [];
	for (const [k, record] of records.entries()) {
		const { id, when, chunks } = record;
		const path = importPath(k + 1);
		await writer.json(path, { id, when, report: wholeReport(record) } satisfies BackupImport);
		const parts: string[] = [];
		for (const table of ['problems', 'byCustomer'] as const)
			parts.push(...(await writer.chunks(table, ofTable(chunks, table), (n) => importPartPath(k + 1, table, n))));
		imports.push({ id, path, parts });
	}
	const { name, created, next, counting, keep, worth, buying } = workspace;
	const manifest: BackupManifest = {
		format: BACKUP_FORMAT,
		version: BACKUP_VERSION,
		app: APP_VERSION,
		created: now,
		workspace: { name, created, next, counting, keep, ...(worth && { worth }), ...(buying && { buying }) },
		revision: revision && {
			created: revision.created,
			importId: revision.importId,
			rows: revision.rows,
			sources: revision.sources
		},
		imports,
		files: writer.files
	};
	const manifestPart = await writer.text(MANIFEST_PATH, `${JSON.stringify(manifest, null, '\t')}\n`);
	await writer.text(SUMS_PATH, sumsOf([note, ...writer.files, manifestPart]));
	const bytes = writer.finish();
	await openBackup(new Blob([bytes]), (done) => onProgress(0.75 + 0.25 * done));
	return { name: fileName(workspace, now), bytes };
}

/**
 * A workspace as one file, read back and checked before it is handed over. The same data and `now` give the same bytes.
 * @param now milliseconds since 1970
 * @param onProgress 0 to 1
 */
export async function writeBackup(
	database: Database,
	workspace: string,
	now: number,
	onProgress: (done: number) => void = () => undefined
): Promise<{ status: 'done'; name: string; bytes: Uint8Array<ArrayBuffer> } | StorageFailure> {
	try {
		return { status: 'done', ...(await write(database, workspace, now, onProgress)) };
	} catch (error) {
		const failure = failureOf(error);
		if (!failure) throw error;
		return failure;
	}
}
