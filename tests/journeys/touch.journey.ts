import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloaded } from './downloads';
import { pick, tap, tapAt, write } from './fingers';
import { accountedFor, heading, openApp, PATIENCE, readButton } from './importing';
import { SHOPIFY } from './orderFiles';
import { openSample } from './sampleShop';

/** A tablet lying down, that tablet upright, a phone, and the narrowest one. */
const SIZES = [
	[1180, 820],
	[820, 1180],
	[390, 844],
	[320, 640]
] as const;
/** What is looked at besides the sections. */
const VIEWS = [
	'',
	'method/',
	'overview/?v=1&table=months',
	'segments/?v=1&rule=fixed&segment=champions,loyal',
	'customers/?v=1&c=1',
	'cohorts/?v=1&pick=2024-03.2'
];

let folder: string;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
	folder = await mkdtemp(join(tmpdir(), 'perennial-touch-'));
	await writeFile(join(folder, 'shopify.csv'), SHOPIFY);
	context = await browser.newContext({
		hasTouch: true,
		isMobile: false,
		viewport: { width: 1180, height: 820 },
		reducedMotion: 'reduce',
		locale: 'en-GB',
		timezoneId: 'Pacific/Auckland'
	});
	page = await context.newPage();
	page.on('pageerror', (error) => {
		throw error;
	});
	await openSample(page, tap);
	expect(await page.evaluate(() => matchMedia('(pointer: coarse) and (hover: none)').matches)).toBe(true);
});
test.afterAll(async () => {
	await context.close();
	await rm(folder, { recursive: true, force: true });
});

const button = (name: string | RegExp, within: Page | Locator = page): Locator =>
	within.getByRole('button', { name, exact: true });
const link = (name: string | RegExp, within: Page | Locator = page): Locator =>
	within.getByRole('link', { name, exact: true });
const toSection = (name: string): Promise<void> => tap(link(name, page.getByRole('navigation', { name: 'Sections' })));
const chart = (title: string | RegExp): Locator => page.getByRole('region', { name: title });
const tip = (): Locator => page.locator('.tip');

/** Opens the menu of a chart and saves it in each form. */
async function saveAll(of: Locator, name: string): Promise<void> {
	for (const [form, type] of [
		['CSV, the numbers', 'csv'],
		['SVG, the drawing', 'svg'],
		['PNG, the drawing', 'png']
	]) {
		await tap(button(/^Save/, of));
		expect((await downloaded(page, button(form), tap)).name).toBe(`${name}.${type}`);
	}
}

test('Start by touch: files are asked for, the page tries to send something, a workspace opens', async () => {
	await openApp(page);
	for (const name of ['Choose files', 'Restore a backup'])
		await Promise.all([page.waitForEvent('filechooser'), tap(button(name))]);
	await tap(button('Try to send something'));
	await expect(page.getByRole('status').filter({ hasText: /^Tried/ })).toContainText('blocked by the browser');
	await tap(link('New, rename, delete'));
	await expect(heading(page, 'Workspaces')).toBeVisible();
	await tap(link('Perennial, start page'));
	await tap(link('How every figure is counted'));
	await expect(heading(page, 'How every figure is counted')).toBeVisible();
	await tap(link('Perennial, start page'));
	await tap(button('Harbour Lane (sample)'));
	await expect(heading(page, /^Returning customers bring/)).toBeVisible();
});

