// Value on a large shop: how soon it answers, how long the models take to be tested behind it, and whether the page stays usable.
import { openApp } from './app.mjs';
import { MAPPING, orderFile } from './generate.mjs';
import { longestTasks } from './mainThread.mjs';
import { buildPage, openPage } from './page.mjs';
import { median } from './rounds.mjs';
import { against, alone } from './table.mjs';

/** Orders that make 300,000 and 10,000 customers: 0.27 a customer an order. */
const SHOPS = { '300,000': 1_111_112, '10,000': 37_037 };
/** Of BG/NBD's fit alone. */
const FIRST = 10;
const AGAIN = 100;
const LONG = 50;
const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];

const seconds = (time) => `${(time / 1000).toFixed(2)} s`;

/** Milliseconds of BG/NBD alone, each in a worker of its own, as a first answer is made in one. */
async function fitAlone(path, runs) {
	const times = [];
	for (let run = 0; run < runs; run++) {
		const page = await openPage(path);
		try {
			await page.start('fit');
			times.push((await page.call('fit', 'bgnbd', 'FILE', MAPPING)).result.ms);
		} finally {
			await page.close();
		}
	}
	return times;
}

/** Milliseconds from pressing something to another finding of Value, looked at once a frame. */
const timed = (page, press) =>
	page.evaluate(async (selector) => {
		const finding = () => {
			const text = document.querySelector('main h1')?.textContent ?? '';
			return /^Known customers are expected/.test(text) ? text : null;
		};
		const before = finding();
		const begin = performance.now();
		document.querySelector(selector).click();
		while (finding() === null || finding() === before) await new Promise(requestAnimationFrame);
		return performance.now() - begin;
	}, press);

async function once(app) {
	const { page, browser } = app;
	// A page of its own each time: nothing is known of the models.
	await page.reload();
	await page.waitForURL('**/overview/**');
	await page.getByRole('heading', { level: 2 }).first().waitFor();
	await page.waitForTimeout(1500);
	await browser.startTracing(page, { categories: CATEGORIES });
	const begin = Date.now();
	const first = await timed(page, 'nav a[href*="/value/"]');
	await page.locator('main tr.chosen').waitFor();
	const whole = Date.now() - begin;
	await page.waitForTimeout(1000);
	// Another horizon, for which nothing is fitted.
	const other = await timed(page, 'main .terms input[value="6"]');
	await page.waitForTimeout(500);
	return { first, whole, other, longest: longestTasks(await browser.stopTracing()) };
}

export async function valueScreenJob({ runs }) {
	await buildPage();
	const table = [];
	const detail = {};
	for (const [customers, orders] of Object.entries(SHOPS)) {
		const { path } = orderFile(orders);
		const fits = await fitAlone(path, runs);
		const app = await openApp();
		try {
			await app.import(path);
			await app.overview();
			const all = [];
			for (let run = 0; run < runs; run++) all.push(await once(app));
			detail[customers] = { fits, all };
			const of = (what) => median(all.map((run) => run[what]));
			const longest = median(all.map(({ longest: [task] }) => task.ms));
			const name = `Value, ${customers} customers`;
			const small = orders === SHOPS['10,000'];
			table.push(
				against(`${name}: first answer`, of('first'), 'BG/NBD fit alone', median(fits), FIRST),
				alone(`${name}: all fitted and tested`, seconds(of('whole')), of('whole')),
				alone(
					`${name}: another horizon`,
					`${of('other').toFixed(0)} ms`,
					of('other'),
					small ? AGAIN : undefined,
					' ms'
				),
				alone(`${name}: longest task of the page`, `${longest.toFixed(0)} ms`, longest, LONG, ' ms')
			);
		} finally {
			await app.close();
		}
	}
	return { table, detail };
}
