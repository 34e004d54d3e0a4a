import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { downloaded } from './downloads';
import { heading, openApp, PATIENCE } from './importing';
import { strike, tabTo } from './keys';
import { openSample } from './sampleShop';

let context: BrowserContext;
let page: Page;

const enter = (target: Locator): Promise<void> => strike(page, target);
const space = (target: Locator): Promise<void> => strike(page, target, 'Space');

test.beforeAll(async ({ browser }) => {
	context = await browser.newContext({
		viewport: { width: 1440, height: 900 },
		reducedMotion: 'reduce',
		locale: 'en-GB',
		timezoneId: 'Pacific/Auckland'
	});
	page = await context.newPage();
	page.on('pageerror', (error) => {
		throw error;
	});
	await openSample(page, enter);
});
test.afterAll(() => context.close());

const button = (name: string | RegExp, within: Page | Locator = page): Locator =>
	within.getByRole('button', { name, exact: true });
const link = (name: string | RegExp, within: Page | Locator = page): Locator =>
	within.getByRole('link', { name, exact: true });
const toSection = (name: string): Promise<void> =>
	enter(link(name, page.getByRole('navigation', { name: 'Sections' })));
const tip = (): Locator => page.locator('.tip');

/** Writes over what stands in a field. */
async function write(field: Locator, text: string): Promise<void> {
	await tabTo(page, field);
	await page.keyboard.press('ControlOrMeta+A');
	await page.keyboard.type(text);
}

/** Presses keys, one after the other. */
async function keys(...names: string[]): Promise<void> {
	for (const name of names) await page.keyboard.press(name);
}

/** Saves a chart in each form; the menu gives the focus back. */
async function saveAll(of: Locator, name: string): Promise<void> {
	for (const [form, type] of [
		['CSV, the numbers', 'csv'],
		['SVG, the drawing', 'svg'],
		['PNG, the drawing', 'png']
	]) {
		await enter(button(/^Save/, of));
		expect((await downloaded(page, button(form), enter)).name).toBe(`${name}.${type}`);
		await expect(button(/^Save/, of)).toBeFocused();
	}
}

test('Start by keyboard: past the head, the page tries to send something, a workspace opens', async () => {
	await openApp(page);
	await page.keyboard.press('Tab');
	await expect(link('Skip to the content')).toBeFocused();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	await expect(button('Choose files')).toBeFocused();
	await enter(button('Try to send something'));
	await expect(page.getByRole('status').filter({ hasText: /^Tried/ })).toContainText('blocked by the browser');
	await enter(button('Harbour Lane (sample)'));
	await expect(heading(page, /^Returning customers bring/)).toBeVisible();
});

