import { expect, test, type Page } from '@playwright/test';
import { serveFolder } from '../setup/staticServer.mjs';
import { Device } from './device';
import { downloaded, RESULT_FILES, resultFiles } from './downloads';
import { dropFiles } from './dropFiles';
import { analysed } from './headless';
import { accountedFor, fileInput, heading, openApp, PATIENCE, readThem } from './importing';
import { buildFolder } from './serve';
import { sharedFile } from './sharedFile';
import { stored } from './stored';

/** Every route with a heading that is only there when it has read the data. */
const ROUTES: [route: string, heading: RegExp][] = [
	['', /^Who comes back/],
	['import/', /^Read an order export$/],
	['overview/', /^Returning customers bring \d+ of every 100 British pounds$/],
	['segments/', /^[\d,]+ of the [\d,]+ best customers of 5 June? 2011 are now at risk$/],
	['customers/', /^[\d,]+ customers, one row each$/],
	['cohorts/', /^\d+% order again in the month after their first$/],
	['settings/', /^Results as files$/],
	['method/', /^How every figure is counted$/]
];

async function sameFiles(page: Page, expected: Map<string, Buffer>): Promise<void> {
	for (const [name, bytes] of await resultFiles(page))
		expect(bytes.equals(expected.get(name) ?? Buffer.alloc(0)), `${name} of the app is that of the headless run`).toBe(
			true
		);
}

async function importJson(page: Page): Promise<Buffer> {
	return (await downloaded(page, page.getByRole('button', { name: 'import.json' }))).bytes;
}

test('a year of real orders: dropped, counted as without a browser, offline, undone, backed up, wiped and restored', async () => {
	test.setTimeout(420_000);
	const file = sharedFile('data/online_retail/online_retail.csv.gz');
	const expected = await analysed(file);
	expect([...expected.keys()].sort()).toEqual(['import.json', ...RESULT_FILES].sort());

	const device = await Device.make();
	const server = await serveFolder(buildFolder);
	let serving = true;
	const app = server.url;
	try {
		let page = await (await device.start()).newPage();
		await test.step('the file is dropped on the start page and its layout is recognised', async () => {
			await openApp(page, '', app);
			await dropFiles(page, [file]);
			await expect(heading(page, 'This looks like the UCI Online Retail table')).toBeVisible({ timeout: PATIENCE });
			await readThem(page);
			await expect(page.getByText('541,909', { exact: true })).toBeVisible();
		});

		await test.step('its import.json and result files are those of the headless run, byte for byte', async () => {
			expect((await importJson(page)).equals(expected.get('import.json') ?? Buffer.alloc(0)), 'import.json').toBe(true);
			await openApp(page, 'settings/', app);
			await sameFiles(page, expected);
		});

		await test.step('the browser is closed, the server too, and every route opens', async () => {
			await device.stop();
			await server.close();
			serving = false;
			const context = await device.start();
			await context.setOffline(true);
			page = await context.newPage();
			for (const [route, name] of ROUTES) {
				await page.goto(`${app}${route}`);
				await expect(heading(page, name).first()).toBeVisible({ timeout: 30_000 });
			}
			await openApp(page, 'settings/', app);
			await sameFiles(page, expected);
		});

		await test.step('the import is undone: the workspace is empty', async () => {
			await page.getByRole('button', { name: 'Undo the newest' }).click();
			await expect(page.getByText('None yet.')).toBeVisible();
			await openApp(page, 'overview/', app);
			await expect(heading(page, 'online_retail is empty')).toBeVisible();
			expect(await stored(page)).toMatchObject({ chunks: 0, revisions: 0, staging: [], strayChunks: [] });
		});

		await test.step('it is imported again, still offline, with the same bytes', async () => {
			await dropFiles(page, [file]);
			await expect(heading(page, 'This looks like the UCI Online Retail table')).toBeVisible({ timeout: PATIENCE });
			await readThem(page);
			expect((await importJson(page)).equals(expected.get('import.json') ?? Buffer.alloc(0)), 'import.json').toBe(true);
			await openApp(page, 'settings/', app);
			await sameFiles(page, expected);
		});

		await test.step('it is backed up, deleted from the device and restored: the results are equal', async () => {
			const backup = await downloaded(page, page.getByRole('button', { name: 'Back up online_retail' }));
			expect(backup.name).toMatch(/\.zip$/);
			await page.getByRole('button', { name: 'Delete online_retail' }).click();
			await expect(page.getByText(/and cannot be brought back\. Last backup: /)).toBeVisible();
			await page.getByRole('alertdialog').getByRole('button', { name: 'Delete online_retail' }).click();
			await expect(page.getByText('online_retail is deleted from this device.')).toBeVisible();
			expect(await stored(page)).toEqual({ workspaces: [], staging: [], strayChunks: [], chunks: 0, revisions: 0 });
			await fileInput(page, 'Restore a backup').setInputFiles(backup.path);
			await expect(page.getByText('online_retail is restored.')).toBeVisible({ timeout: PATIENCE });
			await sameFiles(page, expected);

			await test.step('on another device too', async () => {
				const other = await Device.make();
				try {
					const elsewhere = await (await other.start()).newPage();
					await openApp(elsewhere);
					await fileInput(elsewhere, 'Restore a backup').setInputFiles(backup.path);
					await expect(heading(elsewhere, /^Returning customers bring/)).toBeVisible({ timeout: PATIENCE });
					await elsewhere.getByRole('link', { name: 'Settings' }).first().click();
					await sameFiles(elsewhere, expected);
				} finally {
					await other.throwAway();
				}
			});
		});
		await expect(accountedFor(page)).toHaveCount(0);
	} finally {
		await device.throwAway();
		if (serving) await server.close();
	}
});
