/** The form in which keys are compared: Unicode NFC, no outer blanks, inner blanks to one, lower case without locale. */
export function normaliseKey(text: string): string {
	return text.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();
}

/** Lower case of each ASCII letter; other bytes as they are. */
const LOWER = new Uint8Array(256).map((_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));

/** Is bytes[start..end) its own {@link normaliseKey} for certain: printable ASCII, lower case, no outer or doubled blanks? */
export function isPlainKey(bytes: Uint8Array, start: number, end: number): boolean {
	let last = 32;
	for (let i = start; i < end; i++) {
		const byte = bytes[i];
		if (byte < 32 || byte > 126 || LOWER[byte] !== byte || (byte === 32 && last === 32)) return false;
		last = byte;
	}
	return start === end || last !== 32;
}

/** Lower-cases the ASCII letters of bytes[start..end) in place; other bytes stay. */
export function lowerAscii(bytes: Uint8Array, start: number, end: number): void {
	for (let i = start; i < end; i++) bytes[i] = LOWER[bytes[i]];
}