test('Overview by keyboard: its sentence, its figures, its charts, its findings', async () => {
	await openApp(page, 'overview/');
	await test.step('the day, and what it is compared with', async () => {
		await enter(button('As of 31 Dec 2024'));
		await enter(button('31 Dec 2023'));
		await expect(page).toHaveURL(/asof=2023-12-31/);
		await enter(button('As of 31 Dec 2023'));
		await tabTo(page, page.getByLabel('Everything up to and including'));
		// Day and month are the same, so that either may come first.
		await page.keyboard.type('06062024');
		await page.keyboard.press('Enter');
		await expect(page).toHaveURL(/asof=2024-06-06/);
		await enter(button('As of 6 Jun 2024'));
		await enter(button('The last order, 31 Dec 2024'));
		await expect(page).not.toHaveURL(/asof/);
		const against = button('Against the 12 months before');
		await enter(against);
		const why = page.locator('.why');
		await expect(why).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(why).toBeHidden();
		await expect(against).toBeFocused();
	});

	await test.step('a figure explains itself; Escape and the cross close its sheet and give the focus back', async () => {
		const figure = button(/^Net, 12 months/);
		const sheet = page.getByRole('dialog', { name: 'Net, 12 months' });
		await enter(figure);
		await expect(sheet).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(sheet).toHaveCount(0);
		await expect(figure).toBeFocused();
		await enter(figure);
		await enter(button('Copy with sources', sheet));
		await expect(sheet.getByRole('status')).toContainText(/clipboard/);
		await enter(button('Close', sheet));
		await expect(sheet).toHaveCount(0);
		await expect(figure).toBeFocused();
		await enter(button('More figures'));
		await expect(button('Fewer figures')).toBeFocused();
	});

	await test.step('the months: layers, what a month holds, the table, files', async () => {
		await tabTo(page, page.getByRole('radio', { name: 'First order' }));
		await page.keyboard.press('ArrowRight');
		const months = page.getByRole('region', { name: 'Dec 2024 was the strongest month' });
		await expect(months).toBeVisible();
		await tabTo(page, months.getByRole('group', { name: /^Net a month, EUR, / }));
		await keys('ArrowRight', 'ArrowRight');
		await expect(months.getByRole('img', { name: /^Feb 2023: / })).toBeFocused();
		await expect(tip()).toContainText('Feb 2023');
		await page.keyboard.press('End');
		await expect(tip()).toContainText('Dec 2024');
		await page.keyboard.press('Escape');
		await expect(tip()).toHaveCount(0);
		await page.keyboard.press('t');
		await expect(months.getByRole('rowheader', { name: '2024-05' })).toBeVisible();
		await enter(button('Table', months));
		await expect(months.getByRole('rowheader')).toHaveCount(0);
		await saveAll(months, 'months');
	});

	await test.step('a finding leads to the customers it is about', async () => {
		await enter(button('Show what is held back'));
		await enter(link('See who they are').first());
		await expect(heading(page, /^[\d,]+ of [\d,]+ customers, /)).toBeVisible();
		await enter(button(/^Drop: /));
		await expect(heading(page, /^[\d,]+ customers, one row each$/)).toBeVisible();
	});
});

test('Segments by keyboard: rules and borders, a cell, several at once, who moved', async () => {
	await openApp(page, 'segments/');
	await test.step('a cell of the grid leads to its customers', async () => {
		await tabTo(page, page.getByRole('radio', { name: 'Ranks' }));
		await keys('ArrowRight', 'ArrowRight', 'ArrowRight');
		await expect(page).toHaveURL(/rule=fixed/);
		await expect(page.getByText('up to 60 days')).toBeVisible();
		await tabTo(page, page.getByRole('group', { name: /^Grid of recency and frequency/ }));
		await keys('ArrowRight', 'ArrowDown');
		await expect(link(/^Promising, recency 4, frequency 1: /)).toBeFocused();
		await page.keyboard.press('Enter');
		await expect(heading(page, /^[\d,]+ of [\d,]+ customers, /)).toBeVisible();
		await enter(button('Drop: R 4, F 1'));
		await toSection('Segments');
	});

	await test.step('several are added up and looked at together', async () => {
		await space(page.getByRole('checkbox', { name: 'Choose Champions' }));
		await space(page.getByRole('checkbox', { name: 'Choose Loyal' }));
		await expect(page.getByRole('checkbox', { name: 'Choose Loyal' })).toBeFocused();
		const sum = page.getByRole('status').filter({ hasText: 'in Champions and Loyal' });
		await expect(sum).toContainText(/[\d,]+ customers in Champions and Loyal, €[\d,.]+, [\d.]+% of net/);
		await enter(link('See them', sum));
		await enter(button('Drop: Champions'));
		await enter(button('Drop: Loyal'));
		await toSection('Segments');
	});

	await test.step('the borders are moved', async () => {
		await enter(button('Move borders'));
		const sheet = page.getByRole('dialog', { name: 'Move borders' });
		await write(sheet.getByRole('textbox', { name: 'Recency, border 1 of 4' }), '30');
		await expect(sheet.getByText('up to 30 days')).toBeVisible();
		await page.keyboard.press('Enter');
		await expect(sheet).toHaveCount(0);
		await expect(page.getByText('up to 30 days')).toBeVisible();
		await enter(button('Move borders'));
		await page.keyboard.press('Escape');
		await expect(sheet).toHaveCount(0);
		await expect(button('Move borders')).toBeFocused();
	});

	await test.step('the day compared with, and who moved', async () => {
		await enter(button('Against a year before'));
		await tabTo(page, page.getByLabel('Compare with'));
		await page.keyboard.type('06062024');
		await page.keyboard.press('Enter');
		await enter(button('Against 6 Jun 2024'));
		await enter(button('The usual day'));
		await enter(link('Open them'));
		await expect(button(/^Drop: Champions or Loyal on 31 Dec 2023$/)).toBeVisible();
		await page.goBack();
		await tabTo(page, page.getByRole('group', { name: /^Flows of customers/ }));
		await page.keyboard.press('ArrowRight');
		await expect(tip()).toContainText('Enter opens them');
		await page.keyboard.press('Enter');
		await expect(page).toHaveURL(/customers\/.*was=/);
		await page.goBack();
		await tabTo(page, page.getByRole('group', { name: /^Table of shares by group/ }));
		await keys('ArrowRight', 'ArrowRight', 'Enter');
		await expect(page).toHaveURL(/customers\/.*was=/);
		await page.goBack();
	});
});

