/** Fractional parts of the square roots of the first 8 primes, and of the cube roots of the first 64. */
const FRACTIONS = fractions();

function fractions(): { roots: Uint32Array; cubes: Uint32Array } {
	const primes: number[] = [];
	for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
	return {
		roots: Uint32Array.from(primes.slice(0, 8), (prime) => fraction(prime, 2n)),
		cubes: Uint32Array.from(primes, (prime) => fraction(prime, 3n))
	};
}

/** First 32 bits behind the point of a root: by bisection in whole numbers, as powers round differently in each engine. */
function fraction(prime: number, degree: bigint): number {
	const target = BigInt(prime) << (32n * degree);
	let low = 0n;
	let high = BigInt(prime) << 32n;
	while (high - low > 1n) {
		const middle = (low + high) >> 1n;
		if (middle ** degree <= target) low = middle;
		else high = middle;
	}
	return Number(low & 0xffff_ffffn);
}

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/**
 * SHA-256 in lower-case hexadecimal: platforms offer it as a promise only, and result files are made at once.
 * @see FIPS 180-4
 */
export function sha256(text: string): string {
	const { roots, cubes } = FRACTIONS;
	const bytes = new TextEncoder().encode(text);
	const padded = new Uint8Array((((bytes.length + 8) >> 6) << 6) + 64);
	padded.set(bytes);
	padded[bytes.length] = 0x80;
	const view = new DataView(padded.buffer);
	view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
	view.setUint32(padded.length - 4, (bytes.length * 8) >>> 0);
	const state = roots.slice();
	const w = new Int32Array(64);
	for (let block = 0; block < padded.length; block += 64) {
		for (let i = 0; i < 16; i++) w[i] = view.getInt32(block + 4 * i);
		for (let i = 16; i < 64; i++) {
			const one = turned(w[i - 15], 7) ^ turned(w[i - 15], 18) ^ (w[i - 15] >>> 3);
			const two = turned(w[i - 2], 17) ^ turned(w[i - 2], 19) ^ (w[i - 2] >>> 10);
			w[i] = w[i - 16] + one + w[i - 7] + two;
		}
		let [a, b, c, d, e, f, g, h] = state;
		for (let i = 0; i < 64; i++) {
			const choice = (e & f) ^ (~e & g);
			const first = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + choice + cubes[i] + w[i]) | 0;
			const majority = (a & b) ^ (a & c) ^ (b & c);
			const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + majority) | 0;
			[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
		}
		[a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] += word));
	}
	return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('');
}
