import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Store } from '../../workers/storage/store';
import type { CommitResult } from '../../workers/storage/types';
import { Device, faults } from './faults';
import { firstImport, ordersOf, secondImport, stateOf } from './sampleShop';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let device: Device;
let store: Store;
let shop: string;

function storedIn(result: CommitResult): string {
	if (result.status !== 'stored') throw new Error(`${result.code} ${JSON.stringify(result.params ?? {})}`);
	return result.revision;
}

beforeEach(async () => {
	faults.none();
	device = new Device();
	store = device.open();
	shop = (await store.createWorkspace('Shop', 1_700_000_000_000)).id;
});

describe('an import', () => {
	it('becomes the revision in force, and every table reads back as it was written', async () => {
		const revision = storedIn(await store.commitImport(firstImport(shop)));
		const { workspace, tables, rows, imports } = await stateOf(store, shop);
		expect(workspace?.revision).toBe(revision);
		expect(workspace?.next).toEqual({ order: 3, customer: 2, product: 1 });
		expect(rows).toEqual({ orders: 3, lines: 3, refunds: 2, identities: 2, products: 1 });
		expect(imports).toEqual(['first']);
		expect(tables?.orders.map(({ id, customer, day, gross }) => [id, customer, day, gross])).toEqual([
			['#1001', 0, 19_938, [4999, 2]],
			['#1002', 1, 19_939, [1250, 2]],
			['#1003', 0, 19_940, [2499, 2]]
		]);
		expect(tables?.identities.map(({ key, name, platformId }) => [key, name, platformId])).toEqual([
			['ana@example.com', 'Ana Öberg', ''],
			['generic:77', '', '77']
		]);
		expect(tables?.refunds.map(({ id, link, order, day, amount }) => [id, link, order, day, amount])).toEqual([
			['', 0, 1, -2_147_483_648, [250, 2]],
			['R-9', 2, -1, 19_945, [500, 2]]
		]);
	});

	it('keeps its problems and its figures by customer', async () => {
		await store.commitImport(firstImport(shop));
		const record = await store.importRecord('first');
		if (!record) throw new Error('no record');
		const problems = await store.problems(record);
		expect([...problems.line]).toEqual([5]);
		expect(new TextDecoder().decode(problems.values.bytes)).toBe('2024-13-40');
		expect([problems.reasons, problems.fields]).toEqual([['bad_date'], ['Date']]);
		const byCustomer = await store.byCustomer(record);
		expect([[...byCustomer.customer], [...byCustomer.orders], [...byCustomer.net], byCustomer.scale]).toEqual([
			[0, 1],
			[2, 1],
			[7498, 1250],
			2
		]);
	});

	it('keeps more problems than one chunk holds, in their order', async () => {
		const input = firstImport(shop);
		const length = 150_000;
		const values = {
			bytes: new Uint8Array(length).map((_, i) => 97 + (i % 26)),
			offsets: Int32Array.from({ length: length + 1 }, (_, i) => i)
		};
		input.problems = {
			length,
			kind: new Uint8Array(length),
			file: new Uint16Array(length),
			line: Uint32Array.from({ length }, (_, i) => i * 2 + 1),
			reason: new Uint8Array(length),
			field: new Uint16Array(length),
			values,
			reasons: ['bad_money'],
			fields: ['Total']
		};
		storedIn(await store.commitImport(input));
		const record = await store.importRecord('first');
		if (!record) throw new Error('no record');
		expect(record.chunks.filter(({ table }) => table === 'problems').map(({ rows }) => rows)).toEqual([
			65_536, 65_536, 18_928
		]);
		const problems = await store.problems(record);
		expect([problems.line[0], problems.line[65_536], problems.line[149_999]]).toEqual([1, 131_073, 299_999]);
		expect(Buffer.compare(problems.values.bytes, values.bytes)).toBe(0);
		expect([problems.values.offsets[65_537], problems.values.offsets[150_000]]).toEqual([65_537, 150_000]);
	});

	it('tells every other tab, after it is in force', async () => {
		device.changes.length = 0;
		await store.commitImport(firstImport(shop));
		expect(device.changes).toEqual([{ type: 'revision', workspace: shop }]);
	});

	it('reports the rows it has written', async () => {
		const seen: number[] = [];
		await store.commitImport({ ...firstImport(shop), onProgress: (rows) => seen.push(rows) });
		// orders, lines, refunds, identities, products, problems, figures by customer
		expect(seen).toEqual([3, 6, 8, 10, 11, 12, 14]);
	});
});

