// `node tests/bench/lighthouse.mjs`: Lighthouse on the built app. Mobile on Start, desktop with the sample shop elsewhere.
import { join, resolve } from 'node:path';
import lighthouse, { desktopConfig } from 'lighthouse';
import { BROWSER_ARGS, findBrowser } from '../setup/browser.mjs';
import { serveFolder } from '../setup/staticServer.mjs';
import { chromium } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { printTable } from './table.mjs';

const GOAL = 98;
/** Its simulation cannot time what a service worker answers, so the desktop preset's limits are applied while the page loads. */
const desktop = { ...desktopConfig, settings: { ...desktopConfig.settings, throttlingMethod: 'devtools' } };
const SCREENS = [
	'import/',
	'overview/',
	'segments/',
	'customers/',
	'cohorts/',
	'value/',
	'churn/',
	'settings/',
	'method/'
];
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];

async function freePort() {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = probe.address();
	probe.close();
	await once(probe, 'close');
	return port;
}

const server = await serveFolder(join(resolve(import.meta.dirname, '../..'), 'build'));
const profile = mkdtempSync(join(tmpdir(), 'perennial-lighthouse-'));
const port = await freePort();
const context = await chromium.launchPersistentContext(profile, {
	executablePath: findBrowser()?.path,
	args: [...BROWSER_ARGS, `--remote-debugging-port=${port}`],
	headless: true
});
const rows = [];
async function judge(route, config) {
	const { lhr } = await lighthouse(
		`${server.url}${route}`,
		{ port, logLevel: 'error', output: 'json', disableStorageReset: true, onlyCategories: CATEGORIES },
		config
	);
	for (const id of CATEGORIES) {
		const score = Math.round((lhr.categories[id].score ?? 0) * 100);
		const failed = lhr.categories[id].auditRefs
			.filter(({ id: audit, weight }) => weight > 0 && (lhr.audits[audit].score ?? 1) < 0.9)
			.map(({ id: audit }) => audit);
		rows.push({
			job: `Lighthouse, /${route} (${config ? 'desktop' : 'mobile'})`,
			ours: String(score),
			peer: id,
			theirs: '',
			figure: score < 100 ? failed.slice(0, 4).join(', ') : '',
			goal: `≥ ${GOAL}`,
			holds: score >= GOAL ? 'yes' : 'NO'
		});
	}
}
try {
	await judge('', undefined);
	const page = await context.newPage();
	await page.goto(server.url, { waitUntil: 'networkidle' });
	await page.getByRole('button', { name: /sample shop/i }).click();
	await page.waitForURL('**/overview/**');
	await page.getByRole('heading', { level: 2 }).first().waitFor();
	await page.close();
	for (const route of SCREENS) await judge(route, desktop);
} finally {
	await context.close();
	await server.close();
	rmSync(profile, { recursive: true, force: true });
}
printTable(rows);
