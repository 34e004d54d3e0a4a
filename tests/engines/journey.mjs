import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CATCH_DOWNLOADS, downloadHash } from '../journeys/caughtDownloads.mjs';
import { foreignHost } from '../journeys/foreignHost.mjs';
import { POLICY_PROBE } from '../journeys/policyProbe.mjs';
import { serveFolder } from '../setup/staticServer.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const PATIENCE = 240_000;
const RESULT_FILES = ['metrics.json', 'customers.csv', 'segments.csv', 'cohorts.json', 'models.json'];
const ROUTES = ['', 'import/', 'overview/', 'segments/', 'customers/', 'cohorts/', 'settings/', 'method/'];
/** Headings that are there only when a route has read the data. */
const READ = {
	'overview/': 'Returning customers bring',
	'segments/': 'are now at risk',
	'customers/': 'one row each',
	'cohorts/': 'order again in the month after their first'
};

const text = (value) => JSON.stringify(value);

/** Every file that `npm run analyse` writes about a file, by name. */
export async function headless(file) {
	const out = await mkdtemp(join(tmpdir(), 'perennial-headless-'));
	try {
		const command = [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), 'workers/headless/analyse.ts', file, '--out', out];
		await promisify(execFile)(process.execPath, command, { cwd: ROOT });
		const files = new Map();
		for (const name of await readdir(out)) files.set(name, await readFile(join(out, name)));
		return files;
	} finally {
		await rm(out, { recursive: true, force: true });
	}
}

/**
 * Lets every worker that the app starts try to get out, in itself: the app starts them from a blob that imports their
 * script, and the probe is put behind that import. What they find comes over a channel.
 */
const watchWorkers = (foreign) => `(() => {
	if (globalThis.__policies) return;
	const policies = (globalThis.__policies = []);
	new BroadcastChannel('policy').onmessage = ({ data }) => policies.push(data);
	const create = URL.createObjectURL;
	const probe = ${text(`\n;(${POLICY_PROBE})(${text(foreign)}).then((answers) => new BroadcastChannel('policy').postMessage(answers));`)};
	URL.createObjectURL = (blob) =>
		create.call(URL, blob.type === 'text/javascript' ? new Blob([blob, probe], { type: 'text/javascript' }) : blob);
})()`;

/**
 * The main journey: dropped, counted as without a browser, offline, undone, backed up, wiped, restored; and the policy.
 * @param {{ name: string, restart?: () => Promise<void>, open: Function, evaluate: (expression: string) => Promise<any>, setFile: (selector: string, path: string) => Promise<void> }} browser
 *   restart: where the engine's driver can keep what is stored over an end of the browser
 * @param {string} file online_retail.csv.gz
 * @param {Map<string, Buffer>} expected files of the headless run
 * @param {(what: string, ok: boolean, detail?: string) => void} check says a line
 */
