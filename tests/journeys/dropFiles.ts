import type { Page } from '@playwright/test';

/** Drops files from the disk on the middle of the page, as a hand does: the browser itself makes the `File`s. */
export async function dropFiles(page: Page, paths: string[]): Promise<void> {
	const session = await page.context().newCDPSession(page);
	const size = page.viewportSize() ?? { width: 800, height: 600 };
	for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
		await session.send('Input.dispatchDragEvent', {
			type,
			x: size.width / 2,
			y: size.height / 2,
			data: { items: [], files: paths, dragOperationsMask: 1 }
		});
	await session.detach();
}
