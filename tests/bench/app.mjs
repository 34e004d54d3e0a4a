// The built app in Chromium, and an import as a person does it.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { serveFolder } from '../setup/staticServer.mjs';
import { openBrowser } from './page.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
/** Half an hour: the biggest file on the slowest machine. */
const PATIENCE = 1_800_000;

export function buildApp() {
	const { status, stderr } = spawnSync('npm', ['run', '--silent', 'build'], {
		cwd: ROOT,
		stdio: ['ignore', 'ignore', 'pipe'],
		encoding: 'utf8',
		shell: process.platform === 'win32'
	});
	if (status !== 0) throw new Error(`The app does not build:\n${stderr}`);
}

/** The import screen of the app in a browser of its own, when everything has been loaded and nothing happens any more. */
export async function openApp() {
	const server = await serveFolder(join(ROOT, 'build'));
	const browser = await openBrowser();
	const page = await browser.context.newPage();
	page.setDefaultTimeout(PATIENCE);
	await page.goto(`${server.url}import/`, { waitUntil: 'networkidle' });
	await page.getByRole('button', { name: 'Choose files' }).waitFor();
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await page.waitForTimeout(2000);
	return {
		page,
		browser: browser.context.browser(),
		/** Drops the file, takes the columns as proposed, and waits until the revision is stored. */
		async import(path) {
			await page.setInputFiles('input[type=file]', path);
			await page.getByRole('button', { name: 'Read 1 file' }).first().click();
			await page.getByRole('heading', { name: 'Every record is accounted for' }).waitFor();
		},
		/** Opens the ledger: the overview with its figures. */
		async overview() {
			await page.getByRole('link', { name: /^See .* orders$/ }).click();
			await page.waitForURL('**/overview/**');
			await page.getByRole('heading', { level: 2 }).first().waitFor();
		},
		async close() {
			await browser.close();
			await server.close();
		}
	};
}
