import { expect, test, type BrowserContext, type Page, type Worker } from '@playwright/test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CATCH_DOWNLOADS, downloadHash } from './caughtDownloads.mjs';
import { chooseFiles, importFiles, openApp, PATIENCE, readButton } from './importing';
import { manyOrders } from './orderFiles';
import { OwnChromium } from './ownChromium';
import { stored } from './stored';

/** Where an import is hit: each phase five times, at five places of it. */
const PHASES = {
	/** Share of the file's bytes that were read. */
	parsing: [0.05, 0.25, 0.5, 0.75, 0.95],
	/** After the nth chunk was written. */
	'between chunks': [1, 2, 4, 6, 8],
	/** At the nth chunk that is read back to be checked, when all are written. */
	'after the last chunk': [1, 2, 4, 6, 8],
	/** Milliseconds after the transaction began that puts the revision in force; null: when it was done. */
	'the flip': [0, 1, 2, 4, null]
} as const;
type Phase = keyof typeof PHASES;
/** A kill counts as being at the flip when it comes at most so many milliseconds before or after it. */
const AT_THE_FLIP = 5;

const BASE_ORDERS = 20_000;
const NEW_ORDERS = 150_000;

interface Arming {
	phase: Phase;
	at: number | null;
	/** Bytes of the file. */
	size: number;
}

/** In the import worker: says over the console when the place is reached, with the time. */
function arm({ phase, at, size }: Arming): void {
	const say = (what: string) => console.debug(`kill ${what} ${performance.timeOrigin + performance.now()}`);
	const goal = at ?? 0;
	if (phase === 'parsing') {
		let bytes = 0;
		let said = false;
		const read = ReadableStreamDefaultReader.prototype.read;
		ReadableStreamDefaultReader.prototype.read = function (this: ReadableStreamDefaultReader<Uint8Array>) {
			const answer = read.call(this) as Promise<ReadableStreamReadResult<Uint8Array>>;
			void answer.then(({ value }) => {
				bytes += value?.byteLength ?? 0;
				if (!said && bytes >= goal * size) {
					said = true;
					say('now');
				}
			});
			return answer;
		} as typeof read;
		return;
	}
	let written = 0;
	let checked = 0;
	const put = IDBObjectStore.prototype.put;
	IDBObjectStore.prototype.put = function (...args) {
		const request = put.apply(this, args);
		if (this.name === 'chunks')
			request.addEventListener('success', () => {
				if (++written === goal && phase === 'between chunks') say('now');
			});
		return request;
	};
	const get = IDBObjectStore.prototype.get;
	IDBObjectStore.prototype.get = function (key) {
		if (this.name === 'chunks' && written > 0 && ++checked === goal && phase === 'after the last chunk') say('now');
		return get.call(this, key);
	};
	const begin = IDBDatabase.prototype.transaction;
	IDBDatabase.prototype.transaction = function (names, mode, options) {
		const transaction = begin.call(this, names, mode, options);
		const over = [...transaction.objectStoreNames];
		if (phase === 'the flip' && mode === 'readwrite' && over.includes('imports') && !over.includes('chunks')) {
			new BroadcastChannel('journey').postMessage('flip');
			say(at === null ? 'flip-begins' : 'now flip-begins');
			transaction.addEventListener('complete', () => say(at === null ? 'now flip-done' : 'flip-done'));
		}
		return transaction;
	};
}

/** In the page: from the flip on says that it is still alive, twice a millisecond, so that its end is known. */
function sayAlive(): void {
	new BroadcastChannel('journey').addEventListener('message', () => {
		const { port1, port2 } = new MessageChannel();
		let last = 0;
		port1.onmessage = () => {
			const time = performance.timeOrigin + performance.now();
			if (time - last >= 0.5) console.debug(`kill alive ${(last = time)}`);
			port2.postMessage(null);
		};
		port2.postMessage(null);
	});
}

/** What the page hands out as metrics.json, as its SHA-256. */
async function metricsHash(page: Page): Promise<string> {
	await openApp(page, 'settings/');
	await page.evaluate(CATCH_DOWNLOADS);
	await page.getByRole('button', { name: 'metrics.json', exact: true }).click();
	let hash = '';
	await expect
		.poll(async () => (hash = (await page.evaluate(downloadHash('metrics.json'))) as string), { timeout: PATIENCE })
		.not.toBe('');
	return hash;
}

async function undo(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Undo the newest' }).click();
	await expect(page.getByText('The newest import is taken back.')).toBeVisible();
}

const clock = (): number => performance.timeOrigin + performance.now();

interface Hit {
	/** Milliseconds from the nearer end of the flip to the kill; 0 within it. */
	distance: number;
}

/** Imports the new orders and kills when the place is reached. @param kill strikes at once; `dead` resolves when it is over */
async function importAndKill(page: Page, file: string, arming: Arming, kill: () => void, dead: Promise<unknown>): Promise<Hit> {
	await openApp(page, 'import/');
	const started = page.waitForEvent('worker');
	await chooseFiles(page, [file]);
	const worker: Worker = await started;
	await worker.evaluate(arm, arming);
	await page.evaluate(sayAlive);
	const moments = new Map<string, number>();
	page.on('console', (message) => {
		const [mark, ...words] = message.text().split(' ');
		if (mark !== 'kill') return;
		const time = Number(words.pop());
		moments.set(words[words.length - 1], time);
		if (words[0] !== 'now') return;
		// Nothing may come between: a timer of Node is not exact to the millisecond.
		if (arming.phase === 'the flip') while (clock() < time + (arming.at ?? 0));
		moments.set('struck', clock());
		kill();
	});
	await readButton(page).click({ noWaitAfter: true });
	await dead;
	const end = Math.max(moments.get('struck') ?? NaN, moments.get('alive') ?? 0);
	const from = moments.get('flip-begins') ?? NaN;
	const to = moments.get('flip-done') ?? Infinity;
	return { distance: end < from ? from - end : Math.max(0, end - to) };
}

