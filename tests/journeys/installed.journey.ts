import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveFolder } from '../setup/staticServer.mjs';
import { Device } from './device';
import { chooseFiles, fileInput, heading, importFiles, openApp, readButton } from './importing';
import { PLAIN_SHOP, SHOPIFY } from './orderFiles';
import { buildFolder } from './serve';

const ROUTES = ['', 'import/', 'overview/', 'segments/', 'customers/', 'cohorts/', 'settings/', 'method/'];

let folder: string;
let shopify: string;
test.beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'perennial-installed-'));
	shopify = join(folder, 'shopify.csv');
	await writeFile(shopify, SHOPIFY);
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** Every route opens, and those over data show it. */
async function everyRouteOpens(context: BrowserContext, app: string): Promise<void> {
	for (const route of ROUTES) {
		// A tab of its own: nothing that another page has loaded helps it.
		const page = await context.newPage();
		await openApp(page, route, app);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		await page.close();
	}
	const page = await context.newPage();
	await openApp(page, 'customers/', app);
	await expect(heading(page, '3 customers, one row each')).toBeVisible();
	await page.goto(`${app}no/such/page`);
	await expect(page.getByRole('heading', { level: 1, name: 'There is no page at this address' })).toBeVisible();
	await page.getByRole('link', { name: 'To the start', exact: true }).click();
	await expect(page).toHaveURL(app);
	await expect(page.locator('main[data-ready]')).toBeAttached();
	await page.close();
}

for (const base of ['', '/repo'])
	test(`after one visit every route opens cold without a network, at ${base || ''}/`, async () => {
		const device = await Device.make();
		const server = await serveFolder(buildFolder, { base });
		try {
			const page = await (await device.start()).newPage();
			await importFiles(page, [shopify], server.url);
			await device.stop();
			await server.close();
			const context = await device.start();
			await context.setOffline(true);
			await everyRouteOpens(context, server.url);
		} finally {
			await device.throwAway();
			await server.close();
		}
	});

/** Makes the served copy a newer version: the start page says which, and the list of files follows. */
async function release(copy: string, version: string): Promise<void> {
	const index = join(copy, 'index.html');
	const html = (await readFile(index, 'utf8')).replace(/<meta name="release"[^>]*>/, '');
	await writeFile(
		index,
		html.replace('<meta charset="utf-8"', `<meta name="release" content="${version}" /><meta charset="utf-8"`)
	);
	const worker = join(copy, 'service-worker.js');
	const script = await readFile(worker, 'utf8');
	const listed = /\{[^{}]*(?:"url":"\.\/"|url:[`'"]\.\/[`'"])[^{}]*\}/.exec(script)?.[0];
	if (!listed) throw new Error('the start page is not in the list of kept files');
	const newer = listed.replace(/("?revision"?:\s*[`'"])[^`'"]*/, `$1${version}`);
	expect(newer).not.toBe(listed);
	await writeFile(worker, script.replace(listed, newer));
}

const version = (page: Page): Promise<string | null> =>
	page.evaluate(() => document.querySelector<HTMLMetaElement>('meta[name=release]')?.content ?? null);

test('a new version waits until the person takes it, and not while an import runs', async ({ context, page }) => {
	const copy = join(folder, 'site');
	await cp(buildFolder, copy, { recursive: true });
	await release(copy, 'one');
	const server = await serveFolder(copy);
	try {
		await openApp(page, '', server.url);
		await page.reload();
		expect(await version(page)).toBe('one');

		await release(copy, 'two');
		await page.reload();
		const waiting = page.getByText('A new version is ready.');
		await expect(waiting).toBeVisible({ timeout: 30_000 });
		expect(await version(page)).toBe('one');
		// Old it stays, however often it is opened.
		await openApp(page, '', server.url);
		await expect(waiting).toBeVisible({ timeout: 30_000 });
		expect(await version(page)).toBe('one');

		const plain = join(folder, 'plain.csv');
		await writeFile(plain, PLAIN_SHOP);
		const importing = await context.newPage();
		await openApp(importing, 'import/', server.url);
		await chooseFiles(importing, [plain]);
		for (const [field, column] of [
			['Order', 'Ref'],
			['E-mail', 'Who'],
			['Ordered at', 'When'],
			['Total', 'Sum']
		])
			await importing.getByLabel(field, { exact: true }).selectOption({ label: column });
		await readButton(importing).click();
		await expect(heading(importing, 'One question before the orders are kept')).toBeVisible();
		await page.getByRole('button', { name: 'Reload with the new version' }).click();
		await expect(page.getByText('A new version is ready; it is taken when the import is done.')).toBeVisible();
		expect(await version(page)).toBe('one');
		await expect(heading(importing, 'One question before the orders are kept')).toBeVisible();
		await importing.getByRole('radio', { name: /day first/ }).check();
		await importing.getByRole('button', { name: 'Day first' }).click();
		await expect(heading(importing, '7 orders from 4 customers')).toBeVisible();

		await page.getByRole('button', { name: 'Reload with the new version' }).click();
		await expect.poll(() => version(page).catch(() => null), { timeout: 30_000 }).toBe('two');
		await expect(waiting).toHaveCount(0);
		// The other tab still runs the old version and goes on; its next page is of the new one.
		await expect(importing.getByText('Perennial was updated in another tab.')).toBeVisible();
		await expect(heading(importing, '7 orders from 4 customers')).toBeVisible();
		await importing.getByRole('link', { name: 'See 7 orders' }).click();
		await expect(heading(importing, 'Since 1 Feb 2024')).toBeVisible();
		await importing.getByRole('link', { name: 'Perennial, start page' }).click();
		await expect(fileInput(importing, 'Choose files')).toBeAttached();
		await server.close();
		await context.setOffline(true);
		await openApp(page, '', server.url);
		expect(await version(page)).toBe('two');
	} finally {
		await server.close();
	}
});
