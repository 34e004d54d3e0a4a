// CSV → typed columns with full validation, from a File in the browser.
import { MAPPING, orderFile } from './generate.mjs';
import { openPage } from './page.mjs';
import { agree, inTurn } from './rounds.mjs';
import { against, alone, ms, size } from './table.mjs';

const NAMES = { duckdb: 'DuckDB-WASM', udsv: 'uDSV', papaparse: 'papaparse' };
const GOALS = new Map([
	[1e6, { duckdb: 0.45, udsv: 0.4, papaparse: 0.35 }],
	[5e6, { duckdb: 0.75 }]
]);
const BIG = 5e6;

/** What a reader must find in the file. */
const expected = ({ rows, customers, quantity, gross, discount, total, firstDay, lastDay }) => ({
	rows,
	rejected: 0,
	customers,
	quantity,
	gross,
	discount,
	total,
	firstDay,
	lastDay
});

async function importOf(rows, runs) {
	const { path, truth } = orderFile(rows);
	const page = await openPage(path);
	try {
		// The big file has a goal against DuckDB alone, and one against our own time a row at 1e6.
		const peers = rows >= BIG ? ['duckdb'] : Object.keys(NAMES);
		const startups = {};
		for (const name of ['ours', ...peers]) startups[name] = await page.start(name);
		const once = (name) => async () => {
			await page.choose(path);
			const { ms: time } = await page.call(name, 'import', 'FILE', MAPPING);
			return time;
		};
		const contenders = Object.fromEntries(['ours', ...peers].map((name) => [name, once(name)]));
		const small = rows >= BIG ? orderFile(1e6) : null;
		if (small) {
			contenders.oursAt1e6 = async () => {
				await page.choose(small.path);
				return (await page.call('ours', 'import', 'FILE', MAPPING)).ms;
			};
		}
		const times = await inTurn(contenders, runs);
		// The last import of ours was of the small file where there was one.
		if (small) await once('ours')();
		for (const name of ['ours', ...peers]) agree(name, (await page.call(name, 'facts')).result, expected(truth));

		const label = `import ${size(rows)}`;
		const ours = times.ours.median;
		const table = peers.map((peer) => against(label, ours, NAMES[peer], times[peer].median, GOALS.get(rows)?.[peer]));
		if (small) {
			const growth = ours / rows / (times.oursAt1e6.median / 1e6);
			table.push({
				...alone(`${label}, time a row / that at 1e6`, growth.toFixed(2), growth, 1.3),
				theirs: ms(times.oursAt1e6.median),
				peer: 'ours at 1e6'
			});
		}
		return { table, times, startups };
	} finally {
		await page.close();
	}
}

/** @returns {Promise<{ table: import('./table.mjs').Row[], detail: object }>} */
export async function importJob({ sizes, runs }) {
	const all = [];
	for (const rows of sizes) all.push([rows, await importOf(rows, runs)]);
	return { table: all.flatMap(([, { table }]) => table), detail: Object.fromEntries(all) };
}
