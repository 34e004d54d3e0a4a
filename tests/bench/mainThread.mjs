// Does the page stay usable? The longest task of its main thread during an import, by a trace.
import { openApp } from './app.mjs';
import { orderFile } from './generate.mjs';
import { size } from './table.mjs';

const LONG = 50;
/** Runs that may have a longer task: one in five. */
const SPARE = 0.2;

/** Milliseconds of the longest tasks of renderer main threads in a trace, longest first. */
function longestTasks(trace) {
	const { traceEvents } = JSON.parse(trace.toString());
	const mains = new Set();
	for (const { name, args, pid, tid } of traceEvents)
		if (name === 'thread_name' && args.name === 'CrRendererMain') mains.add(`${pid}/${tid}`);
	return traceEvents
		.filter(({ name, ph, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && mains.has(`${pid}/${tid}`))
		.map(({ dur }) => dur / 1000)
		.sort((a, b) => b - a)
		.slice(0, 5);
}

async function once(path) {
	const app = await openApp();
	try {
		await app.browser.startTracing(app.page, {
			categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline']
		});
		await app.import(path);
		return longestTasks(await app.browser.stopTracing());
	} finally {
		await app.close();
	}
}

export async function mainThreadJob({ rows, runs }) {
	const { path } = orderFile(rows);
	const all = [];
	for (let run = 0; run < runs; run++) all.push(await once(path));
	const smooth = all.filter(([longest]) => longest <= LONG).length;
	const needed = Math.ceil(runs * (1 - SPARE));
	const longest = all.map((tasks) => tasks[0].toFixed(0)).join(', ');
	return {
		table: [
			{
				job: `page's main thread, import ${size(rows)}`,
				ours: `${smooth} of ${runs} runs`,
				peer: `longest tasks ${longest} ms`,
				theirs: '',
				figure: '',
				goal: `no task > ${LONG} ms in ${needed} of ${runs}`,
				holds: smooth >= needed ? 'yes' : 'NO'
			}
		],
		detail: { all }
	};
}