test('an import by touch, and its undoing', async () => {
	await openApp(page, 'settings/');
	await write(page, page.getByRole('textbox', { name: 'A new one' }), 'By hand');
	await tap(button('Create'));
	await expect(button('Workspace: By hand')).toBeVisible();
	await toSection('Import');
	const [chooser] = await Promise.all([page.waitForEvent('filechooser'), tap(button('Choose files'))]);
	await chooser.setFiles(join(folder, 'shopify.csv'));
	await expect(heading(page, 'This looks like a Shopify order export')).toBeVisible();
	await tap(readButton(page));
	await expect(accountedFor(page)).toBeVisible();
	await tap(link('See 4 orders'));
	await expect(heading(page, /^Since /)).toBeVisible();
	await toSection('Settings');
	await tap(button('Undo the newest'));
	await expect(page.getByText('The newest import is taken back.')).toBeVisible();
	await write(page, page.getByRole('textbox', { name: 'A new name for By hand' }), 'By finger');
	await tap(button('Rename'));
	await expect(page.getByRole('rowheader', { name: /^By finger/ })).toContainText('in use');
	await tap(button('Delete By finger'));
	await tap(button('Keep it'));
	await expect(page.getByRole('alertdialog')).toHaveCount(0);
	await tap(button('Delete By finger'));
	await tap(button('Delete By finger', page.getByRole('alertdialog')));
	await expect(page.getByText('By finger is deleted from this device.')).toBeVisible();
	await expect(page.getByRole('rowheader', { name: /^Harbour Lane/ })).toContainText('in use');
});

test('Overview by touch: its sentence, its figures, its charts, its findings', async () => {
	await openApp(page, 'overview/');
	await test.step('the day, and what it is compared with', async () => {
		await tap(button('As of 31 Dec 2024'));
		await tap(button('31 Dec 2023'));
		await expect(page).toHaveURL(/asof=2023-12-31/);
		await tap(button('As of 31 Dec 2023'));
		await tap(button('The last order, 31 Dec 2024'));
		await expect(page).not.toHaveURL(/asof/);
		await tap(button('Against the 12 months before'));
		const why = page.locator('.why');
		await expect(why).toBeVisible();
		await tapAt(page.getByRole('heading', { level: 1 }));
		await expect(why).toBeHidden();
	});

	await test.step('a figure explains itself; its sheet is closed by its cross and beside it', async () => {
		await tap(button(/^Net, 12 months/));
		const sheet = page.getByRole('dialog', { name: 'Net, 12 months' });
		await tap(button('Copy with sources', sheet));
		await expect(sheet.getByRole('status')).toContainText(/clipboard/);
		await tap(button('Close', sheet));
		await expect(sheet).toHaveCount(0);
		await tap(button('Orders'));
		await expect(page.getByRole('dialog', { name: 'Orders' })).toBeVisible();
		await page.touchscreen.tap(200, 400);
		await expect(page.getByRole('dialog')).toHaveCount(0);
		await tap(button('More figures'));
		await expect(button('Fewer figures')).toBeVisible();
		const headline = page.getByRole('region', { name: 'Headline figures' });
		expect((await downloaded(page, button('CSV', headline), tap)).name).toBe('headline.csv');
	});

	await test.step('the months: layers, what a month holds, the table, files', async () => {
		await tap(page.getByRole('radio', { name: 'New, returning' }));
		const months = chart('Dec 2024 was the strongest month');
		await expect(months).toBeVisible();
		const may = months.getByRole('img', { name: /^May 2024: / });
		await tapAt(may);
		await expect(tip()).toContainText('May 2024');
		await tapAt(heading(page, 'Dec 2024 was the strongest month'));
		await expect(tip()).toHaveCount(0);
		// Above the column, which is higher than its neighbours.
		await tapAt(may, [0.5, 0], [0, -12]);
		await expect(tip()).toContainText('May 2024');
		await tap(button('Table', months));
		await expect(months.getByRole('rowheader', { name: '2024-05' })).toBeVisible();
		await tap(button('Table', months));
		await expect(months.getByRole('rowheader')).toHaveCount(0);
		await saveAll(months, 'months');
		await tap(button('How it is counted', months));
		await tap(button('Close', page.getByRole('dialog')));
		await tap(page.getByRole('radio', { name: 'First order' }));
		await expect(page).not.toHaveURL(/layers/);
	});

	await test.step('a finding leads to the customers it is about', async () => {
		await tap(button('Show what is held back'));
		await expect(button('Hide what is held back')).toBeVisible();
		await tap(link('See who they are').first());
		await expect(heading(page, /^[\d,]+ of [\d,]+ customers, /)).toBeVisible();
		await tap(button(/^Drop: /));
		await expect(heading(page, /^[\d,]+ customers, one row each$/)).toBeVisible();
	});
});

