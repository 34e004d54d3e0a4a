import { describe, expect, it } from 'vitest';
import { Xoshiro128 } from '../../../workers/core/numeric/xoshiro';
import { Baskets, LARGEST, SMALLEST } from '../../../workers/core/sample/baskets';
import { GOODS } from '../../../workers/core/sample/goods';
import { exactly, pickFrom } from '../../../workers/core/sample/weights';

describe('choosing by weight', () => {
	it('takes each as often as its weight says, and never one without weight', () => {
		const random = Xoshiro128.seeded(1);
		const pick = pickFrom([1, 0, 3, 4]);
		const seen = [0, 0, 0, 0];
		for (let i = 0; i < 8_000; i++) seen[pick(random)]++;
		expect(seen[1]).toBe(0);
		// Standard errors √(8,000 p (1 − p)): 29.6, 43.3, 44.7; four of each.
		expect(Math.abs(seen[0] - 1_000)).toBeLessThan(119);
		expect(Math.abs(seen[2] - 3_000)).toBeLessThan(174);
		expect(Math.abs(seen[3] - 4_000)).toBeLessThan(179);
	});

	it('chooses exactly as many as it is told, not one more or less', () => {
		const random = Xoshiro128.seeded(2);
		for (const [count, of] of [
			[0, 5],
			[5, 5],
			[3, 100],
			[1250, 25_000]
		]) {
			const chosen = exactly(count, of);
			let taken = 0;
			for (let i = 0; i < of; i++) if (chosen(random)) taken++;
			expect(taken).toBe(count);
		}
	});
});

describe('a basket', () => {
	it('comes to the sum it is filled for, to the euro, each product once', () => {
		const baskets = new Baskets();
		const random = Xoshiro128.seeded(4);
		for (let sum = SMALLEST; sum <= LARGEST; sum++) {
			const lines = baskets.fill(sum, 1 + (sum % 12), sum & 1, random);
			expect(lines.reduce((total, { good, quantity }) => total + GOODS[good].price * quantity, 0)).toBe(sum);
			expect(new Set(lines.map(({ good }) => good)).size).toBe(lines.length);
		}
	});
});