/** Old or new, and nothing else; then old again. */
async function stateAfter(page: Page, old: string, all: string): Promise<'old' | 'new'> {
	const hash = await metricsHash(page);
	expect([old, all], 'the figures are wholly those of before or of after').toContain(hash);
	await expect
		.poll(() => stored(page), 'no staging, no chunk that nobody names')
		.toMatchObject({ staging: [], strayChunks: [] });
	if (hash === old) return 'old';
	await undo(page);
	expect(await metricsHash(page)).toBe(old);
	return 'new';
}

let folder: string;
let base: string;
let more: string;
let size: number;
test.beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'perennial-kills-'));
	base = join(folder, 'base.csv');
	more = join(folder, 'more.csv');
	await writeFile(base, manyOrders(BASE_ORDERS, 'A', 1));
	const text = manyOrders(NEW_ORDERS, 'B', 2);
	size = text.length;
	await writeFile(more, text);
});
test.afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));

/** Imports both files in full once, to know the figures of before and of after; ends with the first one. */
async function knownFigures(context: BrowserContext): Promise<{ old: string; all: string }> {
	const page = await context.newPage();
	await importFiles(page, [base]);
	const old = await metricsHash(page);
	await importFiles(page, [more]);
	const all = await metricsHash(page);
	expect(all).not.toBe(old);
	await undo(page);
	expect(await metricsHash(page)).toBe(old);
	await page.close();
	return { old, all };
}

/** Counts what was found after the kills of each phase, and says it. */
class Tally {
	readonly #lines = new Map<Phase, { old: number; new: number; distances: number[] }>();

	add(phase: Phase, state: 'old' | 'new', { distance }: Hit): void {
		const line = this.#lines.get(phase) ?? { old: 0, new: 0, distances: [] };
		line[state]++;
		if (phase === 'the flip') line.distances.push(distance);
		this.#lines.set(phase, line);
	}

	/** Kills close enough to the flip. */
	get atTheFlip(): number {
		return (this.#lines.get('the flip')?.distances ?? []).filter((distance) => distance <= AT_THE_FLIP).length;
	}

	print(way: string): void {
		for (const [phase, { old, new: fresh, distances }] of this.#lines) {
			const away = distances.length > 0 ? `; ms from the flip: ${distances.map((ms) => ms.toFixed(1)).join(', ')}` : '';
			console.log(`${way}, ${phase}: ${old} times old, ${fresh} times new${away}`);
		}
	}
}

/** Every place of every phase; places at the flip again, until five kills were close enough to it. */
function* places(tally: Tally): Generator<Arming> {
	for (const phase of Object.keys(PHASES) as Phase[]) for (const at of PHASES[phase]) yield { phase, at, size };
	const again = PHASES['the flip'];
	for (let more = 0; more < 10 && tally.atTheFlip < 5; more++)
		yield { phase: 'the flip', at: again[more % again.length], size };
}

test('a page that crashes in the middle of an import leaves the old data or the new, whole', async () => {
	test.setTimeout(480_000);
	const tally = new Tally();
	const chromium = await OwnChromium.start(join(folder, 'crash'));
	try {
		const { old, all } = await knownFigures(chromium.context);
		for (const place of places(tally)) {
			const page = await chromium.context.newPage();
			const session = await chromium.context.newCDPSession(page);
			// It is never answered.
			const crash = () => void session.send('Page.crash').catch(() => undefined);
			const hit = await importAndKill(page, more, place, crash, page.waitForEvent('crash', { timeout: PATIENCE }));
			await page.close();
			const next = await chromium.context.newPage();
			tally.add(place.phase, await stateAfter(next, old, all), hit);
			await next.close();
		}
		tally.print('page crash');
		expect(tally.atTheFlip, 'kills within 5 ms of the flip').toBeGreaterThanOrEqual(5);
	} finally {
		chromium.kill();
		await chromium.gone();
	}
});

test('a browser that is killed in the middle of an import leaves the old data or the new, whole', async () => {
	test.setTimeout(480_000);
	const tally = new Tally();
	const profile = join(folder, 'kill');
	let chromium = await OwnChromium.start(profile);
	try {
		const { old, all } = await knownFigures(chromium.context);
		for (const place of places(tally)) {
			const page = await chromium.context.newPage();
			const hit = await importAndKill(page, more, place, () => chromium.kill(), chromium.gone());
			chromium = await OwnChromium.start(profile);
			const next = await chromium.context.newPage();
			tally.add(place.phase, await stateAfter(next, old, all), hit);
			await next.close();
		}
		tally.print('SIGKILL');
		expect(tally.atTheFlip, 'kills within 5 ms of the flip').toBeGreaterThanOrEqual(5);
	} finally {
		chromium.kill();
		await chromium.gone();
	}
});
