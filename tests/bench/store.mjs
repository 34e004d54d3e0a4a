// Storing and loading orders: ours against Dexie with an object an order, and against a plain file of the same bytes.
import { MAPPING, orderFile } from './generate.mjs';
import { openPage } from './page.mjs';
import { agree, inTurn, median } from './rounds.mjs';
import { against, alone, faster, size } from './table.mjs';

/** Row objects are too slow to be timed at full size. */
const OBJECTS = 10_000;

export async function storeJob({ rows, runs }) {
	const { path, truth } = orderFile(rows);
	const page = await openPage(path);
	try {
		for (const name of ['ours', 'rows']) await page.start(name);
		await page.call('ours', 'import', 'FILE', MAPPING);
		const usage = () => page.page.evaluate(async () => (await navigator.storage.estimate()).usage);
		const before = await usage();
		await page.call('ours', 'store', 'bench-first');
		// The browser writes and compresses behind our back: wait until its figure stands still.
		let after = -1;
		for (let now = await usage(); now !== after; now = await usage()) {
			after = now;
			await new Promise((resolve) => setTimeout(resolve, 2000));
		}
		const scale = rows / OBJECTS;
		let run = 0;
		const result = async (name, what, ...args) => (await page.call(name, what, ...args)).result;
		const file = { written: [], read: [], bytes: 0 };
		const loaded = async () => {
			const { ms, rows: read } = await result('ours', 'load');
			agree('ours', { read }, { read: (await result('ours', 'opfsRead')).rows });
			return ms;
		};
		const times = await inTurn(
			{
				write: () => result('ours', 'store', `bench-${run++}`),
				dexieWrite: async () => (await result('rows', 'dexieWrite', OBJECTS)) * scale,
				opfsWrite: async () => {
					const { ms, alone: writing, bytes } = await result('ours', 'opfsWrite');
					file.written.push(writing);
					file.bytes = bytes;
					return ms;
				},
				read: loaded,
				dexieRead: async () => (await result('rows', 'dexieRead')).ms * scale,
				opfsRead: async () => {
					const { ms, alone: reading } = await result('ours', 'opfsRead');
					file.read.push(reading);
					return ms;
				}
			},
			runs
		);
		const label = size(rows);
		const megabytes = `${(file.bytes / 1e6).toFixed(0)} MB`;
		const share = (after - before) / truth.bytes;
		const { write, read, dexieWrite, dexieRead, opfsWrite, opfsRead } = times;
		const dexie = `Dexie row objects, ${size(OBJECTS)} × ${scale}`;
		return {
			table: [
				faster(`store and load ${label}`, write.median + read.median, dexie, dexieWrite.median + dexieRead.median, 100),
				faster(`store ${label}`, write.median, dexie, dexieWrite.median),
				faster(`load ${label}`, read.median, dexie, dexieRead.median),
				against(`store ${label}`, write.median, `OPFS, ${megabytes}, encoded alike`, opfsWrite.median, 2),
				against(`load ${label}`, read.median, `OPFS, ${megabytes}, decoded alike`, opfsRead.median, 4),
				against(`store ${label}`, write.median, `OPFS, ${megabytes}, bytes alone`, median(file.written)),
				against(`load ${label}`, read.median, `OPFS, ${megabytes}, bytes alone`, median(file.read)),
				alone(`storage.estimate() growth / CSV bytes, ${label}`, share.toFixed(3), share, 0.3)
			],
			detail: { times, file, before, after, csv: truth.bytes }
		};
	} finally {
		await page.close();
	}
}
