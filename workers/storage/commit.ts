import type { StoredTable, StoredTypes } from '../arrow/tables';
import { CountedCustomers } from '../core/ledger/countedCustomers';
import { TABLES, type DataSet, type Dictionaries, type Source, type TableName, CHUNK_ROWS } from '../core/tables';
import type { NextNumbers } from '../core/import/types';
import { announce } from './changes';
import { ChunkWriter, readChunks } from './chunks';
import { collect } from './collect';
import { newId, requireKnownFormat, type Database } from './database';
import { Dropped } from './dropped';
import { keptReport } from './importReports';
import { asOnlyWriter } from './locks';
import { slices } from './pickRows';
import { StorageError, failureOf } from './storageError';
import {
	FORMAT_VERSION,
	type ChunkRef,
	type CommitInput,
	type CommitResult,
	type ImportRecord,
	type Revision
} from './types';

/** A revision nobody sees yet: everything but its chunks. */
export function stagingRevision(
	fields: Pick<Revision, 'workspace' | 'parent' | 'created' | 'importId'> & {
		dictionaries: Dictionaries;
		sources: Source[];
	}
): Revision {
	const rows = { orders: 0, lines: 0, refunds: 0, identities: 0, products: 0 };
	return { ...fields, id: newId(), format: FORMAT_VERSION, state: 'staging', chunks: [], rows };
}

/**
 * The revision with its chunks counted, ready to be put in force.
 * @param customers filled with all of its orders
 */
export function finishedRevision(staging: Revision, chunks: ChunkRef[], customers: CountedCustomers): Revision {
	const rows = { ...staging.rows };
	for (const chunk of chunks) rows[chunk.table as TableName] += chunk.rows;
	return { ...staging, state: 'kept', chunks, rows, customers: customers.finish() };
}

const later = (a: NextNumbers, b: NextNumbers): NextNumbers => ({
	order: Math.max(a.order, b.order),
	customer: Math.max(a.customer, b.customer),
	product: Math.max(a.product, b.product)
});

interface Staged {
	revision: Revision;
	record: ImportRecord;
}

/** Writes the chunks of an import beside the data in force: old ones shared where nothing is dropped from them, new ones after. */
class ImportStaging {
	readonly #database: Database;
	readonly #input: CommitInput;
	readonly #writer: ChunkWriter;
	readonly #staging: Revision;
	readonly #customers = new CountedCustomers();
	#rows = 0;

	constructor(database: Database, input: CommitInput, staging: Revision) {
		this.#database = database;
		this.#input = input;
		this.#staging = staging;
		this.#writer = new ChunkWriter(database, input.workspace, staging.id);
	}

