import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Dexie } from 'dexie';
import { IDBKeyRange } from 'fake-indexeddb';
import type { Store } from '../../workers/storage/store';
import { Device, faults, type Fault } from './faults';
import { firstImport, secondImport, stateOf } from './sampleShop';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** A device with one import in force, and a second one ready. */
async function deviceWithShop() {
	faults.none();
	const device = new Device();
	const store = device.open();
	const shop = (await store.createWorkspace('Shop', 1_700_000_000_000)).id;
	const result = await store.commitImport(firstImport(shop));
	if (result.status !== 'stored') throw new Error(result.code);
	store.close();
	return { device, shop, first: result.revision };
}

/** Requests of the database that the second import makes when nothing fails. */
async function requestsOf(fault: Fault): Promise<number> {
	const { device, shop, first } = await deviceWithShop();
	const store = device.open();
	await store.listWorkspaces();
	faults.plan(fault, Infinity);
	const result = await store.commitImport(secondImport(shop, first));
	const { requests } = faults;
	if (result.status !== 'stored') throw new Error(result.code);
	return requests;
}

/** Rows of every table, read around the store. */
async function countsOf(device: Device): Promise<Record<string, unknown>> {
	const tables = await new Dexie('test', { indexedDB: device.indexedDB, IDBKeyRange }).open();
	const revisions: { state: string; chunks: { id: string }[] }[] = await tables.table('revisions').toArray();
	const imports: { chunks: { id: string }[] }[] = await tables.table('imports').toArray();
	const referenced = new Set([...revisions, ...imports].flatMap(({ chunks }) => chunks.map(({ id }) => id)));
	const stored = (await tables.table('chunks').toCollection().primaryKeys()) as string[];
	tables.close();
	return {
		staging: revisions.filter(({ state }) => state !== 'kept').length,
		orphans: stored.filter((id) => !referenced.has(id)).length,
		missing: [...referenced].filter((id) => !stored.includes(id)).length
	};
}

let old: Awaited<ReturnType<typeof stateOf>>;
let renewed: Awaited<ReturnType<typeof stateOf>>;
const withoutIds = ({ workspace, ...rest }: Awaited<ReturnType<typeof stateOf>>) => ({
	...rest,
	next: workspace?.next,
	lastSeen: workspace?.lastSeen
});

beforeEach(async () => {
	const { device, shop, first } = await deviceWithShop();
	const store = device.open();
	old = await stateOf(store, shop);
	await store.commitImport(secondImport(shop, first));
	renewed = await stateOf(store, shop);
});

async function expectWhole(store: Store, device: Device, shop: string): Promise<'old' | 'new'> {
	await store.startUp();
	expect(await countsOf(device)).toEqual({ staging: 0, orphans: 0, missing: 0 });
	const state = withoutIds(await stateOf(store, shop));
	const isNew = state.imports.includes('second');
	expect(state).toEqual(withoutIds(isNew ? renewed : old));
	return isNew ? 'new' : 'old';
}

describe('a tab that is killed while it stores an import', () => {
	it.each(['killed-before', 'killed-after'] as const)(
		'leaves wholly old or wholly new data at every request (%s), and no staging after the next start',
		async (fault) => {
			const requests = await requestsOf(fault);
			expect(requests).toBeGreaterThan(30);
			const outcomes: string[] = [];
			for (let at = 0; at < requests; at++) {
				const { device, shop, first } = await deviceWithShop();
				const store = device.open();
				await store.listWorkspaces();
				faults.plan(fault, at);
				await store.commitImport(secondImport(shop, first)).catch(() => undefined);
				expect(faults.dead).toBe(true);
				outcomes.push(await expectWhole(device.restart(), device, shop));
			}
			// Old up to the flip, new after it: never back and forth.
			const flipped = outcomes.indexOf('new');
			expect(flipped).toBeGreaterThan(20);
			expect(new Set(outcomes.slice(flipped))).toEqual(new Set(['new']));
		}
	);

	it('leaves its staging alone while another tab is still writing it', async () => {
		const { device, shop, first } = await deviceWithShop();
		const writer = device.open();
		const starter = device.open();
		const input = secondImport(shop, first);
		let removed: unknown;
		const starting = new Promise<void>((done) => {
			const lines = input.data.lines;
			input.data.lines = (function* () {
				void starter.startUp().then((result) => {
					removed = result;
					done();
				});
				yield* lines;
			})();
		});
		const [result] = await Promise.all([writer.commitImport(input), starting]);
		expect(removed).toEqual({ revisions: 0, chunks: 0 });
		expect(result.status).toBe('stored');
	});
});

