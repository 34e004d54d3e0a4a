import { openAsBlob, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '../../workers/core/counting';
import type { ExclusionReason } from '../../workers/core/tables';
import { Database } from '../../workers/storage/database';
import type { Store } from '../../workers/storage/store';
import type { CommitInput } from '../../workers/storage/types';
import { setCounting } from '../../workers/storage/workspaces';
import { loadDatabase, type DatabaseDump } from './databaseDump';
import { Device, faults } from './faults';
import { batchOf } from './rows';
import { firstImport, secondImport } from './sampleShop';

const fixture = (name: string): string => resolve(import.meta.dirname, '../fixtures/storage', name);

let device: Device;
let store: Store;
let shop: string;
beforeEach(async () => {
	faults.none();
	device = new Device();
	store = device.open();
	shop = (await store.createWorkspace('Shop', 1_700_000_000_000)).id;
});

const contents = () => store.describeDelete(shop);

/** An import of nothing but orders: [number, customer, flags]. */
function ordersAlone(rows: [number, number, number][], rest: Partial<CommitInput>): CommitInput {
	const orders = rows.map(([number, customer, flags]) => ({ number, id: `#${number}`, customer, day: 20_000, flags }));
	const base = firstImport(shop);
	const nothing = { lines: [], refunds: [], identities: [], products: [] };
	return { ...base, data: { ...base.data, ...nothing, orders: [batchOf('orders', orders)] }, ...rest };
}

async function stored(input: CommitInput): Promise<string> {
	const result = await store.commitImport(input);
	if (result.status !== 'stored') throw new Error(result.code);
	return result.revision;
}

async function countedWithout(exclude: ExclusionReason[]): Promise<number | null> {
	const database = new Database({ name: 'test', indexedDB: device.indexedDB });
	await setCounting(database, shop, { ...DEFAULT_COUNTING, exclude });
	database.close();
	return (await contents()).customers;
}

describe('customers of a workspace', () => {
	it('are those with an order that counts; whoever only has a test order is a person without', async () => {
		const { data } = firstImport(shop);
		const orders = [
			batchOf('orders', [
				{ number: 0, id: 'a', customer: 0, day: 1, flags: 0 },
				{ number: 1, id: 'b', customer: 1, day: 1, flags: 2 },
				{ number: 2, id: 'c', customer: -1, day: 1, flags: 0 }
			])
		];
		await stored({ ...firstImport(shop), data: { ...data, orders } });
		expect(await contents()).toMatchObject({ orders: 3, people: 2, customers: 1 });
	});

	it('follow what counts', async () => {
		await stored(
			ordersAlone(
				[
					[0, 0, 0],
					[1, 1, 2],
					[2, 2, 2 + 8],
					[3, 3, 1],
					[4, 3, 8]
				],
				{}
			)
		);
		expect(await countedWithout(['cancelled', 'test', 'voided', 'unpaid'])).toBe(1);
		expect(await countedWithout(['cancelled', 'voided', 'unpaid'])).toBe(2);
		expect(await countedWithout(['test'])).toBe(2);
		expect(await countedWithout(['cancelled'])).toBe(4);
		expect(await countedWithout([])).toBe(4);
	});

	it('stay right over imports that share, replace and add orders, over undo and a restored backup', async () => {
		const first = await stored(
			ordersAlone(
				[
					[0, 0, 0],
					[1, 5000, 0],
					[2, 2, 2]
				],
				{ next: { order: 3, customer: 5001, product: 1 } }
			)
		);
		expect((await contents()).customers).toBe(2);
		// Another file: one customer again, one who counts from now on, a new one.
		const second = await stored(
			ordersAlone(
				[
					[3, 0, 0],
					[4, 2, 0],
					[5, 3, 0]
				],
				{ importId: 'second', parent: first, next: { order: 6, customer: 5001, product: 1 } }
			)
		);
		expect((await contents()).customers).toBe(4);
		// Cancelled meanwhile: the only order of one.
		await stored(ordersAlone([[1, 5000, 1]], { importId: 'third', parent: second, dropOrders: Int32Array.of(1) }));
		expect((await contents()).customers).toBe(3);

		const backup = await store.writeBackup(shop, 1_770_000_000_000);
		if (backup.status !== 'done') throw new Error(backup.code);
		const restored = await store.restoreBackup(new Blob([backup.bytes]), 1_770_000_000_000);
		if (restored.status !== 'restored') throw new Error(restored.code);
		expect((await store.describeDelete(restored.workspace)).customers).toBe(3);

		await store.undo(shop);
		expect((await contents()).customers).toBe(4);
		await store.undo(shop);
		expect((await contents()).customers).toBe(2);
	});

	it('of data that an earlier app stored are those of its only import, or not known until the next one', async () => {
		const dump = JSON.parse(gunzipSync(readFileSync(fixture('format-1.database.json.gz'))).toString()) as DatabaseDump;
		device = new Device();
		await loadDatabase(device.indexedDB, 'test', dump);
		store = device.open();
		[{ id: shop }] = await store.listWorkspaces();
		expect((await contents()).customers).toBeNull();
		const [{ revision, next }] = await store.listWorkspaces();
		await stored({ ...secondImport(shop, revision), dropOrders: new Int32Array(0), dropRefunds: [], next });
		expect((await contents()).customers).toBe(211);
		for (let i = 0; i < 3; i++) await store.undo(shop);
		expect(await contents()).toMatchObject({ imports: 1, customers: 2 });
	});

	it('of a backup that an earlier app wrote are counted when it is restored', async () => {
		const result = await store.restoreBackup(await openAsBlob(fixture('format-1.perennial.zip')), 1_780_000_000_000);
		if (result.status !== 'restored') throw new Error(result.code);
		expect((await store.describeDelete(result.workspace)).customers).toBe(211);
	});
});
