import { Dexie, type Table } from 'dexie';
import {
	FORMAT_VERSION,
	type ChunkRow,
	type ImportRecord,
	type Revision,
	type SavedMapping,
	type Workspace
} from './types';
import { StorageError, isConnectionLost } from './storageError';

export interface DatabaseOptions {
	/** Of the database, and part of the locks' names; 'perennial' in the app. */
	name?: string;
	indexedDB?: IDBFactory;
	IDBKeyRange?: typeof IDBKeyRange;
	locks?: Locks;
	/** Told of every change that other tabs are told of. */
	announce?: (change: Change) => void;
}

/** What this needs of `navigator.locks`. */
export interface Locks {
	request<T>(name: string, options: { ifAvailable: true }, callback: (lock: object | null) => Promise<T>): Promise<T>;
}

/** A message on the channel 'perennial'. */
export interface Change {
	type: 'workspaces' | 'revision' | 'mappings' | 'settings';
	workspace?: string;
}

export interface Setting {
	key: string;
	value: unknown;
}

/** The tables; docs/storage.md says what is in them. */
export class Tables extends Dexie {
	declare workspaces: Table<Workspace, string>;
	declare revisions: Table<Revision, string>;
	declare chunks: Table<ChunkRow, string>;
	declare imports: Table<ImportRecord, string>;
	declare mappings: Table<SavedMapping, string>;
	declare settings: Table<Setting, string>;

	constructor(name: string, durability: 'relaxed' | 'strict', { indexedDB, IDBKeyRange }: DatabaseOptions) {
		super(name, {
			chromeTransactionDurability: durability,
			cache: 'disabled',
			...(indexedDB ? { indexedDB } : {}),
			...(IDBKeyRange ? { IDBKeyRange } : {})
		});
		this.version(FORMAT_VERSION).stores({
			workspaces: 'id',
			revisions: 'id, workspace',
			chunks: 'id',
			imports: 'id, workspace',
			mappings: 'id, signature',
			settings: 'key'
		});
	}
}

/** Dexie stores its version times ten. */
const newestVersion = FORMAT_VERSION * 10;

/** Version of the stored database, null where there is none; makes none. */
function storedVersion(factory: IDBFactory, name: string): Promise<number | null> {
	return new Promise((resolve, reject) => {
		const request = factory.open(name);
		let missing = false;
		request.onupgradeneeded = () => {
			missing = true;
			// Undoes the creation that asking has begun.
			request.transaction?.abort();
		};
		request.onsuccess = () => {
			const { version } = request.result;
			request.result.close();
			resolve(version);
		};
		request.onerror = (event) => {
			event.preventDefault();
			if (missing) resolve(null);
			else reject(request.error ?? new Error('The database does not open'));
		};
	});
}

interface Handles {
	/** Chunks and everything that can be written again. */
	relaxed: Tables;
	/** The flip: on the disk before it is called done, as far as the browser can promise. */
	strict: Tables;
}

/** The connection to the database: opened when it is first needed, dropped and opened again when the browser cuts it. */
export class Database {
	readonly name: string;
	readonly options: DatabaseOptions;
	#handles: Promise<Handles> | null = null;

	constructor(options: DatabaseOptions = {}) {
		this.options = options;
		this.name = options.name ?? 'perennial';
	}

	/**
	 * Runs work that may be run twice: once more, on a new connection, where the old one was lost.
	 * @throws StorageError with `newer_format` before anything is touched, `lost_database` when the second connection fails too
	 */
	async run<T>(work: (handles: Handles) => Promise<T>): Promise<T> {
		for (let attempt = 1; ; attempt++) {
			try {
				return await work(await this.#open());
			} catch (error) {
				if (!isConnectionLost(error)) throw error;
				this.close();
				if (attempt === 2) throw new StorageError('lost_database', undefined, error);
			}
		}
	}

	/** One transaction that is wholly there afterwards or not at all. */
	transaction<T>(
		durability: keyof Handles,
		tables: (keyof Handles['strict'] & TableKey)[],
		work: (tables: Tables) => Promise<T>
	): Promise<T> {
		return this.run(async (handles) => {
			const handle = handles[durability];
			return handle.transaction(
				'rw',
				tables.map((table) => handle[table]),
				() => work(handle)
			);
		});
	}

	close(): void {
		const handles = this.#handles;
		this.#handles = null;
		handles?.then(
			({ relaxed, strict }) => {
				relaxed.close();
				strict.close();
			},
			() => undefined
		);
	}

	#open(): Promise<Handles> {
		this.#handles ??= this.#connect().catch((error: unknown) => {
			this.#handles = null;
			throw error;
		});
		return this.#handles;
	}

	async #connect(): Promise<Handles> {
		const factory = this.options.indexedDB ?? (globalThis.indexedDB as IDBFactory | undefined);
		if (!factory) throw new StorageError('lost_database', { reason: 'no_indexeddb' });
		const version = await storedVersion(factory, this.name);
		if (version !== null && version > newestVersion)
			throw new StorageError('newer_format', { format: Math.floor(version / 10) });
		const relaxed = new Tables(this.name, 'relaxed', this.options);
		const strict = new Tables(this.name, 'strict', this.options);
		await relaxed.open();
		await strict.open();
		return { relaxed, strict };
	}
}

type TableKey = 'workspaces' | 'revisions' | 'chunks' | 'imports' | 'mappings' | 'settings';

/** A random id of 128 bits, hexadecimal: safe in keys and in addresses. */
export function newId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Refuses what a newer app has written. */
export function requireKnownFormat(format: number): void {
	if (format > FORMAT_VERSION) throw new StorageError('newer_format', { format });
}
