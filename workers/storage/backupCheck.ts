import { UnreadableChunk, decodePlain, type StoredTable, type StoredTypes } from '../arrow/index';
import type { Dictionaries, IntColumn } from '../core/tables';
import {
	BACKUP_VERSION,
	DICTIONARIES_PATH,
	MANIFEST_PATH,
	MAPPINGS_PATH,
	NOTE_PATH,
	SUMS_PATH,
	claimedVersion,
	isBackupImport,
	isDictionaries,
	isManifest,
	isMappings,
	sha256,
	sumsOf,
	type BackupImport,
	type BackupManifest,
	type BackupPart
} from './backupFormat';
import { StorageError } from './storageError';
import type { SavedMapping } from './types';
import { DamagedZip, firstName, readDirectory, readEntry, type ZipEntry } from './zip';

const damaged = (part: string, cause?: unknown) => new StorageError('damaged_backup', { part }, cause);

function parse(bytes: Uint8Array, part: string): unknown {
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
	} catch (error) {
		throw damaged(part, error);
	}
}

/** Columns that point elsewhere: each value is at least the first number and below the second. */
type Limits = [column: string, from: number, below: number][];

function limitsOf(table: StoredTable, manifest: BackupManifest, dictionaries: Dictionaries): Limits {
	const { order, customer, product } = manifest.workspace.next;
	const sources = manifest.revision?.sources.length ?? 0;
	const code = (field: keyof Dictionaries): Limits[number] => [field, -1, dictionaries[field].length];
	switch (table) {
		case 'orders':
			return [
				['number', 0, order],
				['customer', -1, customer],
				['minute', -1, 1440],
				['flags', 0, 16],
				['firstProduct', -1, product],
				['source', 0, sources],
				code('currency'),
				code('country'),
				code('region'),
				code('post_code'),
				code('channel'),
				code('discount_code'),
				code('payment_method'),
				code('account'),
				code('status')
			];
		case 'lines':
			return [
				['order', 0, order],
				['product', -1, product],
				['kind', 0, 2]
			];
		case 'refunds':
			return [
				['link', 0, 3],
				['order', -1, order],
				['customer', -1, customer],
				['product', -1, product],
				['source', 0, sources],
				code('currency')
			];
		case 'identities':
			return [['number', 0, customer]];
		case 'products':
			return [['number', 0, product]];
		case 'problems':
			return [
				['kind', 0, 2],
				['file', 0, 65_536],
				['line', 0, 4_294_967_296],
				['reason', 0, 256],
				['field', 0, 65_536]
			];
		case 'byCustomer':
			return [
				['customer', 0, customer],
				['orders', 0, Infinity],
				['currency', 0, dictionaries.currency.length]
			];
	}
}

function requireWithin(column: IntColumn, length: number, from: number, below: number): boolean {
	for (let i = 0; i < length; i++) if (!(column[i] >= from && column[i] < below)) return false;
	return true;
}

/** A backup whose parts have all been found, and can be read again one by one. */
export class OpenBackup {
	readonly manifest: BackupManifest;
	readonly dictionaries: Dictionaries;
	readonly mappings: SavedMapping[];
	readonly #blob: Blob;
	readonly #entries: Map<string, ZipEntry>;

	constructor(
		blob: Blob,
		entries: Map<string, ZipEntry>,
		manifest: BackupManifest,
		dictionaries: Dictionaries,
		mappings: SavedMapping[]
	) {
		this.#blob = blob;
		this.#entries = entries;
		this.manifest = manifest;
		this.dictionaries = dictionaries;
		this.mappings = mappings;
	}