test('Customers by keyboard: order, search, filter, columns, files, a profile', async () => {
	await openApp(page, 'customers/');
	const grid = page.getByRole('grid', { name: 'Customers' });
	const chosen = page.getByRole('row', { selected: true });
	await test.step('a head sorts; a search finds', async () => {
		const head = page.getByRole('columnheader', { name: 'Orders' });
		await enter(button('Orders', head));
		await expect(head).toHaveAttribute('aria-sort', 'descending');
		await write(page.getByRole('searchbox'), 'nobody at all');
		await expect(heading(page, '0 customers found')).toBeVisible();
		await enter(button('Drop the search'));
		await expect(heading(page, /^[\d,]+ customers, one row each$/)).toBeVisible();
	});

	await test.step('filters', async () => {
		await enter(button('Filter'));
		const sheet = page.getByRole('dialog', { name: 'Which customers' });
		await space(sheet.getByRole('checkbox', { name: 'Champions' }));
		const country = sheet.getByRole('combobox', { name: 'Country of the latest order' });
		await tabTo(page, country);
		await page.keyboard.type('a');
		await expect(sheet.getByRole('option').first()).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(sheet.getByRole('option')).toHaveCount(0);
		await expect(sheet).toBeVisible();
		await expect(country).toHaveValue('');
		await page.keyboard.type('a');
		await expect(sheet.getByRole('option').first()).toBeVisible();
		await page.keyboard.press('ArrowDown');
		await expect(sheet.locator('[role=option][data-highlighted]')).toHaveCount(1);
		await page.keyboard.press('Enter');
		await expect(country).toHaveValue(/a/i);
		await expect(sheet.getByRole('option')).toHaveCount(0);
		await enter(button('Country of the latest order: any', sheet));
		await write(sheet.getByRole('textbox', { name: 'Orders, at least' }), '7');
		await enter(button(/^Show/, sheet));
		await expect(sheet).toHaveCount(0);
		await expect(button('Filter')).toBeFocused();
		await expect(button('Drop: 7 orders or more')).toBeVisible();
		await enter(button('Filter'));
		await enter(button('Everybody', sheet));
		await page.keyboard.press('Escape');
		await expect(button(/^Drop: /)).toHaveCount(0);
	});

	await test.step('columns and files', async () => {
		await enter(button('Columns'));
		await space(page.getByRole('checkbox', { name: 'Units' }));
		await expect(page.getByRole('columnheader', { name: 'Units' })).toBeAttached();
		await enter(button('The usual columns'));
		await expect(page.getByRole('columnheader', { name: 'Units' })).toHaveCount(0);
		await page.keyboard.press('Escape');
		for (const [text, file] of [
			['What is shown: these rows and columns', 'customers-shown.csv'],
			['customers.csv: every field, by key', 'customers.csv']
		]) {
			await enter(button('CSV'));
			expect((await downloaded(page, button(text), enter)).name).toBe(file);
			await expect(button(text)).toBeHidden();
		}
	});

	await test.step('rows are walked, one opens, the next one too, and the list comes back', async () => {
		await tabTo(page, grid);
		await keys('End', 'Home', 'ArrowDown', 'ArrowDown');
		await expect(chosen).toHaveAttribute('aria-rowindex', '4');
		await page.keyboard.press('Enter');
		await expect(page.getByRole('heading', { name: /^Why / })).toBeVisible();
		await expect(page.getByText(/^3 of [\d,]+$/)).toBeVisible();
		await enter(link('Next'));
		await expect(page.getByText(/^4 of [\d,]+$/)).toBeVisible();
		await tabTo(page, page.getByRole('group', { name: /orders? from .*, then / }));
		await page.keyboard.press('ArrowRight');
		await expect(tip()).toBeVisible();
		await page.keyboard.press('t');
		await expect(page.getByRole('columnheader', { name: 'Days since the one before' })).toBeVisible();
		await enter(link('All customers'));
		await expect(grid).toBeFocused();
		await expect(chosen).toHaveAttribute('aria-rowindex', '5');
	});
});

