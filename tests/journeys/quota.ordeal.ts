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

/** Every result file of what is in force, as one text. */
async function figures(page: Page): Promise<string> {
	await openApp(page, 'settings/');
	return [...(await resultFiles(page)).values()].map((bytes) => bytes.toString('utf8')).join('\n');
}

const usage = (page: Page): Promise<number> =>
	page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);

test('a disk that is full at twelve points of an import: a sentence, the old data whole, nothing left behind', async () => {
	test.setTimeout(420_000);
	const folder = await mkdtemp(join(tmpdir(), 'perennial-quota-'));
	// On a disk: what a private window keeps in memory is counted differently.
	const device = await Device.make();
	try {
		const [base, more] = [join(folder, 'base.csv'), join(folder, 'more.csv')];
		await writeFile(base, manyOrders(2_000, 'A', 1));
		await writeFile(more, manyOrders(80_000, 'B', 2));
		const context = await device.start();
		const page = await context.newPage();
		await importFiles(page, [base]);
		const old = await figures(page);
		const before = await stored(page);

		const emptier = await usage(page);
		await importFiles(page, [more]);
		const need = (await usage(page)) - emptier;
		expect(need).toBeGreaterThan(500_000);
		const all = await figures(page);
		await page.getByRole('button', { name: 'Undo the newest' }).click();
		await expect(page.getByText('The newest import is taken back.')).toBeVisible();
		expect(await figures(page)).toBe(old);

		const session = await context.newCDPSession(page);
		const origin = new URL(process.env.APP_URL ?? '').origin;
		let refused = 0;
		for (let point = 0; point < POINTS; point++) {
			await session.send('Storage.overrideQuotaForOrigin', { origin });
			await openApp(page, 'import/');
			await chooseFiles(page, [more]);
			const quotaSize = Math.round((await usage(page)) + (need * point) / POINTS);
			await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
			await readButton(page).click();
			const noRoom = page.getByRole('alert').filter({ hasText: /This device has no room for it/ });
			await expect(noRoom.or(accountedFor(page))).toBeVisible({ timeout: PATIENCE });
			const failed = await noRoom.isVisible();
			if (failed) {
				refused++;
				await expect(noRoom).toContainText('what you had is untouched');
				await expect(noRoom).toContainText('Delete a workspace you no longer need');
			}
			await session.send('Storage.overrideQuotaForOrigin', { origin });
			expect(await figures(page), `point ${point}: ${failed ? 'the old data' : 'the new data'}, whole`).toBe(
				failed ? old : all
			);
			if (!failed) {
				await page.getByRole('button', { name: 'Undo the newest' }).click();
				await expect(page.getByText('The newest import is taken back.')).toBeVisible();
			}
			expect(await stored(page)).toEqual(before);
		}
		console.log(
			`disk full at ${POINTS} points: ${refused} refused in a sentence, ${POINTS - refused} had room after all; never half of it`
		);
		expect(refused).toBeGreaterThanOrEqual(POINTS / 2);

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