	async write(parent: Revision | null): Promise<Staged> {
		const { data, problems, byCustomer, importId, workspace, now, report } = this.#input;
		const dropped = new Dropped(this.#input);
		const chunks: ChunkRef[] = [];
		const sharedOrders: ChunkRef[] = [];
		for (const table of TABLES) {
			for (const ref of parent?.chunks ?? []) {
				if (ref.table !== table) continue;
				const kept = dropped.mayTouch(ref) ? await this.#without(dropped, ref) : ref;
				if (kept) chunks.push(kept);
				if (kept === ref && table === 'orders') sharedOrders.push(ref);
			}
			chunks.push(...(await this.#add(table, data)));
		}
		const ofImport: ChunkRef[] = [];
		for (const slice of slices('problems', problems, CHUNK_ROWS)) ofImport.push(await this.#put('problems', slice));
		for (const slice of slices('byCustomer', byCustomer, CHUNK_ROWS))
			ofImport.push(await this.#put('byCustomer', slice));
		for await (const batch of readChunks(this.#database, 'orders', sharedOrders, ['customer', 'flags'])) {
			this.#stopIfAsked();
			this.#customers.addOrders(batch);
		}
		await this.#writer.finish();
		this.#stopIfAsked();
		const revision = finishedRevision(this.#staging, chunks, this.#customers);
		return {
			revision,
			record: { id: importId, workspace, revision: revision.id, when: now, ...keptReport(report), chunks: ofImport }
		};
	}

	async #add<T extends TableName>(table: T, data: DataSet): Promise<ChunkRef[]> {
		const refs: ChunkRef[] = [];
		for (const batch of data[table] as Iterable<StoredTypes[T]>)
			if (batch.length > 0) refs.push(await this.#put(table, batch));
		return refs;
	}

	async #put<T extends StoredTable>(table: T, batch: StoredTypes[T]): Promise<ChunkRef> {
		this.#stopIfAsked();
		if (table === 'orders') this.#customers.addOrders(batch as StoredTypes['orders']);
		const ref = await this.#writer.write(table, batch);
		this.#rows += ref.rows;
		this.#input.onProgress?.(this.#rows);
		return ref;
	}

	async #without(
		dropped: Dropped,
		ref: ChunkRef & { table: 'orders' | 'lines' | 'refunds' }
	): Promise<ChunkRef | null> {
		for await (const batch of readChunks(this.#database, ref.table, [ref])) {
			const rest = dropped.rest(ref.table, batch);
			if (rest === batch) return ref;
			return rest ? this.#put(ref.table, rest) : null;
		}
		return ref;
	}

	#stopIfAsked(): void {
		if (this.#input.signal?.aborted) throw new StorageError('cancelled');
	}
}

/** Puts a staged revision in force: one small transaction, after which everything is new, and before which everything is old. */
function flip(database: Database, { revision, record }: Staged, input: CommitInput): Promise<void> {
	return database.transaction('strict', ['workspaces', 'revisions', 'imports'], async (tables) => {
		const workspace = await tables.workspaces.get(input.workspace);
		if (!workspace) throw new StorageError('gone');
		// Run a second time after a lost answer, it finds its work done.
		if (workspace.revision === revision.id) return;
		if (workspace.revision !== input.parent) throw new StorageError('locked', { reason: 'moved_on' });
		await tables.revisions.put(revision);
		await tables.imports.put(record);
		await tables.workspaces.put({
			...workspace,
			revision: revision.id,
			next: later(workspace.next, input.next),
			lastSeen: input.now
		});
	});
}

async function commit(database: Database, input: CommitInput): Promise<string> {
	const { workspace: id, parent: parentId, importId, now, data } = input;
	const workspace = await database.run(({ relaxed }) => relaxed.workspaces.get(id));
	if (!workspace) throw new StorageError('gone');
	if (workspace.revision !== parentId) throw new StorageError('locked', { reason: 'moved_on' });
	const parent = parentId === null ? null : await database.run(({ relaxed }) => relaxed.revisions.get(parentId));
	if (parent === undefined) throw new StorageError('gone');
	if (parent) requireKnownFormat(parent.format);
	const { dictionaries, sources } = data;
	const staging = stagingRevision({ workspace: id, parent: parentId, created: now, importId, dictionaries, sources });
	try {
		await database.run(({ relaxed }) => relaxed.revisions.put(staging));
		const staged = await new ImportStaging(database, input, staging).write(parent);
		await flip(database, staged, input);
	} catch (error) {
		// Whether the flip happened or not, the database knows: what is not in force goes. The next start does it otherwise.
		await collect(database, id).catch(() => undefined);
		throw error;
	}
	announce(database, { type: 'revision', workspace: id });
	await collect(database, id).catch(() => undefined);
	return staging.id;
}

/**
 * Stores an import as a new revision of its workspace: all of it or nothing.
 * @returns expected failures as values (`quota`, `locked`, `gone`, `damaged`, `newer_format`, `lost_database`,
 * `cancelled`); the data before the import is then in force and untouched
 * @throws RangeError when a batch breaks the rules of workers/core/tables.ts
 */
export async function commitImport(database: Database, input: CommitInput): Promise<CommitResult> {
	try {
		const revision = await asOnlyWriter(database, input.workspace, () => commit(database, input));
		return { status: 'stored', revision };
	} catch (error) {
		const failure = failureOf(error);
		if (!failure) throw error;
		return failure;
	}
}
