/**
 * The page's door: the small tables of the app's one database. Nothing here loads Arrow. Every call may throw a
 * StorageError, which carries the failure as a value (`failure`).
 */
import type { StorageFailure } from '../contract';
import type { CountingDefinition } from '../core/counting';
import type { BuyingHabit } from '../core/habit/types';
import type { Mapping } from '../core/import/types';
import { removeStale as removeStaleIn } from './collect';
import { Database } from './database';
import * as erase from './erase';
import * as imports from './imports';
import * as mappings from './mappings';
import * as settings from './settings';
import { failureOf } from './storageError';
import type { Worth } from './types';
import * as undo from './undo';
import * as workspaces from './workspaces';

export { mappingSignature } from './mappings';
export type { Remains } from './erase';
export type { WorkspaceContents } from './types';

const database = new Database();

/** Expected failures as values. */
async function outcome<T extends object>(work: Promise<T>): Promise<T | StorageFailure> {
	try {
		return await work;
	} catch (error) {
		const failure = failureOf(error);
		if (!failure) throw error;
		return failure;
	}
}

/** Removes what killed tabs left behind: at every start, before anything else. */
export const removeStale = () => removeStaleIn(database);

export const listWorkspaces = () => workspaces.listWorkspaces(database);
export const createWorkspace = (name: string, now: number) => workspaces.createWorkspace(database, name, now);
export const renameWorkspace = (id: string, name: string) => workspaces.renameWorkspace(database, id, name);
export const setCounting = (id: string, counting: CountingDefinition) => workspaces.setCounting(database, id, counting);
export const setWorth = (id: string, worth: Worth) => workspaces.setWorth(database, id, worth);
export const setBuying = (id: string, buying: BuyingHabit) => workspaces.setBuying(database, id, buying);
export const setKeep = (id: string, keep: number) => workspaces.setKeep(database, id, keep);
export const recordBackup = (id: string, now: number) => workspaces.recordBackup(database, id, now);
export const workspaceContents = (id: string) => workspaces.workspaceContents(database, id);
export const deleteWorkspace = (id: string): Promise<{ status: 'deleted' } | StorageFailure> =>
	outcome(workspaces.deleteWorkspace(database, id).then(() => ({ status: 'deleted' as const })));

/** Every workspace with all that belongs to it; settings stay. */
export const eraseEverything = (): Promise<{ status: 'erased' } | StorageFailure> =>
	outcome(erase.eraseEverything(database).then(() => ({ status: 'erased' as const })));
/** What lies in this browser's storage, read anew; of one workspace, or of all. */
export const remains = (workspace: string | null = null) => erase.remains({}, workspace);

export const undoTarget = (workspace: string) => undo.undoTarget(database, workspace);
export const undoImport = (
	workspace: string
): Promise<{ status: 'undone'; revision: string | null } | StorageFailure> =>
	outcome(undo.undoImport(database, workspace).then((revision) => ({ status: 'undone' as const, revision })));

export const listImports = (workspace: string) => imports.listImports(database, workspace);

export const listMappings = () => mappings.listMappings(database);
export const findMapping = (signature: string) => mappings.findMapping(database, signature);
export const saveMapping = (name: string, signature: string, mapping: Mapping, now: number) =>
	mappings.saveMapping(database, name, signature, mapping, now);
export const deleteMapping = (id: string) => mappings.deleteMapping(database, id);

export const getSetting = (key: string) => settings.getSetting(database, key);
export const putSetting = (key: string, value: unknown) => settings.putSetting(database, key, value);
