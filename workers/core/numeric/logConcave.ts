import { gaussLegendre } from './gaussLegendre';

/** How far the exponent falls from its peak before the rest is left out: e^−42 is nothing beside the peak. */
const DEPTH = 42;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * ∫ exp(exponent(w)) dw over [lower, upper] for a concave, smooth exponent: finds its peak, cuts where it has fallen by
 * 42 on either side and integrates the part between by Gauss–Legendre. Relative error about 1e-14.
 * @param exponent may be −∞ at the ends
 * @param lower, upper finite, lower ≤ upper
 */
export function integrateLogConcave(exponent: (w: number) => number, lower: number, upper: number): number {
	if (!(upper > lower)) return 0;
	const peak = highest(exponent, lower, upper);
	const floor = Math.max(exponent(peak), exponent(lower), exponent(upper)) - DEPTH;
	const left = cut(exponent, floor, peak, lower);
	const right = cut(exponent, floor, peak, upper);
	const { nodes, weights } = gaussLegendre(24);
	const panels = Math.max(6, Math.ceil(right - left));
	const width = (right - left) / panels;
	let sum = 0;
	for (let panel = 0; panel < panels; panel++) {
		for (let i = 0; i < nodes.length; i++) sum += weights[i] * Math.exp(exponent(left + width * (panel + nodes[i])));
	}
	return sum * width;
}

/** Where a concave function is highest, roughly: golden section. */
function highest(f: (w: number) => number, lower: number, upper: number): number {
	let [from, to] = [lower, upper];
	let [left, right] = [to - GOLDEN * (to - from), from + GOLDEN * (to - from)];
	let [atLeft, atRight] = [f(left), f(right)];
	for (let round = 0; round < 80 && right > left; round++) {
		if (atLeft >= atRight) {
			[to, right, atRight] = [right, left, atLeft];
			left = to - GOLDEN * (to - from);
			atLeft = f(left);
		} else {
			[from, left, atLeft] = [left, right, atRight];
			right = from + GOLDEN * (to - from);
			atRight = f(right);
		}
	}
	return (from + to) / 2;
}

/** The end itself where f is above the floor there, else where f crosses the floor between peak and end, on its far side. */
function cut(f: (w: number) => number, floor: number, peak: number, end: number): number {
	if (f(end) >= floor) return end;
	let [inside, outside] = [peak, end];
	for (let round = 0; round < 40; round++) {
		const middle = (inside + outside) / 2;
		if (f(middle) >= floor) inside = middle;
		else outside = middle;
	}
	return outside;
}
