import { expect, test, type Locator, type Page } from '@playwright/test';
import { appendFile, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { resultFiles } from './downloads';
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
import { PLAIN_SHOP, SHOPIFY } from './orderFiles';
import { stored } from './stored';

let folder: string;
test.beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'perennial-bad-'));
	await writeFile(join(folder, 'shopify.csv'), SHOPIFY);
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
	const path = join(folder, name);
	await writeFile(path, content);
	return path;
}

/** Every result file of what is in force, as one text. */
async function figures(page: Page): Promise<string> {
	await openApp(page, 'settings/');
	return [...(await resultFiles(page)).values()].map((bytes) => bytes.toString('utf8')).join('\n');
}

const alert = (page: Page): Locator => page.getByRole('alert').first();

/** Chooses files and reads them where that is offered, until the page says what is wrong. */
async function refusal(page: Page, paths: string[]): Promise<Locator> {
	await openApp(page, 'import/');
	await fileInput(page, 'Choose files').setInputFiles(paths);
	await expect(alert(page).or(readButton(page))).toBeVisible({ timeout: PATIENCE });
	if (await readButton(page).isVisible()) await readButton(page).click();
	await expect(alert(page)).toBeVisible({ timeout: PATIENCE });
	return alert(page);
}

const header = 'Name,Email,Financial Status,Created at,Lineitem name,Lineitem quantity,Lineitem price,Total,Currency\n';
const order = (n: number): string =>
	`#9${n},zoe@example.com,paid,2024-03-0${1 + (n % 9)} 10:00:00 +0000,Mug,1,10.00,10.00,EUR\n`;

interface Bad {
	name: string;
	content: () => string | Uint8Array;
	/** What the sentence says: what is wrong, where, and what to do. */
	says: RegExp[];
}
const FILES: Bad[] = [
	{ name: 'empty.csv', content: () => '', says: [/empty/, /empty\.csv/, /Export it again/] },
	{ name: 'header.csv', content: () => header, says: [/header and no record/, /header\.csv/, /Export again/] },
	{
		name: 'picture.csv',
		content: () =>
			Uint8Array.from({ length: 4096 }, (_, i) =>
				i < 8 ? [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a][i] : (i * 73) % 256
			),
		says: [/no text file/, /picture\.csv/, /Save the table as CSV/]
	},
	{
		name: 'workbook.csv',
		content: () => Uint8Array.from({ length: 2048 }, (_, i) => (i < 4 ? [0x50, 0x4b, 3, 4][i] : (i * 31) % 256)),
		says: [/no text file|cannot be read yet/, /workbook\.csv/, /CSV/]
	},
	{
		name: 'half.csv.gz',
		content: () => gzipSync(header + order(1).repeat(20_000)).subarray(0, 1500),
		says: [/damaged or was cut short/, /half\.csv\.gz/, /Download it again/]
	},
	{
		name: 'quote.csv',
		content: () =>
			`${header}${order(1)}#92,zoe@example.com,paid,2024-03-02 10:00:00 +0000,"Mug never closed,1,10.00,10.00,EUR\n${order(3).repeat(260_000)}`,
		says: [/longer than|far too long/, /quote\.csv, line 3/, /close the quotation mark/]
	},
	{
		name: 'one-line.csv',
		content: () => `${header}${'x'.repeat(100_000_000)}`,
		says: [/longer than|far too long/, /one-line\.csv/, /close the quotation mark|Open the file/]
	},
	{
		name: 'poem.txt',
		content: () => 'Shall I compare thee to a summer’s day\nThou art more lovely and more temperate\n',
		says: [/matching|column/i, /set at least a date|delimiter/]
	}
];

test('files that cannot be read say what is wrong, where and what to do, and change nothing', async ({ page }) => {
	test.setTimeout(300_000);
	await importFiles(page, [join(folder, 'shopify.csv')]);
	const before = await stored(page);
	const old = await figures(page);
	for (const { name, content, says } of FILES)
		await test.step(name, async () => {
			const path = await file(name, content());
			const said = await refusal(page, [path]);
			for (const words of says) await expect(said).toContainText(words);
			expect(await stored(page)).toEqual(before);
			await unlink(path);
		});
	expect(await figures(page)).toBe(old);
});

