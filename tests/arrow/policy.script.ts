// Run by policy.test.ts under a policy that forbids code made from strings, as in every page and worker of the app.
import { decodeBatch, decodePlain, encodeBatch, encodePlain, type StoredTable } from '../../workers/arrow/index';
import { batchOf, rowsOf } from '../storage/rows';

let forbidden = false;
try {
	Reflect.construct(Function, ['return 1']);
} catch {
	forbidden = true;
}

const rows = Array.from({ length: 300 }, (_, i) => ({
	number: i,
	order: i,
	id: `A${(i * 7919) % 1000}x`,
	key: `k${i}`,
	name: 'Mug',
	customer: (i * 31) % 97,
	day: 19_000 + ((i * 17) % 90)
}));
const same = (
	['orders', 'lines', 'refunds', 'identities', 'products', 'problems', 'byCustomer'] as StoredTable[]
).every((table) => {
	const batch = batchOf(table, rows, { reasons: ['bad_date'], fields: [], scale: 2 });
	const wanted = JSON.stringify(rowsOf(table, batch));
	const stored = JSON.stringify(rowsOf(table, decodeBatch(table, encodeBatch(table, batch))));
	const plain = JSON.stringify(rowsOf(table, decodePlain(table, encodePlain(table, batch))));
	return stored === wanted && plain === wanted;
});
console.log(JSON.stringify({ forbidden, same }));
