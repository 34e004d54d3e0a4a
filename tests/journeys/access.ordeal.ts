import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseFiles, importFiles, openApp } from './importing';
import { PLAIN_SHOP, SHOPIFY } from './orderFiles';

const ROUTES = ['', 'import/', 'overview/', 'segments/', 'customers/', 'cohorts/', 'settings/', 'method/', 'nowhere/'];
const WIDTHS = [1440, 1180, 390];
const THEMES = ['light', 'dark'] as const;

let folder: string;
test.beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'perennial-access-'));
	await writeFile(join(folder, 'shopify.csv'), SHOPIFY);
	await writeFile(join(folder, 'plain.csv'), PLAIN_SHOP);
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

async function noViolations(page: Page, where: string): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
	expect.soft(found, where).toEqual([]);
}

/** The page is as it will be: its data is read and no part is being counted. */
async function settled(page: Page, route: string): Promise<void> {
	await openApp(page, route);
	await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
	await expect(page.getByText('Counting', { exact: true })).toHaveCount(0);
}

async function sideways(page: Page): Promise<number> {
	return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

async function eachScreen(
	browser: Browser,
	prepare: (context: BrowserContext) => Promise<void>,
	what: string
): Promise<void> {
	const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Pacific/Auckland' });
	await prepare(context);
	const page = await context.newPage();
	for (const theme of THEMES) {
		await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
		for (const width of WIDTHS) {
			await page.setViewportSize({ width, height: 900 });
			for (const route of ROUTES) {
				await settled(page, route);
				await noViolations(page, `/${route} ${what}, ${theme}, ${width}`);
			}
		}
	}
	await page.setViewportSize({ width: 320, height: 640 });
	for (const route of ROUTES) {
		await settled(page, route);
		expect.soft(await sideways(page), `/${route} ${what} at 320: pixels to scroll sideways`).toBe(0);
	}
	await context.close();
}

test('every screen without data has no violation of axe, in both themes and three widths, and no sideways scroll at 320', async ({
	browser
}) => {
	test.setTimeout(300_000);
	await eachScreen(browser, async () => undefined, 'empty');
});

test('every screen with data has no violation of axe, in both themes and three widths, and no sideways scroll at 320', async ({
	browser
}) => {
	test.setTimeout(300_000);
	await eachScreen(
		browser,
		async (context) => {
			const page = await context.newPage();
			await importFiles(page, [join(folder, 'shopify.csv')]);
			await page.close();
		},
		'with data'
	);
});

test('the steps of an import and an open profile have no violation of axe either', async ({ page }) => {
	test.setTimeout(240_000);
	for (const theme of THEMES) {
		await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
		for (const width of [1440, 390, 320]) {
			await page.setViewportSize({ width, height: 900 });
			const at = `${theme}, ${width}`;
			await openApp(page, 'import/');
			await chooseFiles(page, [join(folder, 'plain.csv')]);
			await noViolations(page, `matching, ${at}`);
			expect.soft(await sideways(page), `matching, ${at}: sideways`).toBe(0);
			for (const [field, column] of [
				['Order', 'Ref'],
				['E-mail', 'Who'],
				['Ordered at', 'When'],
				['Total', 'Sum']
			])
				await page.getByLabel(field, { exact: true }).selectOption({ label: column });
			await page.getByLabel(/^(04\/03\/2024 is|Date order)/).selectOption('');
			await page.getByRole('button', { name: 'Read 1 file' }).first().click();
			const question = page.getByRole('radio', { name: /day first/ });
			const done = page.getByRole('heading', { name: 'Every record is accounted for' });
			await expect(question.or(done)).toBeVisible();
			if (await question.isVisible()) {
				await noViolations(page, `question, ${at}`);
				expect.soft(await sideways(page), `question, ${at}: sideways`).toBe(0);
				await question.check();
				await page.getByRole('button', { name: 'Day first' }).click();
			}
			await expect(done).toBeVisible();
			await noViolations(page, `reconciliation, ${at}`);
			expect.soft(await sideways(page), `reconciliation, ${at}: sideways`).toBe(0);
			await openApp(page, 'customers/');
			await page.locator('tbody th a').first().click();
			await expect(page.getByRole('heading', { name: /^Why / })).toBeVisible();
			await noViolations(page, `profile, ${at}`);
			await page.getByRole('link', { name: 'All customers' }).click();
		}
	}
});
