import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { Database, type DatabaseOptions } from '../../workers/storage/database';
import { eraseEverything, remains, type Caches } from '../../workers/storage/erase';
import { localLocks } from '../../workers/storage/locks';
import { putSetting } from '../../workers/storage/settings';
import { saveMapping } from '../../workers/storage/mappings';
import { openStore, type Store } from '../../workers/storage/store';
import { firstImport } from './sampleShop';

let options: DatabaseOptions;
let store: Store;
let database: Database;
let told: string[];
beforeEach(() => {
	told = [];
	options = {
		name: 'erase',
		indexedDB: new IDBFactory(),
		IDBKeyRange,
		locks: localLocks(),
		announce: ({ type }) => told.push(type)
	};
	store = openStore(options);
	database = new Database(options);
});

const shelf: Caches = {
	keys: () => Promise.resolve(['perennial-files-46', 'perennial-fonts']),
	open: (name) => Promise.resolve({ keys: () => Promise.resolve(name === 'perennial-fonts' ? ['a'] : ['a', 'b', 'c']) })
};

async function filled(name: string): Promise<string> {
	const { id } = await store.createWorkspace(name, 1_700_000_000_000);
	await store.commitImport(firstImport(id));
	return id;
}

describe('erasing, and what is left after it', () => {
	it('counts what is there before: orders, people, chunks with their bytes, and what else this origin holds', async () => {
		await filled('Shop');
		await putSetting(database, 'persist-asked', true);
		const before = await remains(options, null, shelf);
		expect(before).toMatchObject({
			workspaces: ['Shop'],
			orders: 3,
			people: 2,
			revisions: 1,
			imports: 1,
			others: [],
			settings: ['persist-asked'],
			databases: ['erase'],
			caches: [
				{ name: 'perennial-files-46', files: 3 },
				{ name: 'perennial-fonts', files: 1 }
			]
		});
		expect(before.chunks).toBeGreaterThan(3);
		expect(before.bytes).toBeGreaterThan(1000);
	});

	it('one workspace goes wholly, and another is untouched', async () => {
		const going = await filled('Going');
		const staying = await filled('Staying');
		const other = await remains(options, staying);
		await store.deleteWorkspace(going);
		expect(await remains(options, going)).toMatchObject({
			workspaces: [],
			orders: 0,
			people: 0,
			revisions: 0,
			imports: 0,
			chunks: 0,
			bytes: 0
		});
		expect(await remains(options, staying)).toEqual(other);
		expect(other).toMatchObject({ orders: 3, people: 2 });
	});

	it('everything goes but the person’s own choices', async () => {
		await filled('One');
		await filled('Two');
		await saveMapping(database, 'Till', 'order id', { decimal: ',' }, 10);
		await putSetting(database, 'persist-asked', true);
		await putSetting(database, 'density', 'high');
		await putSetting(database, 'workspace', 'a name that is an id');
		expect(await remains(options, null, null)).toMatchObject({ orders: 6, people: 4, mappings: 1 });
		told = [];
		await eraseEverything(database);
		expect(told).toEqual(['workspaces']);
		expect(await remains(options, null, null)).toEqual({
			workspaces: [],
			orders: 0,
			people: 0,
			revisions: 0,
			imports: 0,
			chunks: 0,
			bytes: 0,
			others: [],
			mappings: 0,
			settings: ['density', 'persist-asked'],
			databases: ['erase'],
			caches: null
		});
	});

	it('nothing goes while a tab writes into one of the workspaces', async () => {
		await filled('One');
		const busy = await filled('Busy');
		const before = await remains(options);
		let finish = (): void => undefined;
		const writing = options.locks?.request(
			`erase-write-${busy}`,
			{ ifAvailable: true },
			() => new Promise<void>((resolve) => (finish = resolve))
		);
		await expect(eraseEverything(database)).rejects.toMatchObject({ failure: { code: 'locked' } });
		expect(await remains(options)).toEqual(before);
		finish();
		await writing;
		await eraseEverything(database);
		expect((await remains(options)).orders).toBe(0);
	});

	it('sees what no workspace owns: a chunk that a killed tab left', async () => {
		await database.run(({ relaxed }) =>
			relaxed.chunks.put({
				id: 'gone/r1/orders-0000',
				format: 1,
				codec: 0,
				cipher: 0,
				iv: null,
				checksum: '00000000',
				bytes: new Uint8Array(10)
			})
		);
		expect(await remains(options)).toMatchObject({ workspaces: [], orders: 0, chunks: 1, bytes: 10 });
		expect(await remains(options, 'gone')).toMatchObject({ chunks: 1 });
		await eraseEverything(database);
		expect(await remains(options)).toMatchObject({ chunks: 0 });
	});

	it('works on an empty device', async () => {
		await eraseEverything(database);
		expect(await remains(options)).toMatchObject({ workspaces: [], orders: 0, settings: [] });
	});
});
