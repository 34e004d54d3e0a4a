// Where our import's time goes: `node tests/bench/profile.mjs 1e6` runs it in Node and lists functions by their own time.
import { openAsBlob } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { MAPPING, orderFile } from './generate.mjs';

const [rows = '1e6', runs = '3'] = process.argv.slice(2);
const SHOWN = 25;
const root = resolve(import.meta.dirname, '../..');
const outDir = join(import.meta.dirname, 'results', 'profile');
await build({
	configFile: false,
	root,
	logLevel: 'error',
	build: { ssr: 'workers/core/import/readFiles.ts', outDir, emptyOutDir: true, minify: false, target: 'node20' }
});
const { readFiles } = await import(pathToFileURL(join(outDir, 'readFiles.js')).href);

const { path } = orderFile(Number(rows));
const blob = await openAsBlob(path);
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.setSamplingInterval', { interval: 500 });
await session.post('Profiler.start');
for (let run = 0; run < Number(runs); run++) {
	const begin = performance.now();
	const cpu = process.cpuUsage();
	const result = await readFiles([{ name: 'orders.csv', size: blob.size, blob }], {
		mapping: MAPPING,
		importId: 'profile',
		useLastModified: false
	});
	if (result.status !== 'done') throw new Error(JSON.stringify(result));
	const read = performance.now();
	for (const table of ['orders', 'lines', 'refunds', 'identities', 'products'])
		for (const _batch of result.data[table]);
	const used = process.cpuUsage(cpu);
	console.log(
		`run ${run + 1}: read ${(read - begin).toFixed(0)} ms, batches ${(performance.now() - read).toFixed(0)} ms, processor ${((used.user + used.system) / 1000).toFixed(0)} ms`
	);
}
const { profile } = await session.post('Profiler.stop');

const nodes = new Map(profile.nodes.map((node) => [node.id, node.callFrame]));
const own = new Map();
profile.samples.forEach((id, i) => {
	const { functionName, url, lineNumber } = nodes.get(id);
	const name = `${functionName || '(anonymous)'}  ${url.split('/').at(-1)}:${lineNumber + 1}`;
	own.set(name, (own.get(name) ?? 0) + profile.timeDeltas[i]);
});
const total = [...own.values()].reduce((a, b) => a + b, 0);
console.log(`\nOwn time, ms a run, of ${(total / 1000 / Number(runs)).toFixed(0)}`);
for (const [name, time] of [...own].sort((a, b) => b[1] - a[1]).slice(0, SHOWN))
	console.log(
		`${(time / 1000 / Number(runs)).toFixed(0).padStart(7)}  ${((100 * time) / total).toFixed(1).padStart(5)} %  ${name}`
	);
