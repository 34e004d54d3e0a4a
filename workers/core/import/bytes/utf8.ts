/** Bytes of an ASCII stretch that are looked at in one step. */
const STEP = 16;

/**
 * Strict UTF-8 (Unicode table 3-7) over chunks that may be cut inside a character. ASCII costs an eighth of a scan;
 * no strings are made.
 */
export class Utf8Validator {
	/** Bytes that the character begun still needs, and the range its next byte must be in. */
	private needed = 0;
	private low = 0x80;
	private high = 0xbf;

	/** False as soon as the bytes cannot be UTF-8. */
	accepts(bytes: Uint8Array): boolean {
		const { length } = bytes;
		if (length === 0) return true;
		const aligned = Math.min(length, (4 - (bytes.byteOffset & 3)) & 3);
		const words = wordsOf(bytes, aligned);
		let i = 0;
		let { needed, low, high } = this;
		while (i < length) {
			if (needed === 0) {
				if (((i - aligned) & 3) === 0 && i >= aligned) {
					let w = (i - aligned) >> 2;
					const last = words.length - STEP / 4;
					while (w <= last && ((words[w] | words[w + 1] | words[w + 2] | words[w + 3]) & 0x8080_8080) === 0)
						w += STEP / 4;
					while (w < words.length && (words[w] & 0x8080_8080) === 0) w++;
					i = (w << 2) + aligned;
					if (i >= length) break;
				}
				const byte = bytes[i++];
				if (byte < 0x80) continue;
				low = 0x80;
				high = 0xbf;
				if (byte >= 0xc2 && byte <= 0xdf) needed = 1;
				else if (byte >= 0xe0 && byte <= 0xef) {
					needed = 2;
					if (byte === 0xe0) low = 0xa0;
					else if (byte === 0xed) high = 0x9f;
				} else if (byte >= 0xf0 && byte <= 0xf4) {
					needed = 3;
					if (byte === 0xf0) low = 0x90;
					else if (byte === 0xf4) high = 0x8f;
				} else return false;
			} else {
				const byte = bytes[i++];
				if (byte < low || byte > high) return false;
				low = 0x80;
				high = 0xbf;
				needed--;
			}
		}
		this.needed = needed;
		this.low = low;
		this.high = high;
		return true;
	}

	/** Is no character begun? */
	get complete(): boolean {
		return this.needed === 0;
	}
}

/** The bytes from `aligned` on as words. */
function wordsOf(bytes: Uint8Array, aligned: number): Int32Array {
	const count = (bytes.length - aligned) >> 2;
	// A view may not even begin where no word is left.
	return count === 0 ? NO_WORDS : new Int32Array(bytes.buffer, bytes.byteOffset + aligned, count);
}
const NO_WORDS = new Int32Array(0);

/** Are all bytes ASCII? */
export function isAscii(bytes: Uint8Array): boolean {
	const { length } = bytes;
	const aligned = Math.min(length, (4 - (bytes.byteOffset & 3)) & 3);
	const words = wordsOf(bytes, aligned);
	for (let i = 0; i < aligned; i++) if (bytes[i] >= 0x80) return false;
	for (let w = 0; w < words.length; w++) if ((words[w] & 0x8080_8080) !== 0) return false;
	for (let i = aligned + (words.length << 2); i < length; i++) if (bytes[i] >= 0x80) return false;
	return true;
}
