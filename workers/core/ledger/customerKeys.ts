import type { IdentitiesTable, TextColumn } from '../tables';
import type { CustomerKeys, Ledger } from './types';

/** Bytes looked at in one round, and the base that leaves room for "the key has ended". */
const ROUND = 3;
const BASE = 257;

/**
 * Keys of the ledger's customers, and their order as strings (by code point, which is that of the UTF-8 bytes).
 * A customer without an identity row has an empty key.
 */
export function customerKeys(
	ledger: Pick<Ledger, 'customers' | 'customerNumber'>,
	identities: Iterable<IdentitiesTable>
): CustomerKeys {
	const { customers, customerNumber } = ledger;
	const highest = customers === 0 ? -1 : customerNumber[customers - 1];
	const indexOf = new Int32Array(highest + 1).fill(-1);
	for (let i = 0; i < customers; i++) indexOf[customerNumber[i]] = i;

	const batches = [...identities];
	const lengths = new Int32Array(customers);
	for (const { length, number, key } of batches) {
		for (let row = 0; row < length; row++) {
			const index = number[row] <= highest ? indexOf[number[row]] : -1;
			if (index >= 0) lengths[index] = key.offsets[row + 1] - key.offsets[row];
		}
	}
	const offsets = new Int32Array(customers + 1);
	for (let i = 0; i < customers; i++) offsets[i + 1] = offsets[i] + lengths[i];
	const bytes = new Uint8Array(offsets[customers]);
	for (const { length, number, key } of batches) {
		for (let row = 0; row < length; row++) {
			const index = number[row] <= highest ? indexOf[number[row]] : -1;
			if (index >= 0) bytes.set(key.bytes.subarray(key.offsets[row], key.offsets[row + 1]), offsets[index]);
		}
	}
	return { bytes, offsets, order: byBytes({ bytes, offsets }, customers) };
}

/** Rows 0 to count − 1 of texts by their bytes ascending; equal ones in the order of rows. */
export function byBytes({ bytes, offsets }: TextColumn, count: number): Int32Array {
	const order = new Int32Array(count);
	for (let i = 0; i < count; i++) order[i] = i;
	sortRange(order, bytes, offsets, 0, count, 0);
	return order;
}

/** Sorts order[from..to), whose keys agree in the first `depth` bytes, by three bytes a round; stable. */
function sortRange(
	order: Int32Array,
	bytes: Uint8Array,
	offsets: Int32Array,
	from: number,
	to: number,
	depth: number
): void {
	const count = to - from;
	if (count < 2) return;
	const places = new Float64Array(count);
	for (let j = 0; j < count; j++) {
		const customer = order[from + j];
		const start = offsets[customer] + depth;
		const end = offsets[customer + 1];
		let prefix = 0;
		for (let b = 0; b < ROUND; b++) prefix = prefix * BASE + (start + b < end ? bytes[start + b] + 1 : 0);
		// 257³ × customers stays far below 2^53; the place keeps equals in their order.
		places[j] = prefix * count + j;
	}
	places.sort();
	const before = order.slice(from, to);
	for (let j = 0, group = 0; j < count; j++) {
		order[from + j] = before[places[j] % count];
		const prefix = Math.floor(places[j] / count);
		const last = j === count - 1 || Math.floor(places[j + 1] / count) !== prefix;
		if (!last) continue;
		// A prefix whose last byte is "ended" is a whole key: equal ones are done.
		if (j > group && prefix % BASE !== 0) sortRange(order, bytes, offsets, from + group, from + j + 1, depth + ROUND);
		group = j + 1;
	}
}

const decoder = new TextDecoder();

/** Key of one customer. */
export const keyOf = ({ bytes, offsets }: CustomerKeys, customer: number): string =>
	decoder.decode(bytes.subarray(offsets[customer], offsets[customer + 1]));
