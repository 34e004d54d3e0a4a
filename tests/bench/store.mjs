// Storing and loading orders: ours against Dexie with an object an order, and against a plain file of the same bytes.
import { MAPPING, orderFile } from './generate.mjs';
import { openPage } from './page.mjs';
import { inTurn } from './rounds.mjs';
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
		const bytes = await page.handOver('ours', 'chunks', 'rows', 'takeChunks');

		const scale = rows / OBJECTS;
		let run = 0;
		const result = async (name, what, ...args) => (await page.call(name, what, ...args)).result;
		const times = await inTurn(
			{
				write: () => result('ours', 'store', `bench-${run++}`),
				dexieWrite: async () => (await result('rows', 'dexieWrite', OBJECTS)) * scale,
				opfsWrite: () => result('rows', 'opfsWrite'),
				read: async () => (await result('ours', 'load')).ms,
				dexieRead: async () => (await result('rows', 'dexieRead')).ms * scale,
				opfsRead: async () => (await result('rows', 'opfsRead')).ms
			},
			runs
		);
		const dexie = `Dexie row objects (${size(OBJECTS)} × ${scale})`;
		const opfs = `OPFS, the same ${(bytes / 1e6).toFixed(0)} MB`;
		const share = (after - before) / truth.bytes;
		const { write, read, dexieWrite, dexieRead, opfsWrite, opfsRead } = times;
		return {
			table: [
				faster(`store ${size(rows)}`, write.median, dexie, dexieWrite.median, 100),
				faster(`load ${size(rows)}`, read.median, dexie, dexieRead.median, 100),
				against(`store ${size(rows)}`, write.median, opfs, opfsWrite.median, 2),
				against(`load ${size(rows)}`, read.median, opfs, opfsRead.median, 4),
				alone(`storage.estimate() growth / CSV bytes, ${size(rows)}`, share.toFixed(3), share, 0.3)
			],
			detail: { times, bytes, before, after, csv: truth.bytes }
		};
	} finally {
		await page.close();
	}
}
