// The open ledger: opening it, RFM scores of all customers, and the cohort matrix.
import { MAPPING, orderFile } from './generate.mjs';
import { startNative } from './native.mjs';
import { openPage } from './page.mjs';
import { COHORT_FACTS, COHORT_SQL, OPEN_SQL, RFM_FACTS, RFM_SQL } from './page/sql.js';
import { agree, inTurn } from './rounds.mjs';
import { against, size } from './table.mjs';

const WASM = 'DuckDB-WASM';
const NATIVE = 'DuckDB native, 1 thread';

/** @param {string[]} wanted of 'open', 'rfm', 'cohorts' */
export async function ledgerJob({ rows, runs, wanted }) {
	const { path, truth } = orderFile(rows);
	const native = await startNative();
	const page = await openPage(path);
	try {
		const startups = { native: native.startup };
		for (const name of ['ours', 'duckdb']) startups[name] = await page.start(name);
		await page.call('ours', 'import', 'FILE', MAPPING);
		await page.call('ours', 'store', 'bench-ledger');
		await page.call('duckdb', 'import', 'FILE');
		await native.import(path);

		const turn = (what, sql) =>
			inTurn(
				{
					ours: async () => (await page.call('ours', what)).ms,
					duckdb: async () => (await page.call('duckdb', 'run', sql)).ms,
					native: () => native.timed(sql)
				},
				runs
			);
		const sqlFacts = async (sql) => [(await page.call('duckdb', 'rows', sql)).result[0], (await native.rows(sql))[0]];
		const times = {};
		const table = [];
		const add = (job, what, goals) => {
			const { ours, duckdb, native: alone } = times[what];
			table.push(
				against(job, ours.median, WASM, duckdb.median, goals[0]),
				against(job, ours.median, NATIVE, alone.median, goals[1])
			);
		};

		// Peers open by putting their table, already in memory, in (customer, day) order; we read what is stored.
		times.open = await turn('open', OPEN_SQL);
		if (wanted.includes('open')) add(`open ledger ${size(rows)}`, 'open', []);
		const atGoalSize = rows === 1e6;
		if (wanted.includes('rfm')) {
			times.rfm = await turn('rfm', RFM_SQL);
			const facts = (await page.call('ours', 'rfmFacts')).result;
			agree('ours', facts, { orders: truth.counted, net: truth.countedTotal });
			for (const peer of await sqlFacts(RFM_FACTS)) agree('DuckDB', peer, facts);
			add(`RFM ${size(rows)}`, 'rfm', atGoalSize ? [0.3, 0.4] : []);
		}
		if (wanted.includes('cohorts')) {
			times.cohorts = await turn('cohorts', COHORT_SQL);
			const facts = (await page.call('ours', 'cohortFacts')).result;
			agree('ours', facts, { orders: truth.counted, net: truth.countedTotal });
			for (const peer of await sqlFacts(COHORT_FACTS)) agree('DuckDB', peer, facts);
			add(`cohort matrix ${size(rows)}`, 'cohorts', atGoalSize ? [0.12, 0.15] : []);
		}
		return {
			table,
			detail: { times, startups, native: await native.version(), wasm: (await page.call('duckdb', 'version')).result }
		};
	} finally {
		await page.close();
		native.close();
	}
}