test('Segments by touch: rules and borders, a cell, several at once, who moved', async () => {
	await openApp(page, 'segments/');
	await test.step('a cell of the grid leads to its customers', async () => {
		await tap(page.getByRole('radio', { name: 'Fixed' }));
		await expect(page).toHaveURL(/rule=fixed/);
		await tap(link(/^Champions, recency 5, frequency 5: /));
		await expect(button('Drop: R 5, F 5')).toBeVisible();
		await expect(heading(page, /^[\d,]+ of [\d,]+ customers, /)).toBeVisible();
		await tap(button('Drop: R 5, F 5'));
		await toSection('Segments');
	});

	await test.step('several are added up and looked at together', async () => {
		await tap(page.getByRole('checkbox', { name: 'Choose Champions' }));
		await tap(page.getByRole('checkbox', { name: 'Choose Loyal' }));
		const sum = page.getByRole('status').filter({ hasText: 'in Champions and Loyal' });
		await expect(sum).toContainText(/[\d,]+ customers in Champions and Loyal, €[\d,.]+, [\d.]+% of net/);
		await tap(link('See them', sum));
		await expect(button('Drop: Champions')).toBeVisible();
		await tap(button('Drop: Champions'));
		await tap(button('Drop: Loyal'));
		await toSection('Segments');
		await tap(link('Lost', page.getByRole('region', { name: /^Eleven segments/ })));
		await tap(button('Drop: Lost'));
		await toSection('Segments');
	});

	await test.step('the borders are moved', async () => {
		await tap(button('Move borders'));
		const sheet = page.getByRole('dialog', { name: 'Move borders' });
		await write(page, sheet.getByRole('textbox', { name: 'Recency, border 1 of 4' }), '30');
		await expect(sheet.getByText('up to 30 days')).toBeVisible();
		await tap(button('Use these borders', sheet));
		await expect(page).toHaveURL(/r=30%2C120%2C240%2C420|r=30,120,240,420/);
		await expect(page.getByText('up to 30 days')).toBeVisible();
		await tap(button('Move borders'));
		await tap(button('Usual borders', sheet));
		await tap(button('Use these borders', sheet));
		await expect(page.getByText('up to 60 days')).toBeVisible();
	});

	await test.step('the day compared with', async () => {
		await tap(button('Against a year before'));
		await page.getByLabel('Compare with').fill('2024-06-30');
		await tap(button('Compare with that day'));
		await expect(button('Against 30 Jun 2024')).toBeVisible();
		await tap(button('Against 30 Jun 2024'));
		await tap(button('The usual day'));
		await expect(button('Against a year before')).toBeVisible();
	});

	await test.step('who moved: the marked ones, a flow, a cell, a bar', async () => {
		const flows = page.getByRole('group', { name: /^Flows of customers/ });
		await tap(link('Open them'));
		await expect(button(/^Drop: Champions or Loyal on 31 Dec 2023$/)).toBeVisible();
		await page.goBack();
		// Below the lowest flow.
		await tapAt(flows.getByRole('link', { name: /^Gone quiet, now Gone quiet: / }), [0.5, 0.5], [0, 16]);
		await expect(button('Drop: Hibernating or Lost on 31 Dec 2023')).toBeVisible();
		await page.goBack();
		await tap(link(/^Growing, now Gone quiet: [\d.]+%, /));
		await expect(page).toHaveURL(/customers\/.*was=/);
		await page.goBack();
		await tap(link(/^Hibernating: €/));
		await expect(button('Drop: Hibernating')).toBeVisible();
		await page.goBack();
		await tap(link('1 1 5'));
		await expect(button('Drop: R 1, F 1, M 5')).toBeVisible();
		await page.goBack();
		await saveAll(chart(/^Eleven segments/), 'segments');
	});
});

