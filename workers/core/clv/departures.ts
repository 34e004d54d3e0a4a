import { gaussLegendre } from '../numeric/gaussLegendre';
import type { Rule } from '../numeric/gaussLegendre';

/** The exponent may fall so far over all panels together: e^−38 is below a hundredth of a unit of the last place. */
const NEGLIGIBLE = 38;
const WIDEST = 2.5;
/** Where it rises before it falls, its bend matters. */
const WIDEST_RISING = 1.5;

/**
 * Panels by how far the exponent moves over them and how wide they are in w; the first that fits gives the nodes.
 * The singularities of the integrand lie π off the real axis, so a panel's width bounds the error as its fall does.
 */
const SIZES: readonly { fall: number; width: number; rule: Rule }[] = [
	{ fall: 0.15, width: 0.25, rule: gaussLegendre(4) },
	{ fall: 1, width: 0.6, rule: gaussLegendre(6) },
	{ fall: 2.5, width: 1.2, rule: gaussLegendre(8) },
	{ fall: 4.5, width: 1.7, rule: gaussLegendre(10) },
	{ fall: 7, width: 2.5, rule: gaussLegendre(12) },
	{ fall: 14, width: 2.5, rule: gaussLegendre(16) },
	{ fall: 22, width: 2.5, rule: gaussLegendre(20) },
	{ fall: 30, width: 2.5, rule: gaussLegendre(24) },
	{ fall: Infinity, width: Infinity, rule: gaussLegendre(32) }
];

/** What `departures` fills: the integral, and the integrals with each factor. */
export const INTEGRAL = 0;
export const LOG_BUYING = 1;
export const LOG_STAYING = 2;
export const OVER_BUYING = 3;
export const OVER_STAYING = 4;
export const MOMENTS = 5;

/**
 * ∫ (1 + v/a)^−m (1 + v/b)^−k dv over 0 ≤ v ≤ span, and the same with the factors ln(1 + v/a), ln(1 + v/b), 1/(a + v)
 * and 1/(b + v): all that Pareto/NBD asks about the time of an unseen departure, v weeks after the last purchase.
 *
 * In w = ln(1 + v/c), c the smaller of a and b, the exponent of the integrand is concave and smooth. Gauss–Legendre on
 * panels, as many nodes as the exponent moves; the tail where it fell by 38 is left out. Relative error about 1e-14, 1e-10 at worst.
 * @param m, k above 0
 * @param a, b above 0, weeks
 * @param span at least 0, weeks
 * @param moments receives the five integrals
 */
export function departures(m: number, k: number, a: number, b: number, span: number, moments: Float64Array): void {
	const buyingFirst = a <= b;
	const near = buyingFirst ? a : b;
	const far = buyingFirst ? b : a;
	const rise = 1 - (buyingFirst ? m : k);
	const power = buyingFirst ? k : m;
	const ratio = near / far;
	const end = Math.log1p(span / near);

	let sum = 0;
	let sumNear = 0;
	let sumFar = 0;
	let sumOverNear = 0;
	let sumOverFar = 0;
	let highest = 0;
	let from = 0;
	let exponentFrom = 0;
	while (from < end) {
		const grownFrom = Math.exp(from);
		const slope = rise - (power * ratio * grownFrom) / (1 + ratio * (grownFrom - 1));
		let width = Math.min(end - from, slope > 0 ? WIDEST_RISING : WIDEST);
		let exponentTo: number;
		let fall: number;
		for (;;) {
			const to = from + width;
			exponentTo = rise * to - power * Math.log1p(ratio * Math.expm1(to));
			// Concave: the exponent rises by slope × width at most before it falls.
			fall = exponentFrom - exponentTo + (slope > 0 ? 2 * slope * width : 0);
			if (fall <= NEGLIGIBLE * 1.05) break;
			// Concave again: at this share of the width it has fallen by this share at most.
			width *= NEGLIGIBLE / fall;
		}
		let size = 0;
		while (fall > SIZES[size].fall || width > SIZES[size].width) size++;
		const { nodes, weights } = SIZES[size].rule;
		for (let i = 0; i < nodes.length; i++) {
			const w = from + width * nodes[i];
			const v = near * Math.expm1(w);
			const logFar = Math.log1p(v / far);
			const value = width * weights[i] * Math.exp(rise * w - power * logFar);
			sum += value;
			sumNear += value * w;
			sumFar += value * logFar;
			sumOverNear += value / (near + v);
			sumOverFar += value / (far + v);
		}
		if (exponentTo > highest) highest = exponentTo;
		if (exponentTo <= highest - NEGLIGIBLE * 0.99) break;
		from += width;
		exponentFrom = exponentTo;
	}
	moments[INTEGRAL] = near * sum;
	moments[LOG_BUYING] = near * (buyingFirst ? sumNear : sumFar);
	moments[LOG_STAYING] = near * (buyingFirst ? sumFar : sumNear);
	moments[OVER_BUYING] = near * (buyingFirst ? sumOverNear : sumOverFar);
	moments[OVER_STAYING] = near * (buyingFirst ? sumOverFar : sumOverNear);
}
