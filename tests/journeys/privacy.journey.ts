import { expect, test, type Worker } from '@playwright/test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Device } from './device';
import { downloaded, resultFiles } from './downloads';
import { foreignHost } from './foreignHost.mjs';
import { accountedFor, chooseFiles, fileInput, heading, importFiles, openApp, readThem } from './importing';
import { SHOPIFY } from './orderFiles';
import { POLICY_PROBE } from './policyProbe.mjs';
import { recordingProxy } from './recordingProxy';

const app = process.env.APP_URL ?? '';
const origin = new URL(app || 'http://localhost').origin;
const ROUTES = ['', 'import/', 'overview/', 'segments/', 'customers/', 'cohorts/', 'settings/', 'method/'];

/**
 * Chromium itself asks its maker about updates, accounts and every form it sees, whatever a page says. The page's own
 * events below have no such exception.
 */
const BROWSERS_OWN =
	/^(https?:\/\/)?(update|content-autofill|safebrowsing|optimizationguide-pa)\.googleapis\.com[:/]|^(https?:\/\/)?(accounts|clients\d)\.google\.com[:/]/;

let folder: string;
let file: string;
test.beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'perennial-privacy-'));
	file = join(folder, 'shopify.csv');
	await writeFile(file, SHOPIFY);
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** Every way out that the probe tries in a realm is refused. */
function expectNothingRan(where: string, answers: Record<string, string>): void {
	expect(Object.keys(answers).length, `${where}: the probe ran`).toBeGreaterThan(10);
	const ran = Object.entries(answers).filter(([, answer]) => answer !== 'refused');
	expect.soft(ran, `${where}: what got through`).toEqual([]);
}

test('a whole session asks nothing of another origin and sends no body', async () => {
	test.setTimeout(180_000);
	const proxy = await recordingProxy(origin);
	const device = await Device.make();
	try {
		const context = await device.start({ proxy: { server: proxy.url } });
		const seen: { url: string; body: Buffer | null }[] = [];
		context.on('request', (request) => seen.push({ url: request.url(), body: request.postDataBuffer() }));
		const page = await context.newPage();
		await openApp(page);
		await importFiles(page, [file]);
		await downloaded(page, page.getByRole('button', { name: 'import.json' }));
		for (const route of ROUTES) {
			await page.goto(`${app}${route}`);
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		}
		await openApp(page, 'customers/');
		await page.getByRole('searchbox').fill('ann@example.com');
		await expect(heading(page, '1 customer found')).toBeVisible();
		await page.locator('tbody th a').first().click();
		await expect(page.getByRole('heading', { name: /^Why / })).toBeVisible();
		await openApp(page, 'settings/');
		await resultFiles(page);
		const backup = await downloaded(page, page.getByRole('button', { name: /^Back up / }));
		await fileInput(page, 'Restore a backup').setInputFiles(backup.path);
		await expect(page.getByText(/ is restored\.$/)).toBeVisible();
		await page.goto(`${app}nowhere/`);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

		expect(seen.length).toBeGreaterThan(20);
		const foreign = seen.filter(({ url }) => !url.startsWith(`${origin}/`) && !url.startsWith(`blob:${origin}/`));
		expect(
			foreign.map(({ url }) => url),
			'requests of page and workers to somewhere else'
		).toEqual([]);
		expect(
			seen.filter(({ body }) => body !== null && body.length > 0),
			'requests with a body'
		).toEqual([]);

		// The proxy sees what the page's own events may not: service worker, workers, the browser itself.
		expect(proxy.sent.some(({ url }) => url.endsWith('/service-worker.js'))).toBe(true);
		expect(proxy.sent.some(({ url }) => /any\.worker/.test(url))).toBe(true);
		const sent = proxy.sent.filter(({ url }) => !BROWSERS_OWN.test(url));
		expect(
			sent.filter(({ url }) => !url.startsWith(`${origin}/`)),
			'anything that left the browser'
		).toEqual([]);
		expect(
			sent.filter(({ method, body }) => method !== 'GET' || body > 0),
			'anything but a plain GET'
		).toEqual([]);
	} finally {
		await device.throwAway();
		await proxy.close();
	}
});

test('strings become no code and no foreign host is reached, in the page and in each worker', async ({ page }) => {
	test.setTimeout(180_000);
	const host = await foreignHost();
	try {
		const probe = (realm: { evaluate(script: string): Promise<unknown> }) =>
			realm.evaluate(`${POLICY_PROBE}(${JSON.stringify(host.url)})`) as Promise<Record<string, string>>;
		const workers = new Map<string, Worker>();
		const keep = (worker: Worker) => void workers.set(`worker ${workers.size + 1}`, worker);

		for (const route of ['', 'nowhere/']) {
			await page.goto(`${app}${route}`);
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
			expectNothingRan(`page /${route}`, await probe(page));
		}
		// From here on the app's own; the probe has tried to start some too.
		page.on('worker', keep);

		await openApp(page, 'import/');
		await chooseFiles(page, [file]);
		expect([...workers.keys()], 'the import worker').toHaveLength(1);
		const [importWorker] = workers.keys();
		await readThem(page);
		await downloaded(page, page.getByRole('button', { name: 'import.json' }));
		expect([...workers.keys()], 'and the one that carries files').toHaveLength(2);
		await page.getByRole('link', { name: /^See \d+ orders$/ }).click();
		await expect(heading(page, /^Returning customers bring/)).toBeVisible();
		expect([...workers.keys()], 'and the ledger worker').toHaveLength(3);
		page.off('worker', keep);
		// It ended with the import.
		workers.delete(importWorker);
		for (const [name, worker] of workers) expectNothingRan(name, await probe(worker));
		expectNothingRan('page with data', await probe(page));

		// The import worker while it still has something to do.
		await openApp(page, 'import/');
		const reading = page.waitForEvent('worker');
		await chooseFiles(page, [file]);
		expectNothingRan('import worker', await probe(await reading));

		// A worker started from its address, as the app never does, has the policy from the service worker's header.
		await page.reload();
		await expect(accountedFor(page)).toHaveCount(0);
		const scripts = await page.evaluate(async () => {
			const urls: string[] = [];
			for (const name of await caches.keys())
				for (const request of await (await caches.open(name)).keys())
					if (/\/workers\/any\.worker-/.test(request.url)) urls.push(request.url);
			return urls;
		});
		expect(scripts, 'one script for all workers').toHaveLength(1);
		for (const name of ['import', 'ledger', 'model']) {
			const started = page.waitForEvent('worker');
			await page.evaluate(
				([url, as]) => {
					Object.assign(globalThis, { started: new Worker(url, { type: 'module', name: as }) });
				},
				[scripts[0], name]
			);
			expectNothingRan(name, await probe(await started));
		}

		expect(host.requests, 'what reached the foreign host').toEqual([]);
		expect(host.connections(), 'connections to the foreign host').toBe(0);
	} finally {
		await host.close();
	}
});
