import { expect, test, type Locator, type Page } from '@playwright/test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloaded } from './downloads';
import {
	accountedFor,
	chooseFiles,
	fileInput,
	heading,
	importFiles,
	openApp,
	PATIENCE,
	readButton,
	readThem
} from './importing';
import { tabTo } from './keys';
import { manyOrders, PLAIN_SHOP, PLAIN_SHOP_LATER, SHOPIFY } from './orderFiles';
import { stored } from './stored';

let folder: string;
test.beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'perennial-shop-'));
	await writeFile(join(folder, 'plain.csv'), PLAIN_SHOP);
	await writeFile(join(folder, 'later.csv'), PLAIN_SHOP_LATER);
	await writeFile(join(folder, 'shopify.csv'), SHOPIFY);
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** A broken script says so here, whatever the page shows. */
test.beforeEach(({ page }) => {
	page.on('pageerror', (error) => {
		throw error;
	});
});

/** Cells of the row that a row header names. */
const row = (page: Page, name: string): Locator =>
	page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });

/** A figure of Overview about the whole time. */
const fact = (page: Page, name: string): Locator =>
	page
		.getByRole('region', { name: /^Since / })
		.locator('div')
		.filter({ has: page.getByText(name, { exact: true }) });

const section = (page: Page, name: string): Locator =>
	page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name, exact: true });

/** Matches the plain shop's columns by hand; the amounts are euros. */
async function matchColumns(page: Page): Promise<void> {
	for (const [field, column] of [
		['Order', 'Ref'],
		['E-mail', 'Who'],
		['Ordered at', 'When'],
		['Charged', 'Sum']
	] as const)
		await page
			.getByLabel(field === 'Charged' ? /^Total$/ : field, { exact: true })
			.first()
			.selectOption({ label: column });
	await page.getByLabel('Currency, where no column names it').fill('eur');
	await page.getByLabel('Currency, where no column names it').press('Tab');
	await expect(page.getByText('Still needed')).toHaveCount(0);
}