describe('an import that replaces orders', () => {
	it('takes the old version of an order, its lines and its own refund out, and the refund row it names', async () => {
		const first = storedIn(await store.commitImport(firstImport(shop)));
		storedIn(await store.commitImport(secondImport(shop, first)));
		const { tables } = await stateOf(store, shop);
		expect(tables?.orders.map(({ number, id, gross }) => [number, id, gross])).toEqual([
			[0, '#1001', [4999, 2]],
			[2, '#1003', [2499, 2]],
			[1, '#1002', [1111, 2]],
			[3, '#1004', [990, 2]]
		]);
		expect(tables?.lines.map(({ order, amount }) => [order, amount])).toEqual([
			[0, [4999, 2]],
			[2, [2499, 2]],
			[1, [1111, 2]],
			[3, [990, 2]]
		]);
		expect(tables?.refunds.map(({ id, amount }) => [id, amount])).toEqual([['R-9', [700, 2]]]);
	});

	it('shares the chunks that hold nothing of them with the revision before', async () => {
		const first = storedIn(await store.commitImport(firstImport(shop)));
		const before = await store.revision(first);
		const second = storedIn(await store.commitImport(secondImport(shop, first)));
		const after = await store.revision(second);
		const ids = (revision: typeof before, table: string) =>
			revision.chunks.filter((chunk) => chunk.table === table).map(({ id }) => id);
		expect(ids(after, 'products')).toEqual(ids(before, 'products'));
		expect(ids(after, 'identities')[0]).toBe(ids(before, 'identities')[0]);
		expect(ids(after, 'orders')).toHaveLength(3);
		expect(ids(after, 'orders')).not.toContain(ids(before, 'orders')[0]);
	});

	it('leaves chunks alone whose orders it does not touch', async () => {
		const first = storedIn(await store.commitImport(firstImport(shop)));
		const before = await store.revision(first);
		const input = secondImport(shop, first);
		input.dropOrders = Int32Array.of(900);
		input.dropRefunds = [];
		const after = await store.revision(storedIn(await store.commitImport(input)));
		for (const { id } of before.chunks) expect(after.chunks.map((chunk) => chunk.id)).toContain(id);
	});

	it('drops a chunk whole when nothing of it stays', async () => {
		const first = storedIn(await store.commitImport(firstImport(shop)));
		const input = secondImport(shop, first);
		input.dropOrders = Int32Array.of(0, 1, 2);
		storedIn(await store.commitImport(input));
		expect(await ordersOf(store, shop)).toEqual([
			['#1002', 1111],
			['#1004', 990]
		]);
	});
});

describe('undo', () => {
	it('puts the revision before in force again, equal in every cell', async () => {
		const first = storedIn(await store.commitImport(firstImport(shop)));
		const before = await stateOf(store, shop);
		storedIn(await store.commitImport(secondImport(shop, first)));
		expect((await store.undoTarget(shop))?.importId).toBe('second');
		expect(await store.undo(shop)).toBe(first);
		const after = await stateOf(store, shop);
		expect(after.tables).toEqual(before.tables);
		expect(after.imports).toEqual(['first']);
	});

	it('never gives a number twice: the next numbers stay where the undone import left them', async () => {
		const first = storedIn(await store.commitImport(firstImport(shop)));
		storedIn(await store.commitImport(secondImport(shop, first)));
		await store.undo(shop);
		await store.undo(shop);
		const { base, parent } = await store.importBase(shop);
		expect(parent).toBeNull();
		expect(base.next).toEqual({ order: 4, customer: 3, product: 1 });
		// An import that was computed with lower numbers does not lower them either.
		storedIn(await store.commitImport({ ...firstImport(shop), next: { order: 1, customer: 1, product: 0 } }));
		expect((await store.importBase(shop)).base.next).toEqual({ order: 4, customer: 3, product: 1 });
	});

	it('of the first import leaves an empty workspace and no chunk', async () => {
		await store.commitImport(firstImport(shop));
		expect(await store.undo(shop)).toBeNull();
		expect(await store.describeDelete(shop)).toEqual({
			orders: 0,
			people: 0,
			customers: 0,
			imports: 0,
			revisions: 0,
			bytes: 0
		});
		await expect(store.undo(shop)).rejects.toMatchObject({ failure: { code: 'gone' } });
		expect(await store.startUp()).toEqual({ revisions: 0, chunks: 0 });
	});
});

