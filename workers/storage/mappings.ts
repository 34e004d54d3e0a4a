import type { Mapping } from '../core/import/types';
import { announce } from './changes';
import { newId, type Database } from './database';
import type { SavedMapping } from './types';

const SEPARATOR = '\u001f';

/** Headers in one form, so that case, blanks and accents written in another way do not hide a mapping that fits. */
export function mappingSignature(headers: readonly string[]): string {
	return headers.map((header) => header.normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase()).join(SEPARATOR);
}

/** Newest used first. */
export function listMappings(database: Database): Promise<SavedMapping[]> {
	return database.run(async ({ relaxed }) => (await relaxed.mappings.toArray()).sort((a, b) => b.used - a.used));
}

/** The mapping last used for a file with these headers. */
export function findMapping(database: Database, signature: string): Promise<SavedMapping | undefined> {
	return database.run(async ({ relaxed }) => {
		const found = await relaxed.mappings.where('signature').equals(signature).toArray();
		return found.sort((a, b) => b.used - a.used)[0];
	});
}

/** Keeps a mapping; one of the same name for the same headers is replaced. */
export async function saveMapping(
	database: Database,
	name: string,
	signature: string,
	mapping: Mapping,
	now: number
): Promise<SavedMapping> {
	const saved = await database.transaction('strict', ['mappings'], async (tables) => {
		const same = await tables.mappings.where('signature').equals(signature).toArray();
		const id = same.find((other) => other.name === name)?.id ?? newId();
		const row: SavedMapping = { id, name, signature, mapping, used: now };
		await tables.mappings.put(row);
		return row;
	});
	announce(database, { type: 'mappings' });
	return saved;
}

export async function deleteMapping(database: Database, id: string): Promise<void> {
	await database.run(({ strict }) => strict.mappings.delete(id));
	announce(database, { type: 'mappings' });
}