export async function mainJourney(browser, file, expected, check) {
	const { evaluate, setFile } = browser;
	const host = await foreignHost();
	const server = await serveFolder(resolve(process.env.BUILD_DIR ?? join(ROOT, 'build')));
	const app = server.url;
	let serving = true;
	const folder = await mkdtemp(join(tmpdir(), 'perennial-engine-'));

	async function until(what, expression, patience = PATIENCE) {
		const end = Date.now() + patience;
		for (;;) {
			const value = await evaluate(expression);
			if (value) return value;
			if (Date.now() > end)
				throw new Error(
					`${what}: did not come. The page shows: ${(await evaluate('document.querySelector("main").innerText')).slice(0, 400)}`
				);
			await wait(100);
		}
	}
	const heading = (words) =>
		until(words, `[...document.querySelectorAll('h1, h2')].some((h) => h.textContent.includes(${text(words)}))`);
	const words = (said) => until(said, `document.body.innerText.includes(${text(said)})`);
	/** By its text without blanks: what is hidden from the eye is parted from the rest by style alone. */
	const button = (name) =>
		`[...document.querySelectorAll('button, a')].find((b) => b.textContent.replace(/\\s+/g, '') === ${text(name.replace(/\s+/g, ''))} && !b.disabled && b.offsetParent !== null)`;
	async function press(name) {
		await until(`button ${name}`, `Boolean(${button(name)})`);
		await evaluate(`${button(name)}.click()`);
	}
	async function open(route) {
		await browser.open(`${app}${route}`);
		await until('the app', `Boolean(document.querySelector('main[data-ready]'))`, 60_000);
		await until(
			'the app kept for offline use',
			`document.querySelector('header').textContent.includes('works offline')`,
			60_000
		);
		// Last set, first called: downloads are caught as the app makes them, workers get their probe behind that.
		await evaluate(watchWorkers(host.url));
		await evaluate(CATCH_DOWNLOADS);
	}
	async function hashOf(name, label = name) {
		await evaluate(`globalThis.__downloads.clear()`);
		await press(label);
		return until(`download ${name}`, downloadHash(name));
	}
	/** The file the page hands out is that of the headless run; if not, the first lines that differ are told. */
	async function sameFile(name, when) {
		const wanted = expected.get(name);
		const ok = (await hashOf(name)) === createHash('sha256').update(wanted).digest('hex');
		let detail = '';
		if (!ok) {
			const lines = (await evaluate(`globalThis.__downloads.get(${text(name)}).text()`)).split('\n');
			const other = wanted.toString('utf8').split('\n');
			const apart = lines.flatMap((line, i) =>
				line === other[i] ? [] : [`line ${i + 1}: ${line.trim()} instead of ${other[i]?.trim()}`]
			);
			detail = `${apart.length} lines differ: ${apart.slice(0, 5).join('; ')}`;
		}
		check(`${name} ${when} is that of the headless run`, ok, detail);
	}
	async function same(when) {
		for (const name of RESULT_FILES) await sameFile(name, when);
	}
	async function importIt(when) {
		await setFile('input[type=file][aria-label="Choose files"]', file);
		await heading('This looks like the UCI Online Retail table');
		await press('Read 1 file');
		await heading('Every record is accounted for');
		await sameFile('import.json', when);
	}
	function checkPolicy(where, answers) {
		const ran = Object.entries(answers).filter(([, answer]) => answer !== 'refused');
		check(
			`${where}: no way out of ${Object.keys(answers).length} is open`,
			Object.keys(answers).length > 10 && ran.length === 0,
			ran.map(([way]) => way).join(', ')
		);
	}

	try {
		await open('import/');
		checkPolicy('page', await evaluate(`(${POLICY_PROBE})(${text(host.url)})`));
		await importIt('after the first import');
		await evaluate(
			`[...document.querySelectorAll('a')].find((a) => /^See [\\d,.]+ orders$/.test(a.textContent.trim())).click()`
		);
		await heading('Returning customers bring');
		const policies = await until(
			'what the workers found',
			`globalThis.__policies.length >= 3 ? globalThis.__policies : null`,
			60_000
		);
		policies.forEach((answers, i) => checkPolicy(`worker ${i + 1} of ${policies.length}`, answers));
		check('nothing reached the foreign host', host.connections() === 0, host.requests.join(', '));
		await open('settings/');
		await same('online');

		await server.close();
		serving = false;
		await browser.restart?.();
		const how = browser.restart ? 'the server stopped and the browser started anew' : 'the server stopped';
		for (const route of ROUTES) {
			await open(route);
			await (READ[route] ? heading(READ[route]) : until('a heading', `Boolean(document.querySelector('h1'))`));
			check(`/${route} opens with ${how}`, true);
		}
		// A page that is left while its worker reads must not hold up the ones after it.
		for (let round = 0; round < 5; round++) for (const route of Object.keys(READ)) await open(route);
		check('every page opens after one that was left in the middle of reading', true);
		await open('settings/');
		await same('offline');

		await press('Undo the newest');
		await words('None yet.');
		check('the import is taken back', true);
		await open('import/');
		await importIt('imported again, offline');

		await open('settings/');
		await evaluate(`globalThis.__downloads.clear()`);
		await press('Back up online_retail');
		const base64 = await until(
			'the backup',
			`(async () => {
				const blob = [...globalThis.__downloads.values()][0];
				if (!blob) return '';
				const reader = new FileReader();
				reader.readAsDataURL(blob);
				await new Promise((resolve) => (reader.onload = resolve));
				return reader.result.slice(reader.result.indexOf(',') + 1);
			})()`
		);
		const backup = join(folder, 'online_retail.perennial.zip');
		await writeFile(backup, Buffer.from(base64, 'base64'));
		await press('Delete online_retail');
		await until('what goes', `Boolean(document.querySelector('[role=alertdialog]'))`);
		await evaluate(
			`[...document.querySelectorAll('[role=alertdialog] button')].find((b) => b.textContent.includes('Delete')).click()`
		);
		await words('online_retail is deleted from this device.');
		await setFile('input[type=file][aria-label="Restore a backup"]', backup);
		await words('online_retail is restored.');
		await same('from the backup');
	} finally {
		if (serving) await server.close();
		await host.close();
		await rm(folder, { recursive: true, force: true });
	}
}
