import { expect, type Locator, type Page } from '@playwright/test';

/** A big file on a slow machine. */
export const PATIENCE = 120_000;

export const heading = (page: Page, name: string | RegExp): Locator => page.getByRole('heading', { name });

/** The file input behind a button. */
export const fileInput = (page: Page, label: string): Locator =>
	page.locator(`input[type=file][aria-label="${label}"]`);

/** Chooses files on the import page; ends where their columns are shown. */
export async function chooseFiles(page: Page, paths: string[]): Promise<void> {
	// By the browser itself: Playwright would send the bytes of big files through to a browser that it did not start.
	const session = await page.context().newCDPSession(page);
	const { result } = await session.send('Runtime.evaluate', {
		expression: `document.querySelector('input[type=file][aria-label="Choose files"]')`
	});
	await session.send('DOM.setFileInputFiles', { files: paths, objectId: result.objectId });
	await session.detach();
	await expect(readButton(page)).toBeVisible({ timeout: PATIENCE });
}

export const readButton = (page: Page): Locator => page.getByRole('button', { name: /^Read \d+ files?$/ }).first();

export const accountedFor = (page: Page): Locator => heading(page, 'Every record is accounted for');

/** Reads what was chosen and waits for the reconciliation. */
export async function readThem(page: Page): Promise<void> {
	await readButton(page).click();
	await expect(accountedFor(page)).toBeVisible({ timeout: PATIENCE });
}

/** Opens a page of the app (at `app`, by default the one that is served for all journeys) and waits until it answers and all of it is kept for offline use. */
export async function openApp(page: Page, route = '', app = process.env.APP_URL ?? ''): Promise<void> {
	await page.goto(`${app}${route}`);
	// The list of workspaces was read, and stale data removed.
	await expect(page.locator('main[data-ready]')).toBeAttached({ timeout: 30_000 });
	// There on narrow screens too, where it is not shown.
	await expect(page.getByRole('banner')).toContainText('works offline', { timeout: 30_000 });
}

/** Opens the import page and imports files that need no question answered. */
export async function importFiles(page: Page, paths: string[], app?: string): Promise<void> {
	await openApp(page, 'import/', app);
	await chooseFiles(page, paths);
	await readThem(page);
}