test('a file that is deleted or written to after it was chosen is refused, and read when it is chosen again', async ({
	page
}) => {
	await importFiles(page, [join(folder, 'shopify.csv')]);
	const before = await stored(page);
	for (const [name, harm] of [
		['deleted.csv', (path: string) => unlink(path)],
		['growing.csv', (path: string) => appendFile(path, order(7))]
	] as const) {
		const path = await file(name, header + [1, 2, 3].map(order).join(''));
		await openApp(page, 'import/');
		await chooseFiles(page, [path]);
		await harm(path);
		await readButton(page).click();
		await expect(alert(page)).toContainText(
			name === 'deleted.csv' ? /can no longer be read|changed while/ : /changed while/
		);
		await expect(alert(page)).toContainText(name);
		await expect(alert(page)).toContainText('what you had is untouched');
		expect(await stored(page)).toEqual(before);
		await file(name, header + [1, 2, 3].map(order).join(''));
		await fileInput(page, 'Choose other files').setInputFiles(path);
		await readThem(page);
		await page.getByRole('button', { name: 'Undo this import' }).click();
		await expect(heading(page, 'The import is taken back')).toBeVisible();
	}
});

test('while one tab imports into a workspace, another one is told so, and the first goes on', async ({
	page,
	context
}) => {
	await importFiles(page, [join(folder, 'shopify.csv')]);
	const plain = await file('plain.csv', PLAIN_SHOP);
	await openApp(page, 'import/');
	await chooseFiles(page, [plain]);
	for (const [field, column] of [
		['Order', 'Ref'],
		['E-mail', 'Who'],
		['Ordered at', 'When'],
		['Total', 'Sum']
	])
		await page.getByLabel(field, { exact: true }).selectOption({ label: column });
	await readButton(page).click();
	await expect(heading(page, 'One question before the orders are kept')).toBeVisible();

	const other = await context.newPage();
	const said = await refusal(other, [await file('zoe.csv', header + order(1))]);
	await expect(said).toContainText('Another tab is writing into this workspace.');
	await expect(said).toContainText('may import when the other one is done');

	await page.getByRole('radio', { name: /day first/ }).check();
	await page.getByRole('button', { name: 'Day first' }).click();
	await expect(accountedFor(page)).toBeVisible();
	await expect(heading(page, '7 orders from 4 customers')).toBeVisible();

	await fileInput(other, 'Choose other files').setInputFiles(join(folder, 'zoe.csv'));
	await readThem(other);
	await expect(heading(other, '1 order from 1 customer')).toBeVisible();
});

test('columns called __proto__, twice the same name, quoted newlines and formulas are text like any other', async ({
	page
}) => {
	const path = await file(
		'odd.csv',
		'Name,Email,Financial Status,Created at,Lineitem name,Lineitem quantity,Lineitem price,Total,Currency,__proto__,constructor,Note,Note\n' +
			'#1,"=HYPERLINK(""http://example.com"")@example.com",paid,2024-03-01 10:00:00 +0000,"Mug\nblue",1,10.00,10.00,EUR,x,y,a,b\n' +
			'__proto__,zoe@example.com,paid,2024-03-02 10:00:00 +0000,<img src=x onerror=alert(1)>,1,12.00,12.00,EUR,x,y,a,b\n'
	);
	page.on('dialog', () => {
		throw new Error('text from a file ran');
	});
	await importFiles(page, [path]);
	await expect(heading(page, /^2 orders from /)).toBeVisible();
	await openApp(page, 'customers/');
	await page.getByRole('link', { name: 'zoe@example.com' }).click();
	await expect(page.getByRole('region', { name: '1 order' })).toContainText('__proto__');
	await expect(page.locator('img[src="x"]')).toHaveCount(0);
	await openApp(page, 'settings/');
	const customers = (await resultFiles(page)).get('customers.csv')?.toString('utf8') ?? '';
	expect(customers).toContain('zoe@example.com');
	for (const line of customers.split('\n')) for (const cell of line.split(',')) expect(cell).not.toMatch(/^"?[=@]/);
});
