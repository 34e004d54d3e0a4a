import { expect, test, type BrowserContext, type Page, type Worker } from '@playwright/test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CATCH_DOWNLOADS, downloadHash } from './caughtDownloads.mjs';
import { chooseFiles, importFiles, openApp, PATIENCE, readButton } from './importing';
import { manyOrders } from './orderFiles';
import { OwnChromium } from './ownChromium';
import { stored } from './stored';

/**
 * Where an import is hit: each phase at five places or more. The worker is held there until the end comes, so that it
 * comes there however slow the machine is.
 */
const PHASES = {
	/** Share of the file's bytes that were read. */
	parsing: [0.05, 0.25, 0.5, 0.75, 0.95],
	/** After the nth chunk was written, before the next one is. */
	'between chunks': [1, 2, 3, 4, 5],
	/** When it is written, when it is asked for to be checked, when it was read, after that, when all are checked. */
	'after the last chunk': ['written', 'asked for', 'read', 'let go', 'checked'],
	/**
	 * In the transaction that puts the revision in force: after its nth request (0: when it begins), when the commit was
	 * asked for, when it is done. At the number it runs on: so many milliseconds after it began.
	 */
	'the flip': ['held 0', 'held 1', 'held 2', 'held 3', 'held 4', 'held commit', 'held done', 0]
} as const;
type Phase = keyof typeof PHASES;
type Place = (typeof PHASES)[Phase][number];
/** A kill counts as being at the flip when it comes at most so many milliseconds before or after it. */
const AT_THE_FLIP = 5;

const BASE_ORDERS = 5_000;
/** Seven chunks. */
const NEW_ORDERS = 70_000;

interface Arming {
	phase: Phase;
	at: Place;
	/** Bytes of the file. */
	size: number;
	/** Chunks that the import writes. */
	chunks: number;
}

/** In the import worker: says over the console when the place is reached, with the time. */
function arm({ phase, at, size, chunks }: Arming): void {
	const now = () => performance.timeOrigin + performance.now();
	const channel = new BroadcastChannel('journey');
	const say = (...words: string[]) => console.debug('kill', ...words, now());
	/** The page says it, because a worker that is held says nothing more. */
	const hold = (...words: string[]) => {
		channel.postMessage(['kill', 'now', ...words, now()].join(' '));
		for (;;);
	};
	const goal = typeof at === 'number' ? at : 0;
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
					hold('parsing');
				}
			});
			return answer;
		} as typeof read;
		return;
	}
	let written = 0;
	let asked = 0;
	let flip: IDBTransaction | null = null;
	let answered = 0;
	const inFlip = () => {
		answered++;
		if (at === `held ${answered}`) hold('request');
		if (at !== 'held commit' || answered < 4) return;
		flip?.commit();
		hold('flip-done');
	};
	const put = IDBObjectStore.prototype.put;
	IDBObjectStore.prototype.put = function (...args) {
		const request = put.apply(this, args);
		if (this.transaction === flip) request.addEventListener('success', inFlip);
		if (this.name === 'chunks')
			this.transaction.addEventListener('complete', () => {
				written++;
				if (phase === 'between chunks' && written === goal) hold('written');
				if (at === 'written' && written === chunks) hold('written');
			});
		return request;
	};
	const get = IDBObjectStore.prototype.get;
	IDBObjectStore.prototype.get = function (key) {
		const request = get.call(this, key);
		if (this.transaction === flip) request.addEventListener('success', inFlip);
		if (this.name === 'chunks' && ++asked === chunks) {
			if (at === 'asked for') hold('asked for');
			if (at === 'read') request.addEventListener('success', () => hold('read'));
			if (at === 'let go') this.transaction.addEventListener('complete', () => hold('let go'));
		}
		return request;
	};
	const begin = IDBDatabase.prototype.transaction;
	IDBDatabase.prototype.transaction = function (names, mode, options) {
		const over = [names].flat();
		const flips = mode === 'readwrite' && over.includes('imports') && !over.includes('chunks');
		if (flips && at === 'checked') hold('checked');
		const transaction = begin.call(this, names, mode, options);
		if (!flips || phase !== 'the flip') return transaction;
		flip = transaction;
		channel.postMessage(`kill flip-begins ${now()}`);
		if (at === 'held 0') hold('request');
		if (typeof at === 'number') say('now', 'flip-begins');
		transaction.addEventListener('complete', () => {
			if (at === 'held done') hold('flip-done');
			say('flip-done');
		});
		return transaction;
	};
}

