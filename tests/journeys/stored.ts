import type { Page } from '@playwright/test';

/** What lies in the app's database, as far as an import can leave it behind. */
export interface Stored {
	workspaces: { id: string; name: string; revision: string | null }[];
	/** Ids of revisions that no import finished. */
	staging: string[];
	/** Ids of chunks that neither a revision nor an import names. */
	strayChunks: string[];
	chunks: number;
	revisions: number;
}

/** Reads the database of the page as it is, past the app. */
export function stored(page: Page): Promise<Stored> {
	return page.evaluate(async () => {
		interface Row {
			id: string;
			name: string;
			revision: string | null;
			state: string;
			chunks: { id: string }[];
		}
		const done = <T>(request: IDBRequest<T>) =>
			new Promise<T>((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error ?? new Error('The database does not answer'));
			});
		const database = await done(indexedDB.open('perennial'));
		try {
			if (!database.objectStoreNames.contains('chunks'))
				return { workspaces: [], staging: [], strayChunks: [], chunks: 0, revisions: 0 };
			const tables = database.transaction(['workspaces', 'revisions', 'imports', 'chunks']);
			const all = (name: string) => done(tables.objectStore(name).getAll() as IDBRequest<Row[]>);
			const [workspaces, revisions, imports, keys] = await Promise.all([
				all('workspaces'),
				all('revisions'),
				all('imports'),
				done(tables.objectStore('chunks').getAllKeys())
			]);
			const named = new Set([...revisions, ...imports].flatMap(({ chunks }) => chunks.map(({ id }) => id)));
			return {
				workspaces: workspaces.map(({ id, name, revision }) => ({ id, name, revision })),
				staging: revisions.filter(({ state }) => state === 'staging').map(({ id }) => id),
				strayChunks: keys.map(String).filter((id) => !named.has(id)),
				chunks: keys.length,
				revisions: revisions.length
			};
		} finally {
			database.close();
		}
	});
}