test('Customers by touch: order, search, filter, columns, files, a profile', async () => {
	await openApp(page, 'customers/');
	const rows = page.locator('tbody tr[aria-rowindex]');
	await test.step('a head sorts, twice the other way', async () => {
		const head = page.getByRole('columnheader', { name: 'Orders' });
		await tap(button('Orders', head));
		await expect(head).toHaveAttribute('aria-sort', 'descending');
		await tap(button(/^Orders/, head));
		await expect(head).toHaveAttribute('aria-sort', 'ascending');
	});

	await test.step('a search finds, and is dropped', async () => {
		await write(page, page.getByRole('searchbox'), 'nobody at all');
		await expect(heading(page, '0 customers found')).toBeVisible();
		await tap(button('Drop the search'));
		await expect(heading(page, /^[\d,]+ customers, one row each$/)).toBeVisible();
	});

	await test.step('filters', async () => {
		await tap(button('Filter'));
		const sheet = page.getByRole('dialog', { name: 'Which customers' });
		await tap(sheet.getByRole('checkbox', { name: 'Champions' }));
		await tap(sheet.getByRole('combobox', { name: 'Country of the latest order' }));
		const country = sheet.getByRole('option').first();
		const name = await country.locator('.text').innerText();
		await tap(country);
		await expect(sheet.getByRole('combobox', { name: 'Country of the latest order' })).toHaveValue(name);
		await tap(button('Country of the latest order: any', sheet));
		await write(page, sheet.getByRole('textbox', { name: 'Orders, at least' }), '7');
		await tap(button(/^Show/, sheet));
		await expect(sheet).toHaveCount(0);
		await expect(button('Drop: 7 orders or more')).toBeVisible();
		await tap(button('Filter'));
		await tap(button('Everybody', sheet));
		await tap(button(/^Show/, sheet));
		await expect(button(/^Drop: /)).toHaveCount(0);
	});

	await test.step('columns and files', async () => {
		await tap(button('Columns'));
		await tap(page.getByRole('checkbox', { name: 'Units' }));
		await expect(page.getByRole('columnheader', { name: 'Units' })).toBeAttached();
		await tap(button('The usual columns'));
		await expect(page.getByRole('columnheader', { name: 'Units' })).toHaveCount(0);
		await tap(button('Columns'));
		for (const [text, file] of [
			['What is shown: these rows and columns', 'customers-shown.csv'],
			['customers.csv: every field, by key', 'customers.csv']
		]) {
			await tap(button('CSV'));
			expect((await downloaded(page, button(text), tap)).name).toBe(file);
			await expect(button(text)).toBeHidden();
		}
	});

	await test.step('a row opens, the next one too, and the list comes back', async () => {
		await tap(rows.nth(2).getByRole('gridcell').nth(2));
		const why = page.getByRole('heading', { name: /^Why / });
		await expect(why).toBeVisible();
		await expect(page.getByText(/^3 of [\d,]+$/)).toBeVisible();
		await tap(link('Next'));
		await expect(page.getByText(/^4 of [\d,]+$/)).toBeVisible();
		await tap(link('Previous'));
		await expect(page.getByText(/^3 of [\d,]+$/)).toBeVisible();
		await tapAt(page.locator('[data-mark]').last());
		await expect(tip()).toBeVisible();
		await tap(button('Table'));
		await expect(page.getByRole('columnheader', { name: 'Days since the one before' })).toBeVisible();
		await tap(button('See dates by fixed borders'));
		await expect(page).toHaveURL(/rule=fixed/);
		const orders = page.getByRole('region', { name: /^\d+ orders?$/ });
		expect((await downloaded(page, button('CSV', orders), tap)).name).toBe('orders-of-customer.csv');
		await tap(link('All customers'));
		await expect(page.getByRole('row', { selected: true })).toBeVisible();
	});
});

