// The two other ways to keep orders in a browser: Dexie with an object an order, and a plain file in the origin's private folder.
import { Dexie } from 'dexie';
import { answer } from './answer.js';

const COUNTRIES = ['DE', 'AT', 'CH', 'FR'];
let database;
let bytes;

answer({
	/** As many order objects as asked for, with the fields of a line of the file. */
	async dexieWrite(rows) {
		await Dexie.delete('bench-rows');
		database = new Dexie('bench-rows', { chromeTransactionDurability: 'relaxed' });
		database.version(1).stores({ orders: 'id' });
		await database.open();
		const orders = Array.from({ length: rows }, (_, i) => ({
			id: String(1_000_001 + i),
			day: 19_358 + ((i * 7919) % 731),
			minute: (i * 31) % 1440,
			customer: (i * 104_729) % Math.ceil(rows * 0.27),
			country: COUNTRIES[i % 4],
			channel: i % 3 ? 'web' : 'store',
			status: 'paid',
			currency: 'EUR',
			product: i % 250,
			quantity: 1 + (i % 4),
			unitPrice: 1990,
			gross: 1990 * (1 + (i % 4)),
			discount: 0,
			total: 1990 * (1 + (i % 4))
		}));
		const begin = performance.now();
		await database.table('orders').bulkAdd(orders);
		return performance.now() - begin;
	},
	async dexieRead() {
		const begin = performance.now();
		const orders = await database.table('orders').toArray();
		const ms = performance.now() - begin;
		database.close();
		return { ms, rows: orders.length };
	},

	/** @param chunks the same bytes that we store */
	takeChunks(chunks) {
		bytes = chunks;
		return bytes.reduce((total, { length }) => total + length, 0);
	},
	async opfsWrite() {
		const folder = await navigator.storage.getDirectory();
		await folder.removeEntry('bench').catch(() => undefined);
		const begin = performance.now();
		const file = await (await folder.getFileHandle('bench', { create: true })).createSyncAccessHandle();
		let at = 0;
		for (const chunk of bytes) at += file.write(chunk, { at });
		file.flush();
		file.close();
		return performance.now() - begin;
	},
	async opfsRead() {
		const folder = await navigator.storage.getDirectory();
		const begin = performance.now();
		const file = await (await folder.getFileHandle('bench')).createSyncAccessHandle();
		const all = new Uint8Array(file.getSize());
		file.read(all, { at: 0 });
		file.close();
		return { ms: performance.now() - begin, bytes: all.length };
	}
});
