import { expect, test, type Page } from '@playwright/test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Device } from './device';
import { resultFiles } from './downloads';
import { accountedFor, chooseFiles, heading, importFiles, openApp, PATIENCE, readButton, readThem } from './importing';
import { manyOrders } from './orderFiles';
import { stored } from './stored';

const POINTS = 12;
/** Each point takes eight seconds: `npm run ordeals -- quota` goes through all of them, the journey through every third. */
const EVERY = process.env.ORDEALS ? 1 : 3;
/**
 * Of the bytes that an import has been seen to add: the disk is full after less than that, so that it is full while chunks
 * are written, whatever the browser makes of them before it counts them.
 */
const SHARE = 0.4;

/** Every result file of what is in force, as one text. */
async function figures(page: Page): Promise<string> {
	await openApp(page, 'settings/');
	return [...(await resultFiles(page)).values()].map((bytes) => bytes.toString('utf8')).join('\n');
}

const usage = (page: Page): Promise<number> =>
	page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);

test('a disk that is full at points of an import: a sentence, the old data whole, nothing left behind', async () => {
	test.setTimeout(420_000);
	const folder = await mkdtemp(join(tmpdir(), 'perennial-quota-'));
	// On a disk: what a private window keeps in memory is counted differently.
	const device = await Device.make();
	try {
		const [base, more] = [join(folder, 'base.csv'), join(folder, 'more.csv')];
		await writeFile(base, manyOrders(2_000, 'A', 1));
		await writeFile(more, manyOrders(80_000, 'B', 2));
		let context = await device.start();
		let page = await context.newPage();
		await importFiles(page, [base]);
		const old = await figures(page);
		const before = await stored(page);

		const emptier = await usage(page);
		await importFiles(page, [more]);
		const need = (await usage(page)) - emptier;
		expect(need).toBeGreaterThan(500_000);
		await openApp(page, 'settings/');
		await page.getByRole('button', { name: 'Undo the newest' }).click();
		await expect(page.getByText('The newest import is taken back.')).toBeVisible();
		expect(await figures(page)).toBe(old);

		const origin = new URL(process.env.APP_URL ?? '').origin;
		for (let point = 0; point < POINTS; point += EVERY)
			await test.step(`full after ${point} of ${POINTS} parts`, async () => {
				// The browser looks at the room there is every half minute only: one that has just started has not looked yet.
				await device.stop();
				context = await device.start();
				page = await context.newPage();
				await openApp(page, 'import/');
				await chooseFiles(page, [more]);
				const session = await context.newCDPSession(page);
				const quotaSize = Math.round((await usage(page)) + (SHARE * need * point) / POINTS);
				await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
				await readButton(page).click();
				const noRoom = page.getByRole('alert').filter({ hasText: /This device has no room for it/ });
				await expect(noRoom.or(accountedFor(page))).toBeVisible({ timeout: PATIENCE });
				await expect(noRoom).toContainText('what you had is untouched');
				await expect(noRoom).toContainText('Delete a workspace you no longer need');
				await session.send('Storage.overrideQuotaForOrigin', { origin });
				expect(await figures(page)).toBe(old);
				expect(await stored(page)).toEqual(before);
			});

		await test.step('with room again it is imported', async () => {
			await openApp(page, 'import/');
			await chooseFiles(page, [more]);
			await readThem(page);
			await expect(heading(page, /^80,000 orders from /)).toBeVisible();
		});
	} finally {
		await device.throwAway();
		await rm(folder, { recursive: true, force: true });
	}
});
