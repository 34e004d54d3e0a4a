// Does the page stay usable? The longest task of its main thread during an import, by a trace.
import { openApp } from './app.mjs';
import { orderFile } from './generate.mjs';
import { size } from './table.mjs';

const LONG = 50;
/** Runs that may have a longer task: one in five. */
const SPARE = 0.2;

/** The longest tasks of renderer main threads in a trace, longest first: milliseconds, those the processor worked, and what was done inside. */
export function longestTasks(trace) {
	const { traceEvents } = JSON.parse(trace.toString());
	const mains = new Set();
	for (const { name, args, pid, tid } of traceEvents)
		if (name === 'thread_name' && args.name === 'CrRendererMain') mains.add(`${pid}/${tid}`);
	const events = traceEvents.filter(({ ph, pid, tid }) => ph === 'X' && mains.has(`${pid}/${tid}`));
	const inside = (task) =>
		events
			.filter(
				({ ts, dur, tid, name }) =>
					tid === task.tid && ts >= task.ts && ts + dur <= task.ts + task.dur && !name.endsWith('RunTask')
			)
			.sort((a, b) => b.dur - a.dur)
			.slice(0, 6)
			.map(({ name, dur, args }) => `${name} ${(dur / 1000).toFixed(1)} ${args?.data?.functionName ?? ''}`.trim());
	return events
		.filter(({ name }) => name === 'RunTask')
		.sort((a, b) => b.dur - a.dur)
		.slice(0, 5)
		.map((task) => ({ ms: task.dur / 1000, processor: (task.tdur ?? NaN) / 1000, inside: inside(task) }));
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
	const smooth = all.filter(([longest]) => longest.ms <= LONG).length;
	const needed = Math.ceil(runs * (1 - SPARE));
	const judged = rows === 1e6;
	const longest = all.map((tasks) => tasks[0].ms.toFixed(0)).join(', ');
	return {
		table: [
			{
				job: `page's main thread, import ${size(rows)}`,
				ours: `${smooth} of ${runs} runs`,
				peer: `longest tasks ${longest} ms`,
				theirs: '',
				figure: '',
				goal: judged ? `no task > ${LONG} ms in ${needed} of ${runs}` : '',
				holds: !judged ? '' : smooth >= needed ? 'yes' : 'NO'
			}
		],
		detail: { all }
	};
}
