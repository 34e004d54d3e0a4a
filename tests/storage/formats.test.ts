import { openAsBlob, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Store } from '../../workers/storage/store';
import { loadDatabase, type DatabaseDump } from './databaseDump';
import { Device, faults } from './faults';
import { VARIED, stateOf } from './sampleShop';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const fixture = (name: string): string => resolve(import.meta.dirname, '../fixtures/storage', name);

/** The shop that stands in every fixture, as it was typed in. */
async function expectTheShop(store: Store, id: string): Promise<void> {
	const { workspace, tables, rows, dictionaries } = await stateOf(store, id);
	expect(workspace).toMatchObject({ name: 'Format 1', next: { order: 304, customer: 211, product: 1 }, keep: 3 });
	expect(rows).toEqual({ orders: 304, lines: 304, refunds: 1, identities: 211, products: 1 });
	for (const table of ['orders', 'lines', 'identities'] as const)
		expect(tables?.[table].slice(-VARIED[table].length)).toMatchObject(VARIED[table]);
	expect(
		tables?.orders
			.slice(0, -VARIED.orders.length)
			.map(({ number, id, customer, day, minute, gross, total, country }) => [
				number,
				id,
				customer,
				day,
				minute,
				gross,
				total,
				country
			])
	).toEqual([
		[0, '#1001', 0, 19_938, 845, [4999, 2], [4999, 2], 0],
		[2, '#1003', 0, 19_940, 845, [2499, 2], [2499, 2], 0],
		[1, '#1002', 1, 19_939, 845, [1111, 2], [1111, 2], 0],
		[3, '#1004', 2, 19_950, 845, [990, 2], [990, 2], 0]
	]);
	expect(
		tables?.lines
			.slice(0, -VARIED.lines.length)
			.map(({ order, product, quantity, unitPrice, amount }) => [order, product, quantity, unitPrice, amount])
	).toEqual([
		[0, 0, [1, 0], [4999, 2], [4999, 2]],
		[2, 0, [1, 0], [2499, 2], [2499, 2]],
		[1, 0, [1, 0], [1111, 2], [1111, 2]],
		[3, 0, [1, 0], [990, 2], [990, 2]]
	]);
	expect(
		tables?.refunds.map(({ id, link, order, customer, day, amount }) => [id, link, order, customer, day, amount])
	).toEqual([['R-9', 2, -1, 0, 19_945, [700, 2]]]);
	expect(
		tables?.identities
			.slice(0, -VARIED.identities.length)
			.map(({ number, key, name, platformId, since }) => [number, key, name, platformId, since])
	).toEqual([
		[0, 'ana@example.com', 'Ana Öberg', '', -2_147_483_648],
		[1, 'generic:77', '', '77', -2_147_483_648],
		[2, 'ben@example.com', '', '', 19_900]
	]);
	expect(tables?.products.map(({ id, name, category }) => [id, name, category])).toEqual([['P-1', 'Mug', 'Kitchen']]);
	expect([dictionaries?.currency, dictionaries?.country, dictionaries?.status]).toEqual([
		['EUR'],
		['DE', 'AT'],
		['paid', 'refunded']
	]);
	// Kept since, and not known then.
	expect(workspace && ('worth' in workspace || 'buying' in workspace)).toBe(false);
	const imports = await store.imports(id);
	expect(imports.map(({ report }) => report.files[0].name)).toEqual(['varied.csv', 'second.csv', 'first.csv']);
	expect([...(await store.byCustomer(imports[2])).net]).toEqual([7498, 1250]);
	expect([...(await store.problems(imports[2])).line]).toEqual([5]);
}

beforeEach(() => faults.none());

describe('what older versions of the app have written', () => {
	it('a backup of format 1 is restored, and says what it said', async () => {
		const store = new Device().open();
		const result = await store.restoreBackup(await openAsBlob(fixture('format-1.perennial.zip')), 1_780_000_000_000);
		if (result.status !== 'restored') throw new Error(result.code);
		await expectTheShop(store, result.workspace);
	});

	it('a database of format 1 opens, says what it said, and can go back to the revision before', async () => {
		const device = new Device();
		const dump = JSON.parse(gunzipSync(readFileSync(fixture('format-1.database.json.gz'))).toString()) as DatabaseDump;
		await loadDatabase(device.indexedDB, 'test', dump);
		const store = device.open();
		expect(await store.startUp()).toEqual({ revisions: 0, chunks: 0 });
		const [{ id }] = await store.listWorkspaces();
		await expectTheShop(store, id);
		await store.undo(id);
		await store.undo(id);
		expect((await stateOf(store, id)).tables?.orders.map(({ id, gross }) => [id, gross])).toEqual([
			['#1001', [4999, 2]],
			['#1002', [1250, 2]],
			['#1003', [2499, 2]]
		]);
	});
});
