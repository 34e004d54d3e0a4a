// `npm run verify:engines`: the main journey on Firefox and on WebKitGTK; `npm run verify:engines -- firefox` runs one of them.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as firefox from './firefox.mjs';
import { headless, mainJourney } from './journey.mjs';
import * as webkit from './webkit.mjs';

const ENGINES = { firefox, webkit };
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in ENGINES));
if (unknown.length > 0) {
	console.error(`${unknown.join(', ')}: there is ${Object.keys(ENGINES).join(' and ')}.`);
	process.exit(2);
}

const build = resolve(process.env.BUILD_DIR ?? 'build');
if (!existsSync(resolve(build, 'index.html'))) {
	console.error(`${build} holds no app: npm run build makes it.`);
	process.exit(1);
}
const file = resolve(process.env.PERENNIAL_SHARED ?? '../shared', 'data/online_retail/online_retail.csv.gz');
if (!existsSync(file)) {
	console.error(`${file} is missing: set PERENNIAL_SHARED to the folder that holds data/ and reference/`);
	process.exit(1);
}

let passed = 0;
let failed = 0;
const say = (ok, engine, what, detail = '') => {
	if (ok) passed++;
	else failed++;
	console.log(`${ok ? 'ok    ' : 'FAILED'} ${engine}: ${what}${!ok && detail ? ` (${detail})` : ''}`);
};

const expected = await headless(file);
for (const [name, engine] of Object.entries(ENGINES)) {
	if (asked.length > 0 && !asked.includes(name)) continue;
	const missing = engine.missing();
	if (missing) {
		say(false, name, `missing: ${missing}`);
		continue;
	}
	const start = Date.now();
	let browser;
	try {
		browser = await engine.start();
		console.log(`\n${browser.name}`);
		await mainJourney(browser, file, expected, (what, ok, detail) => say(ok, name, what, detail));
	} catch (error) {
		say(false, name, error instanceof Error ? error.message : String(error));
	} finally {
		await browser?.close();
	}
	console.log(`${name}: ${((Date.now() - start) / 1000).toFixed(0)} s`);
}
console.log(`\n${passed} checks passed, ${failed} failed.`);
process.exit(failed === 0 ? 0 : 1);
