import { expect, test, type Page } from '@playwright/test';
import { downloaded } from './downloads';
import { heading } from './importing';
import { openSample } from './sampleShop';

/** Every screen, what it shows of the sample shop, and one thing done there. */
const SCREENS: [route: string, shows: RegExp, act: (page: Page) => Promise<void>][] = [
	[
		'',
		/^Your workspaces$/,
		async (page) => {
			await page.getByRole('button', { name: 'Try to send something' }).click();
			await expect(page.getByText('blocked by the browser')).toBeVisible();
		}
	],
	[
		'import/',
		/^Read an order export$/,
		async (page) => {
			await Promise.all([
				page.waitForEvent('filechooser'),
				page.getByRole('button', { name: 'Choose files' }).first().click()
			]);
		}
	],
	[
		'overview/',
		/^Returning customers bring \d+ of every 100 euros$/,
		async (page) => {
			await page.getByRole('button', { name: /^Order value, mean/ }).click();
			await expect(page.getByRole('dialog', { name: 'Order value, mean' })).toContainText('How sure');
		}
	],
	[
		'segments/',
		/^[\d,]+ of last year’s [\d,]+ best customers are now at risk$/,
		async (page) => {
			await page.getByText('Equal fifths', { exact: true }).click();
			await expect(page.getByText(/^Equal fifths: five groups of one size\./)).toBeVisible();
		}
	],
	[
		'customers/',
		/^[\d,]+ customers, one row each$/,
		async (page) => {
			await page.locator('tbody th a').first().click();
			await expect(heading(page, /^Why /)).toBeVisible();
		}
	],
	[
		'cohorts/',
		/^\d+% order again in the month after their first$/,
		async (page) => {
			await page.getByRole('button', { name: /^Mar 2024, second month after: / }).click();
			await expect(heading(page, 'Mar 2024, second month after')).toBeVisible();
		}
	],
	[
		'settings/',
		/^Results as files$/,
		async (page) => {
			const file = await downloaded(page, page.getByRole('button', { name: 'metrics.json', exact: true }));
			expect(file.bytes.toString('utf8')).toContain('25774');
		}
	],
	[
		'method/',
		/^How every figure is counted$/,
		async (page) => {
			await page.getByRole('button', { name: /: search$/ }).click();
			await page.getByRole('option', { name: 'Overview' }).click();
			await expect(heading(page, /^Returning customers bring/)).toBeVisible();
		}
	]
];

test('without a network every screen opens cold and does what is asked of it', async ({ page, context }) => {
	await openSample(page, (button) => button.click());
	await page.close();
	await context.setOffline(true);
	for (const [route, shows, act] of SCREENS)
		await test.step(`/${route}`, async () => {
			const cold = await context.newPage();
			cold.on('pageerror', (error) => {
				throw error;
			});
			await cold.goto(`${process.env.APP_URL}${route}`);
			await expect(heading(cold, shows).first()).toBeVisible({ timeout: 30_000 });
			await act(cold);
			await cold.close();
		});
});
