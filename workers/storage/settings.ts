import { announce } from './changes';
import type { Database } from './database';

/** The value last put under this key; undefined where there is none. Any plain value. */
export function getSetting(database: Database, key: string): Promise<unknown> {
	return database.run(async ({ relaxed }) => (await relaxed.settings.get(key))?.value);
}

export async function putSetting(database: Database, key: string, value: unknown): Promise<void> {
	await database.run(({ relaxed }) => relaxed.settings.put({ key, value }));
	announce(database, { type: 'settings' });
}
