import { describe, expect, it } from 'vitest';
import { Xoshiro128, splitMix64 } from '../../../workers/core/numeric/xoshiro';

describe('xoshiro128**', () => {
	it('gives the words of the reference implementation (xoshiro128starstar.c 1.1, state 1 2 3 4)', () => {
		const random = new Xoshiro128([1, 2, 3, 4]);
		expect(Array.from({ length: 10 }, () => random.next())).toEqual([
			11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804
		]);
	});

	it('is seeded by SplitMix64, whose words are those of splitmix64.c for the seed 1234567', () => {
		const words = splitMix64(1_234_567n);
		expect(Array.from({ length: 5 }, () => words.next().value)).toEqual([
			6457827717110365317n,
			3203168211198807973n,
			9817491932198370423n,
			4593380528125082431n,
			16408922859458223821n
		]);
	});

	it('takes the low half of a seeding word before the high one', () => {
		// The first two words of that seed are 0x599ed017fb08fc85 and 0x2c73f08458540fa5.
		const byHand = new Xoshiro128([0xfb08fc85, 0x599ed017, 0x58540fa5, 0x2c73f084]);
		const seeded = Xoshiro128.seeded(1_234_567);
		expect(Array.from({ length: 4 }, () => seeded.next())).toEqual(Array.from({ length: 4 }, () => byHand.next()));
	});

	it('has sequences of their own for each number of a seed', () => {
		const firsts = Array.from({ length: 8 }, (_, sequence) => Xoshiro128.seeded(1, sequence).next());
		expect(new Set(firsts).size).toBe(8);
	});

	it('refuses the one state that yields nothing', () => {
		expect(() => new Xoshiro128([0, 0, 0, 0])).toThrow(RangeError);
	});

	it('draws from the open interval from 0 to 1, with mean 1/2 and variance 1/12', () => {
		const random = Xoshiro128.seeded(7);
		const n = 100_000;
		let [sum, squares, least, most] = [0, 0, 1, 0];
		for (let i = 0; i < n; i++) {
			const u = random.unit();
			sum += u;
			squares += (u - 0.5) ** 2;
			least = Math.min(least, u);
			most = Math.max(most, u);
		}
		expect(least).toBeGreaterThan(0);
		expect(most).toBeLessThan(1);
		// Standard errors: √(1/12 / n) = 0.00091, and √((1/80 − 1/144) / n) = 0.00024; four of each.
		expect(Math.abs(sum / n - 0.5)).toBeLessThan(0.0037);
		expect(Math.abs(squares / n - 1 / 12)).toBeLessThan(0.00095);
	});

	it('draws whole numbers below a count, each as often', () => {
		const random = Xoshiro128.seeded(3);
		const seen = new Array<number>(7).fill(0);
		for (let i = 0; i < 70_000; i++) seen[random.below(7)]++;
		// Standard error of each: √(70,000 × 1/7 × 6/7) = 92.6; four of them.
		for (const count of seen) expect(Math.abs(count - 10_000)).toBeLessThan(371);
		expect(random.below(1)).toBe(0);
	});
});
