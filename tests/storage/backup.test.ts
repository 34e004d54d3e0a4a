import { createHash } from 'node:crypto';
import { tableFromIPC } from 'apache-arrow';
import { unzipSync, zipSync } from 'fflate';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBackup } from '../../workers/storage/backupCheck';
import { sumsOf } from '../../workers/storage/backupFormat';
import type { Store } from '../../workers/storage/store';
import { APP_VERSION } from '../../workers/storage/types';
import manifestOfApp from '../../package.json' with { type: 'json' };
import { Device, faults } from './faults';
import { firstImport, secondImport, stateOf } from './sampleShop';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const NOW = 1_770_000_000_000;

async function backupOf(store: Store, shop: string): Promise<Uint8Array<ArrayBuffer>> {
	const result = await store.writeBackup(shop, NOW);
	if (result.status !== 'done') throw new Error(JSON.stringify(result));
	return result.bytes;
}

const blobOf = (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes]);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const json = (bytes: Uint8Array): Record<string, unknown> => JSON.parse(new TextDecoder().decode(bytes));
const utf8 = (text: string) => new TextEncoder().encode(text);

let device: Device;
let store: Store;
let shop: string;
let backup: Uint8Array<ArrayBuffer>;
let parts: Record<string, Uint8Array>;

beforeAll(async () => {
	faults.none();
	device = new Device();
	store = device.open();
	shop = (await store.createWorkspace('Müller & Söhne', 1_700_000_000_000)).id;
	const first = await store.commitImport(firstImport(shop));
	if (first.status !== 'stored') throw new Error(first.code);
	await store.commitImport(secondImport(shop, first.revision));
	await store.setKeep(shop, 5);
	await store.setWorth(shop, { margin: 0.35, annualRate: 0.08 });
	await store.setBuying(shop, { kind: 'subscription', period: 'quarter' });
	backup = await backupOf(store, shop);
	parts = unzipSync(backup);
});

/** A zip with these parts, its manifest and sums made to tie. */
function forged(change: (parts: Map<string, Uint8Array>, manifest: Record<string, unknown>) => void): Blob {
	const made = new Map(Object.entries(parts));
	const manifest = json(parts['manifest.json']);
	change(made, manifest);
	const files = (manifest.files as { path: string; bytes: number; sha256: string }[]).map((file) => {
		const bytes = made.get(file.path);
		return bytes ? { ...file, bytes: bytes.length, sha256: sha256(bytes) } : file;
	});
	const text = utf8(JSON.stringify({ ...manifest, files }));
	made.set('manifest.json', text);
	const note = { path: 'PERENNIAL-BACKUP.txt', sha256: sha256(made.get('PERENNIAL-BACKUP.txt') ?? text) };
	made.set('SHA256SUMS', utf8(sumsOf([note, ...files, { path: 'manifest.json', sha256: sha256(text) }])));
	return new Blob([zipSync(Object.fromEntries(made)) as Uint8Array<ArrayBuffer>]);
}

async function refusal(blob: Blob): Promise<{ code: string; params?: Record<string, unknown> }> {
	const fresh = new Device().open();
	const result = await fresh.restoreBackup(blob, NOW);
	expect(await fresh.listWorkspaces()).toEqual([]);
	expect(await fresh.startUp()).toEqual({ revisions: 0, chunks: 0 });
	if (result.status !== 'failed') throw new Error('It was restored');
	return result.params ? { code: result.code, params: result.params } : { code: result.code };
}

