import { describe, expect, it } from 'vitest';
import { sortWhole } from '$workers/core/numeric/sortWhole';
import { randomNumbers } from '../helpers/randomNumbers';

describe('sorting whole numbers', () => {
	it.each([
		['few', 10, 100],
		['one digit', 5000, 1000],
		['several digits', 5000, 3_000_000_000],
		['a range beyond 32 bits', 5000, 2 ** 50]
	])('gives what comparing gives: %s', (_, n, range) => {
		const next = randomNumbers(1);
		const values = Float64Array.from({ length: n }, () => Math.floor((next() - 0.3) * range));
		const expected = [...values].sort((a, b) => a - b);
		sortWhole(values);
		expect([...values]).toEqual(expected);
	});

	it('leaves equal numbers and nothing at all as they are', () => {
		const same = new Float64Array(5000).fill(-7);
		sortWhole(same);
		expect(new Set(same)).toEqual(new Set([-7]));
		const none = new Float64Array(0);
		sortWhole(none);
		expect(none).toHaveLength(0);
	});
});
