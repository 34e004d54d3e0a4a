import { expect, test } from '@playwright/test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATIENCE } from './importing';

/** A till's list as a shop keeps it: German, no known layout, dates that can be read two ways, no currency column. */
const TILL = [
	'Bon;Kundenmail;Tag;Artikel;Summe;Status',
	...Array.from({ length: 240 }, (_, i) => {
		const [day, month] = [(i % 12) + 1, (Math.floor(i / 20) % 12) + 1].map((part) => String(part).padStart(2, '0'));
		const who = (i * 7) % 61;
		return `B${1000 + i};kunde${who}@beispiel.example;${day}/${month}/2023;Kerze;${10 + (i % 40)},50;${i % 30 === 0 ? 'storniert' : 'bezahlt'}`;
	}),
	''
].join('\n');

let folder: string;
test.beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'perennial-first-'));
	await writeFile(join(folder, 'kasse.csv'), TILL);
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

test.use({ viewport: { width: 1180, height: 820 }, hasTouch: true });

test('from a file it has never seen to an explained figure, by the words on the screen alone', async ({ page }) => {
	const taps: string[] = [];
	let questions = 0;
	/** Taps what shows these words, as a person who has never been here would. */
	const tap = async (words: string | RegExp) => {
		const target = page.getByText(words).locator('visible=true').first();
		await expect(target).toBeVisible({ timeout: PATIENCE });
		await target.tap();
		taps.push(String(words));
	};

	await page.goto(process.env.APP_URL ?? '');
	const chooser = page.waitForEvent('filechooser');
	await tap('Choose files');
	await (await chooser).setFiles(join(folder, 'kasse.csv'));

	await test.step('its columns are recognised by their names', async () => {
		await expect(page.getByText('What does each column mean?')).toBeVisible({ timeout: PATIENCE });
		for (const [field, column] of [
			['Order', 'Bon'],
			['E-mail', 'Kundenmail'],
			['Ordered at', 'Tag'],
			['Total', 'Summe'],
			['Status', 'Status'],
			['Product', 'Artikel']
		])
			await expect(page.getByLabel(field, { exact: true }).locator('option:checked')).toHaveText(column);
		await tap('Read 1 file');
	});

	await test.step('what is ambiguous is asked, one sentence at a time', async () => {
		await expect(page.getByText('Question 1 of 1')).toBeVisible({ timeout: PATIENCE });
		questions++;
		await tap(/day first/);
		await tap(/^Day first$/);
	});

	await test.step('every record is accounted for, and the figures are a tap away', async () => {
		await expect(page.getByText('Every record is accounted for')).toBeVisible({ timeout: PATIENCE });
		await tap(/^See \d+ orders$/);
		await expect(page.getByRole('heading', { level: 1 })).toContainText(/\d/, { timeout: PATIENCE });
	});

	await test.step('a figure explains itself', async () => {
		await tap('Ordered more than once');
		const sheet = page.getByRole('dialog');
		await expect(sheet).toContainText('How sure');
		await expect(sheet).toContainText(/\d+\s*customers with two orders or more/);
	});

	console.log(`${taps.length} taps, ${questions} questions: ${taps.join(' · ')}`);
	expect(taps.length, 'taps from a file to an explained figure').toBeLessThanOrEqual(8);
	expect(questions, 'questions').toBe(1);
});
