// The bench page in Chromium: built once, served like a static site, opened with a profile of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { BROWSER_ARGS, findBrowser } from '../setup/browser.mjs';
import { serveFolder } from '../setup/staticServer.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const BUILT = join(import.meta.dirname, 'results', 'page');

/** Bundles the page and its workers from the sources as they are. */
export async function buildPage() {
	await build({
		configFile: false,
		root: join(import.meta.dirname, 'page'),
		base: './',
		logLevel: 'error',
		resolve: { alias: { $workers: join(ROOT, 'workers') } },
		worker: { format: 'es' },
		build: {
			outDir: BUILT,
			emptyOutDir: true,
			assetsInlineLimit: 0,
			target: 'esnext',
			chunkSizeWarningLimit: 4000,
			reportCompressedSize: false
		}
	});
}

/** Chromium with an empty profile on disk (a private window would keep IndexedDB in memory), and no spare process that blurs memory. */
export async function openBrowser() {
	const profile = mkdtempSync(join(tmpdir(), 'perennial-bench-profile-'));
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: findBrowser()?.path,
		args: [...BROWSER_ARGS, '--disable-features=SpareRendererForSitePerProcess'],
		headless: true
	});
	return {
		context,
		version: context.browser()?.version() ?? '',
		async close() {
			await context.close();
			rmSync(profile, { recursive: true, force: true });
		}
	};
}

/**
 * The bench page, with a file chosen.
 * @param {string} file path
 */
export async function openPage(file) {
	const server = await serveFolder(BUILT);
	const browser = await openBrowser();
	const page = await browser.context.newPage();
	page.on('console', (message) => process.env.BENCH_LOG && console.log(`[page] ${message.text()}`));
	await page.goto(server.url);
	await page.waitForFunction('window.bench');
	await page.setInputFiles('#file', file);
	return {
		page,
		choose: (path) => page.setInputFiles('#file', path),
		/** Milliseconds to start a contender, 0 when it was there. */
		start: (name) => page.evaluate((n) => window.bench.start(n), name),
		/** @returns {Promise<{ ms: number, result: any }>} */
		call: (name, what, ...args) => page.evaluate(([n, w, a]) => window.bench.call(n, w, a), [name, what, args]),
		async close() {
			await browser.close();
			await server.close();
		}
	};
}
