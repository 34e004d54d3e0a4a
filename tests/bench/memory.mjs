// Memory of the tab: the summed proportional set size of its renderer, above what the empty import screen takes.
import { existsSync, readFileSync } from 'node:fs';
import { openApp } from './app.mjs';
import { orderFile } from './generate.mjs';
import { median } from './rounds.mjs';
import { alone, mb, size } from './table.mjs';

const EVERY = 50;
/** Milliseconds after which a tab that was left alone is at rest. */
const REST = 15_000;
const GOALS = new Map([
	[1e6, { importing: 150, open: 90 }],
	[5e6, { importing: 550 }]
]);

/** Samples the renderers of a browser until it is stopped. */
async function sampler(browser) {
	const session = await browser.newBrowserCDPSession();
	/** @returns megabytes */
	const sample = async () => {
		const { processInfo } = await session.send('SystemInfo.getProcessInfo');
		let kilobytes = 0;
		for (const { type, id } of processInfo) {
			const path = `/proc/${id}/smaps_rollup`;
			if (type !== 'renderer' || !existsSync(path)) continue;
			kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(path, 'utf8'))?.[1] ?? 0);
		}
		return kilobytes / 1024;
	};
	const resting = async () => {
		const samples = [];
		for (let i = 0; i < 20; i++) {
			samples.push(await sample());
			await new Promise((resolve) => setTimeout(resolve, EVERY));
		}
		return median(samples);
	};
	/** The highest sample while `work` goes on. */
	const peakDuring = async (work) => {
		let going = true;
		let peak = 0;
		const sampling = (async () => {
			while (going) {
				const next = new Promise((resolve) => setTimeout(resolve, EVERY));
				peak = Math.max(peak, await sample());
				await next;
			}
		})();
		try {
			await work();
		} finally {
			going = false;
			await sampling;
		}
		return peak;
	};
	return { resting, peakDuring };
}

async function once(path) {
	const app = await openApp();
	try {
		const { resting, peakDuring } = await sampler(app.browser);
		const start = await resting();
		const peak = await peakDuring(() => app.import(path));
		await app.overview();
		await app.page.waitForTimeout(REST);
		return { start, importing: peak - start, open: (await resting()) - start };
	} finally {
		await app.close();
	}
}

export async function memoryJob({ rows, runs }) {
	if (!existsSync('/proc/self/smaps_rollup')) {
		return { table: [{ ...alone('memory', 'only on Linux', NaN) }], detail: {} };
	}
	const { path } = orderFile(rows);
	const all = [];
	for (let run = 0; run < runs; run++) all.push(await once(path));
	const middle = (key) => median(all.map((figures) => figures[key]));
	const goals = GOALS.get(rows);
	const [importing, open] = [middle('importing'), middle('open')];
	return {
		table: [
			alone(
				`memory above start (${mb(middle('start'))}), import ${size(rows)}`,
				mb(importing),
				importing,
				goals?.importing,
				' MB'
			),
			alone(`memory above start, ledger open at rest, ${size(rows)}`, mb(open), open, goals?.open, ' MB')
		],
		detail: { all }
	};
}
