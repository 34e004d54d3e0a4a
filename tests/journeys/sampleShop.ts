import { expect, type Locator, type Page } from '@playwright/test';
import { heading, openApp, PATIENCE } from './importing';

/** Opens the sample shop on the start page; it is made where it is not there yet. */
export async function openSample(page: Page, press: (button: Locator) => Promise<void>): Promise<void> {
	await openApp(page);
	await press(page.getByRole('button', { name: 'Open the sample shop' }));
	await page.waitForURL('**/overview/**', { timeout: PATIENCE });
	await expect(heading(page, /^Returning customers bring \d+ of every 100 euros$/)).toBeVisible({ timeout: PATIENCE });
}
