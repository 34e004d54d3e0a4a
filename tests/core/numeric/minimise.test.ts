import { describe, expect, it } from 'vitest';
import { hessian } from '../../../workers/core/numeric/hessian';
import { minimise } from '../../../workers/core/numeric/minimise';
import type { Evaluation } from '../../../workers/core/numeric/minimise';

const box = (n: number, lower = -Infinity, upper = Infinity): { lower: Float64Array; upper: Float64Array } => ({
	lower: new Float64Array(n).fill(lower),
	upper: new Float64Array(n).fill(upper)
});

/** Rosenbrock's valley: lowest, 0, at (1, 1). */
function rosenbrock([x, y]: Float64Array): Evaluation {
	const bend = y - x * x;
	return {
		value: (1 - x) ** 2 + 100 * bend ** 2,
		gradient: Float64Array.of(-2 * (1 - x) - 400 * x * bend, 200 * bend)
	};
}

/** (x − 3)² + (y + 2)² + xy: the free minimum is (16/3, −14/3). */
const bowl = ([x, y]: Float64Array): Evaluation => ({
	value: (x - 3) ** 2 + (y + 2) ** 2 + x * y,
	gradient: Float64Array.of(2 * (x - 3) + y, 2 * (y + 2) + x)
});

describe('minimise', () => {
	it('follows Rosenbrock’s valley to its end', () => {
		const found = minimise(rosenbrock, Float64Array.of(-1.2, 1), box(2));
		expect(found.converged).toBe(true);
		expect(Math.abs(found.x[0] - 1)).toBeLessThan(1e-5);
		expect(Math.abs(found.x[1] - 1)).toBeLessThan(1e-5);
		expect(found.evaluations).toBeLessThan(60);
	});

	it('finds the lowest point of a wall of the box, where the free minimum lies outside', () => {
		const found = minimise(rosenbrock, Float64Array.of(-1, 0), { ...box(2), upper: Float64Array.of(2, 0.25) });
		expect(found.converged).toBe(true);
		expect(found.x[1]).toBe(0.25);
		// Root of 400 x³ − 98 x − 2 = 0, by mpmath.
		expect(Math.abs(found.x[0] - 0.5048795424103274)).toBeLessThan(1e-7);
	});

	it('ends in a corner, and leaves a bound that it started on', () => {
		const corner = minimise(bowl, Float64Array.of(0, 0), box(2, -1, 1));
		expect([...corner.x]).toEqual([1, -1]);
		expect(corner.converged).toBe(true);
		const inside = minimise(bowl, Float64Array.of(-10, 10), box(2, -10, 10));
		expect(inside.converged).toBe(true);
		expect(Math.abs(inside.x[0] - 16 / 3)).toBeLessThan(1e-6);
		expect(Math.abs(inside.x[1] + 14 / 3)).toBeLessThan(1e-6);
	});

	it('moves a start outside the box into it, and stays inside', () => {
		const seen: number[] = [];
		const found = minimise(
			(x) => {
				seen.push(x[0], x[1]);
				return bowl(x);
			},
			Float64Array.of(50, -50),
			box(2, -4, 4)
		);
		expect(Math.max(...seen.map(Math.abs))).toBeLessThanOrEqual(4);
		expect(found.x[0]).toBe(4);
		expect(found.x[1]).toBe(-4);
	});

	it('steps back from where the value is not finite', () => {
		// x − ln x: lowest at 1, without a value from 0 down.
		const found = minimise(
			([x]) => ({ value: x - Math.log(x), gradient: Float64Array.of(1 - 1 / x) }),
			Float64Array.of(3),
			box(1)
		);
		expect(found.converged).toBe(true);
		expect(Math.abs(found.x[0] - 1)).toBeLessThan(1e-6);
	});

	it('gives up at the number of evaluations asked for, with the lowest point so far', () => {
		const found = minimise(rosenbrock, Float64Array.of(-1.2, 1), { ...box(2), maxEvaluations: 10 });
		expect(found.evaluations).toBeLessThanOrEqual(10);
		expect(found.converged).toBe(false);
		expect(found.value).toBeLessThan(24.2);
	});
});

describe('hessian', () => {
	it('differentiates a gradient', () => {
		// At (−1.2, 1): 2 − 400 y + 1200 x², −400 x, 200.
		const found = hessian((x) => rosenbrock(x).gradient, Float64Array.of(-1.2, 1));
		[1330, 480, 480, 200].forEach((value, i) => expect(Math.abs(found[i] - value)).toBeLessThan(1e-4));
	});
});
