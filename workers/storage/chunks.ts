import { UnreadableChunk, decodeBatch, encodeBatch, rowsOf, type StoredTable, type StoredTypes } from '../arrow/index';
import type { IntColumn } from '../core/tables';
import { checksumOf } from './checksum';
import { requireKnownFormat, type Database } from './database';
import { StorageError } from './storageError';
import { FORMAT_VERSION, type ChunkRef, type ChunkRow } from './types';

const CODEC_ARROW = 0;
const CIPHER_NONE = 0;

/** Columns with the order a row belongs to, for {@link ChunkRef.span}. */
const ORDER_COLUMN = new Map<StoredTable, string>([
	['orders', 'number'],
	['lines', 'order']
]);

function spanOf<T extends StoredTable>(table: T, batch: StoredTypes[T]): [number, number] | undefined {
	const column = ORDER_COLUMN.get(table);
	if (column === undefined) return undefined;
	const numbers = batch[column as keyof StoredTypes[T]] as IntColumn;
	// One kind of array keeps the loop fast; order numbers fit.
	const values = numbers instanceof Int32Array ? numbers : new Int32Array(numbers);
	let low = values[0];
	let high = low;
	for (let i = 1; i < batch.length; i++) {
		const value = values[i];
		if (value < low) low = value;
		if (value > high) high = value;
	}
	return [low, high];
}

/** Chunks on their way to the disk at one time: enough to keep the browser busy while the next one is encoded. */
const IN_FLIGHT = 4;

/**
 * Writes the chunks of one revision, each in its own relaxed transaction, and reads each back: what is encoded meanwhile
 * hides most of the time that takes.
 */
export class ChunkWriter {
	/** Bookkeeping of the chunks so far; on the disk and checked once {@link finish} has resolved. */
	readonly written: ChunkRef[] = [];
	readonly #database: Database;
	readonly #prefix: string;
	readonly #counts = new Map<StoredTable, number>();
	readonly #inFlight: Promise<void>[] = [];

	/** Chunk ids begin with `workspace/revision/`. */
	constructor(database: Database, workspace: string, revision: string) {
		this.#database = database;
		this.#prefix = `${workspace}/${revision}/`;
	}

	/**
	 * @param batch 1 to 65,536 rows; may be changed once this resolves
	 * @throws StorageError or the browser's own error, also of a chunk before this one
	 */
	async write<T extends StoredTable>(table: T, batch: StoredTypes[T]): Promise<ChunkRef> {
		const bytes = encodeBatch(table, batch);
		const count = (this.#counts.get(table) ?? 0) + 1;
		this.#counts.set(table, count);
		const span = spanOf(table, batch);
		const ref: ChunkRef = {
			id: `${this.#prefix}${table}-${String(count).padStart(4, '0')}`,
			table,
			rows: batch.length,
			bytes: bytes.length,
			checksum: checksumOf(bytes),
			...(span ? { span } : {})
		};
		this.written.push(ref);
		const storing = this.#store(ref, bytes);
		// Whoever waits for it hears of a failure; nobody else needs to.
		storing.catch(() => undefined);
		this.#inFlight.push(storing);
		if (this.#inFlight.length >= IN_FLIGHT) await this.#inFlight.shift();
		return ref;
	}

	/**
	 * Resolves when every chunk is in the database and was read back.
	 * @throws StorageError `damaged` where bytes or row counts differ from what was written
	 */
	async finish(): Promise<void> {
		while (this.#inFlight.length > 0) await this.#inFlight.shift();
	}

	async #store(ref: ChunkRef, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
		const row: ChunkRow = {
			id: ref.id,
			format: FORMAT_VERSION,
			codec: CODEC_ARROW,
			cipher: CIPHER_NONE,
			iv: null,
			checksum: ref.checksum,
			bytes
		};
		await this.#database.run(({ relaxed }) => relaxed.chunks.put(row));
		await verifyChunk(this.#database, ref);
	}
}

/**
 * Bytes of a chunk, checked against its checksum.
 * @throws StorageError `gone` when it was deleted, `damaged` when it is not what was written, `newer_format`
 */
async function readBytes(database: Database, ref: ChunkRef): Promise<Uint8Array> {
	const row = await database.run(({ relaxed }) => relaxed.chunks.get(ref.id));
	if (!row) throw new StorageError('gone');
	requireKnownFormat(row.format);
	if (row.codec !== CODEC_ARROW || row.cipher !== CIPHER_NONE) throw new StorageError('newer_format');
	const { bytes } = row;
	if (!(bytes instanceof Uint8Array) || bytes.length !== ref.bytes || checksumOf(bytes) !== ref.checksum)
		throw new StorageError('damaged', { table: ref.table });
	return bytes;
}

/** Reads the next chunk while this one is being worked on. */
async function* readAhead(database: Database, refs: readonly ChunkRef[]): AsyncGenerator<[ChunkRef, Uint8Array]> {
	const begin = (k: number): Promise<Uint8Array> | null => {
		if (k >= refs.length) return null;
		const reading = readBytes(database, refs[k]);
		// Heard of when its turn comes; a reader that stops early does not care.
		reading.catch(() => undefined);
		return reading;
	};
	let next = begin(0);
	for (let k = 0; next !== null; k++) {
		const bytes = await next;
		next = begin(k + 1);
		yield [refs[k], bytes];
	}
}

function asDamage(error: unknown, { table }: ChunkRef): unknown {
	return error instanceof UnreadableChunk ? new StorageError('damaged', { table }, error) : error;
}

/** Batches of these chunks, all of one table; with `only`, just those columns. */
export async function* readChunks<T extends StoredTable>(
	database: Database,
	table: T,
	refs: readonly ChunkRef[],
	only?: readonly (keyof StoredTypes[T] & string)[]
): AsyncGenerator<StoredTypes[T]> {
	for await (const [ref, bytes] of readAhead(database, refs)) {
		let batch: StoredTypes[T];
		try {
			batch = only ? (decodeBatch(table, bytes, only) as StoredTypes[T]) : decodeBatch(table, bytes);
		} catch (error) {
			throw asDamage(error, ref);
		}
		yield batch;
	}
}

async function verifyChunk(database: Database, ref: ChunkRef): Promise<void> {
	const bytes = await readBytes(database, ref);
	let rows: number;
	try {
		rows = rowsOf(bytes);
	} catch (error) {
		throw asDamage(error, ref);
	}
	if (rows !== ref.rows) throw new StorageError('damaged', { table: ref.table });
}