test('a table of its own kind: matched by hand, asked about its dates, accounted for, shown, recognised again, taken back', async ({
	page
}) => {
	await openApp(page, 'import/');
	await chooseFiles(page, [join(folder, 'plain.csv')]);

	await test.step('its columns are matched by hand', async () => {
		await expect(heading(page, 'What does each column mean?')).toBeVisible();
		await expect(page.getByText('no known layout: match its columns below')).toBeVisible();
		await expect(page.getByText('semicolon').first()).toBeVisible();
		await matchColumns(page);
		await expect(page.getByRole('row', { name: /E-mail/ })).toContainText(
			'ann@example.com · ann@example.com · ben@example.com'
		);
		await page.getByLabel('Its name').fill('Plain shop');
	});

	await test.step('its dates can be read two ways, and both are shown', async () => {
		await readButton(page).click();
		await expect(heading(page, 'One question before the orders are kept')).toBeVisible();
		await expect(heading(page, /01\/02\/2024.* 1 Feb 2024 or 2 Jan 2024\?/)).toBeVisible();
		const dayFirst = page.getByRole('radio', { name: /1 Feb 2024: day first/ });
		await expect(dayFirst).toBeVisible();
		await expect(page.getByRole('radio', { name: /2 Jan 2024: month first/ })).toBeVisible();
		await expect(page.getByRole('button', { name: 'Choose one of them' })).toBeDisabled();
		await dayFirst.check();
		await page.getByRole('button', { name: 'Day first' }).click();
		await expect(accountedFor(page)).toBeVisible();
	});

	await test.step('every record is accounted for', async () => {
		const sums = page.getByRole('region', { name: 'Reconciliation' });
		await expect(sums).toContainText(/10\s*records read.*7\s*stored.*1\s*skipped.*2\s*rejected/s);
		await expect(heading(page, '7 orders from 4 customers')).toBeVisible();
		await expect(page.getByText('1 Feb 2024 to 12 May 2024')).toBeVisible();
		await expect(row(page, 'Charged')).toContainText('€215.75');
		await expect(heading(page, '2 records could not be read')).toBeVisible();
		await expect(row(page, 'Not a number')).toContainText('1');
		await expect(row(page, 'No such date')).toContainText('1');
		await expect(row(page, 'Blank rows')).toContainText('1');
		const rejects = await downloaded(page, page.getByRole('button', { name: 'All 3 as rejects.csv' }));
		expect(rejects.name).toBe('rejects.csv');
		const lines = rejects.bytes.toString('utf8').trim().split(/\r?\n/);
		expect(lines).toHaveLength(4);
		expect(lines[1]).toMatch(/9.*Sum.*twelve/);
		expect(lines[1]).toContain('bad_money');
		expect(lines.slice(2).join('\n')).toMatch(/11.*When.*13\/13\/2024/);
		expect(lines.slice(1).some((line) => line.includes('blank_row'))).toBe(true);
	});

	await test.step('Overview shows the figures worked out by hand', async () => {
		await page.getByRole('link', { name: 'See 7 orders' }).click();
		await expect(heading(page, 'Since 1 Feb 2024')).toBeVisible();
		await expect(fact(page, 'Customers')).toContainText('4');
		await expect(fact(page, 'Orders')).toContainText('7');
		await expect(fact(page, 'Net')).toContainText('€215.75');
		await expect(fact(page, 'Order value, median')).toContainText('€30.00');
		await expect(fact(page, 'Bought more than once, ever')).toContainText('50.0%');
		await expect(heading(page, 'Half of those who return do so within 31 days')).toBeVisible();
	});

	await test.step('a figure explains itself, by keyboard, and leads to the customers behind it', async () => {
		await page.getByRole('button', { name: 'Bought more than once, ever' }).focus();
		await page.keyboard.press('Enter');
		const sheet = page.getByRole('dialog', { name: 'Bought more than once, ever' });
		await expect(sheet).toContainText(/2\s*customers with two orders or more.*4\s*customers with one order or more/s);
		await expect(sheet).toContainText('(Wilson)');
		await page.keyboard.press('Escape');
		await expect(sheet).toHaveCount(0);
		await page.getByRole('button', { name: 'Bought more than once, ever' }).click();
		await sheet.getByRole('link', { name: '2 customers behind it' }).click();
		await expect(heading(page, '2 of 4 customers, 50.0% of them')).toBeVisible();
		await page.getByRole('button', { name: 'Drop: two orders or more' }).click();
	});

	await test.step('Customers lists and searches them', async () => {
		await section(page, 'Customers').click();
		await expect(heading(page, '4 customers, one row each')).toBeVisible();
		await expect(page.locator('tbody tr').filter({ hasText: '@' }).first()).toContainText(
			/cleo@example\.com.*3.*€150\.50/s
		);
		await page.getByRole('searchbox').fill('ben@');
		await expect(heading(page, '1 customer found')).toBeVisible();
		expect(page.url()).not.toContain('ben');
		await page.getByRole('searchbox').fill('');
		await page.getByRole('link', { name: 'cleo@example.com' }).click();
		await expect(page.getByRole('heading', { name: '3 orders' })).toBeVisible();
		await expect(page.getByRole('region', { name: '3 orders' })).toContainText('€60.50');
		expect(page.url()).toMatch(/[?&]c=\d+/);
		expect(page.url()).not.toContain('cleo');
		await page.getByRole('link', { name: 'All customers' }).click();
		await expect(heading(page, '4 customers, one row each')).toBeVisible();
	});

	await test.step('Segments puts each customer into one, by fixed borders', async () => {
		await section(page, 'Segments').click();
		await page.getByRole('radio', { name: 'Fixed' }).check({ force: true });
		const segment = (name: string) =>
			page
				.getByRole('row')
				.filter({ has: page.getByRole('rowheader', { name: `Choose ${name} ${name}`, exact: true }) });
		await expect(segment('Potential loyalists')).toContainText('2');
		await expect(segment('New')).toContainText('€5.25');
		await expect(segment('Promising')).toContainText('€30.00');
	});

	await test.step('Cohorts follows who came back', async () => {
		await section(page, 'Cohorts').click();
		// Four customers are too few for a finding in the title.
		await expect(heading(page, 'How each generation of customers behaves')).toBeVisible();
		const february = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Feb 2024' }) });
		// A cohort of fewer than 30 customers says how many they are in the place of a share.
		await expect(february.getByRole('cell')).toHaveText(['2', 'n 2', 'n 2', 'n 2']);
	});

	await test.step('a later file with the same columns is recognised and adds what is new', async () => {
		await openApp(page, 'import/');
		await chooseFiles(page, [join(folder, 'later.csv')]);
		await expect(page.getByText(/You matched a file with these columns before/)).toBeVisible();
		await readThem(page);
		await expect(page.getByRole('region', { name: 'Reconciliation' })).toContainText(
			/2\s*records read.*2\s*stored.*0\s*skipped.*0\s*rejected/s
		);
		await page.getByRole('link', { name: /^See 2 orders$/ }).click();
		await expect(fact(page, 'Orders')).toContainText('8');
		await expect(fact(page, 'Net')).toContainText('€315.75');
	});

	await test.step('the later import is taken back: the figures are those from before', async () => {
		await section(page, 'Settings').click();
		await page.getByRole('button', { name: 'Undo the newest' }).click();
		await expect(page.getByText('The newest import is taken back.')).toBeVisible();
		await section(page, 'Overview').click();
		await expect(fact(page, 'Orders')).toContainText('7');
		await expect(fact(page, 'Net')).toContainText('€215.75');
	});

	await test.step('what counts is changed in Settings, and every figure follows', async () => {
		await section(page, 'Settings').click();
		await page.getByRole('combobox', { name: 'A month begins on the' }).selectOption('10');
		await section(page, 'Cohorts').click();
		await expect(
			page
				.getByRole('row')
				.filter({ has: page.getByRole('rowheader', { name: 'Jan 2024' }) })
				.getByRole('cell')
				.first()
		).toHaveText('2');
		await expect(page.getByRole('rowheader', { name: 'Feb 2024' })).toHaveCount(0);
		expect(await stored(page)).toMatchObject({ staging: [], strayChunks: [] });
	});
});

