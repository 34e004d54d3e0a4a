import { announce } from './changes';
import type { Database, Tables } from './database';
import { asOnlyWriter } from './locks';
import { StorageError } from './storageError';
import type { Revision, Workspace } from './types';

/** What a collection removed. */
export interface Collected {
	revisions: number;
	chunks: number;
}

/** The revision in force and the older ones that the workspace keeps for undo. */
function keptRevisions(workspace: Workspace | undefined, revisions: Map<string, Revision>): Set<string> {
	const kept = new Set<string>();
	if (!workspace) return kept;
	let next = workspace.revision;
	while (next !== null && kept.size <= workspace.keep) {
		const revision = revisions.get(next);
		if (!revision || kept.has(next)) break;
		kept.add(next);
		next = revision.parent;
	}
	return kept;
}

async function collectIn(tables: Tables, id: string): Promise<Collected> {
	const workspace = await tables.workspaces.get(id);
	const revisions = await tables.revisions.where('workspace').equals(id).toArray();
	const imports = workspace ? await tables.imports.where('workspace').equals(id).toArray() : [];
	const kept = keptRevisions(workspace, new Map(revisions.map((revision) => [revision.id, revision])));
	const referenced = new Set<string>();
	for (const revision of revisions)
		if (kept.has(revision.id)) for (const chunk of revision.chunks) referenced.add(chunk.id);
	for (const record of imports) for (const chunk of record.chunks) referenced.add(chunk.id);
	const chunks = await tables.chunks.where('id').startsWith(`${id}/`).primaryKeys();
	const staleRevisions = revisions.map((revision) => revision.id).filter((revision) => !kept.has(revision));
	const staleChunks = chunks.filter((chunk) => !referenced.has(chunk));
	await tables.revisions.bulkDelete(staleRevisions);
	await tables.chunks.bulkDelete(staleChunks);
	if (!workspace) await tables.imports.where('workspace').equals(id).delete();
	return { revisions: staleRevisions.length, chunks: staleChunks.length };
}

/**
 * Removes what nothing in force refers to: staging, revisions beyond the workspace's limit, chunks of neither. Only the
 * workspace's writer may call it, for staging of a writer at work looks the same.
 */
export function collect(database: Database, workspace: string): Promise<Collected> {
	return database.transaction('relaxed', ['workspaces', 'revisions', 'imports', 'chunks'], (tables) =>
		collectIn(tables, workspace)
	);
}

/** Ids of every workspace that has anything stored, deleted ones included. */
async function knownWorkspaces({ relaxed }: { relaxed: Tables }): Promise<Set<string>> {
	const ids = new Set<string>(await relaxed.workspaces.toCollection().primaryKeys());
	for (const key of await relaxed.revisions.orderBy('workspace').uniqueKeys()) ids.add(String(key));
	for (const key of await relaxed.imports.orderBy('workspace').uniqueKeys()) ids.add(String(key));
	for (const chunk of await relaxed.chunks.toCollection().primaryKeys()) ids.add(chunk.slice(0, chunk.indexOf('/')));
	return ids;
}

/** Start-up: removes what killed tabs left behind, but not the staging of a writer that is at work in another tab. */
export async function removeStale(database: Database): Promise<Collected> {
	const total: Collected = { revisions: 0, chunks: 0 };
	for (const workspace of await database.run(knownWorkspaces)) {
		try {
			const { revisions, chunks } = await asOnlyWriter(database, workspace, () => collect(database, workspace));
			total.revisions += revisions;
			total.chunks += chunks;
		} catch (error) {
			if (!(error instanceof StorageError && error.failure.code === 'locked')) throw error;
		}
	}
	if (total.revisions > 0) announce(database, { type: 'workspaces' });
	return total;
}
