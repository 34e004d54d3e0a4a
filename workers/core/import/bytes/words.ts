/**
 * Texts as runs of four-byte words, read through a DataView at any place. A text of four bytes or more ends with a word of
 * its own, which may take some bytes again; so none has a tail to be read byte by byte, and one of up to eight bytes is
 * two words.
 */

// Odd constants of Murmur3.
export const MIX = 0x85ebca6b;
export const LAST_MIX = 0xc2b2ae35;
const HIGH_BITS = 0x8080_8080 | 0;

export function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Four ASCII bytes in lower case: 0x20 is set in each that is A to Z. */
export function lowerWord(word: number): number {
	return word | (((word + 0x3f3f_3f3f) & ~(word + 0x2525_2525) & HIGH_BITS) >>> 2);
}

/** The word at a place, in lower case if `fold`. */
export function wordAt(view: DataView, at: number, fold: boolean): number {
	const word = view.getInt32(at, true);
	return fold ? lowerWord(word) : word;
}

/** The up to three bytes of a short text as a word. */
export function shortWord(view: DataView, start: number, length: number): number {
	if (length === 0) return 0;
	let word = view.getUint8(start);
	if (length > 1) word |= view.getUint8(start + 1) << 8;
	if (length > 2) word |= view.getUint8(start + 2) << 16;
	return word;
}

/** 32-bit hash of `length` bytes. */
export function hashOf(view: DataView, start: number, length: number, seed: number): number {
	let hash = seed ^ length;
	if (length < 4) hash = Math.imul(hash ^ shortWord(view, start, length), MIX);
	else {
		const last = start + length - 4;
		let i = start;
		do {
			hash = Math.imul(hash ^ view.getInt32(i, true), MIX);
			hash ^= hash >>> 15;
			i += 4;
		} while (i < last);
		hash = Math.imul(hash ^ view.getInt32(last, true), MIX);
	}
	hash = Math.imul(hash ^ (hash >>> 15), LAST_MIX);
	return hash ^ (hash >>> 16);
}

/** Are `length` > 0 bytes equal, those of b in lower case if `fold`? Unlike texts mostly differ at their end, which is looked at first. */
export function sameBytes(
	a: DataView,
	aStart: number,
	b: DataView,
	bStart: number,
	length: number,
	fold: boolean
): boolean {
	if (length < 4) {
		const word = shortWord(b, bStart, length);
		return shortWord(a, aStart, length) === (fold ? lowerWord(word) : word);
	}
	let left = length - 4;
	if (a.getInt32(aStart + left, true) !== wordAt(b, bStart + left, fold)) return false;
	while (left > 4) {
		left -= 4;
		if (a.getInt32(aStart + left, true) !== wordAt(b, bStart + left, fold)) return false;
	}
	return a.getInt32(aStart, true) === wordAt(b, bStart, fold);
}

/** Sign of the order of two texts of `length` bytes, ASCII in lower case if `fold`. */
export function orderOfBytes(
	a: DataView,
	aStart: number,
	b: DataView,
	bStart: number,
	length: number,
	fold: boolean
): number {
	let i = 0;
	if (length >= 4) {
		const last = length - 4;
		for (;;) {
			let x = a.getInt32(aStart + i, false);
			let y = b.getInt32(bStart + i, false);
			if (fold) {
				x = lowerWord(x);
				y = lowerWord(y);
			}
			if (x !== y) return x >>> 0 > y >>> 0 ? 1 : -1;
			if (i === last) return 0;
			i = i + 4 < last ? i + 4 : last;
		}
	}
	for (; i < length; i++) {
		let x = a.getUint8(aStart + i);
		let y = b.getUint8(bStart + i);
		if (fold) {
			x = lowerWord(x);
			y = lowerWord(y);
		}
		if (x !== y) return x > y ? 1 : -1;
	}
	return 0;
}

/** Has a high bit set for each byte that is not ASCII above the blank (and for a few that are, beside such a one). */
export function notPlain(word: number): number {
	return ((word - 0x2121_2121) | word) & HIGH_BITS;
}

/** Is a trimmed text a key but for its case: printable ASCII without doubled blanks? */
export function isKeyButForCase(view: DataView, start: number, length: number): boolean {
	let last = 0;
	for (let i = start; i < start + length; i++) {
		const byte = view.getUint8(i);
		if (byte < 32 || byte > 126 || (byte === 32 && last === 32)) return false;
		last = byte;
	}
	return true;
}