test('Cohorts by keyboard: metric, period, a cell, its customers, curves', async () => {
	await openApp(page, 'cohorts/');
	await tabTo(page, page.getByRole('combobox', { name: 'Metric' }));
	await page.keyboard.press('ArrowDown');
	await expect(page).toHaveURL(/metric=customers/);
	await page.keyboard.press('ArrowUp');
	await expect(page).not.toHaveURL(/metric/);
	await tabTo(page, page.getByRole('radio', { name: 'Month' }));
	await page.keyboard.press('ArrowRight');
	await expect(page).toHaveURL(/period=quarter/);

	await test.step('a cell is chosen, its cohort pinned, its customers listed', async () => {
		await tabTo(page, page.getByRole('group', { name: /order again in the quarter after their first/ }));
		await keys('ArrowRight', 'ArrowRight', 'ArrowRight');
		const cell = button(/^Q1 2023, second quarter after: /);
		await expect(cell).toBeFocused();
		await page.keyboard.press('Enter');
		await expect(heading(page, 'Q1 2023, second quarter after')).toBeVisible();
		await expect(cell).toBeFocused();
		await enter(button('Pin cohort'));
		await expect(page).toHaveURL(/pin=2023-Q1/);
		await expect(button('Unpin cohort')).toBeFocused();
		const way = link(/^[\d,]+ customers$/);
		const customers = (await way.innerText()).trim();
		await enter(way);
		await expect(heading(page, new RegExp(`^${customers.split(' ')[0]} of `))).toBeVisible();
		await page.goBack();
	});

	await test.step('a curve is highlighted, and the focus stays on it', async () => {
		await tabTo(page, page.getByRole('group', { name: /curves of net a customer so far\.$/ }));
		await keys('ArrowRight', 'Enter');
		await expect(page).not.toHaveURL(/pin=2023-Q1/);
		await tabTo(page, page.getByRole('group', { name: /order again in the quarter after their first/ }));
		await keys('ArrowRight', 'Enter');
		await expect(button('Drop: first order in Q1 2023')).toBeVisible();
	});
});

