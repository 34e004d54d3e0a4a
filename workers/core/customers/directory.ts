import { NONE } from '../tables';
import type { IdentitiesTable, TextColumn } from '../tables';

const decoder = new TextDecoder();

/** Who the customers are, by opaque number; the batches as they were stored, with a way to find a row. */
export interface Directory {
	batches: IdentitiesTable[];
	/** Row by customer number, counted through all batches; NONE where the number is not here. */
	rowOf: Int32Array;
	/** First row of each batch, and the number of rows. */
	starts: number[];
}

/** @param batches identities of one revision, in any order of numbers */
export function directory(batches: IdentitiesTable[]): Directory {
	let highest = -1;
	let rows = 0;
	const starts = [0];
	for (const batch of batches) {
		for (let i = 0; i < batch.length; i++) if (batch.number[i] > highest) highest = batch.number[i];
		starts.push((rows += batch.length));
	}
	const rowOf = new Int32Array(highest + 1).fill(NONE);
	batches.forEach((batch, b) => {
		for (let i = 0; i < batch.length; i++) rowOf[batch.number[i]] = starts[b] + i;
	});
	return { batches, rowOf, starts };
}

export interface Identity {
	key: string;
	/** The address where one is known, also when it is the key. */
	email: string;
	phone: string;
	name: string;
	platformId: string;
	/** Day number, NO_DAY where unknown. */
	since: number | null;
}

/** @returns null where nobody has that number (any more) */
export function identityOf({ batches, rowOf, starts }: Directory, customer: number): Identity | null {
	const row = rowOf[customer] ?? NONE;
	if (row === NONE) return null;
	const b = batchOf(starts, row);
	const batch = batches[b];
	const i = row - starts[b];
	const key = textAt(batch.key, i);
	return {
		key,
		email: textAt(batch.email, i) || (key.includes('@') ? key : ''),
		phone: textAt(batch.phone, i),
		name: textAt(batch.name, i),
		platformId: textAt(batch.platformId, i),
		since: batch.since[i]
	};
}

/** The text a customer is shown by: the name, else the key; null where nobody has that number. */
export function labelOf(
	{ batches, rowOf, starts }: Directory,
	customer: number
): { column: TextColumn; row: number } | null {
	const at = rowOf[customer] ?? NONE;
	if (at === NONE) return null;
	const b = batchOf(starts, at);
	const row = at - starts[b];
	const { name, key } = batches[b];
	return { column: name.offsets[row] === name.offsets[row + 1] ? key : name, row };
}

/**
 * Customers whose key, name, address, phone or platform id holds the text, whatever the case.
 * @returns a byte a customer number, 1 where found
 */
export function search({ batches, rowOf }: Directory, text: string): Uint8Array {
	const found = new Uint8Array(rowOf.length);
	const needle = text.trim().toLowerCase();
	const ascii = /^[\x20-\x7e]*$/.test(needle) ? Uint8Array.from(needle, (c) => c.charCodeAt(0)) : null;
	for (const batch of batches) {
		const columns = [batch.key, batch.name, batch.email, batch.phone, batch.platformId];
		for (let i = 0; i < batch.length; i++) {
			const hit = columns.some((column) =>
				ascii ? holdsAscii(column, i, ascii) : textAt(column, i).toLowerCase().includes(needle)
			);
			if (hit) found[batch.number[i]] = 1;
		}
	}
	return found;
}

/** Byte by byte, because a string a cell of 300,000 customers costs more than the search. */
function holdsAscii({ bytes, offsets }: TextColumn, row: number, needle: Uint8Array): boolean {
	const last = offsets[row + 1] - needle.length;
	for (let at = offsets[row]; at <= last; at++) {
		let n = 0;
		while (n < needle.length) {
			const byte = bytes[at + n];
			if ((byte >= 65 && byte <= 90 ? byte + 32 : byte) !== needle[n]) break;
			n++;
		}
		if (n === needle.length) return true;
	}
	return false;
}

/** Text of a row. */
export const textAt = ({ bytes, offsets }: TextColumn, row: number): string =>
	offsets[row] === offsets[row + 1] ? '' : decoder.decode(bytes.subarray(offsets[row], offsets[row + 1]));

function batchOf(starts: number[], row: number): number {
	let b = 0;
	while (starts[b + 1] <= row) b++;
	return b;
}