describe('older revisions', () => {
	async function importsInARow(count: number): Promise<string[]> {
		const revisions: string[] = [];
		for (let i = 0; i < count; i++)
			revisions.push(storedIn(await store.commitImport(firstImport(shop, `import-${i}`, revisions.at(-1) ?? null))));
		return revisions;
	}

	it('are kept up to the limit of the workspace, then collected with the chunks only they hold', async () => {
		await store.setKeep(shop, 1);
		const revisions = await importsInARow(4);
		await expect(store.revision(revisions[1])).rejects.toMatchObject({ failure: { code: 'gone' } });
		await expect(store.revision(revisions[2])).resolves.toMatchObject({ rows: { orders: 9 } });
		expect(await store.describeDelete(shop)).toMatchObject({ orders: 12, imports: 4, revisions: 1 });
		expect(await store.undo(shop)).toBe(revisions[2]);
		expect(await store.undoTarget(shop)).toBeNull();
		expect((await stateOf(store, shop)).tables?.orders).toHaveLength(9);
	});

	it('go at once when the limit is lowered', async () => {
		await importsInARow(3);
		await store.setKeep(shop, 0);
		expect(await store.describeDelete(shop)).toMatchObject({ revisions: 0, orders: 9 });
		expect((await stateOf(store, shop)).tables?.orders).toHaveLength(9);
	});
});

describe('writers', () => {
	it('are refused while another tab writes into the same workspace, and only there', async () => {
		const other = device.open();
		const second = (await store.createWorkspace('Other', 1_700_000_000_001)).id;
		const slow = firstImport(shop);
		let refused: CommitResult | undefined;
		const running = store.commitImport({
			...slow,
			data: {
				...slow.data,
				orders: (function* () {
					const attempt = other.commitImport(firstImport(shop, 'rival')).then((result) => (refused = result));
					void attempt;
					yield* slow.data.orders;
				})()
			}
		});
		const elsewhere = await other.commitImport(firstImport(second, 'elsewhere'));
		storedIn(await running);
		expect(refused).toEqual({ status: 'failed', code: 'locked' });
		expect(elsewhere.status).toBe('stored');
	});

	it('are refused when the workspace has moved on since the import was computed', async () => {
		const first = storedIn(await store.commitImport(firstImport(shop)));
		const late = await store.commitImport(firstImport(shop, 'late', null));
		expect(late).toEqual({ status: 'failed', code: 'locked', params: { reason: 'moved_on' } });
		expect((await store.listWorkspaces())[0].revision).toBe(first);
	});

	it('are refused when the workspace is gone', async () => {
		await store.deleteWorkspace(shop);
		expect(await store.commitImport(firstImport(shop))).toEqual({ status: 'failed', code: 'gone' });
		expect(await store.startUp()).toEqual({ revisions: 0, chunks: 0 });
	});

	it('stop between chunks when they are asked to, and leave nothing', async () => {
		const signal = { aborted: false };
		const result = await store.commitImport({
			...firstImport(shop),
			signal,
			onProgress: (rows) => (signal.aborted = rows > 5)
		});
		expect(result).toEqual({ status: 'failed', code: 'cancelled' });
		expect(await store.startUp()).toEqual({ revisions: 0, chunks: 0 });
	});

	it('pass on what the import itself threw, and leave nothing', async () => {
		const input = firstImport(shop);
		const broken = {
			*[Symbol.iterator]() {
				yield* input.data.lines;
				throw new TypeError('broken code');
			}
		};
		await expect(store.commitImport({ ...input, data: { ...input.data, lines: broken } })).rejects.toThrow(
			'broken code'
		);
		expect(await store.startUp()).toEqual({ revisions: 0, chunks: 0 });
		expect((await store.listWorkspaces())[0].revision).toBeNull();
	});
});

describe('workspaces', () => {
	it('are named before they go, and then wholly gone', async () => {
		const first = storedIn(await store.commitImport(firstImport(shop)));
		storedIn(await store.commitImport(secondImport(shop, first)));
		const contents = await store.describeDelete(shop);
		expect(contents).toMatchObject({ orders: 4, customers: 3, imports: 2, revisions: 1 });
		expect(contents.bytes).toBeGreaterThan(5000);
		await store.deleteWorkspace(shop);
		expect(await store.listWorkspaces()).toEqual([]);
		expect(await store.imports(shop)).toEqual([]);
		expect(await store.startUp()).toEqual({ revisions: 0, chunks: 0 });
	});

	it('keep their name, order and limit', async () => {
		const second = await store.createWorkspace('Second', 1_700_000_000_002);
		await store.renameWorkspace(shop, 'Müller & Söhne');
		await store.setKeep(second.id, 7);
		expect((await store.listWorkspaces()).map(({ name, keep }) => [name, keep])).toEqual([
			['Müller & Söhne', 3],
			['Second', 7]
		]);
		await expect(store.renameWorkspace('nobody', 'x')).rejects.toMatchObject({ failure: { code: 'gone' } });
	});
});
