// Writes the database and the backup of the present format into tests/fixtures/storage, the same bytes every time:
//   npx tsx tests/storage/formatFixtures.script.ts
// Run it once, when a format is released; the files of released formats never change again.
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BACKUP_VERSION } from '../../workers/storage/backupFormat';
import { FORMAT_VERSION } from '../../workers/storage/types';
import { dumpDatabase } from './databaseDump';
import { Device } from './faults';
import { firstImport, secondImport, variedImport } from './sampleShop';

let state = 1;
crypto.getRandomValues = <T extends ArrayBufferView | null>(array: T): T => {
	if (array instanceof Uint8Array) for (let i = 0; i < array.length; i++) array[i] = state = (state * 33 + 7) & 255;
	return array;
};

async function make(): Promise<void> {
	const device = new Device();
	const store = device.open();
	const { id } = await store.createWorkspace('Format 1', 1_700_000_000_000);
	const first = await store.commitImport(firstImport(id));
	if (first.status !== 'stored') throw new Error(first.code);
	const second = await store.commitImport(secondImport(id, first.revision));
	if (second.status !== 'stored') throw new Error(second.code);
	await store.commitImport(variedImport(id, second.revision));
	const backup = await store.writeBackup(id, 1_770_000_000_000);
	if (backup.status !== 'done') throw new Error(backup.code);
	const folder = resolve(import.meta.dirname, '../fixtures/storage');
	mkdirSync(folder, { recursive: true });
	writeFileSync(resolve(folder, `format-${BACKUP_VERSION}.perennial.zip`), backup.bytes);
	const dump = await dumpDatabase(device.indexedDB, 'test');
	writeFileSync(resolve(folder, `format-${FORMAT_VERSION}.database.json.gz`), gzipSync(JSON.stringify(dump)));
}
await make();
