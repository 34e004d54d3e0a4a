import { describe, expect, it } from 'vitest';
import { exp, ln } from '../../../workers/core/numeric/portable';

/** Three units of the last place. */
const CLOSE = 6.7e-16;
const off = (actual: number, expected: number) => Math.abs(actual / expected - 1);

describe('logarithm and exponential of four operations', () => {
	// Values by mpmath, to the nearest double.
	it.each([
		[0.1, -2.3025850929940455],
		[0.7071, -0.346583180371942],
		[1.5, 0.4054651081081644],
		[3, 1.0986122886681098],
		[1e-300, -690.7755278982137],
		[12345.678, 9.421061321291832]
	])('ln %f', (x, expected) => {
		expect(off(ln(x), expected)).toBeLessThan(CLOSE);
	});

	it.each([
		[-700.25, 7.678723813110872e-305],
		[-1, 0.36787944117144233],
		[0.5, 1.6487212707001282],
		[1, 2.718281828459045],
		[10.1, 24343.00942440838],
		[700.25, 1.3022997366991783e304]
	])('exp %f', (x, expected) => {
		expect(off(exp(x), expected)).toBeLessThan(CLOSE);
	});

	it('is exact where the answer is', () => {
		expect(ln(1)).toBe(0);
		expect(exp(0)).toBe(1);
		expect(exp(-1000)).toBe(0);
	});

	it('agrees with this engine’s own functions to a few units of the last place, over the whole range', () => {
		for (let i = 1; i < 4000; i++) {
			const x = 2 ** (((i * 37) % 2000) - 1000) * (1 + i / 4000);
			expect(Math.abs(ln(x) - Math.log(x))).toBeLessThanOrEqual(
				CLOSE * Math.max(Math.abs(Math.log(x)), Number.MIN_VALUE)
			);
			const y = ((i * 53) % 1400) - 700 + i / 4001;
			expect(off(exp(y), Math.exp(y))).toBeLessThan(CLOSE);
		}
	});

	it('refuses what has no answer', () => {
		for (const x of [0, -1, Infinity, NaN]) expect(() => ln(x)).toThrow(RangeError);
		for (const x of [710, Infinity, NaN]) expect(() => exp(x)).toThrow(RangeError);
	});
});
