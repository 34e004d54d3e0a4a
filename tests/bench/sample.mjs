// From the tap on "Open the sample shop" to each screen with its headline figure painted and nothing pending.
import { join, resolve } from 'node:path';
import { serveFolder } from '../setup/staticServer.mjs';
import { openBrowser } from './page.mjs';
import { alone } from './table.mjs';

const SCREENS = ['overview', 'segments', 'customers', 'cohorts', 'value', 'churn'];
const GOAL = 3;
/** Milliseconds in which a person who has just come reads what the page says, before the tap. */
const READING = 3000;
const seconds = (time) => `${(time / 1000).toFixed(2)} s`;

/** The screen's finding is there, and neither it nor anything on it waits for a result. */
const painted = async (page) => {
	await page.locator('main h1').first().waitFor();
	await page.waitForFunction(
		() =>
			document.querySelector('main h1')?.textContent?.trim() &&
			!document.querySelector('main .stale, main [aria-busy="true"]') &&
			/\d/.test(document.querySelector('main')?.textContent ?? '')
	);
};

async function once(screen) {
	const server = await serveFolder(join(resolve(import.meta.dirname, '../..'), 'build'));
	const browser = await openBrowser();
	try {
		const page = await browser.context.newPage();
		await page.goto(server.url, { waitUntil: 'networkidle' });
		await page.waitForTimeout(READING);
		const begin = performance.now();
		await page.getByRole('button', { name: /sample shop/i }).click();
		await page.waitForURL('**/overview/**');
		await painted(page);
		if (screen === 'overview') return performance.now() - begin;
		const there = performance.now();
		await page
			.getByRole('link', { name: new RegExp(`^${screen}$`, 'i') })
			.first()
			.click();
		await page.waitForURL(`**/${screen}/**`);
		await painted(page);
		return performance.now() - there;
	} finally {
		await browser.close();
		await server.close();
	}
}

export async function sampleJob({ runs }) {
	const table = [];
	const detail = {};
	for (const screen of SCREENS) {
		const times = [];
		for (let run = 0; run < runs; run++) times.push(await once(screen));
		detail[screen] = [...times];
		const median = times.sort((a, b) => a - b)[times.length >> 1];
		const job = screen === 'overview' ? 'sample shop, tap to overview' : `sample shop, ${screen} from the overview`;
		table.push(alone(job, seconds(median), median / 1000, GOAL, ' s'));
	}
	return { table, detail };
}
