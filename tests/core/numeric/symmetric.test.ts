import { describe, expect, it } from 'vitest';
import { cholesky, inverse, solve } from '../../../workers/core/numeric/symmetric';

const close = (found: Float64Array | null, expected: number[]): void => {
	expect(found).not.toBeNull();
	expected.forEach((value, i) => expect(Math.abs((found?.[i] ?? NaN) - value)).toBeLessThan(1e-12));
};

const MATRIX = Float64Array.of(2, 1, 0, 1, 4, 2, 0, 2, 13 / 7);

describe('symmetric matrices', () => {
	it('are split into a triangle and its mirror image', () => {
		close(cholesky(Float64Array.of(4, 2, 2, 10), 2), [2, 0, 1, 3]);
	});

	it('solve equations', () => {
		const lower = cholesky(Float64Array.of(4, 2, 2, 10), 2) as Float64Array;
		close(solve(lower, Float64Array.of(8, 22)), [1, 2]);
	});

	it('are inverted: product with the inverse is 1', () => {
		const found = inverse(MATRIX, 3) as Float64Array;
		for (let i = 0; i < 3; i++) {
			for (let j = 0; j < 3; j++) {
				let sum = 0;
				for (let k = 0; k < 3; k++) sum += MATRIX[3 * i + k] * found[3 * k + j];
				expect(Math.abs(sum - (i === j ? 1 : 0))).toBeLessThan(1e-12);
				expect(found[3 * i + j]).toBe(found[3 * j + i]);
			}
		}
	});

	it.each([
		['indefinite', [1, 2, 2, 1]],
		['singular', [1, 1, 1, 1]],
		['negative', [-1, 0, 0, 1]],
		['not a number', [NaN, 0, 0, 1]]
	])('%s: no triangle, no inverse', (_, matrix) => {
		expect(cholesky(Float64Array.from(matrix), 2)).toBeNull();
		expect(inverse(Float64Array.from(matrix), 2)).toBeNull();
	});
});
