import { exp, ln } from './portable';
import type { Xoshiro128 } from './xoshiro';

/** Exponential with mean 1, above 0. */
export const exponential = (random: Xoshiro128): number => -ln(random.unit());

/**
 * A sampler of the gamma distribution with scale 1 (mean and variance are `shape`).
 * @param shape above 0
 * @see Cheng (1977), "The Generation of Gamma Variables with Non-Integral Shape Parameter", Applied Statistics 26(1):
 * algorithm GA, for shapes above 1; Stuart (1962) for smaller ones: gamma(s) is gamma(s + 1) × U^(1/s).
 */
export function gammaDeviates(shape: number): (random: Xoshiro128) => number {
	if (!(shape > 0)) throw new RangeError('A gamma distribution needs a shape above 0');
	const own = shape > 1 ? shape : shape + 1;
	const root = exp(ln(2 * own - 1) / 2);
	const b = own - ln(4);
	const c = own + root;
	const above = (random: Xoshiro128): number => {
		for (;;) {
			const first = random.unit();
			const second = random.unit();
			const v = ln(first / (1 - first)) / root;
			const x = own * exp(v);
			if (b + c * v - x >= ln(first * first * second)) return x;
		}
	};
	return shape > 1 ? above : (random) => above(random) * exp(ln(random.unit()) / shape);
}

/** A sampler of the beta distribution, in (0, 1): X / (X + Y) of two gammas. */
export function betaDeviates(a: number, b: number): (random: Xoshiro128) => number {
	const first = gammaDeviates(a);
	const second = gammaDeviates(b);
	return (random) => {
		const x = first(random);
		return x / (x + second(random));
	};
}
