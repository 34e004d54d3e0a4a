// DuckDB native with one thread, in this process.
import { DuckDBInstance } from '@duckdb/node-api';
import { importSql } from './page/sql.js';

export async function startNative() {
	const begin = performance.now();
	const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
	const connection = await instance.connect();
	const rows = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
	return {
		startup: performance.now() - begin,
		version: async () => (await rows('SELECT version() AS v'))[0].v,
		import: (path) => connection.run(importSql(path)),
		/** @returns milliseconds */
		async timed(sql) {
			const start = performance.now();
			await connection.run(sql);
			return performance.now() - start;
		},
		rows,
		close() {
			connection.closeSync();
			instance.closeSync();
		}
	};
}
