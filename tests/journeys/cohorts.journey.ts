import { expect, test } from '@playwright/test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heading, importFiles, openApp } from './importing';
import { manyOrders } from './orderFiles';
import { stored } from './stored';

let folder: string;
test.beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'perennial-cohorts-'));
	await writeFile(join(folder, 'many.csv'), manyOrders(4000, 'C'));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

test('a cell of the cohorts by keyboard alone, and its customers; then a switch of what counts, and all of it erased', async ({
	page
}) => {
	await importFiles(page, [join(folder, 'many.csv')]);
	await openApp(page, 'cohorts/?v=1&period=quarter');
	await expect(
		heading(page, /^Newer customers come back (as|more|less) often (as|than) the older ones did$/)
	).toBeVisible();

	await test.step('arrows walk to a cell, Enter chooses it, and its customers are as many as it says', async () => {
		await page.getByRole('group', { name: /order again in the quarter after their first/ }).focus();
		// To the name of the cohort, its first cell, its second.
		for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
		await expect(page.getByRole('button', { name: /^Q1 2022, second quarter after: / })).toBeFocused();
		await page.keyboard.press('Enter');
		await expect(page.getByRole('heading', { name: 'Q1 2022, second quarter after' })).toBeVisible();
		await expect(page).toHaveURL(/pick=2022-Q1\.2/);
		await expect(page.getByRole('button', { name: /^Q1 2022, second quarter after: / })).toBeFocused();
		await page.getByRole('button', { name: 'Pin cohort' }).click();
		await expect(
			heading(page, /^Q1 2022 is worth (what|more than|less than) the others were at that age$/)
		).toBeVisible();
		const way = page.getByRole('link', { name: /^\d+ customers$/ });
		const customers = (await way.innerText()).trim();
		await way.click();
		await expect(heading(page, new RegExp(`^${customers.split(' ')[0]} of [\\d,]+ customers, `))).toBeVisible();
		await page
			.getByRole('button', { name: 'Drop: first order in Q1 2022, ordered 2 quarters after the first order' })
			.click();
		await expect(page).not.toHaveURL(/cohort|age/);
	});

	await test.step('a switch says beforehand what it would change, and that is what it changes', async () => {
		await openApp(page, 'settings/');
		const turned = page.getByRole('row', { name: /^Orders of one customer on one day are one purchase/ });
		const orders = turned.getByRole('cell').nth(1).locator('strong');
		const then = await orders.innerText();
		await page.getByRole('switch', { name: /^Orders of one customer on one day/ }).click();
		await expect(
			page
				.getByRole('row', { name: /^Now, to / })
				.getByRole('cell')
				.nth(1)
		).toHaveText(then);
		await expect(orders).toHaveText('4,000');
	});

	await test.step('erasing everything shows what goes, and then what is left', async () => {
		await page.getByRole('button', { name: 'Erase everything on this device' }).click();
		await expect(page.getByRole('alertdialog')).toContainText('4,000 orders');
		await page.getByRole('alertdialog').getByRole('button', { name: 'Erase 1 workspace' }).click();
		await expect(heading(page, 'Nothing of any shop is left here')).toBeFocused();
		await expect(page.getByText('0 orders, 0 people, 0 chunks, 0 versions, 0 imports left')).toBeVisible();
		expect(await stored(page)).toEqual({ workspaces: [], staging: [], strayChunks: [], chunks: 0, revisions: 0 });
	});
});
