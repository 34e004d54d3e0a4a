import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '../../workers/core/counting';
import { checksumOf } from '../../workers/storage/checksum';
import * as small from '../../workers/storage/small';
import { openStore } from '../../workers/storage/store';
import { firstImport } from './sampleShop';

/** Every file that a file of the project imports, directly or not; type imports vanish when it is built. */
function reached(path: string, seen = new Set<string>()): Set<string> {
	if (seen.has(path)) return seen;
	seen.add(path);
	const source = readFileSync(path, 'utf8');
	for (const [, name] of source.matchAll(/^(?:import|export)\s+(?!type\b)[^'";]*?from\s+'([^']+)'/gm))
		if (name.startsWith('.')) reached(`${join(dirname(path), name)}.ts`, seen);
		else seen.add(name);
	return seen;
}

describe('the small tables', () => {
	let shop: string;
	beforeAll(async () => {
		shop = (await small.createWorkspace('Shop', 1_700_000_000_000)).id;
	});

	it('never load Arrow or the zip library into the page', () => {
		const files = [...reached(resolve(import.meta.dirname, '../../workers/storage/small.ts'))];
		expect(files).toContain('dexie');
		expect(files.filter((file) => /apache-arrow|fflate|workers\/arrow/.test(file))).toEqual([]);
	});

	it('see what a worker has stored in the same database', async () => {
		await openStore().commitImport(firstImport(shop));
		expect(await small.workspaceContents(shop)).toMatchObject({ orders: 3, customers: 2, imports: 1, revisions: 0 });
		expect(await small.undoTarget(shop)).toMatchObject({ importId: 'first', when: 1_750_000_000_000 });
		expect((await small.listImports(shop)).map(({ id }) => id)).toEqual(['first']);
		expect(await small.undoImport(shop)).toEqual({ status: 'undone', revision: null });
		expect(await small.undoImport(shop)).toEqual({ status: 'failed', code: 'gone' });
	});

	it('keep the counting definition, the margin, the habit, the limit and the day of the last backup of a workspace', async () => {
		await small.setCounting(shop, { ...DEFAULT_COUNTING, value: 'gross', exclude: ['test'] });
		await small.setKeep(shop, 2);
		await small.setWorth(shop, { margin: 0.4, annualRate: 0 });
		await small.setBuying(shop, { kind: 'occasions', period: 'week' });
		await small.recordBackup(shop, 1_760_000_000_000);
		await small.renameWorkspace(shop, 'Shop two');
		expect(await small.listWorkspaces()).toMatchObject([
			{
				name: 'Shop two',
				keep: 2,
				lastBackup: 1_760_000_000_000,
				worth: { margin: 0.4, annualRate: 0 },
				buying: { kind: 'occasions', period: 'week' },
				counting: { value: 'gross', exclude: ['test'] }
			}
		]);
	});

	it('find a mapping again by its headers, however they are written, and replace one of the same name', async () => {
		const headers = ['Order ID ', ' date', 'Total  paid'];
		await small.saveMapping('Till', small.mappingSignature(headers), { decimal: ',' }, 10);
		const found = await small.findMapping(small.mappingSignature(['order id', 'Date', 'TOTAL PAID']));
		expect(found).toMatchObject({ name: 'Till', mapping: { decimal: ',' }, used: 10 });
		await small.saveMapping('Till', small.mappingSignature(headers), { decimal: '.' }, 20);
		await small.saveMapping('Other till', small.mappingSignature(headers), { decimal: ',' }, 15);
		expect((await small.listMappings()).map(({ name, used }) => [name, used])).toEqual([
			['Till', 20],
			['Other till', 15]
		]);
		expect((await small.findMapping(small.mappingSignature(headers)))?.mapping).toEqual({ decimal: '.' });
		expect(await small.findMapping(small.mappingSignature(['Order ID', 'Total paid', 'Date']))).toBeUndefined();
		await small.deleteMapping(found?.id ?? '');
		expect(await small.listMappings()).toHaveLength(1);
	});

	it('keep settings of any plain kind', async () => {
		expect(await small.getSetting('theme')).toBeUndefined();
		await small.putSetting('theme', { mode: 'dark' });
		expect(await small.getSetting('theme')).toEqual({ mode: 'dark' });
	});

	it('delete a workspace and answer in a value', async () => {
		expect(await small.deleteWorkspace(shop)).toEqual({ status: 'deleted' });
		expect(await small.listWorkspaces()).toEqual([]);
		expect(await small.removeStale()).toEqual({ revisions: 0, chunks: 0 });
	});

	it('reach other tabs by the channel "perennial"', async () => {
		const channel = new BroadcastChannel('perennial');
		const heard = new Promise((resolve) => (channel.onmessage = ({ data }: MessageEvent<unknown>) => resolve(data)));
		const { id } = await small.createWorkspace('News', 1);
		expect(await heard).toEqual({ type: 'workspaces', workspace: id });
		channel.close();
	});
});

describe('the checksum of a chunk', () => {
	// Values of the reference implementation, https://github.com/Cyan4973/xxHash (seed 0).
	it.each([
		['', '02cc5d05'],
		['a', '550d7456'],
		['abc', '32d153ff'],
		['Nobody inspects the spammish repetition', 'e2293b2f']
	])('is xxHash32: %s', (text, sum) => {
		expect(checksumOf(new TextEncoder().encode(text))).toBe(sum);
	});

	it('does not depend on where in a buffer the bytes lie', () => {
		const buffer = new Uint8Array(64);
		buffer.set(new TextEncoder().encode('Nobody inspects the spammish repetition'), 3);
		expect(checksumOf(buffer.subarray(3, 42))).toBe('e2293b2f');
	});

	it('changes with every single bit', () => {
		const bytes = Uint8Array.from({ length: 53 }, (_, i) => i * 7);
		const sums = new Set([checksumOf(bytes)]);
		for (let bit = 0; bit < bytes.length * 8; bit++) {
			const flipped = bytes.slice();
			flipped[bit >> 3] ^= 1 << (bit & 7);
			sums.add(checksumOf(flipped));
		}
		expect(sums.size).toBe(1 + 53 * 8);
	});
});
