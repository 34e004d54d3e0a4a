import { describe, expect, it } from 'vitest';
import { betaDeviates, exponential, gammaDeviates } from '../../../workers/core/numeric/deviates';
import { Xoshiro128 } from '../../../workers/core/numeric/xoshiro';

const N = 200_000;

/** Mean and variance of draws. */
function moments(draw: (random: Xoshiro128) => number): { mean: number; variance: number } {
	const random = Xoshiro128.seeded(11);
	const values = Float64Array.from({ length: N }, () => draw(random));
	const mean = values.reduce((sum, x) => sum + x, 0) / N;
	return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / N };
}

describe('random numbers by distribution', () => {
	it.each([0.3, 0.55, 1, 1.01, 2.8, 3.8, 30])('gamma of shape %f has that mean and that variance', (shape) => {
		const { mean, variance } = moments(gammaDeviates(shape));
		// Standard errors: √(k / n), and √((μ4 − μ2²) / n) with μ2 = k, μ4 = 3k² + 6k; four of each.
		expect(Math.abs(mean - shape)).toBeLessThan(4 * Math.sqrt(shape / N));
		expect(Math.abs(variance - shape)).toBeLessThan(4 * Math.sqrt((2 * shape ** 2 + 6 * shape) / N));
	});

	it('gamma of shape 2 is below 1 in 26.42 of 100 draws (1 − 2/e)', () => {
		const random = Xoshiro128.seeded(5);
		const draw = gammaDeviates(2);
		let below = 0;
		for (let i = 0; i < N; i++) if (draw(random) < 1) below++;
		// Standard error √(0.2642 × 0.7358 / n) = 0.00099; four of it.
		expect(Math.abs(below / N - 0.264241)).toBeLessThan(0.004);
	});

	it('beta(a, b) has mean a/(a+b) and variance ab/((a+b)²(a+b+1))', () => {
		const { mean, variance } = moments(betaDeviates(0.65, 2.8));
		// 0.65 / 3.45 and 0.65 × 2.8 / (3.45² × 4.45); error of the mean √(0.034362 / n) = 0.00041, four of it.
		expect(Math.abs(mean - 0.188406)).toBeLessThan(0.0017);
		expect(Math.abs(variance / 0.034362 - 1)).toBeLessThan(0.03);
	});

	it('exponential has mean 1 and is above 2 in 13.53 of 100 draws (e^−2)', () => {
		const random = Xoshiro128.seeded(9);
		let [sum, above] = [0, 0];
		for (let i = 0; i < N; i++) {
			const x = exponential(random);
			sum += x;
			if (x > 2) above++;
		}
		// Standard errors √(1 / n) = 0.0022 and √(0.1353 × 0.8647 / n) = 0.00076; four of each.
		expect(Math.abs(sum / N - 1)).toBeLessThan(0.009);
		expect(Math.abs(above / N - 0.135335)).toBeLessThan(0.0031);
	});

	it('refuses a shape that is not positive', () => {
		expect(() => gammaDeviates(0)).toThrow(RangeError);
		expect(() => betaDeviates(1, NaN)).toThrow(RangeError);
	});
});
