import type { StoredTypes } from '../arrow/tables';
import type { StorageFailure } from '../contract';
import type { BuyingHabit } from '../core/habit/types';
import { CountedCustomers } from '../core/ledger/countedCustomers';
import { TABLES, type Source } from '../core/tables';
import { announce } from './changes';
import { ChunkWriter } from './chunks';
import { openBackup, type OpenBackup } from './backupCheck';
import type { BackupPart } from './backupFormat';
import { collect } from './collect';
import { finishedRevision, stagingRevision } from './commit';
import { newId, type Database } from './database';
import { keptReport } from './importReports';
import { asOnlyWriter } from './locks';
import { failureOf } from './storageError';
import type { ChunkRef, ImportRecord, Revision, Workspace } from './types';
import { newWorkspace } from './workspaces';

/** Nothing but what is known of a habit: a backup may say more. */
const habitOf = (buying: BuyingHabit): BuyingHabit =>
	buying.kind === 'any' ? { kind: 'any' } : ({ kind: buying.kind, period: buying.period } as BuyingHabit);

interface Restored {
	workspace: Workspace;
	revision: Revision | null;
	records: ImportRecord[];
}

/** Imports get new ids, for the workspace that was backed up may still be here. */
const newImportIds = ({ manifest }: OpenBackup): Map<string, string> =>
	new Map(manifest.imports.map(({ id }): [string, string] => [id, newId()]));

async function stage(
	database: Database,
	backup: OpenBackup,
	id: string,
	now: number,
	onPart: (part: BackupPart) => void
): Promise<Restored> {
	const { manifest, dictionaries } = backup;
	const { name, created, next, counting, keep, worth, buying } = manifest.workspace;
	const ids = newImportIds(backup);
	const idOf = (old: string): string => ids.get(old) ?? old;
	const sources = (manifest.revision?.sources ?? []).map((source): Source => ({
		...source,
		importId: idOf(source.importId)
	}));
	// No import made it: undoing it would leave nothing.
	const staging = stagingRevision({ workspace: id, parent: null, created: now, importId: null, dictionaries, sources });
	await database.run(({ relaxed }) => relaxed.revisions.put(staging));
	const writer = new ChunkWriter(database, id, staging.id);
	const parts = new Map(manifest.files.map((part) => [part.path, part]));
	const customers = new CountedCustomers();
	const write = async (part: BackupPart): Promise<ChunkRef | null> => {
		onPart(part);
		if (!part.table) return null;
		const batch = await backup.batch(part.table, part);
		if (part.table === 'orders') customers.addOrders(batch as StoredTypes['orders']);
		return writer.write(part.table, batch);
	};
	const chunks: ChunkRef[] = [];
	for (const table of TABLES)
		for (const part of manifest.files) {
			const ref = part.table === table ? await write(part) : null;
			if (ref) chunks.push(ref);
		}
	const records: ImportRecord[] = [];
	for (const entry of manifest.imports) {
		const { when, report } = await backup.importRecord(entry.path);
		const record: ImportRecord = {
			id: idOf(entry.id),
			workspace: id,
			revision: staging.id,
			when,
			...keptReport(report),
			chunks: []
		};
		for (const path of entry.parts) {
			const part = parts.get(path);
			const ref = part ? await write(part) : null;
			if (ref) record.chunks.push(ref);
		}
		records.push(record);
	}
	await writer.finish();
	const revision = manifest.revision ? finishedRevision(staging, chunks, customers) : null;
	const workspace: Workspace = {
		...newWorkspace(name, created),
		id,
		revision: revision?.id ?? null,
		next,
		counting,
		keep,
		...(worth && { worth: { margin: worth.margin, annualRate: worth.annualRate } }),
		...(buying && { buying: habitOf(buying) }),
		lastBackup: manifest.created,
		lastSeen: now
	};
	return { workspace, revision, records };
}

function flip(database: Database, { workspace, revision, records }: Restored, backup: OpenBackup): Promise<void> {
	return database.transaction('strict', ['workspaces', 'revisions', 'imports', 'mappings'], async (tables) => {
		await tables.workspaces.put(workspace);
		if (revision) await tables.revisions.put(revision);
		await tables.imports.bulkPut(records);
		const known = new Set(await tables.mappings.toCollection().primaryKeys());
		await tables.mappings.bulkPut(backup.mappings.filter(({ id }) => !known.has(id)));
	});
}

async function restore(
	database: Database,
	blob: Blob,
	now: number,
	onProgress: (done: number) => void
): Promise<string> {
	const backup = await openBackup(blob, (done) => onProgress(done / 2));
	const total = backup.manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
	let done = 0;
	const id = newId();
	await asOnlyWriter(database, id, async () => {
		try {
			const restored = await stage(database, backup, id, now, ({ bytes }) => {
				done += bytes;
				onProgress(0.5 + (0.5 * done) / total);
			});
			await flip(database, restored, backup);
		} catch (error) {
			await collect(database, id).catch(() => undefined);
			throw error;
		}
		await collect(database, id).catch(() => undefined);
	});
	onProgress(1);
	announce(database, { type: 'workspaces', workspace: id });
	return id;
}

/**
 * Makes a new workspace from a backup, with the numbers it had. The whole file is checked before anything is written.
 * @param now milliseconds since 1970
 * @param onProgress 0 to 1
 */
export async function restoreBackup(
	database: Database,
	blob: Blob,
	now: number,
	onProgress: (done: number) => void = () => undefined
): Promise<{ status: 'restored'; workspace: string } | StorageFailure> {
	try {
		return { status: 'restored', workspace: await restore(database, blob, now, onProgress) };
	} catch (error) {
		const failure = failureOf(error);
		if (!failure) throw error;
		return failure;
	}
}
