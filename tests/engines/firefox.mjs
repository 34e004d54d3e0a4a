import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PATH = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr';

/** What is missing to run it, or null. */
export const missing = () =>
	existsSync(PATH) ? null : `${PATH} (Debian: apt-get install firefox-esr; or FIREFOX_PATH)`;

/** Firefox by WebDriver BiDi. */
export async function start() {
	const { default: puppeteer } = await import('puppeteer-core');
	const profile = await mkdtemp(join(tmpdir(), 'perennial-firefox-'));
	let browser;
	let page;
	async function launch() {
		browser = await puppeteer.launch({
			browser: 'firefox',
			executablePath: PATH,
			userDataDir: profile,
			headless: true,
			extraPrefsFirefox: {
				'intl.accept_languages': 'en-GB',
				// Nobody is there to answer the question whether data may stay.
				'permissions.default.persistent-storage': 1
			},
			protocolTimeout: 300_000
		});
		page = await browser.newPage();
		await page.setViewport({ width: 1440, height: 900 });
	}
	await launch();
	return {
		name: await browser.version(),
		/** Ends the browser and starts it on the same profile. */
		async restart() {
			await browser.close();
			await launch();
		},
		open: (url) => page.goto(url, { waitUntil: 'load', timeout: 60_000 }),
		/** @param {string} expression its value, awaited, as JSON */
		evaluate: (expression) => page.evaluate(expression),
		async setFile(selector, path) {
			const input = await page.$(selector);
			await input.uploadFile(path);
		},
		async close() {
			await browser.close();
			await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
		}
	};
}