describe('a backup', () => {
	it('is a zip of plain Arrow and JSON that is read without the app', () => {
		expect(Object.keys(parts)).toEqual([
			'PERENNIAL-BACKUP.txt',
			'dictionaries.json',
			'mappings.json',
			'tables/orders-0001.arrow',
			'tables/orders-0002.arrow',
			'tables/orders-0003.arrow',
			'tables/lines-0001.arrow',
			'tables/lines-0002.arrow',
			'tables/lines-0003.arrow',
			'tables/refunds-0001.arrow',
			'tables/identities-0001.arrow',
			'tables/identities-0002.arrow',
			'tables/products-0001.arrow',
			'imports/0001.json',
			'imports/0001-problems-0001.arrow',
			'imports/0001-byCustomer-0001.arrow',
			'imports/0002.json',
			'imports/0002-problems-0001.arrow',
			'imports/0002-byCustomer-0001.arrow',
			'manifest.json',
			'SHA256SUMS'
		]);
		const orders = tableFromIPC(parts['tables/orders-0001.arrow']);
		expect(orders.getChild('id')?.toJSON()).toEqual(['#1001', '#1003']);
		expect(orders.getChild('gross')?.toJSON()).toEqual([4999, 2499]);
		expect(orders.schema.fields.find(({ name }) => name === 'gross')?.metadata.get('scale')).toBe('2');
		expect(json(parts['dictionaries.json'])).toMatchObject({ country: ['DE', 'AT'], status: ['paid', 'refunded'] });
		expect(json(parts['manifest.json'])).toMatchObject({
			format: 'perennial-backup',
			version: 1,
			created: NOW,
			workspace: {
				name: 'Müller & Söhne',
				next: { order: 4, customer: 3, product: 1 },
				keep: 5,
				worth: { margin: 0.35, annualRate: 0.08 },
				buying: { kind: 'subscription', period: 'quarter' }
			},
			revision: { importId: 'second', rows: { orders: 4, lines: 4, refunds: 1, identities: 3, products: 1 } }
		});
	});

	it('lists the SHA-256 of every part, as sha256sum reads it', () => {
		const lines = new TextDecoder().decode(parts.SHA256SUMS).trim().split('\n');
		expect(lines).toHaveLength(Object.keys(parts).length - 1);
		for (const line of lines) {
			const [sum, path] = line.split('  ');
			expect(sum).toBe(sha256(parts[path]));
		}
	});

	it('is named after its workspace and day', async () => {
		expect(await store.writeBackup(shop, NOW)).toMatchObject({
			status: 'done',
			name: 'muller-sohne-2026-02-02.perennial.zip'
		});
	});

	it('has the same bytes when it is made again', async () => {
		expect(Buffer.compare(await backupOf(store, shop), backup)).toBe(0);
	});

	it('says which version of the app wrote it', () => {
		expect(APP_VERSION).toBe(manifestOfApp.version);
		expect(json(parts['manifest.json']).app).toBe(APP_VERSION);
	});

	it('of a workspace that is gone is refused', async () => {
		expect(await store.writeBackup('nobody', NOW)).toEqual({ status: 'failed', code: 'gone' });
	});

	it('is not made from damaged data', async () => {
		const other = new Device();
		const tab = other.open();
		const id = (await tab.createWorkspace('Shop', 1)).id;
		await tab.commitImport(firstImport(id));
		const { Dexie } = await import('dexie');
		const { IDBKeyRange } = await import('fake-indexeddb');
		const tables = await new Dexie('test', { indexedDB: other.indexedDB, IDBKeyRange }).open();
		await tables
			.table('chunks')
			.toCollection()
			.modify((row: { bytes: Uint8Array }) => {
				row.bytes[row.bytes.length - 9] ^= 1;
			});
		tables.close();
		expect(await tab.writeBackup(id, NOW)).toMatchObject({ status: 'failed', code: 'damaged' });
	});
});

