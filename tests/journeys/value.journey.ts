import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { heading, openApp, PATIENCE } from './importing';
import { openSample } from './sampleShop';

test.beforeEach(({ page }) => {
	page.on('pageerror', (error) => {
		throw error;
	});
});

const finding = (months: string, of = '') =>
	new RegExp(`^Known customers are expected to bring €[\\d,]+${of} in the next ${months}$`);

/** Every "How it is counted" of the screen opens a sheet with a formula, and gives the focus back. */
async function openSheets(page: Page, least: number): Promise<void> {
	const buttons = page.getByRole('main').getByRole('button', { name: 'How it is counted' });
	await expect.poll(() => buttons.count(), { timeout: PATIENCE }).toBeGreaterThanOrEqual(least);
	for (const button of await buttons.all()) {
		await button.click();
		const sheet = page.getByRole('dialog');
		await expect(sheet.getByRole('heading', { name: 'How sure' })).toBeVisible();
		await expect(sheet).not.toContainText(/NaN|undefined|Infinity/);
		await page.keyboard.press('Escape');
		await expect(sheet).toHaveCount(0);
		await expect(button).toBeFocused();
	}
}

async function expectAccessible(page: Page): Promise<void> {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`)).toEqual([]);
	}
}

test('what the sample shop’s customers are worth, and who is leaving', async ({ page }) => {
	test.setTimeout(300_000);
	await openSample(page, (button) => button.click());

	await test.step('Value says what is expected, how sure, and how wrong it was on the past', async () => {
		await page.getByRole('link', { name: 'Value', exact: true }).click();
		await expect(heading(page, finding('12 months'))).toBeVisible({ timeout: PATIENCE });
		await expect(page.getByText(/^95 % interval €[\d,]+ to €[\d,]+\. Revenue, because no margin is set/)).toBeVisible({
			timeout: PATIENCE
		});
		await expect(heading(page, /^(Trust the total|Over the last 26 weeks)/)).toBeVisible({ timeout: PATIENCE });
		await expect(page.getByRole('row', { name: /in use/ }).first()).toBeVisible({ timeout: PATIENCE });
		await expect(heading(page, 'Fit it again elsewhere')).toBeVisible({ timeout: PATIENCE });
	});

	await test.step('a headline figure opens its explanation', async () => {
		await page.getByRole('button', { name: /^Expected revenue, 12 months/ }).click();
		const sheet = page.getByRole('dialog', { name: 'Value expected in 12 months' });
		await expect(sheet).toContainText('the observed information of the log parameters, linearised');
		await expect(sheet).toContainText(/8,964 customers/);
		await page.keyboard.press('Escape');
		await expect(sheet).toHaveCount(0);
	});

	await test.step('every figure of Value is explained, without a network too, and axe finds nothing', async () => {
		await page.context().setOffline(true);
		await openSheets(page, 10);
		await page.context().setOffline(false);
		await expectAccessible(page);
	});

	await test.step('margin, horizon, model and day change it', async () => {
		await page.getByRole('button', { name: 'Margin not set' }).click();
		await page.getByLabel(/^Margin: % of revenue/).fill('40');
		await page.getByRole('button', { name: 'Value by this' }).click();
		await expect(heading(page, finding('12 months', ' of margin'))).toBeVisible({ timeout: PATIENCE });
		await page.getByRole('radio', { name: '3', exact: true }).check();
		await expect(heading(page, finding('3 months', ' of margin'))).toBeVisible({ timeout: PATIENCE });
		await page.getByRole('combobox', { name: /^Model/ }).selectOption({ label: 'Pareto/NBD' });
		await expect(page.getByText(/Pareto\/NBD is used because you chose it\./)).toBeVisible({ timeout: PATIENCE });
		await openApp(page, 'value/?v=1&asof=2024-06-30&months=6');
		await expect(heading(page, finding('6 months', ' of margin'))).toBeVisible({ timeout: PATIENCE });
		await expect(page.getByText('1 Jan 2023 to 30 Jun 2024', { exact: true })).toBeVisible({ timeout: PATIENCE });
	});

	await test.step('the test on the past can be stopped, which leaves the first answer, and made up for', async () => {
		await openApp(page, 'value/?v=1&asof=2024-05-31');
		// Pressed as soon as it is there: the test is over in a second.
		await page.evaluate(
			() =>
				new Promise<void>((resolve) => {
					const press = (): void => {
						const stop = [...document.querySelectorAll('button')].find(
							({ textContent }) => textContent === 'Stop testing'
						);
						if (!stop) return;
						watcher.disconnect();
						stop.click();
						resolve();
					};
					const watcher = new MutationObserver(press);
					watcher.observe(document.body, { childList: true, subtree: true });
					press();
				})
		);
		await expect(heading(page, 'Not tested on your own past')).toBeVisible({ timeout: PATIENCE });
		await expect(heading(page, finding('12 months', ' of margin'))).toBeVisible({ timeout: PATIENCE });
		await expect(page.getByText(/^95 % interval .* By .*, which was not tested on your own past\.$/)).toBeVisible({
			timeout: PATIENCE
		});
		await page.getByRole('radio', { name: '6', exact: true }).check();
		await expect(heading(page, finding('6 months', ' of margin'))).toBeVisible({ timeout: PATIENCE });
		await page.getByRole('button', { name: 'Test the models' }).click();
		await expect(heading(page, /^(Trust the total|Over the last 26 weeks)/)).toBeVisible({ timeout: PATIENCE });
		await expect(page.getByText(/which was not tested/)).toHaveCount(0);
	});

	await test.step('Churn says how soon they come back, when silence means gone, and whose leaving costs the most', async () => {
		await openApp(page, 'churn/');
		await expect(
			heading(
				page,
				/^Half of new customers who come back do so within \d+ days; after \d+ days of silence a comeback is improbable$/
			)
		).toBeVisible({ timeout: PATIENCE });
		await expect(page.getByRole('row', { name: /^First to second 8,964 / })).toBeVisible();
		const queue = page.locator('main');
		await expect(page.getByRole('button', { name: 'Queue, CSV' })).toBeVisible({ timeout: PATIENCE });
		await openSheets(page, 6);
		await expectAccessible(page);
		await queue
			.getByRole('row', { name: /silent for \d+ days, where \d+ are usual/ })
			.first()
			.getByRole('link')
			.click();
	});

	await test.step('and the customer has a chance of still being one, a next order, and a value', async () => {
		await expect(heading(page, 'What lies ahead')).toBeVisible({ timeout: PATIENCE });
		await expect(page.getByRole('button', { name: /^Chance of still being a customer/ })).toBeVisible({
			timeout: PATIENCE
		});
		await expect(
			heading(page, /^(Very likely still a customer|Perhaps still a customer|Probably gone)$/)
		).toBeVisible();
		await page.getByRole('button', { name: /^Chance of still being a customer/ }).click();
		await expect(page.getByRole('dialog')).toContainText(/Of this customer alone/);
		await page.keyboard.press('Escape');
	});
});
