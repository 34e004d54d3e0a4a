import { expect, test } from '@playwright/test';
import { heading, openApp, PATIENCE } from './importing';
import { openSample } from './sampleShop';

test('how customers buy, said in Settings, decides which model speaks of them on Value', async ({ page }) => {
	page.on('pageerror', (error) => {
		throw error;
	});
	await openSample(page, (button) => button.click());

	await test.step('at set occasions: BG/BB', async () => {
		await openApp(page, 'settings/');
		await page.getByRole('radio', { name: 'At set occasions' }).check();
		await page.getByRole('combobox', { name: 'An occasion is' }).selectOption({ index: 2 });
		await openApp(page, 'value/');
		await expect(page.locator('#habit h2').first()).toContainText(/\d/, { timeout: PATIENCE });
		await expect(heading(page, /^What is expected of the next /)).toBeVisible({ timeout: PATIENCE });
		await expect(page.getByText('What follows takes every order as one of somebody')).toBeVisible({
			timeout: PATIENCE
		});
	});

	await test.step('by subscription: the shifted beta-geometric', async () => {
		await openApp(page, 'settings/');
		await expect(page.getByRole('radio', { name: 'At set occasions' })).toBeChecked();
		await page.getByRole('radio', { name: 'By subscription' }).check();
		await openApp(page, 'value/');
		await expect(heading(page, 'Subscribers by when they began')).toBeVisible({ timeout: PATIENCE });
		await openApp(page, 'churn/');
		await expect(page.getByText(/subscription/).first()).toBeVisible({ timeout: PATIENCE });
	});

	await test.step('whenever they like: neither', async () => {
		await openApp(page, 'settings/');
		await page.getByRole('radio', { name: 'Whenever they like' }).check();
		await openApp(page, 'value/');
		await expect(heading(page, /^Known customers are expected to bring/)).toBeVisible({ timeout: PATIENCE });
		await expect(page.locator('#habit')).toHaveCount(0);
	});
});