test('the search, the masthead and Settings by keyboard', async () => {
	await openApp(page, 'method/');
	await test.step('a customer is found from any screen, and a screen', async () => {
		const open = button(/: search$/);
		const search = page.getByRole('dialog', { name: 'Search' });
		await enter(open);
		await expect(search.getByRole('combobox')).toBeFocused();
		await page.keyboard.press('Escape');
		await expect(search).toHaveCount(0);
		await expect(open).toBeFocused();
		await page.keyboard.press('Enter');
		await page.keyboard.type('an');
		const people = search.getByRole('group', { name: 'Customers' }).getByRole('option');
		await expect(people.first()).toBeVisible();
		// Upwards from the first entry is the last one.
		await page.keyboard.press('ArrowUp');
		await expect(people.last()).toHaveAttribute('data-selected');
		await page.keyboard.press('Enter');
		await expect(heading(page, /^Why /)).toBeVisible();
		await enter(open);
		await page.keyboard.type('sett');
		await page.keyboard.press('Enter');
		await expect(heading(page, 'Is it safe here?')).toBeVisible();
	});

	await test.step('the theme, in the masthead and here', async () => {
		const root = page.locator('html');
		await enter(button('Theme'));
		await enter(button('Dark'));
		await expect(root).toHaveAttribute('data-theme', 'dark');
		await tabTo(page, page.getByRole('group', { name: 'Theme' }).getByRole('radio', { name: 'Dark' }));
		await page.keyboard.press('ArrowLeft');
		await expect(root).toHaveAttribute('data-theme', 'light');
		await page.keyboard.press('ArrowLeft');
		await expect(root).not.toHaveAttribute('data-theme');
	});

	await test.step('what counts', async () => {
		const net = (row: RegExp) => page.getByRole('row', { name: row }).getByRole('cell').nth(2);
		const shipping = page.getByRole('switch', { name: /^Shipping is part/ });
		const [now, turned] = [net(/^Now, to /), net(/^Shipping is part/).locator('strong')];
		const [before, after] = [await now.innerText(), await turned.innerText()];
		await space(shipping);
		await expect(now).toHaveText(after);
		await expect(shipping).toBeFocused();
		await page.keyboard.press('Space');
		await expect(now).toHaveText(before);
		const zone = page.getByRole('combobox', { name: 'Time zone, for orders printed in UTC' });
		await tabTo(page, zone);
		await page.keyboard.type('Europe/Berlin');
		await expect(zone).toHaveValue('Europe/Berlin');
		const month = page.getByRole('combobox', { name: 'A month begins on the' });
		await tabTo(page, month);
		await page.keyboard.press('ArrowDown');
		await expect(page.getByText(/orders stand in another month than the calendar’s/)).toBeVisible();
		await page.keyboard.press('ArrowUp');
		await expect(month).toHaveValue('1');
	});

	await test.step('files: results and a backup, which is read again', async () => {
		const files = page.getByRole('region', { name: 'Results as files' }).getByRole('row').getByRole('button');
		await expect(files).not.toHaveCount(0);
		for (const name of await files.allInnerTexts())
			expect((await downloaded(page, button(name.trim()), enter)).name).toBe(name.trim());
		const backup = await downloaded(page, button(/^Back up Harbour Lane/), enter);
		expect(backup.name).toMatch(/\.zip$/);
		const [chooser] = await Promise.all([page.waitForEvent('filechooser'), enter(button('Restore a backup'))]);
		await chooser.setFiles(backup.path);
		await expect(page.getByText(/^Harbour Lane.* is restored\.$/)).toBeVisible({ timeout: PATIENCE });
	});

	await test.step('a workspace is made, renamed, left and deleted', async () => {
		await write(page.getByRole('textbox', { name: 'A new one' }), 'By hand');
		await page.keyboard.press('Enter');
		await expect(button('Workspace: By hand')).toBeVisible();
		await write(page.getByRole('textbox', { name: 'A new name for By hand' }), 'By key');
		await page.keyboard.press('Enter');
		await enter(button('Workspace: By key'));
		await enter(button(/^Harbour Lane/, page.locator('[popover]')).first());
		await expect(button(/^Workspace: Harbour Lane/)).toBeVisible();
		await enter(button('Use By key'));
		await expect(button('Workspace: By key')).toBeVisible();
		await enter(button('Delete By key'));
		await enter(button('Delete By key', page.getByRole('alertdialog')));
		await expect(page.getByText('By key is deleted from this device.')).toBeVisible();
	});

	await test.step('all of it is erased', async () => {
		await enter(button('Erase everything on this device'));
		await enter(button(/^Erase \d+ workspaces?$/, page.getByRole('alertdialog')));
		await expect(heading(page, 'Nothing of any shop is left here')).toBeFocused();
		await enter(button('Understood'));
		await expect(heading(page, 'Nothing of any shop is left here')).toHaveCount(0);
	});
});
