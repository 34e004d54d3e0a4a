import { expect, type Locator, type Page } from '@playwright/test';

/** A big file on a slow machine. */
export const PATIENCE = 120_000;

export const heading = (page: Page, name: string | RegExp): Locator => page.getByRole('heading', { name });

/** The file input behind a button. */
export const fileInput = (page: Page, label: string): Locator => page.locator(`input[type=file][aria-label="${label}"]`);

/** Chooses files on the import page; ends where their columns are shown. */
export async function chooseFiles(page: Page, paths: string[]): Promise<void> {
	await fileInput(page, 'Choose files').setInputFiles(paths);
	await expect(readButton(page)).toBeVisible({ timeout: PATIENCE });
}

export const readButton = (page: Page): Locator => page.getByRole('button', { name: /^Read \d+ files?$/ }).first();

export const accountedFor = (page: Page): Locator => heading(page, 'Every record is accounted for');

/** Reads what was chosen and waits for the reconciliation. */
export async function readThem(page: Page): Promise<void> {
	await readButton(page).click();
	await expect(accountedFor(page)).toBeVisible({ timeout: PATIENCE });
}

/** Opens the import page and imports files that need no question answered. */
export async function importFiles(page: Page, app: string, paths: string[]): Promise<void> {
	await page.goto(`${app}import/`);
	await chooseFiles(page, paths);
	await readThem(page);
}

/** Waits until the service worker keeps every file of the app. */
export async function offlineReady(page: Page): Promise<void> {
	await expect(page.getByText('On this device, works offline')).toBeVisible({ timeout: 30_000 });
}