test('Cohorts by touch: metric, period, a cell, its customers, curves; one at a time on a phone', async () => {
	await openApp(page, 'cohorts/');
	await test.step('a cell is chosen and its cohort pinned', async () => {
		await tap(button(/^Mar 2024, second month after: /));
		await expect(heading(page, 'Mar 2024, second month after')).toBeVisible();
		await tap(button('Pin cohort'));
		await expect(page).toHaveURL(/pin=2024-03/);
		await tap(button('Unpin cohort'));
		await expect(page).not.toHaveURL(/pin=/);
		const way = link(/^[\d,]+ customers$/);
		const customers = (await way.innerText()).trim();
		await tap(way);
		await expect(heading(page, new RegExp(`^${customers.split(' ')[0]} of `))).toBeVisible();
		await page.goBack();
	});

	await test.step('a curve, missed by some pixels, is highlighted', async () => {
		const curves = page.getByRole('group', { name: /curves of net a customer so far\.$/ });
		const dot = curves.getByRole('link', { name: /^Jan 2023, by the end of the 23rd month after: / });
		await tapAt(dot, [0.5, 0.5], [10, -12]);
		await expect(page).toHaveURL(/pin=2023-01/);
		await expect(tip()).toContainText('Jan 2023, by the end of the 23rd month after');
		await saveAll(page.getByRole('region').filter({ has: curves }), 'cohort-curves');
	});

	await test.step('metric and period', async () => {
		await pick(page.getByRole('combobox', { name: 'Metric' }), { label: 'Net' });
		await expect(page).toHaveURL(/metric=net/);
		await tap(page.getByRole('radio', { name: 'Week' }));
		await expect(page).toHaveURL(/period=week/);
		await tap(button(/^Show \d+ older$/));
		await tap(button('Show newer'));
		await expect(button('Show newer')).toHaveCount(0);
		await tap(page.getByRole('radio', { name: 'Quarter' }));
		await tap(link('Q1 2023'));
		await expect(button('Drop: first order in Q1 2023')).toBeVisible();
	});

	await test.step('on a phone', async () => {
		await page.setViewportSize({ width: 390, height: 844 });
		await openApp(page, 'cohorts/');
		await tap(button('Older'));
		await expect(page).toHaveURL(/pin=2024-/);
		await pick(page.getByRole('combobox', { name: 'Cohort' }), '2023-05');
		await tap(link(/^third month after: /));
		await expect(heading(page, 'May 2023, third month after')).toBeVisible();
		await tap(button('All sections'));
		await tap(link('Settings', page.getByRole('dialog', { name: 'All sections' })));
		await expect(heading(page, 'Is it safe here?')).toBeVisible();
		await page.setViewportSize({ width: 1180, height: 820 });
	});
});

