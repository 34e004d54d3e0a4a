/** The workers' door: revisions, chunks, backups, and the small tables with them. */
import type { BuyingHabit } from '../core/habit/types';
import type { StoredTypes } from '../arrow/tables';
import type { TableName, TableTypes } from '../core/tables';
import { writeBackup } from './backup';
import { removeStale } from './collect';
import { commitImport } from './commit';
import { Database, type DatabaseOptions } from './database';
import { getImport, listImports } from './imports';
import { importBase, readBatches, readByCustomer, readProblems, readRevision } from './read';
import { restoreBackup } from './restore';
import type { CommitInput, ImportRecord, Revision, Worth } from './types';
import { undoImport, undoTarget } from './undo';
import * as workspaces from './workspaces';

export { wholeReport } from './importReports';
export { failureOf } from './storageError';

/** One open database. Nothing is opened before the first call; calls throw StorageError unless they say otherwise. */
export function openStore(options: DatabaseOptions = {}) {
	const database = new Database(options);
	return {
		/** Removes what killed tabs left behind. */
		startUp: () => removeStale(database),
		listWorkspaces: () => workspaces.listWorkspaces(database),
		createWorkspace: (name: string, now: number) => workspaces.createWorkspace(database, name, now),
		renameWorkspace: (id: string, name: string) => workspaces.renameWorkspace(database, id, name),
		setKeep: (id: string, keep: number) => workspaces.setKeep(database, id, keep),
		setWorth: (id: string, worth: Worth) => workspaces.setWorth(database, id, worth),
		setBuying: (id: string, buying: BuyingHabit) => workspaces.setBuying(database, id, buying),
		describeDelete: (id: string) => workspaces.workspaceContents(database, id),
		deleteWorkspace: (id: string) => workspaces.deleteWorkspace(database, id),
		/** What an import into a workspace starts from. */
		importBase: (workspace: string) => importBase(database, workspace),
		/** All of an import or nothing; failures are values. */
		commitImport: (input: CommitInput) => commitImport(database, input),
		undoTarget: (workspace: string) => undoTarget(database, workspace),
		undo: (workspace: string) => undoImport(database, workspace),
		revision: (id: string) => readRevision(database, id),
		readBatches: <T extends TableName>(
			revision: Revision,
			table: T,
			only?: readonly (keyof TableTypes[T] & string)[]
		): AsyncGenerator<StoredTypes[T]> => readBatches(database, revision, table, only),
		imports: (workspace: string) => listImports(database, workspace),
		importRecord: (id: string) => getImport(database, id),
		problems: (record: ImportRecord) => readProblems(database, record),
		byCustomer: (record: ImportRecord) => readByCustomer(database, record),
		/** A file of the workspace, or a failure as a value. */
		writeBackup: (workspace: string, now: number, onProgress?: (done: number) => void) =>
			writeBackup(database, workspace, now, onProgress),
		/** A new workspace from such a file, or a failure as a value. */
		restoreBackup: (blob: Blob, now: number, onProgress?: (done: number) => void) =>
			restoreBackup(database, blob, now, onProgress),
		close: () => database.close()
	};
}
export type Store = ReturnType<typeof openStore>;
