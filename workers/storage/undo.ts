import { announce } from './changes';
import { collect } from './collect';
import type { Database, Tables } from './database';
import { asOnlyWriter } from './locks';
import { StorageError } from './storageError';
import type { Revision, UndoTarget } from './types';

/** The revision in force, when taking it back leads to something that is still there (nothing at all included). */
async function undoable(tables: Tables, id: string): Promise<Revision | null> {
	const workspace = await tables.workspaces.get(id);
	if (!workspace || workspace.revision === null) return null;
	const revision = await tables.revisions.get(workspace.revision);
	// A restored backup is no import: taking it back would leave nothing.
	if (!revision || revision.importId === null) return null;
	if (revision.parent !== null && !(await tables.revisions.get(revision.parent))) return null;
	return revision;
}

/** The import that an undo would take back; null where there is none, or the revision before it is no longer kept. */
export function undoTarget(database: Database, workspace: string): Promise<UndoTarget | null> {
	return database.run(async ({ relaxed }) => {
		const revision = await undoable(relaxed, workspace);
		if (!revision || revision.importId === null) return null;
		return { revision: revision.id, importId: revision.importId, when: revision.created };
	});
}

/**
 * Puts the revision before in force again. Numbers that were given stay used.
 * @returns the revision in force afterwards, null for an empty workspace
 * @throws StorageError `gone` when there is nothing to go back to, `locked` while another tab writes
 */
export async function undoImport(database: Database, workspace: string): Promise<string | null> {
	const parent = await asOnlyWriter(database, workspace, async () => {
		const target = await database.run(({ relaxed }) => undoable(relaxed, workspace));
		if (!target) throw new StorageError('gone');
		await database.transaction('strict', ['workspaces', 'revisions', 'imports'], async (tables) => {
			const current = await tables.workspaces.get(workspace);
			// Run a second time after a lost answer, it finds its work done.
			if (current?.revision !== target.id) return;
			await tables.workspaces.update(workspace, { revision: target.parent });
			await tables.revisions.delete(target.id);
			if (target.importId !== null) await tables.imports.delete(target.importId);
		});
		// What it leaves over is removed by the next start, should this fail.
		await collect(database, workspace).catch(() => undefined);
		return target.parent;
	});
	announce(database, { type: 'revision', workspace });
	return parent;
}