test('the search, the masthead and Settings by touch', async () => {
	await openApp(page, 'method/');
	await test.step('a customer is found from any screen, and a screen', async () => {
		await tap(button(/: search$/));
		const search = page.getByRole('dialog', { name: 'Search' });
		await tap(button('Close', search));
		await expect(search).toHaveCount(0);
		await tap(button(/: search$/));
		await write(page, search.getByRole('combobox'), 'an');
		await tap(search.getByRole('group', { name: 'Customers' }).getByRole('option').first());
		await expect(heading(page, /^Why /)).toBeVisible();
		await tap(button(/: search$/));
		await tap(search.getByRole('option', { name: 'Settings' }));
		await expect(heading(page, 'Is it safe here?')).toBeVisible();
	});

	await test.step('the theme, in the masthead and here', async () => {
		const theme = page.locator('html');
		await tap(button('Theme'));
		await tap(button('Dark'));
		await expect(theme).toHaveAttribute('data-theme', 'dark');
		await tap(page.getByRole('radio', { name: 'Light' }));
		await expect(theme).toHaveAttribute('data-theme', 'light');
		await tap(page.getByRole('radio', { name: 'As the device' }));
		await expect(theme).not.toHaveAttribute('data-theme');
	});

	await test.step('what counts', async () => {
		const net = (row: RegExp) => page.getByRole('row', { name: row }).getByRole('cell').nth(2);
		const shipping = page.getByRole('switch', { name: /^Shipping is part/ });
		const [now, turned] = [net(/^Now, to /), net(/^Shipping is part/).locator('strong')];
		const [before, after] = [await now.innerText(), await turned.innerText()];
		await tap(shipping);
		await expect(now).toHaveText(after);
		await tap(shipping);
		await expect(now).toHaveText(before);
		await pick(page.getByRole('combobox', { name: 'Time zone, for orders printed in UTC' }), 'Europe/Berlin');
		await pick(page.getByRole('combobox', { name: 'A month begins on the' }), '10');
		await expect(page.getByText(/orders stand in another month than the calendar’s/)).toBeVisible();
		await pick(page.getByRole('combobox', { name: 'A month begins on the' }), '1');
		await pick(page.getByRole('combobox', { name: 'Older versions kept for undo' }), '5');
	});

	await test.step('files: results and a backup, which is read again', async () => {
		const files = page.getByRole('region', { name: 'Results as files' }).getByRole('row').getByRole('button');
		await expect(files).not.toHaveCount(0);
		for (const name of await files.allInnerTexts())
			expect((await downloaded(page, button(name.trim()), tap)).name).toBe(name.trim());
		await tap(page.getByRole('group', { name: 'Cohorts by' }).getByRole('radio', { name: 'Year' }));
		const backup = await downloaded(page, button(/^Back up Harbour Lane/), tap);
		expect(backup.name).toMatch(/\.zip$/);
		const [chooser] = await Promise.all([page.waitForEvent('filechooser'), tap(button('Restore a backup'))]);
		await chooser.setFiles(backup.path);
		await expect(page.getByText(/^Harbour Lane.* is restored\.$/)).toBeVisible({ timeout: PATIENCE });
	});

	await test.step('another workspace, from the masthead and from the list', async () => {
		await write(page, page.getByRole('textbox', { name: 'A new one' }), 'Empty');
		await tap(button('Create'));
		await tap(button('Workspace: Empty'));
		await tap(button(/^Harbour Lane/, page.locator('[popover]')).first());
		await expect(button(/^Workspace: Harbour Lane/)).toBeVisible();
		await tap(button('Use Empty'));
		await expect(button('Workspace: Empty')).toBeVisible();
		await tap(button(/^Use Harbour Lane/).first());
		await tap(button('Menu'));
		await tap(link('How it is counted'));
		await expect(heading(page, 'How every figure is counted')).toBeVisible();
	});
});

test('no screen scrolls sideways, from a tablet to the narrowest phone', async () => {
	await openApp(page);
	const sections = await page
		.getByRole('navigation', { name: 'Sections' })
		.getByRole('link')
		.evaluateAll((links) => links.map((one) => new URL((one as HTMLAnchorElement).href).pathname.slice(1)));
	expect(sections).toContain('overview/');
	for (const screen of [...sections, ...VIEWS]) {
		await page.setViewportSize({ width: SIZES[0][0], height: SIZES[0][1] });
		await openApp(page, screen);
		await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
		for (const [width, height] of SIZES) {
			await page.setViewportSize({ width, height });
			await expect
				.poll(
					() =>
						page.evaluate(async () => {
							// Charts are measured in one frame and drawn in the next.
							for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
							return document.documentElement.scrollWidth - document.documentElement.clientWidth;
						}),
					{ message: `/${screen} at ${width} × ${height}: pixels to scroll sideways`, timeout: 20_000 }
				)
				.toBe(0);
		}
	}
	await page.setViewportSize({ width: 1180, height: 820 });
});

test('all of it is erased by touch', async () => {
	await openApp(page, 'settings/');
	await tap(button('Erase everything on this device'));
	await tap(button(/^Erase \d+ workspaces?$/, page.getByRole('alertdialog')));
	await expect(heading(page, 'Nothing of any shop is left here')).toBeFocused();
	await tap(button('Understood'));
	await expect(heading(page, 'Nothing of any shop is left here')).toHaveCount(0);
});
