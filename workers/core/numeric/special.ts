/**
 * Gamma and its relatives for z from 1e-8 to 1e8. Differences are computed as differences: lnΓ(z + n) − lnΓ(z) of
 * large z would lose the digits that models live on.
 * @see Abramowitz & Stegun, Handbook of Mathematical Functions: 6.1.33 (series), 6.1.41 (Stirling), 6.3.18, 6.4.12
 */

/** From here on the asymptotic series, cut after seven terms, is good to the last place. */
const LARGE = 12;
const HALF_LN_2PI = 0.918_938_533_204_672_7;
/** 1 − Euler's constant. */
const SLOPE_AT_2 = 0.422_784_335_098_467_13;

/** (ζ(k) − 1) / k for k = 2, 3 …: lnΓ(2 + e) = (1 − γ)e + Σ (−e)^k (ζ(k) − 1) / k. */
const ZETA = Float64Array.of(
	0.3224670334241132,
	0.0673523010531981,
	0.020580808427784546,
	0.007385551028673986,
	0.0028905103307415234,
	0.001192753911703261,
	0.0005096695247430425,
	0.00022315475845357939,
	9.945751278180853e-5,
	4.492623673813314e-5,
	2.050721277567069e-5,
	9.439488275268397e-6,
	4.374866789907488e-6,
	2.039215753801366e-6,
	9.55141213040742e-7,
	4.492469198764566e-7,
	2.1207184805554665e-7,
	1.0043224823968099e-7,
	4.7698101693639804e-8,
	2.2711094608943164e-8,
	1.0838659214896955e-8,
	5.183475041970047e-9,
	2.4836745438024785e-9,
	1.1921401405860912e-9,
	5.731367241678862e-10,
	2.7595228851242334e-10
);

/** Bernoulli numbers B2, B4 … B14. */
const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6];
const STIRLING = Float64Array.from(BERNOULLI, (value, i) => value / ((2 * i + 2) * (2 * i + 1)));
const DIGAMMA = Float64Array.from(BERNOULLI, (value, i) => value / (2 * i + 2));

/** Σ coefficients[i] · w^i. */
function polynomial(coefficients: Float64Array, w: number): number {
	let sum = 0;
	for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * w + coefficients[i];
	return sum;
}

/** (P(v) − P(w)) / (v − w) for P of {@link polynomial}, which needs no difference. */
function slope(coefficients: Float64Array, v: number, w: number): number {
	let sum = 0;
	let value = 0;
	for (let i = coefficients.length - 1; i >= 0; i--) {
		sum = sum * v + value;
		value = value * w + coefficients[i];
	}
	return sum;
}

/** What Stirling's formula leaves of lnΓ(z), z ≥ 12: about 1 / 12z. */
const stirlingRest = (z: number): number => polynomial(STIRLING, 1 / (z * z)) / z;

/**
 * Natural logarithm of the gamma function.
 * @param z above 0
 * @returns relative error below 1e-15, next to the zeros at 1 and 2 too
 */
export function logGamma(z: number): number {
	if (z >= LARGE) return (z - 0.5) * Math.log(z) - z + HALF_LN_2PI + stirlingRest(z);
	if (z < 0.5) return nearTwo(z) - Math.log(z) - Math.log1p(z);
	if (z < 1.5) return nearTwo(z - 1) - Math.log1p(z - 1);
	let product = 1;
	let rest = z;
	while (rest > 2.5) product *= --rest;
	return nearTwo(rest - 2) + Math.log(product);
}

/** lnΓ(2 + e), |e| ≤ 1/2. */
function nearTwo(e: number): number {
	return e * (SLOPE_AT_2 + e * polynomial(ZETA, -e));
}

/**
 * lnΓ(z + n) − lnΓ(z).
 * @param z above 0
 * @param n at least 0, whole or not, however small beside z
 * @returns relative error about 1e-15 of the sum of |ln| of the factors
 */
export function logGammaRatio(z: number, n: number): number {
	if (n <= LARGE && Number.isInteger(n)) {
		let product = 1;
		for (let k = 0; k < n; k++) product *= z + k;
		return Math.log(product);
	}
	let low = z;
	// Π (1 + n / (z + k)) − 1: its terms are positive, and log1p keeps a small one.
	let shift = 0;
	while (low < LARGE) {
		const factor = n / low;
		shift += factor + shift * factor;
		low++;
	}
	const high = low + n;
	const u = 1 / low;
	const v = 1 / high;
	// S(v) − S(u) with S(u) = u · P(u²): (v − u) · P(v²) + u · (v² − u²) · slope, and v − u = −n · u · v.
	const rest = -n * u * v * (polynomial(STIRLING, v * v) + u * (u + v) * slope(STIRLING, v * v, u * u));
	return (low - 0.5) * Math.log1p(n / low) + n * (Math.log(high) - 1) + rest - Math.log1p(shift);
}

/**
 * Natural logarithm of the beta function.
 * @param a above 0
 * @param b above 0
 */
export function logBeta(a: number, b: number): number {
	const less = Math.min(a, b);
	const more = Math.max(a, b);
	if (less < LARGE) return logGamma(less) - logGammaRatio(more, less);
	const sum = less + more;
	return (
		HALF_LN_2PI -
		0.5 * Math.log(more) +
		(less - 0.5) * Math.log(less / sum) -
		more * Math.log1p(less / more) +
		(stirlingRest(less) + stirlingRest(more) - stirlingRest(sum))
	);
}

/**
 * Derivative of lnΓ.
 * @param z above 0
 * @returns error below 1e-15 of the larger of 1 and |ψ(z)|
 */
export function digamma(z: number): number {
	let low = z;
	let shift = 0;
	while (low < LARGE) shift += 1 / low++;
	const w = 1 / (low * low);
	return Math.log(low) - 0.5 / low - w * polynomial(DIGAMMA, w) - shift;
}

/**
 * ψ(z + n) − ψ(z): for whole n the sum of 1 / (z + k), k = 0 … n − 1.
 * @param z above 0
 * @param n at least 0, whole or not
 * @returns relative error about 1e-15
 */
export function digammaDifference(z: number, n: number): number {
	let low = z;
	let shift = 0;
	while (low < LARGE) {
		shift += n / (low * (low + n));
		low++;
	}
	const high = low + n;
	const w = 1 / (low * low);
	const v = 1 / (high * high);
	// v P(v) − w P(w) = (v − w) (P(v) + w · slope), and v − w = −n (low + high) v w.
	const rest = n * (low + high) * v * w * (polynomial(DIGAMMA, v) + w * slope(DIGAMMA, v, w));
	return Math.log1p(n / low) + n / (2 * low * high) + rest + shift;
}

/**
 * Second derivative of lnΓ.
 * @param z above 0
 * @returns relative error about 1e-15
 */
export function trigamma(z: number): number {
	let low = z;
	let shift = 0;
	while (low < LARGE) {
		shift += 1 / (low * low);
		low++;
	}
	const w = 1 / (low * low);
	let sum = 0;
	for (let i = BERNOULLI.length - 1; i >= 0; i--) sum = sum * w + BERNOULLI[i];
	return shift + 1 / low + 0.5 * w + (w / low) * sum;
}
