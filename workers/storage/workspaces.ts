import { DEFAULT_COUNTING, type CountingDefinition } from '../core/counting';
import type { BuyingHabit } from '../core/habit/types';
import { leftOut } from '../core/ledger/countedCustomers';
import { announce } from './changes';
import { collect } from './collect';
import { newId, type Database } from './database';
import { asOnlyWriter } from './locks';
import { StorageError } from './storageError';
import type { ImportRecord, Revision, Workspace, WorkspaceContents, Worth } from './types';

/** Older revisions a new workspace keeps for undo. */
const DEFAULT_KEEP = 3;

/** All workspaces in the order in which they were made. */
export function listWorkspaces(database: Database): Promise<Workspace[]> {
	return database.run(async ({ relaxed }) => {
		const list = await relaxed.workspaces.toArray();
		return list.sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1));
	});
}

/** An empty workspace as it is when it is made. */
export function newWorkspace(name: string, now: number): Workspace {
	return {
		id: newId(),
		name,
		created: now,
		revision: null,
		next: { order: 0, customer: 0, product: 0 },
		counting: DEFAULT_COUNTING,
		keep: DEFAULT_KEEP,
		lastBackup: null
	};
}

export async function createWorkspace(database: Database, name: string, now: number): Promise<Workspace> {
	const workspace = newWorkspace(name, now);
	await database.run(({ strict }) => strict.workspaces.put(workspace));
	announce(database, { type: 'workspaces', workspace: workspace.id });
	return workspace;
}

/** @throws StorageError `gone` when there is no such workspace */
async function change(
	database: Database,
	id: string,
	fields: Partial<Pick<Workspace, 'name' | 'counting' | 'keep' | 'lastBackup' | 'worth' | 'buying'>>
): Promise<void> {
	// A whole row is put, for only an update inside a transaction leaves the fields that another tab has just changed.
	await database.transaction('strict', ['workspaces'], async (tables) => {
		const workspace = await tables.workspaces.get(id);
		if (!workspace) throw new StorageError('gone');
		await tables.workspaces.put({ ...workspace, ...fields });
	});
	announce(database, { type: 'workspaces', workspace: id });
}

export const renameWorkspace = (database: Database, id: string, name: string): Promise<void> =>
	change(database, id, { name });

export const setCounting = (database: Database, id: string, counting: CountingDefinition): Promise<void> =>
	change(database, id, { counting });

export const setWorth = (database: Database, id: string, worth: Worth): Promise<void> =>
	change(database, id, { worth });

export const setBuying = (database: Database, id: string, buying: BuyingHabit): Promise<void> =>
	change(database, id, { buying });

/** The person has the file of a backup made at `now`. */
export const recordBackup = (database: Database, id: string, now: number): Promise<void> =>
	change(database, id, { lastBackup: now });

/** How many older revisions are kept, 0 to 100; those beyond are removed, unless another tab is writing. */
export async function setKeep(database: Database, id: string, keep: number): Promise<void> {
	await change(database, id, { keep: Math.min(100, Math.max(0, Math.trunc(keep))) });
	// The next writer or the next start collects what stays.
	await asOnlyWriter(database, id, () => collect(database, id)).catch(() => undefined);
}

/** Customers with an order that counts; null where the revision does not know. */
function countedIn(revision: Revision, imports: readonly ImportRecord[], counting: CountingDefinition): number | null {
	if (revision.customers) return revision.customers[leftOut(counting)];
	// An import alone has counted its customers, under the definition that a workspace begins with.
	const alone = imports.length === 1 && imports[0].revision === revision.id;
	return alone && leftOut(counting) === leftOut(DEFAULT_COUNTING) ? imports[0].report.customers : null;
}

/** What the workspace holds; all zero where there is none. */
export function workspaceContents(database: Database, id: string): Promise<WorkspaceContents> {
	return database.run(async ({ relaxed }) => {
		const workspace = await relaxed.workspaces.get(id);
		const revisions = await relaxed.revisions.where('workspace').equals(id).toArray();
		const imports = await relaxed.imports.where('workspace').equals(id).toArray();
		const current = revisions.find((revision) => revision.id === workspace?.revision);
		const sizes = new Map(
			[...revisions, ...imports]
				.flatMap(({ chunks }) => chunks)
				.map((chunk): [string, number] => [chunk.id, chunk.bytes])
		);
		let bytes = 0;
		for (const size of sizes.values()) bytes += size;
		const kept = revisions.filter(({ state }) => state === 'kept').length;
		return {
			orders: current?.rows.orders ?? 0,
			people: current?.rows.identities ?? 0,
			customers: workspace && current ? countedIn(current, imports, workspace.counting) : 0,
			imports: imports.length,
			revisions: current ? kept - 1 : kept,
			bytes
		};
	});
}

/**
 * Deletes a workspace and everything in it.
 * @throws StorageError `locked` while a tab writes into it
 */
export async function deleteWorkspace(database: Database, id: string): Promise<void> {
	await asOnlyWriter(database, id, async () => {
		await database.transaction('strict', ['workspaces', 'revisions', 'imports'], async (tables) => {
			await tables.workspaces.delete(id);
			await tables.revisions.where('workspace').equals(id).delete();
			await tables.imports.where('workspace').equals(id).delete();
		});
		// Without their workspace chunks are found by the next start, should this fail.
		await collect(database, id).catch(() => undefined);
	});
	announce(database, { type: 'workspaces', workspace: id });
}
