const WORD = 4_294_967_296;
const MASK = 0xffff_ffff_ffff_ffffn;

/**
 * Words of SplitMix64, by which the authors of xoshiro advise to fill its state.
 * @param seed 0 to 2^64 − 1
 * @returns endless, each 0 to 2^64 − 1
 * @see Steele, Lea & Flood (2014), "Fast Splittable Pseudorandom Number Generators"; Vigna, splitmix64.c
 */
export function* splitMix64(seed: bigint): Generator<bigint, never> {
	let state = seed & MASK;
	for (;;) {
		state = (state + 0x9e37_79b9_7f4a_7c15n) & MASK;
		let z = state;
		z = ((z ^ (z >> 30n)) * 0xbf58_476d_1ce4_e5b9n) & MASK;
		z = ((z ^ (z >> 27n)) * 0x94d0_49bb_1331_11ebn) & MASK;
		yield z ^ (z >> 31n);
	}
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/**
 * xoshiro128** 1.1: pseudo-random words of 32 bits, the same in every engine. Not for secrets.
 * @see Blackman & Vigna (2021), "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47(4); xoshiro128starstar.c
 */
export class Xoshiro128 {
	readonly #state: Int32Array;

	/** @param state four words of 32 bits, not all 0 */
	constructor(state: readonly [number, number, number, number]) {
		this.#state = Int32Array.from(state);
		if (this.#state.every((word) => word === 0)) throw new RangeError('A state of zeros yields nothing but zeros');
	}

	/**
	 * One of many sequences of a seed; sequences of different numbers have nothing to do with each other.
	 * @param seed whole, 0 to 2^32 − 1
	 * @param sequence whole, 0 to 2^32 − 1
	 */
	static seeded(seed: number, sequence = 0): Xoshiro128 {
		const words = splitMix64((BigInt(sequence) << 32n) | BigInt(seed));
		const [first, second] = [words.next().value, words.next().value];
		const half = (word: bigint) => Number(BigInt.asIntN(32, word));
		return new Xoshiro128([half(first), half(first >> 32n), half(second), half(second >> 32n)]);
	}

	/** Whole, 0 to 2^32 − 1. */
	next(): number {
		const s = this.#state;
		const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9) >>> 0;
		const shifted = s[1] << 9;
		s[2] ^= s[0];
		s[3] ^= s[1];
		s[1] ^= s[2];
		s[0] ^= s[3];
		s[2] ^= shifted;
		s[3] = rotate(s[3], 11);
		return result;
	}

	/** Uniform over the 2^52 odd multiples of 2^-53: never 0, never 1, and exact. */
	unit(): number {
		const high = this.next() >>> 6;
		return (high * 67_108_864 + (this.next() >>> 6) + 0.5) / 4_503_599_627_370_496;
	}

	/**
	 * Uniform over 0 to `count` − 1, without the bias of a remainder.
	 * @param count whole, 1 to 2^32
	 */
	below(count: number): number {
		const limit = WORD - (WORD % count);
		for (;;) {
			const word = this.next();
			if (word < limit) return word % count;
		}
	}
}
