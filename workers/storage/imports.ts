import type { Database } from './database';
import type { ImportRecord } from './types';

/** The finished imports of a workspace, newest first; one that was taken back is not among them. */
export function listImports(database: Database, workspace: string): Promise<ImportRecord[]> {
	return database.run(async ({ relaxed }) => {
		const records = await relaxed.imports.where('workspace').equals(workspace).toArray();
		return records.sort((a, b) => b.when - a.when || (a.id < b.id ? 1 : -1));
	});
}

export function getImport(database: Database, id: string): Promise<ImportRecord | undefined> {
	return database.run(({ relaxed }) => relaxed.imports.get(id));
}
