// `npm run bench`: we and the peers in turn on the same seeded data, and one table of ratios with their goals.
// Options: --rows 5e6 (or 1e5,1e6), --only import,store,open,rfm,cohorts,memory,page,start,sample,people,fits,value, --runs 5;
// `npm run bench -- page`: the jobs about the screens; `-- models`: those about the models.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const here = import.meta.dirname;
const JOBS = [
	'import',
	'store',
	'open',
	'rfm',
	'cohorts',
	'memory',
	'page',
	'start',
	'sample',
	'people',
	'fits',
	'value'
];
const SCREENS = ['page', 'start', 'sample', 'people'];
const MODELS = ['fits', 'value'];
const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		rows: { type: 'string' },
		only: { type: 'string', default: JOBS.join(',') },
		runs: { type: 'string', default: '5' }
	}
});
const only = positionals.includes('page') ? SCREENS : positionals.includes('models') ? MODELS : values.only.split(',');
const sizes = (values.rows ?? '1e5,1e6').split(',').map(Number);
const runs = Number(values.runs);
const wrong = only.filter((job) => !JOBS.includes(job));
if (wrong.length > 0 || sizes.some((rows) => !(rows >= 1000)) || !(runs >= 1)) {
	console.error(`Jobs are ${JOBS.join(', ')}; rows are numbers from 1000 up, runs from 1 up.`);
	process.exit(2);
}

/** Packages of a folder, when its lock file changed. */
function install(folder) {
	const lock = createHash('sha256')
		.update(readFileSync(join(folder, 'package-lock.json')))
		.digest('hex');
	const stamp = join(folder, 'node_modules', '.installed-lock');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
	console.log('Installing the peers (once for this version) …');
	const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
		cwd: folder,
		stdio: ['ignore', 'inherit', 'inherit'],
		shell: process.platform === 'win32'
	});
	if (status !== 0) process.exit(1);
	writeFileSync(stamp, lock);
}

const setup = spawnSync('node', [join(here, '../setup/install.mjs'), '--browser'], { stdio: 'inherit' });
if (setup.status !== 0) process.exit(1);
install(here);
const [
	{ importJob },
	{ storeJob },
	{ ledgerJob },
	{ memoryJob },
	{ mainThreadJob },
	{ startJob },
	{ sampleJob },
	{ peopleJob },
	{ buildApp },
	{ buildPage, openBrowser },
	{ machine },
	{ printTable }
] = await Promise.all([
	import('./import.mjs'),
	import('./store.mjs'),
	import('./ledger.mjs'),
	import('./memory.mjs'),
	import('./mainThread.mjs'),
	import('./start.mjs'),
	import('./sample.mjs'),
	import('./people.mjs'),
	import('./app.mjs'),
	import('./page.mjs'),
	import('./machine.mjs'),
	import('./table.mjs')
]);

const browser = await openBrowser();
const about = machine(browser.version);
await browser.close();
console.log(`${about}\nMedian of ${runs}, in turn; start-up apart.\n`);

const APP_JOBS = ['memory', ...SCREENS, 'value'];
if (only.some((name) => ![...APP_JOBS, 'fits'].includes(name))) await buildPage();
if (only.some((name) => APP_JOBS.includes(name))) buildApp();

const results = { about, runs, sizes, jobs: {} };
const table = [];
/** A job that fails is a row of the table, and the others still run. */
async function job(name, work) {
	const begin = performance.now();
	process.stderr.write(`${name} … `);
	try {
		const { table: rows, detail } = await work();
		table.push(...rows);
		results.jobs[name] = { rows, detail };
	} catch (error) {
		process.exitCode = 1;
		table.push({ job: name, ours: 'failed', peer: '', theirs: '', figure: '', goal: '', holds: 'NO' });
		console.error(error);
	}
	process.stderr.write(`${((performance.now() - begin) / 1000).toFixed(0)} s\n`);
}

const largest = Math.max(...sizes);
if (only.includes('import')) await job('import', () => importJob({ sizes, runs }));
if (only.includes('store')) await job('store', () => storeJob({ rows: largest, runs }));
const wanted = only.filter((name) => ['open', 'rfm', 'cohorts'].includes(name));
if (wanted.length > 0) await job(wanted.join(', '), () => ledgerJob({ rows: largest, runs, wanted }));
if (only.includes('memory')) await job('memory', () => memoryJob({ rows: largest, runs }));
if (only.includes('page')) await job('page', () => mainThreadJob({ rows: largest, runs }));
if (only.includes('start')) await job('start', () => startJob({ runs }));
if (only.includes('sample')) await job('sample', () => sampleJob({ runs }));
if (only.includes('people')) await job('people', () => peopleJob({ runs }));
if (only.includes('fits')) await job('fits', async () => (await import('./fits.mjs')).fitsJob({ runs }));
if (only.includes('value'))
	await job('value', async () => (await import('./valueScreen.mjs')).valueScreenJob({ runs }));

mkdirSync(join(here, 'results'), { recursive: true });
const file = join(here, 'results', `${new Date().toISOString().replaceAll(':', '-').slice(0, 19)}.json`);
writeFileSync(file, JSON.stringify(results, null, '\t'));
console.log('');
printTable(table);
console.log(`\nEvery single time: ${file}`);