	/** A batch, checked against the checksum, the row count and what its columns may point to. */
	async batch<T extends StoredTable>(table: T, part: BackupPart): Promise<StoredTypes[T]> {
		const bytes = await readPart(this.#blob, this.#entries, part);
		let batch: StoredTypes[T];
		try {
			batch = decodePlain(table, bytes);
		} catch (error) {
			if (error instanceof UnreadableChunk || error instanceof SyntaxError) throw damaged(part.path, error);
			throw error;
		}
		if (batch.length !== part.rows || batch.length === 0) throw damaged(part.path);
		const columns = batch as unknown as Record<string, IntColumn>;
		for (const [column, from, below] of limitsOf(table, this.manifest, this.dictionaries))
			if (!requireWithin(columns[column], batch.length, from, below)) throw damaged(part.path);
		return batch;
	}

	async importRecord(path: string): Promise<BackupImport> {
		const part = this.manifest.files.find((file) => file.path === path);
		if (!part) throw damaged(path);
		const record = parse(await readPart(this.#blob, this.#entries, part), path);
		if (!isBackupImport(record)) throw damaged(path);
		return record;
	}
}

async function readPart(
	blob: Blob,
	entries: Map<string, ZipEntry>,
	part: BackupPart
): Promise<Uint8Array<ArrayBuffer>> {
	const entry = entries.get(part.path);
	if (!entry || entry.size !== part.bytes) throw damaged(part.path);
	const bytes = await readNamed(blob, entries, part.path);
	if ((await sha256(bytes)) !== part.sha256) throw damaged(part.path);
	return bytes;
}

async function readNamed(blob: Blob, entries: Map<string, ZipEntry>, path: string): Promise<Uint8Array<ArrayBuffer>> {
	const entry = entries.get(path);
	if (!entry) throw damaged(path);
	try {
		return await readEntry(blob, entry);
	} catch (error) {
		throw error instanceof DamagedZip ? damaged(path, error) : error;
	}
}

async function directoryOf(blob: Blob): Promise<Map<string, ZipEntry>> {
	const ours = (await firstName(blob)) === NOTE_PATH;
	try {
		const entries = await readDirectory(blob);
		const byName = new Map(entries.map((entry) => [entry.name, entry]));
		if (!ours && !byName.has(NOTE_PATH)) throw new StorageError('not_a_backup');
		return byName;
	} catch (error) {
		if (!(error instanceof DamagedZip)) throw error;
		throw ours ? damaged('the list of its parts', error) : new StorageError('not_a_backup', undefined, error);
	}
}

/** The manifest, vouched for by the sums. */
async function manifestOf(blob: Blob, entries: Map<string, ZipEntry>): Promise<BackupManifest> {
	const sums = new TextDecoder().decode(await readNamed(blob, entries, SUMS_PATH));
	const bytes = await readNamed(blob, entries, MANIFEST_PATH);
	const sum = await sha256(bytes);
	if (!sums.split('\n').includes(`${sum}  ${MANIFEST_PATH}`)) throw damaged(MANIFEST_PATH);
	const manifest = parse(bytes, MANIFEST_PATH);
	const version = claimedVersion(manifest);
	if (version !== null && version > BACKUP_VERSION) throw new StorageError('newer_format', { version });
	if (!isManifest(manifest)) throw damaged(MANIFEST_PATH);
	const note = await readNamed(blob, entries, NOTE_PATH);
	const listed = [
		{ path: NOTE_PATH, sha256: await sha256(note) },
		...manifest.files,
		{ path: MANIFEST_PATH, sha256: sum }
	];
	if (sums !== sumsOf(listed)) throw damaged(SUMS_PATH);
	if (entries.size !== listed.length + 1 || manifest.files.some(({ path }) => !entries.has(path)))
		throw damaged('the list of its parts');
	return manifest;
}

/** Row counts and the parts of imports tie to the list of files. */
function requireTied({ revision, imports, files }: BackupManifest): void {
	const rows = new Map<StoredTable, number>();
	const ofImports = new Set(imports.flatMap(({ path, parts }) => [path, ...parts]));
	for (const { path, table, rows: count = 0 } of files) {
		if (path.startsWith('imports/') && !ofImports.delete(path)) throw damaged(path);
		if (table) rows.set(table, (rows.get(table) ?? 0) + count);
	}
	const [missing] = ofImports;
	if (missing !== undefined) throw damaged(missing);
	for (const table of ['orders', 'lines', 'refunds', 'identities', 'products'] as const)
		if ((rows.get(table) ?? 0) !== (revision?.rows[table] ?? 0)) throw damaged(MANIFEST_PATH);
}

/**
 * Opens a backup and checks all of it: structure, version, every checksum, every row count, every column. Nothing is written.
 * @param onProgress 0 to 1
 * @throws StorageError `not_a_backup`, `newer_format`, or `damaged_backup` with the part that is
 */
export async function openBackup(blob: Blob, onProgress?: (done: number) => void): Promise<OpenBackup> {
	const entries = await directoryOf(blob);
	const manifest = await manifestOf(blob, entries);
	requireTied(manifest);
	const named = (path: string): BackupPart => {
		const part = manifest.files.find((file) => file.path === path);
		if (!part) throw damaged(path);
		return part;
	};
	const dictionaries = parse(await readPart(blob, entries, named(DICTIONARIES_PATH)), DICTIONARIES_PATH);
	if (!isDictionaries(dictionaries)) throw damaged(DICTIONARIES_PATH);
	const mappings = parse(await readPart(blob, entries, named(MAPPINGS_PATH)), MAPPINGS_PATH);
	if (!isMappings(mappings)) throw damaged(MAPPINGS_PATH);
	const backup = new OpenBackup(blob, entries, manifest, dictionaries, mappings);
	const total = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
	let done = 0;
	for (const part of manifest.files) {
		if (part.table) await backup.batch(part.table, part);
		done += part.bytes;
		onProgress?.(total === 0 ? 1 : done / total);
	}
	for (const { id, path } of manifest.imports) if ((await backup.importRecord(path)).id !== id) throw damaged(path);
	return backup;
}
