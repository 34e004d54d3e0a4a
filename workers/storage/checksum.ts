const P1 = 0x9e3779b1;
const P2 = 0x85ebca77;
const P3 = 0xc2b2ae3d;
const P4 = 0x27d4eb2f;
const P5 = 0x165667b1;

const turn = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/**
 * xxHash32 of the bytes (seed 0): finds accidental damage at memory speed; it is no protection against intent.
 * @returns eight hexadecimal digits
 * @see https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
 */
export function checksumOf(bytes: Uint8Array): string {
	const { length } = bytes;
	// Words can only be read where they are aligned.
	const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
	const words = new Uint32Array(aligned.buffer, aligned.byteOffset, length >>> 2);
	const stripes = length >>> 4;
	let hash: number;
	if (stripes > 0) {
		let a = (P1 + P2) | 0;
		let b = P2 | 0;
		let c = 0;
		let d = -P1 | 0;
		for (let i = 0; i < stripes * 4; i += 4) {
			a = Math.imul(turn((a + Math.imul(words[i], P2)) | 0, 13), P1);
			b = Math.imul(turn((b + Math.imul(words[i + 1], P2)) | 0, 13), P1);
			c = Math.imul(turn((c + Math.imul(words[i + 2], P2)) | 0, 13), P1);
			d = Math.imul(turn((d + Math.imul(words[i + 3], P2)) | 0, 13), P1);
		}
		hash = (turn(a, 1) + turn(b, 7) + turn(c, 12) + turn(d, 18)) | 0;
	} else hash = P5 | 0;
	hash = (hash + length) | 0;
	let at = stripes * 16;
	for (; at + 4 <= length; at += 4) hash = Math.imul(turn((hash + Math.imul(words[at >>> 2], P3)) | 0, 17), P4);
	for (; at < length; at++) hash = Math.imul(turn((hash + Math.imul(aligned[at], P5)) | 0, 11), P1);
	hash = Math.imul(hash ^ (hash >>> 15), P2);
	hash = Math.imul(hash ^ (hash >>> 13), P3);
	hash ^= hash >>> 16;
	return (hash >>> 0).toString(16).padStart(8, '0');
}
