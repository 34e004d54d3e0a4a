import { announce } from './changes';
import { Database, type DatabaseOptions } from './database';
import { asOnlyWriter } from './locks';

/** What lies in this browser's storage, read from it and from nothing else. */
export interface Remains {
	/** Names of the app's workspaces. */
	workspaces: string[];
	/** By the manifests of every revision, kept for undo or not. */
	orders: number;
	people: number;
	revisions: number;
	imports: number;
	chunks: number;
	/** Bytes in these chunks. */
	bytes: number;
	/** Rows of tables that the above does not name, by table; only those that are not empty. */
	others: { table: string; rows: number }[];
	/** Saved mappings: they hold the headings of files. */
	mappings: number;
	/** Keys of the app's settings: choices of the person, nothing of a file. */
	settings: string[];
	/** Databases of this origin, by name; null where the browser does not list them. */
	databases: string[] | null;
	/** Caches of this origin and the files in each; null where there are none to ask for. */
	caches: { name: string; files: number }[] | null;
}

/** What this needs of `caches`. */
export interface Caches {
	keys(): Promise<readonly string[]>;
	open(name: string): Promise<{ keys(): Promise<readonly unknown[]> }>;
}

const NAMED = new Set(['workspaces', 'revisions', 'chunks', 'imports', 'mappings', 'settings']);

const factoryOf = ({ indexedDB }: DatabaseOptions): Partial<Pick<IDBFactory, 'databases'>> =>
	indexedDB ?? (globalThis.indexedDB as IDBFactory);
// Absent in Node, in private windows of some engines, and on pages that are no secure context.
const cachesHere = (): Caches | null => (globalThis as { caches?: Caches }).caches ?? null;

/**
 * Counts what is there, over a connection of its own: what an erasure has left, not what it meant to leave.
 * @param workspace only what belongs to it; settings, mappings, databases and caches are counted all the same
 * @throws StorageError when the database does not open
 */
export async function remains(
	options: DatabaseOptions,
	workspace: string | null = null,
	caches: Caches | null = cachesHere()
): Promise<Remains> {
	const fresh = new Database(options);
	try {
		return await fresh.run(async ({ strict }) => {
			const mine = ({ workspace: owner }: { workspace: string }): boolean => workspace === null || owner === workspace;
			const workspaces = (await strict.workspaces.toArray()).filter(({ id }) => workspace === null || id === workspace);
			const revisions = (await strict.revisions.toArray()).filter(mine);
			const imports = (await strict.imports.toArray()).filter(mine);
			const ids = await (
				workspace === null ? strict.chunks.toCollection() : strict.chunks.where('id').startsWith(`${workspace}/`)
			).primaryKeys();
			let bytes = 0;
			// One at a time: together they may not fit into memory.
			for (const id of ids) bytes += (await strict.chunks.get(id))?.bytes.byteLength ?? 0;
			const others: Remains['others'] = [];
			for (const table of strict.tables) {
				if (NAMED.has(table.name)) continue;
				const rows = await table.count();
				if (rows > 0) others.push({ table: table.name, rows });
			}
			const databases = await factoryOf(options).databases?.();
			const held = [];
			for (const name of (await caches?.keys()) ?? []) {
				held.push({ name, files: (await (await caches?.open(name))?.keys())?.length ?? 0 });
			}
			return {
				workspaces: workspaces.map(({ name }) => name),
				orders: revisions.reduce((sum, { rows }) => sum + rows.orders, 0),
				people: revisions.reduce((sum, { rows }) => sum + rows.identities, 0),
				revisions: revisions.length,
				imports: imports.length,
				chunks: ids.length,
				bytes,
				others,
				mappings: await strict.mappings.count(),
				settings: (await strict.settings.toCollection().primaryKeys()).map(String).sort(),
				databases: databases?.map(({ name }) => name ?? '').sort() ?? null,
				caches: caches && held
			};
		});
	} finally {
		fresh.close();
	}
}

/** Settings that name something that goes. */
const ABOUT_DATA = ['workspace'];

/**
 * Erases every workspace with all its orders, people, versions, reports and files' mappings, in one transaction: all of it
 * goes or nothing does. The person's own choices (settings) stay, but those that name a workspace.
 * @throws StorageError `locked` while a tab writes into one of them
 */
export async function eraseEverything(database: Database): Promise<void> {
	const ids = await database.run(({ relaxed }) => relaxed.workspaces.toCollection().primaryKeys());
	const erase = (): Promise<void> =>
		database.run(async ({ strict }) => {
			const going = strict.tables.filter(({ name }) => name !== 'settings');
			await strict.transaction('rw', [...going, strict.settings], async () => {
				for (const table of going) await table.clear();
				await strict.settings.bulkDelete(ABOUT_DATA);
			});
		});
	// A writer of any of them has its lock, so that nothing is written back after.
	await ids.reduceRight((work, id) => () => asOnlyWriter(database, id, work), erase)();
	announce(database, { type: 'workspaces' });
}
