import { expect, test } from '@playwright/test';
import { heading, openApp, PATIENCE } from './importing';

test.beforeEach(({ page }) => {
	page.on('pageerror', (error) => {
		throw error;
	});
});

test('the sample shop: one press, no question, its figures; a second press opens the same one', async ({ page }) => {
	await openApp(page);
	await expect(page.getByText('Sample: 25,000 orders, ready in under three seconds.')).toBeVisible();
	await expect(page.getByRole('img', { name: /^Orders of the sample shop, week by week/ })).toBeVisible();

	await test.step('the keyboard alone opens it', async () => {
		await page.getByRole('button', { name: 'Open the sample shop' }).focus();
		await page.keyboard.press('Enter');
		await page.waitForURL('**/overview/**', { timeout: PATIENCE });
		await expect(page.getByRole('heading', { level: 1 })).toContainText(/\d/, { timeout: PATIENCE });
		await expect(page.getByRole('main')).toContainText('25,774');
		await expect(page.getByRole('banner')).toContainText('Harbour Lane (sample)');
	});

	await test.step('it is called a sample on Start and in Settings', async () => {
		await openApp(page);
		await expect(page.getByRole('row', { name: /Harbour Lane \(sample\)/ })).toContainText('a sample');
		await openApp(page, 'settings/');
		await expect(page.getByRole('rowheader', { name: /Harbour Lane \(sample\)/ })).toContainText('invented people');
	});

	await test.step('opened again it is the one that is there', async () => {
		await openApp(page);
		await page.getByRole('button', { name: 'Open the sample shop' }).click();
		await page.waitForURL('**/overview/**', { timeout: PATIENCE });
		await openApp(page, 'settings/');
		await expect(page.getByRole('rowheader', { name: /Harbour Lane \(sample\)/ })).toHaveCount(1);
	});
});

test('a sample shop that is stopped leaves nothing behind', async ({ page }) => {
	await openApp(page);
	// Slowed down, so that there is time to stop it.
	const session = await page.context().newCDPSession(page);
	await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
	await page.getByRole('button', { name: 'Open the sample shop' }).click();
	await page.getByRole('button', { name: 'Stop, keep nothing' }).click({ timeout: PATIENCE });
	await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
	await expect(page.getByRole('button', { name: 'Open the sample shop' })).toBeEnabled({ timeout: PATIENCE });
	await expect(heading(page, 'Your workspaces')).toHaveCount(0);
	await openApp(page);
	await expect(heading(page, 'Your workspaces')).toHaveCount(0);
	await page.getByRole('button', { name: 'Open the sample shop' }).click();
	await page.waitForURL('**/overview/**', { timeout: PATIENCE });
	await expect(page.getByRole('main')).toContainText('25,774', { timeout: PATIENCE });
});
