// The bench page: starts contenders, each in a worker of its own, and times single calls from here for all of them alike.
import { startDuckDb } from './duckdb.js';

const WORKERS = {
	ours: () => new Worker(new URL('./ours.worker.js', import.meta.url), { type: 'module' }),
	fit: () => new Worker(new URL('./fit.worker.js', import.meta.url), { type: 'module' }),
	udsv: () => new Worker(new URL('./udsv.worker.js', import.meta.url), { type: 'module' }),
	rows: () => new Worker(new URL('./rows.worker.js', import.meta.url), { type: 'module' }),
	papaparse: () => new Worker(new URL('./papaparse.worker.js', import.meta.url), { type: 'module' })
};

function startWorker(name) {
	const worker = WORKERS[name]();
	const pending = new Map();
	let last = 0;
	return new Promise((resolve, reject) => {
		worker.onerror = (event) => reject(new Error(`${name}: ${event.message}`));
		worker.onmessage = ({ data }) => {
			if (data.ready) {
				return resolve((what, args) => {
					worker.postMessage({ id: ++last, what, args });
					return new Promise((done, fail) => pending.set(last, { done, fail }));
				});
			}
			const { done, fail } = pending.get(data.id);
			pending.delete(data.id);
			if (data.error) fail(new Error(`${name}: ${data.error}`));
			else done(data.result);
		};
	});
}

const contenders = new Map();

/** Starts a contender once. @returns milliseconds it took, 0 when it was there */
async function start(name) {
	if (contenders.has(name)) return 0;
	const begin = performance.now();
	contenders.set(name, await (name === 'duckdb' ? startDuckDb() : startWorker(name)));
	return performance.now() - begin;
}

/** One call, timed. `'FILE'` among the arguments stands for the chosen file. */
async function call(name, what, args) {
	const file = document.querySelector('#file').files[0];
	const given = args.map((value) => (value === 'FILE' ? file : value));
	const begin = performance.now();
	const result = await contenders.get(name)(what, given);
	return { ms: performance.now() - begin, result };
}

window.bench = { start, call };
