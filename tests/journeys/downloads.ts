import type { Locator, Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';

export interface Downloaded {
	name: string;
	bytes: Buffer;
	/** Where the browser put it, until it is closed. */
	path: string;
}

/** Presses something that hands a file to the browser; with a click, if not told how. */
export async function downloaded(
	page: Page,
	button: Locator,
	press: (button: Locator) => Promise<void> = (button) => button.click()
): Promise<Downloaded> {
	const [download] = await Promise.all([page.waitForEvent('download'), press(button)]);
	const path = await download.path();
	return { name: download.suggestedFilename(), bytes: await readFile(path), path };
}

export const RESULT_FILES = ['metrics.json', 'customers.csv', 'segments.csv', 'cohorts.json', 'models.json'] as const;

/** The result files that Settings hands out; the page must be there. */
export async function resultFiles(page: Page): Promise<Map<string, Buffer>> {
	const files = new Map<string, Buffer>();
	for (const name of RESULT_FILES) {
		const file = await downloaded(page, page.getByRole('button', { name, exact: true }));
		if (file.name !== name) throw new Error(`${name} was asked for and ${file.name} came`);
		files.set(name, file.bytes);
	}
	return files;
}
