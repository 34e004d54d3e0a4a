/** A whole IndexedDB database as JSON: bytes are written as base64. */
export interface DatabaseDump {
	/** IndexedDB's own version. */
	version: number;
	stores: { name: string; keyPath: string; indexes: string[]; rows: unknown[] }[];
}

const BYTES = 'base64';

function toJson(value: unknown): unknown {
	if (value instanceof Uint8Array) return { [BYTES]: Buffer.from(value).toString('base64') };
	if (Array.isArray(value)) return value.map(toJson);
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toJson(entry)]));
}

function fromJson(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(fromJson);
	if (value === null || typeof value !== 'object') return value;
	if (BYTES in value) return new Uint8Array(Buffer.from(String(value[BYTES]), 'base64'));
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fromJson(entry)]));
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
	new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('failed'));
	});

export async function dumpDatabase(indexedDB: IDBFactory, name: string): Promise<DatabaseDump> {
	const database = await done(indexedDB.open(name));
	const stores = await Promise.all(
		[...database.objectStoreNames].map(async (store) => {
			const table = database.transaction(store).objectStore(store);
			const rows = (await done(table.getAll())).map(toJson);
			return { name: store, keyPath: String(table.keyPath), indexes: [...table.indexNames], rows };
		})
	);
	database.close();
	return { version: database.version, stores };
}

/** Makes the database as the app of that time left it. */
export async function loadDatabase(indexedDB: IDBFactory, name: string, dump: DatabaseDump): Promise<void> {
	const request = indexedDB.open(name, dump.version);
	request.onupgradeneeded = () => {
		for (const { name, keyPath, indexes, rows } of dump.stores) {
			const store = request.result.createObjectStore(name, { keyPath });
			for (const index of indexes) store.createIndex(index, index);
			for (const row of rows) store.put(fromJson(row));
		}
	};
	(await done(request)).close();
}
