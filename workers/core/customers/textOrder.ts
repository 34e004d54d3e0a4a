import { byBytes } from '../ledger/customerKeys';
import type { TextColumn } from '../tables';

/** Bytes of a text that its place is decided by. */
const LOOKED_AT = 96;
const MARKS = /\p{M}+/gu;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** A text as lists order it: lower case, without accents and blanks around. */
export const folded = (text: string): string => text.normalize('NFKD').replace(MARKS, '').toLowerCase().trim();

/**
 * Positions of texts in the order of a list: whatever the case and the accents, texts that are empty last.
 * @param label bytes of text i; a view is fine
 * @returns new Int32Array(count)
 */
export function textOrder(count: number, label: (i: number) => Uint8Array): Int32Array {
	const bytes = new Uint8Array(count * LOOKED_AT);
	const offsets = new Int32Array(count + 1);
	let at = 0;
	for (let i = 0; i < count; i++) {
		const whole = label(i);
		let blanks = 0;
		while (whole[blanks] === 32) blanks++;
		const text = whole.subarray(blanks);
		const start = at;
		const end = Math.min(text.length, LOOKED_AT);
		let b = 0;
		for (; b < end; b++) {
			const byte = text[b];
			if (byte >= 128) break;
			bytes[at++] = byte >= 65 && byte <= 90 ? byte + 32 : byte;
		}
		if (b < end) {
			at = start;
			// Four times as many bytes as are kept: a cut inside a letter, or marks that go, then leave enough.
			const kept = encoder.encode(folded(decoder.decode(text.subarray(0, 4 * LOOKED_AT)))).subarray(0, LOOKED_AT);
			bytes.set(kept, at);
			at += kept.length;
		}
		// 255 is in no UTF-8: the empty ones come last.
		if (at === start) bytes[at++] = 255;
		offsets[i + 1] = at;
	}
	return byBytes({ bytes, offsets }, count);
}

/** Rank of each text of a dictionary in the order of a list. */
export function textRanks(texts: readonly string[]): Int32Array {
	const encoded = texts.map((text) => encoder.encode(text.slice(0, LOOKED_AT)));
	const ranks = new Int32Array(texts.length);
	textOrder(texts.length, (i) => encoded[i]).forEach((position, rank) => (ranks[position] = rank));
	return ranks;
}

/** Names by customer index, the key where there is no name. */
export function nameOrder(
	customers: number,
	name: (customer: number) => { column: TextColumn; row: number } | null
): Int32Array {
	const none = new Uint8Array(0);
	return textOrder(customers, (customer) => {
		const found = name(customer);
		if (found === null) return none;
		const { column, row } = found;
		return column.bytes.subarray(column.offsets[row], column.offsets[row + 1]);
	});
}