describe('a restored backup', () => {
	let elsewhere: Device;
	let tab: Store;
	beforeEach(() => {
		faults.none();
		elsewhere = new Device();
		tab = elsewhere.open();
	});

	it('is a new workspace with equal data, numbers, imports and settings', async () => {
		const progress: number[] = [];
		const result = await tab.restoreBackup(blobOf(backup), NOW, (done) => progress.push(done));
		if (result.status !== 'restored') throw new Error(result.code);
		const before = await stateOf(store, shop);
		const after = await stateOf(tab, result.workspace);
		expect(after.tables).toEqual(before.tables);
		expect(after.dictionaries).toEqual(before.dictionaries);
		expect(after.rows).toEqual(before.rows);
		expect(after.workspace).toMatchObject({
			name: 'Müller & Söhne',
			created: 1_700_000_000_000,
			next: { order: 4, customer: 3, product: 1 },
			keep: 5,
			worth: { margin: 0.35, annualRate: 0.08 },
			buying: { kind: 'subscription', period: 'quarter' },
			counting: before.workspace?.counting
		});
		const [newer, older] = await tab.imports(result.workspace);
		expect([newer.report.files[0].name, older.report.files[0].name]).toEqual(['second.csv', 'first.csv']);
		expect(after.sources?.[0].importId).toBe(newer.id);
		expect(new TextDecoder().decode((await tab.problems(older)).values.bytes)).toBe('2024-13-40');
		expect([...(await tab.byCustomer(older)).net]).toEqual([7498, 1250]);
		expect(progress.at(-1)).toBe(1);
		expect([...progress].sort((a, b) => a - b)).toEqual(progress);
	});

	it('stands beside the workspace it was made from', async () => {
		const result = await store.restoreBackup(blobOf(backup), NOW);
		if (result.status !== 'restored') throw new Error(result.code);
		expect(await store.listWorkspaces()).toHaveLength(2);
		expect((await stateOf(store, shop)).imports).toEqual(['second', 'first']);
		await store.deleteWorkspace(result.workspace);
		expect((await stateOf(store, shop)).tables?.orders).toHaveLength(4);
	});

	it('takes the next import, and that one only can be undone', async () => {
		const result = await tab.restoreBackup(blobOf(backup), NOW);
		if (result.status !== 'restored') throw new Error(result.code);
		expect(await tab.undoTarget(result.workspace)).toBeNull();
		const { parent, base } = await tab.importBase(result.workspace);
		expect(base.next).toEqual({ order: 4, customer: 3, product: 1 });
		const stored = await tab.commitImport({
			...firstImport(result.workspace, 'third', parent),
			dropOrders: Int32Array.of(0, 1, 2)
		});
		expect(stored.status).toBe('stored');
		expect(await tab.undo(result.workspace)).toBe(parent);
	});

	it('gives the same backup again', async () => {
		const result = await tab.restoreBackup(blobOf(backup), NOW);
		if (result.status !== 'restored') throw new Error(result.code);
		const again = unzipSync(await backupOf(tab, result.workspace));
		for (const path of Object.keys(parts).filter((name) => name.startsWith('tables/')))
			expect(Buffer.compare(again[path], parts[path])).toBe(0);
	});

	it('says nothing of a margin and a habit where nobody has', async () => {
		const older = forged((_, manifest) => {
			const kept = manifest.workspace as { worth?: unknown; buying?: unknown };
			delete kept.worth;
			delete kept.buying;
		});
		const result = await tab.restoreBackup(older, NOW);
		if (result.status !== 'restored') throw new Error(result.code);
		const { workspace } = await stateOf(tab, result.workspace);
		expect(workspace && ('worth' in workspace || 'buying' in workspace)).toBe(false);
	});

	it('may be empty', async () => {
		const empty = (await tab.createWorkspace('Empty', 5)).id;
		const result = await tab.restoreBackup(blobOf(await backupOf(tab, empty)), NOW);
		if (result.status !== 'restored') throw new Error(result.code);
		expect((await tab.listWorkspaces()).map(({ name, revision }) => [name, revision])).toEqual([
			['Empty', null],
			['Empty', null]
		]);
	});

	it.each(['killed-before', 'killed-after', 'quota'] as const)('is there whole or not at all (%s)', async (fault) => {
		await tab.listWorkspaces();
		faults.plan(fault, Infinity);
		await tab.restoreBackup(blobOf(backup), NOW);
		const { requests } = faults;
		faults.none();
		for (let at = 0; at < requests; at += 5) {
			const broken = new Device();
			const dying = broken.open();
			await dying.listWorkspaces();
			faults.plan(fault, at);
			const result = await dying.restoreBackup(blobOf(backup), NOW).catch(() => null);
			if (fault === 'quota' && result?.status === 'failed') expect(result.code).toBe('quota');
			const after = broken.restart();
			await after.startUp();
			const [workspace] = await after.listWorkspaces();
			if (workspace) expect((await stateOf(after, workspace.id)).tables?.orders).toHaveLength(4);
			else expect((await after.startUp()).chunks).toBe(0);
		}
	});
});

