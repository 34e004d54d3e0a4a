/** A rule for integrals over the unit interval: Σ weights[i] · f(nodes[i]). */
export interface Rule {
	nodes: Float64Array;
	weights: Float64Array;
}

const rules = new Map<number, Rule>();

/**
 * Gauss–Legendre rule over the unit interval, exact for polynomials up to degree 2n − 1; kept for the next call.
 * @param n number of nodes, whole, at least 1
 * @returns nodes ascending in (0, 1), weights that add up to 1, each off by a few units of the last place of 1
 * @see Press et al. (2007), Numerical Recipes, 4.6: Newton's method on the Legendre polynomial
 */
export function gaussLegendre(n: number): Rule {
	const known = rules.get(n);
	if (known) return known;
	const nodes = new Float64Array(n);
	const weights = new Float64Array(n);
	for (let i = 0; 2 * i < n; i++) {
		let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
		let slope = 1;
		for (let step = 1, round = 0; Math.abs(step) > 1e-16 && round < 20; round++) {
			let value = 1;
			let before = 0;
			for (let k = 1; k <= n; k++) [value, before] = [((2 * k - 1) * x * value - (k - 1) * before) / k, value];
			slope = (n * (x * value - before)) / (x * x - 1);
			step = value / slope;
			x -= step;
		}
		nodes[i] = (1 - x) / 2;
		nodes[n - 1 - i] = (1 + x) / 2;
		weights[i] = weights[n - 1 - i] = 1 / ((1 - x * x) * slope * slope);
	}
	const rule = { nodes, weights };
	rules.set(n, rule);
	return rule;
}
