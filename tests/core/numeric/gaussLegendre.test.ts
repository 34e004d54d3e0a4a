import { describe, expect, it } from 'vitest';
import { gaussLegendre } from '$workers/core/numeric/gaussLegendre';
import { integrateLogConcave } from '$workers/core/numeric/logConcave';

describe('Gauss–Legendre', () => {
	it('has the nodes and weights of Abramowitz & Stegun, table 25.4, moved to the unit interval', () => {
		const { nodes, weights } = gaussLegendre(5);
		// ±0.906179845938664, ±0.538469310105683, 0; 0.236926885056189, 0.478628670499366, 0.568888888888889.
		const expected = [0.046910077030668, 0.2307653449471585, 0.5, 0.7692346550528415, 0.953089922969332];
		expected.forEach((node, i) => expect(Math.abs(nodes[i] - node)).toBeLessThan(1e-15));
		const halves = [0.1184634425280945, 0.239314335249683, 0.2844444444444445, 0.239314335249683, 0.1184634425280945];
		halves.forEach((weight, i) => expect(Math.abs(weights[i] - weight)).toBeLessThan(1e-15));
	});

	it.each([1, 2, 4, 8, 20, 32, 64])('with %d nodes integrates w^(2n − 1) to 1 / 2n', (n) => {
		const { nodes, weights } = gaussLegendre(n);
		const sum = nodes.reduce((all, node, i) => all + weights[i] * node ** (2 * n - 1), 0);
		expect(Math.abs(sum * 2 * n - 1)).toBeLessThan(1e-13);
	});
});

describe('the integral of the exponential of a concave function', () => {
	it.each([
		['e^−w over [0, 100]', (w: number) => -w, 0, 100, 1],
		['a bell a thousandth wide', (w: number) => -(((w - 0.3) * 1000) ** 2) / 2, -5, 5, Math.sqrt(2 * Math.PI) / 1000],
		['w^50, which is −∞ at 0', (w: number) => 50 * Math.log(w), 0, 2, 2 ** 51 / 51],
		['a rising exponential', (w: number) => 30 * w, 0, 3, Math.expm1(90) / 30],
		['a constant', () => Math.log(3), 1, 4, 9],
		['nothing', () => 0, 2, 2, 0]
	])('%s', (_, exponent, lower, upper, expected) => {
		const value = integrateLogConcave(exponent, lower, upper);
		expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-13 * expected);
	});
});
