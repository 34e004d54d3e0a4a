import { expect, type Locator, type Page } from '@playwright/test';

/** CSS pixels that a finger needs; one of them goes to rounding. */
const TARGET = 44 - 1;

/** A box to tick is pressed by its label. */
const TICKED = 'input:is([type=checkbox], [type=radio])';

/** As far as an element takes a press, left, right, up and down from its middle: its pseudo elements and its label too. */
async function pressed(target: Locator): Promise<{ wide: number; high: number }> {
	return target.evaluate((element, ticked) => {
		element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
		const label = element.matches(ticked) ? element.closest('label') : null;
		const box = element.getBoundingClientRect();
		const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
		const own = (atX: number, atY: number): boolean => {
			const hit = document.elementFromPoint(atX, atY);
			return hit !== null && (element.contains(hit) || (label !== null && hit.closest('label') === label));
		};
		const far = (right: number, down: number): number => {
			let steps = 0;
			while (steps < 44 && own(x + right * (steps + 1), y + down * (steps + 1))) steps++;
			return steps;
		};
		if (!own(x, y)) return { wide: 0, high: 0 };
		return { wide: far(-1, 0) + 1 + far(1, 0), high: far(0, -1) + 1 + far(0, 1) };
	}, TICKED);
}

/** Taps what is large enough for a finger; what is not is a mistake of the app. */
export async function tap(target: Locator): Promise<void> {
	await expect(target).toBeVisible();
	await expect
		.poll(
			async () => {
				const { wide, high } = await pressed(target);
				return wide >= TARGET && high >= TARGET ? 'large enough' : `${wide} × ${high} pixels`;
			},
			// What the page has to say may lie over it for six seconds.
			{ message: `what takes a finger’s press on ${String(target)}`, timeout: 10_000 }
		)
		.toBe('large enough');
	const label = target.and(target.page().locator(TICKED)).locator('xpath=ancestor::label');
	await ((await label.count()) > 0 ? label : target).tap();
}

/** Taps a place in the box of something, in parts of its width and height, missed by some pixels. */
export async function tapAt(
	target: Locator,
	[across, down]: [number, number] = [0.5, 0.5],
	[right, below]: [number, number] = [0, 0]
): Promise<void> {
	await expect(target).toBeAttached();
	await target.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
	const box = await target.boundingBox();
	if (!box) throw new Error(`${String(target)} is not drawn`);
	await target.page().touchscreen.tap(box.x + across * box.width + right, box.y + down * box.height + below);
}

/** Taps a field and writes into it, as the keyboard on the screen does. */
export async function write(page: Page, field: Locator, text: string): Promise<void> {
	await tap(field);
	await expect(field).toBeFocused();
	await page.keyboard.press('ControlOrMeta+A');
	if (text === '') await page.keyboard.press('Delete');
	else await page.keyboard.insertText(text);
}

/** Taps a field whose values the device itself lists, and takes one: what it lists is no part of the page. */
export async function pick(field: Locator, value: string | { label: string }): Promise<void> {
	await tap(field);
	await expect(field).toBeFocused();
	await field.selectOption(value);
}
