import type { StoredTypes } from '../arrow/tables';
import type { ByCustomerTable, ImportBase, ProblemsTable } from '../core/import/types';
import type { TableName, TableTypes } from '../core/tables';
import { readChunks } from './chunks';
import { requireKnownFormat, type Database } from './database';
import { StorageError } from './storageError';
import type { ChunkRef, ImportRecord, Revision } from './types';

/**
 * The manifest of a revision.
 * @throws StorageError `gone` when it is not stored (any more), `newer_format`
 */
export async function readRevision(database: Database, id: string): Promise<Revision> {
	const revision = await database.run(({ relaxed }) => relaxed.revisions.get(id));
	if (!revision || revision.state !== 'kept') throw new StorageError('gone');
	requireKnownFormat(revision.format);
	return revision;
}

const chunksOf = (chunks: readonly ChunkRef[], table: ChunkRef['table']): ChunkRef[] =>
	chunks.filter((chunk) => chunk.table === table);

/**
 * One table of a revision, batch by batch in stored order; the next chunk is read while a batch is used.
 * @param only columns to decode; the others are then missing
 * @throws StorageError `gone`, `damaged`, `newer_format` or `lost_database` while iterating
 */
export function readBatches<T extends TableName>(
	database: Database,
	revision: Revision,
	table: T,
	only?: readonly (keyof TableTypes[T] & string)[]
): AsyncGenerator<StoredTypes[T]> {
	return readChunks(database, table, chunksOf(revision.chunks, table), only);
}

async function* nothing<T>(): AsyncGenerator<T> {}

/** What an import into a workspace starts from, and the revision to name when it is committed. */
export async function importBase(
	database: Database,
	workspaceId: string
): Promise<{ parent: string | null; base: ImportBase }> {
	const workspace = await database.run(({ relaxed }) => relaxed.workspaces.get(workspaceId));
	if (!workspace) throw new StorageError('gone');
	const revision = workspace.revision === null ? null : await readRevision(database, workspace.revision);
	const read = <T extends TableName>(table: T): AsyncGenerator<TableTypes[T]> =>
		revision ? readBatches(database, revision, table) : nothing();
	return {
		parent: workspace.revision,
		base: {
			orders: read('orders'),
			lines: () => read('lines'),
			refunds: read('refunds'),
			identities: read('identities'),
			products: read('products'),
			dictionaries: revision?.dictionaries ?? {
				currency: [],
				country: [],
				region: [],
				post_code: [],
				channel: [],
				discount_code: [],
				payment_method: [],
				account: [],
				status: []
			},
			sources: revision?.sources ?? [],
			next: workspace.next
		}
	};
}

/** Rejected and skipped records of an import, in the order in which they were written. */
export async function readProblems(database: Database, { chunks }: ImportRecord): Promise<ProblemsTable> {
	const refs = chunksOf(chunks, 'problems');
	const length = refs.reduce((sum, { rows }) => sum + rows, 0);
	const parts: Uint8Array[] = [];
	const offsets = new Int32Array(length + 1);
	const all: ProblemsTable = {
		length,
		kind: new Uint8Array(length),
		file: new Uint16Array(length),
		line: new Uint32Array(length),
		reason: new Uint8Array(length),
		field: new Uint16Array(length),
		values: { bytes: new Uint8Array(0), offsets },
		reasons: [],
		fields: []
	};
	let row = 0;
	let end = 0;
	for await (const part of readChunks(database, 'problems', refs)) {
		all.kind.set(part.kind, row);
		all.file.set(part.file, row);
		all.line.set(part.line, row);
		all.reason.set(part.reason, row);
		all.field.set(part.field, row);
		for (let i = 0; i < part.length; i++) offsets[row + i + 1] = end + part.values.offsets[i + 1];
		parts.push(part.values.bytes);
		all.reasons = part.reasons;
		all.fields = part.fields;
		row += part.length;
		end = offsets[row];
	}
	const bytes = new Uint8Array(end);
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	all.values.bytes = bytes;
	return all;
}

/** Figures of an import by customer. */
export async function readByCustomer(database: Database, { chunks }: ImportRecord): Promise<ByCustomerTable> {
	const refs = chunksOf(chunks, 'byCustomer');
	const length = refs.reduce((sum, { rows }) => sum + rows, 0);
	const all: ByCustomerTable = {
		length,
		customer: new Int32Array(length),
		orders: new Int32Array(length),
		currency: new Uint8Array(length),
		net: new Float64Array(length),
		scale: 0
	};
	let row = 0;
	for await (const part of readChunks(database, 'byCustomer', refs)) {
		all.customer.set(part.customer, row);
		all.orders.set(part.orders, row);
		all.currency.set(part.currency, row);
		all.net.set(part.net, row);
		all.scale = part.scale;
		row += part.length;
	}
	return all;
}