/** In the page: says what the worker says; from the flip on, that it is still alive, twice a millisecond, so that its end is known. */
function sayOn(): void {
	let alive = false;
	new BroadcastChannel('journey').addEventListener('message', ({ data }: MessageEvent<string>) => {
		console.debug(data);
		if (alive) return;
		alive = true;
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
async function importAndKill(
	page: Page,
	file: string,
	arming: Arming,
	kill: () => void,
	dead: Promise<unknown>
): Promise<Hit> {
	await openApp(page, 'import/');
	const started = page.waitForEvent('worker');
	await chooseFiles(page, [file]);
	const worker: Worker = await started;
	await worker.evaluate(arm, arming);
	await page.evaluate(sayOn);
	const moments = new Map<string, number>();
	page.on('console', (message) => {
		const [mark, ...words] = message.text().split(' ');
		if (mark !== 'kill') return;
		const time = Number(words.pop());
		moments.set(words[words.length - 1], time);
		if (words[0] !== 'now' || moments.has('struck')) return;
		// Nothing may come between: a timer of Node is not exact to the millisecond.
		if (arming.phase === 'the flip' && typeof arming.at === 'number') while (clock() < time + arming.at);
		moments.set('struck', clock());
		kill();
	});
	await readButton(page).click({ noWaitAfter: true });
	await dead;
	const end = Math.max(moments.get('struck') ?? NaN, moments.get('alive') ?? 0);
	// Held within the transaction, the flip cannot go on: whenever the end comes, it comes there.
	const within = typeof arming.at === 'string' && /\d/.test(arming.at);
	return { distance: within ? 0 : Math.max(0, end - (moments.get('flip-done') ?? Infinity)) };
}

/** Old or new, and nothing else; then old again. */
async function stateAfter(page: Page, phase: Phase, old: string, all: string): Promise<'old' | 'new'> {
	const hash = await metricsHash(page);
	expect([old, all], 'the figures are wholly those of before or of after').toContain(hash);
	await expect
		.poll(() => stored(page), 'no staging, no chunk that nobody names')
		.toMatchObject({ staging: [], strayChunks: [] });
	if (hash === old) return 'old';
	expect(phase, 'what came before the flip is the old state').toBe('the flip');
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
async function knownFigures(context: BrowserContext): Promise<{ old: string; all: string; chunks: number }> {
	const page = await context.newPage();
	await importFiles(page, [base]);
	const old = await metricsHash(page);
	const before = await stored(page);
	await importFiles(page, [more]);
	const chunks = (await stored(page)).chunks - before.chunks;
	expect(chunks, 'chunks to be hit between').toBeGreaterThan(Math.max(...PHASES['between chunks']));
	const all = await metricsHash(page);
	expect(all).not.toBe(old);
	await undo(page);
	expect(await metricsHash(page)).toBe(old);
	await page.close();
	return { old, all, chunks };
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
			console.log(`${way}, ${phase}: ${old + fresh} kills, ${old} times old, ${fresh} times new${away}`);
		}
	}
}

const PLACES = (Object.keys(PHASES) as Phase[]).flatMap((phase) => PHASES[phase].map((at) => ({ phase, at })));

test('a page that crashes in the middle of an import leaves the old data or the new, whole', async () => {
	test.setTimeout(480_000);
	const tally = new Tally();
	const chromium = await OwnChromium.start(join(folder, 'crash'));
	try {
		const { old, all, chunks } = await knownFigures(chromium.context);
		for (const place of PLACES) {
			const page = await chromium.context.newPage();
			const session = await chromium.context.newCDPSession(page);
			// It is never answered.
			const crash = () => void session.send('Page.crash').catch(() => undefined);
			const hit = await importAndKill(
				page,
				more,
				{ ...place, size, chunks },
				crash,
				page.waitForEvent('crash', { timeout: PATIENCE })
			);
			await page.close();
			const next = await chromium.context.newPage();
			tally.add(place.phase, await stateAfter(next, place.phase, old, all), hit);
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
		const { old, all, chunks } = await knownFigures(chromium.context);
		for (const place of PLACES) {
			const page = await chromium.context.newPage();
			const hit = await importAndKill(page, more, { ...place, size, chunks }, () => chromium.kill(), chromium.gone());
			chromium = await OwnChromium.start(profile);
			const next = await chromium.context.newPage();
			tally.add(place.phase, await stateAfter(next, place.phase, old, all), hit);
			await next.close();
		}
		tally.print('SIGKILL');
		expect(tally.atTheFlip, 'kills within 5 ms of the flip').toBeGreaterThanOrEqual(5);
	} finally {
		chromium.kill();
		await chromium.gone();
	}
});