describe('a damaged backup', () => {
	it('is refused or the same, whichever byte is flipped', async () => {
		const names = new Set<string>();
		const { manifest } = await openBackup(blobOf(backup));
		// All of the small structures at both ends, and every 61st byte between.
		for (let at = 0; at < backup.length; at += at < 200 || at > backup.length - 400 ? 1 : 61) {
			const flipped = backup.slice();
			flipped[at] ^= 1 << (at % 8);
			try {
				expect((await openBackup(blobOf(flipped))).manifest).toEqual(manifest);
				names.add('the same');
			} catch (error) {
				const { code } = (error as { failure: { code: string } }).failure;
				expect(['damaged_backup', 'not_a_backup']).toContain(code);
				names.add(code);
			}
		}
		expect(names).toContain('damaged_backup');
	});

	it('is refused before anything is written, and the part is named', async () => {
		for (const path of [
			'tables/orders-0001.arrow',
			'imports/0002.json',
			'dictionaries.json',
			'manifest.json',
			'SHA256SUMS'
		]) {
			const changed = Object.fromEntries(
				Object.entries(parts).map(([name, bytes]) => [
					name,
					name === path ? bytes.map((byte, i) => (i === 40 ? byte ^ 1 : byte)) : bytes
				])
			);
			const found = await refusal(blobOf(zipSync(changed) as Uint8Array<ArrayBuffer>));
			expect(found.code).toBe('damaged_backup');
			if (!path.startsWith('SHA')) expect(found.params).toEqual({ part: path });
		}
	});

	it('is refused where it was cut off', async () => {
		for (const share of [0.01, 0.3, 0.7, 0.99]) {
			const cut = backup.slice(0, Math.floor(backup.length * share));
			expect((await refusal(blobOf(cut))).code).toBe('damaged_backup');
		}
		expect((await refusal(blobOf(backup.slice(0, -1)))).code).toBe('damaged_backup');
	});

	it('is refused where a part is missing, doubled or not listed', async () => {
		const missing = Object.fromEntries(Object.entries(parts).filter(([name]) => name !== 'tables/lines-0002.arrow'));
		expect((await refusal(blobOf(zipSync(missing) as Uint8Array<ArrayBuffer>))).code).toBe('damaged_backup');
		const more = { ...parts, 'tables/lines-0009.arrow': parts['tables/lines-0001.arrow'] };
		expect((await refusal(blobOf(zipSync(more) as Uint8Array<ArrayBuffer>))).code).toBe('damaged_backup');
	});

	it('is refused where parts name places outside, whatever their sums say', async () => {
		for (const name of [
			'../../etc/passwd',
			'/tables/orders-0001.arrow',
			'tables/../orders-0001.arrow',
			'tables\\orders-0001.arrow'
		]) {
			const blob = forged((made, manifest) => {
				made.set(name, parts['tables/orders-0001.arrow']);
				(manifest.files as unknown[]).push({ path: name, bytes: 1, sha256: '', table: 'orders', rows: 2 });
			});
			expect((await refusal(blob)).code).toBe('damaged_backup');
		}
	});

	it('is refused where rows, numbers or codes do not tie, whatever their sums say', async () => {
		const lower = forged((_, manifest) => {
			(manifest.workspace as { next: { order: number } }).next.order = 2;
		});
		expect(await refusal(lower)).toEqual({ code: 'damaged_backup', params: { part: 'tables/orders-0001.arrow' } });
		const shorter = forged((_, manifest) => {
			(manifest.revision as { rows: { lines: number } }).rows.lines = 9;
		});
		expect(await refusal(shorter)).toEqual({ code: 'damaged_backup', params: { part: 'manifest.json' } });
		const fewer = forged((made) => {
			made.set('dictionaries.json', utf8(JSON.stringify({ ...json(parts['dictionaries.json']), channel: [] })));
		});
		expect(await refusal(fewer)).toEqual({ code: 'damaged_backup', params: { part: 'tables/orders-0001.arrow' } });
		const swapped = forged((made) => {
			made.set('tables/orders-0001.arrow', parts['tables/lines-0001.arrow']);
		});
		expect(await refusal(swapped)).toEqual({ code: 'damaged_backup', params: { part: 'tables/orders-0001.arrow' } });
	});

	it.each([
		{ margin: 0, annualRate: 0.1 },
		{ margin: 1.5, annualRate: 0.1 },
		{ margin: -0.2, annualRate: 0.1 },
		{ margin: '0.5', annualRate: 0.1 },
		{ margin: null },
		{ margin: null, annualRate: -1 },
		{ margin: null, annualRate: 1e9 },
		{ margin: 0.5, annualRate: null },
		[0.5, 0.1],
		'0.5',
		null
	])('is refused where its margin or discount cannot be: %j', async (worth) => {
		const blob = forged((_, manifest) => {
			(manifest.workspace as { worth: unknown }).worth = worth;
		});
		expect(await refusal(blob)).toEqual({ code: 'damaged_backup', params: { part: 'manifest.json' } });
	});

	it.each([
		{ kind: 'subscription' },
		{ kind: 'subscription', period: 'week' },
		{ kind: 'subscription', period: 'constructor' },
		{ kind: 'occasions', period: 7 },
		{ kind: '__proto__', period: 'month' },
		'any',
		null
	])('is refused where how customers buy cannot be: %j', async (buying) => {
		const blob = forged((_, manifest) => {
			(manifest.workspace as { buying: unknown }).buying = buying;
		});
		expect(await refusal(blob)).toEqual({ code: 'damaged_backup', params: { part: 'manifest.json' } });
	});

	it('does not unpack more than it says: a bomb is refused by its own directory', async () => {
		const bomb = zipSync({ ...parts, 'mappings.json': new Uint8Array(4_000_000) }) as Uint8Array<ArrayBuffer>;
		// The directory is made to promise 3 bytes, the data still hold 4 MB.
		const view = new DataView(bomb.buffer);
		const name = utf8('mappings.json');
		for (let at = bomb.length - 22; at > 0; at--)
			if (view.getUint32(at, true) === 0x02014b50 && name.every((byte, i) => bomb[at + 46 + i] === byte))
				view.setUint32(at + 24, 3, true);
		expect((await refusal(blobOf(bomb))).code).toBe('damaged_backup');
	});
});

describe('a file that is no backup', () => {
	it.each([
		['nothing', new Uint8Array(0)],
		['a CSV file', utf8('Order ID,Date,Total\n1001,2024-08-03,49.99\n')],
		['another zip', zipSync({ 'manifest.json': utf8('{"format":"something"}') }) as Uint8Array<ArrayBuffer>],
		['zeros', new Uint8Array(4096)]
	])('is refused as that: %s', async (_, bytes) => {
		expect(await refusal(blobOf(bytes as Uint8Array<ArrayBuffer>))).toEqual({ code: 'not_a_backup' });
	});

	it('is not what a backup of a newer version is', async () => {
		const newer = forged((_, manifest) => {
			manifest.version = 2;
		});
		expect(await refusal(newer)).toEqual({ code: 'newer_format', params: { version: 2 } });
	});
});
