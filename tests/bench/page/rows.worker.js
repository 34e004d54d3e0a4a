// The usual way to keep orders in a browser: Dexie with an object an order.
import { Dexie } from 'dexie';
import { answer } from './answer.js';

const COUNTRIES = ['DE', 'AT', 'CH', 'FR'];
let database;

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
	}
});
