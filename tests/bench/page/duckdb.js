import { AsyncDuckDB, DuckDBDataProtocol, VoidLogger } from '@duckdb/duckdb-wasm';
import wasm from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url';
import workerUrl from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url';
import { IMPORT_FACTS, importSql } from './sql.js';

/** DuckDB-WASM in its own worker, called like the others. */
export async function startDuckDb() {
	const db = new AsyncDuckDB(new VoidLogger(), new Worker(workerUrl));
	await db.instantiate(new URL(wasm, location.href).href);
	await db.open({});
	const connection = await db.connect();
	const rows = async (sql) => (await connection.query(sql)).toArray().map((row) => row.toJSON());
	const calls = {
		version: async () => (await rows('SELECT version() AS v'))[0].v,
		async import(file) {
			await db.dropFiles();
			await db.registerFileHandle('orders.csv', file, DuckDBDataProtocol.BROWSER_FILEREADER, true);
			await connection.query(importSql('orders.csv'));
		},
		facts: async () => (await rows(IMPORT_FACTS))[0],
		run: async (sql) => void (await connection.query(sql)),
		rows
	};
	return (what, args) => calls[what](...args);
}
