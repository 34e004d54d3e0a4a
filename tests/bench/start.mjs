// What a first visit costs: scripts of the start page, everything kept for offline use, and how soon a worker answers.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { serveFolder } from '../setup/staticServer.mjs';
import { openBrowser } from './page.mjs';
import { alone } from './table.mjs';

const BUILT = resolve(import.meta.dirname, '../../build');
const KIB = 1024;
const kib = (bytes) => `${(bytes / KIB).toFixed(0)} KiB`;
const zipped = (path) => gzipSync(readFileSync(path)).length;

function* files(folder) {
	for (const name of readdirSync(folder)) {
		const path = join(folder, name);
		if (statSync(path).isDirectory()) yield* files(path);
		else yield path;
	}
}

/** Scripts that the start page has asked for when nothing is loading any more. */
async function scriptsOfStart() {
	const server = await serveFolder(BUILT);
	const browser = await openBrowser();
	try {
		const page = await browser.context.newPage();
		const paths = new Set();
		page.on('response', (response) => {
			const { pathname } = new URL(response.url());
			if (pathname.endsWith('.js') && !pathname.endsWith('service-worker.js')) paths.add(pathname);
		});
		// The service worker fetches everything for later: that is the next figure, not this one.
		await page.addInitScript(() => delete Navigator.prototype.serviceWorker);
		await page.goto(server.url, { waitUntil: 'networkidle' });
		const painted = await page.evaluate(
			() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN
		);
		return { paths: [...paths], painted };
	} finally {
		await browser.close();
		await server.close();
	}
}

/** Milliseconds from starting the ledger worker, as the app starts it, to its first answer. */
async function workerReady(runs) {
	const server = await serveFolder(BUILT);
	const browser = await openBrowser();
	const times = [];
	try {
		const page = await browser.context.newPage();
		await page.goto(server.url, { waitUntil: 'networkidle' });
		// The app's own files come first: what is measured is a worker, not the queue behind the first visit.
		await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
		const script = [...files(BUILT)].find((path) => /any\.worker-.*\.js$/.test(path));
		const url = `${server.url}${script.slice(BUILT.length + 1).replaceAll('\\', '/')}`;
		for (let run = 0; run < runs; run++)
			times.push(
				await page.evaluate(
					(address) =>
						new Promise((resolve, reject) => {
							const begin = performance.now();
							const blob = new Blob([`import ${JSON.stringify(address)};`], { type: 'text/javascript' });
							const worker = new Worker(URL.createObjectURL(blob), { type: 'module', name: 'ledger' });
							worker.onerror = reject;
							worker.onmessage = () => {
								resolve(performance.now() - begin);
								worker.terminate();
							};
							// A call of comlink's protocol: the ledger lets go of what it does not hold, and says so.
							worker.postMessage({ id: 'ready', type: 'APPLY', path: ['release'], argumentList: [] });
						}),
					url
				)
			);
	} finally {
		await browser.close();
		await server.close();
	}
	return times.sort((a, b) => a - b)[times.length >> 1];
}

export async function startJob({ runs }) {
	if (!existsSync(BUILT)) throw new Error('build/ is missing');
	const { paths, painted } = await scriptsOfStart();
	const start = paths.reduce((sum, path) => sum + zipped(join(BUILT, path)), 0);
	let kept = 0;
	let fonts = 0;
	for (const path of files(BUILT)) {
		if (/\.(js|css|html)$/.test(path)) kept += zipped(path);
		else if (path.endsWith('.woff2') && !path.includes('latin-ext')) fonts += statSync(path).size;
	}
	const ready = await workerReady(runs);
	return {
		table: [
			alone('start page, scripts (gzip)', kib(start), start / KIB, 130, ' KiB'),
			alone('kept for offline: JS, CSS, HTML (gzip)', kib(kept), kept / KIB, 700, ' KiB'),
			alone('kept for offline: fonts', kib(fonts), fonts / KIB, 120, ' KiB'),
			alone('ledger worker, start to first answer', `${ready.toFixed(0)} ms`, ready, 100, ' ms')
		],
		detail: { paths, painted }
	};
}