test('a Shopify export by keyboard alone', async ({ page }) => {
	await openApp(page);
	await tabTo(page, page.getByRole('button', { name: 'Choose files' }));
	// A prerendered page answers keys once its script runs.
	await expect(async () => {
		const [chooser] = await Promise.all([
			page.waitForEvent('filechooser', { timeout: 2000 }),
			page.keyboard.press('Enter')
		]);
		await chooser.setFiles(join(folder, 'shopify.csv'));
	}).toPass();
	await expect(heading(page, 'This looks like a Shopify order export')).toBeVisible();
	await tabTo(page, readButton(page));
	await page.keyboard.press('Enter');
	await expect(accountedFor(page)).toBeVisible();
	await expect(accountedFor(page)).toBeFocused();
	await expect(heading(page, '4 orders from 3 customers')).toBeVisible();
	await expect(row(page, 'Cancelled')).toContainText('#1004');
	await expect(row(page, 'Gross, before discounts')).toContainText('€125.00');
	await expect(row(page, 'Discounts')).toContainText('€5.00');
	await expect(row(page, 'of it merchandise')).toContainText('€10.00');
	await expect(row(page, 'Net of merchandise')).toContainText('€110.00');
	await tabTo(page, page.getByRole('link', { name: 'See 4 orders' }));
	await page.keyboard.press('Enter');
	await expect(fact(page, 'Net')).toContainText('€110.00');
	await tabTo(page, section(page, 'Customers'));
	await page.keyboard.press('Enter');
	await expect(heading(page, '3 customers, one row each')).toBeVisible();
	await tabTo(page, page.getByRole('grid', { name: 'Customers' }));
	// The highest net comes first.
	await page.keyboard.press('ArrowDown');
	await expect(page.getByRole('row', { selected: true })).toContainText('Ann');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: '2 orders' })).toBeVisible();
	await tabTo(page, page.getByRole('link', { name: 'All customers' }));
	await page.keyboard.press('Enter');
	// The list comes back with the keys on the row that was left.
	await expect(page.getByRole('grid', { name: 'Customers' })).toBeFocused();
	await expect(page.getByRole('row', { selected: true })).toContainText('Ann');
	await tabTo(page, page.getByRole('button', { name: 'Orders' }));
	await page.keyboard.press('Enter');
	await expect(page.getByRole('columnheader', { name: 'Orders' })).toHaveAttribute('aria-sort', 'descending');
});

test('an import that is stopped keeps nothing, in the middle of the file and at a question', async ({ page }) => {
	test.setTimeout(180_000);
	await writeFile(join(folder, 'many.csv'), manyOrders(400_000, 'M'));
	await importFiles(page, [join(folder, 'shopify.csv')]);
	const before = await stored(page);
	await openApp(page, 'import/');
	await chooseFiles(page, [join(folder, 'many.csv')]);
	await readButton(page).click();
	await expect(page.getByRole('progressbar')).toBeVisible();
	await expect(page.getByText(/ rejected so far/)).toBeVisible();
	await page.getByRole('button', { name: 'Stop, keep nothing' }).click();
	await expect(page.getByText(/^Stopped, as you asked\./)).toBeVisible();

	await fileInput(page, 'Other files').setInputFiles(join(folder, 'plain.csv'));
	await expect(heading(page, 'What does each column mean?')).toBeVisible({ timeout: PATIENCE });
	await matchColumns(page);
	await readButton(page).click();
	await expect(heading(page, 'One question before the orders are kept')).toBeVisible();
	await page.getByRole('button', { name: 'Stop, keep nothing' }).click();
	await expect(page.getByText(/^Stopped, as you asked\./)).toBeVisible();

	await openApp(page, 'overview/');
	await expect(fact(page, 'Net')).toContainText('€110.00');
	await expect.poll(() => stored(page)).toEqual(before);
});
