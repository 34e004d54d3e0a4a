import { describe, expect, it } from 'vitest';
import { bonferroni } from '$workers/core/numeric/intervals';
import { normalQuantile } from '$workers/core/numeric/normalQuantile';

describe('the normal distribution', () => {
	// NIST/SEMATECH e-Handbook and the tables of Wichura (1988); 1e-10 is in the far tail.
	it.each([
		[0.5, 0],
		[0.975, 1.959963984540054],
		[0.995, 2.5758293035489004],
		[0.9995, 3.290526731491926],
		[0.25, -0.6744897501960817],
		[1e-10, -6.361340902404056]
	])('has its %d point at %d', (p, z) => expect(normalQuantile(p)).toBeCloseTo(z, 12));

	it('shares 5 % by comparisons', () => {
		expect(bonferroni(1)).toBe(1.959963984540054);
		// 1 − 0.025 / 5 = 0.995
		expect(bonferroni(5)).toBeCloseTo(2.5758293035489004, 12);
	});
});