describe('a device without room', () => {
	it('at every write: the import fails as "quota", nothing of it stays, the data before is in force', async () => {
		const writes = await requestsOf('quota');
		expect(writes).toBeGreaterThan(12);
		let refused = 0;
		for (let at = 0; at < writes; at++) {
			const { device, shop, first } = await deviceWithShop();
			const store = device.open();
			await store.listWorkspaces();
			faults.plan('quota', at);
			const result = await store.commitImport(secondImport(shop, first));
			faults.none();
			if (result.status === 'failed') {
				refused++;
				expect(result.code).toBe('quota');
				expect(await countsOf(device)).toEqual({ staging: 0, orphans: 0, missing: 0 });
			}
			expect(await expectWhole(store, device, shop)).toBe(result.status === 'failed' ? 'old' : 'new');
		}
		expect(refused).toBeGreaterThanOrEqual(12);
	});
});

describe('a browser that cuts the connection', () => {
	it('at any request: the import goes through on a new one', async () => {
		const requests = await requestsOf('connection-lost');
		for (let at = 0; at < requests; at++) {
			const { device, shop, first } = await deviceWithShop();
			const store = device.open();
			await store.listWorkspaces();
			faults.plan('connection-lost', at);
			const result = await store.commitImport(secondImport(shop, first));
			expect(result.status).toBe('stored');
			expect(await expectWhole(store, device, shop)).toBe('new');
		}
	});

	it('during an undo: one import is taken back, not two', async () => {
		for (let at = 0; at < 25; at++) {
			const { device, shop, first } = await deviceWithShop();
			const store = device.open();
			await store.commitImport(secondImport(shop, first));
			faults.plan('connection-lost', at);
			expect(await store.undo(shop)).toBe(first);
			faults.none();
			expect((await stateOf(store, shop)).imports).toEqual(['first']);
		}
	});
});

describe('damage', () => {
	async function damaged(change: (row: { id: string; bytes: Uint8Array; format: number; cipher: number }) => void) {
		const { device, shop, first } = await deviceWithShop();
		const tables = await new Dexie('test', { indexedDB: device.indexedDB, IDBKeyRange }).open();
		const chunk = (await tables.table('chunks').toArray()).find(({ id }: { id: string }) => id.includes('/orders-'));
		change(chunk);
		await tables.table('chunks').put(chunk);
		tables.close();
		const store = device.open();
		const revision = await store.revision(first);
		return { store, shop, first, read: () => store.readBatches(revision, 'orders').next() };
	}

	it('of any single byte of a chunk is found when it is read', async () => {
		const { read } = await damaged(({ bytes }) => (bytes[Math.floor(bytes.length / 2)] ^= 4));
		await expect(read()).rejects.toMatchObject({ failure: { code: 'damaged', params: { table: 'orders' } } });
	});

	it('of a chunk that would have to be rewritten stops the import', async () => {
		const { store, shop, first } = await damaged((row) => (row.bytes = row.bytes.slice(0, -8)));
		expect(await store.commitImport(secondImport(shop, first))).toMatchObject({ status: 'failed', code: 'damaged' });
		expect((await store.listWorkspaces())[0].revision).toBe(first);
	});

	it('is not what a chunk of a newer format or a cipher is', async () => {
		const newer = await damaged((row) => (row.format = 2));
		await expect(newer.read()).rejects.toMatchObject({ failure: { code: 'newer_format', params: { format: 2 } } });
		const encrypted = await damaged((row) => (row.cipher = 1));
		await expect(encrypted.read()).rejects.toMatchObject({ failure: { code: 'newer_format' } });
	});
});

describe('a database of a newer app', () => {
	it('is refused in every call, and not touched', async () => {
		faults.none();
		const device = new Device();
		const newer = new Dexie('test', { indexedDB: device.indexedDB, IDBKeyRange });
		newer.version(2).stores({ workspaces: 'id', quilts: 'id' });
		await newer.open();
		await newer.table('workspaces').put({ id: 'w', anything: 'new' });
		newer.close();
		const store = device.open();
		const refusal = { failure: { status: 'failed', code: 'newer_format', params: { format: 2 } } };
		await expect(store.listWorkspaces()).rejects.toMatchObject(refusal);
		await expect(store.startUp()).rejects.toMatchObject(refusal);
		expect(await store.commitImport(firstImport('w'))).toMatchObject(refusal.failure);
		const again = await new Dexie('test', { indexedDB: device.indexedDB, IDBKeyRange }).open();
		expect(again.verno).toBe(2);
		expect(again.tables.map(({ name }) => name)).toEqual(['quilts', 'workspaces']);
		expect(await again.table('workspaces').toArray()).toEqual([{ id: 'w', anything: 'new' }]);
		again.close();
	});
});
