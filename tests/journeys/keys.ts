import { expect, type Locator, type Page } from '@playwright/test';

/** Tab stops of the longest screen and some. */
const LIMIT = 150;

/** Presses Tab until this has the focus, Shift and Tab where it stands before. */
export async function tabTo(page: Page, target: Locator, limit = LIMIT): Promise<void> {
	await expect(target).toBeVisible();
	const key = await target.evaluate((element) => {
		const from = document.activeElement;
		const before = from !== null && from.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING;
		return before ? 'Shift+Tab' : 'Tab';
	});
	for (let presses = 0; presses <= limit; presses++) {
		if (await target.evaluate((element) => element === document.activeElement)) return;
		await page.keyboard.press(key);
	}
	throw new Error(`${limit} times ${key} do not lead to ${String(target)}`);
}

/** Goes to something by Tab and presses it. */
export async function strike(page: Page, target: Locator, key = 'Enter'): Promise<void> {
	await tabTo(page, target);
	await page.keyboard.press(key);
}
