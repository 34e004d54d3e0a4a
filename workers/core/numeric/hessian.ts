/**
 * Matrix of second derivatives, by central differences of the gradient.
 * @param gradient analytic; returns n numbers, which may be a view that the next call overwrites
 * @param at n numbers near 1 in scale, such as logarithms of parameters
 * @param step error about step² × the fourth derivative + 1e-16 / step
 * @returns new Float64Array(n²), row-major, symmetric
 */
export function hessian(gradient: (x: Float64Array) => Float64Array, at: Float64Array, step = 1e-4): Float64Array {
	const n = at.length;
	const rows = new Float64Array(n * n);
	for (let i = 0; i < n; i++) {
		const x = at.slice();
		x[i] = at[i] + step;
		const above = gradient(x).slice();
		x[i] = at[i] - step;
		const below = gradient(x);
		for (let j = 0; j < n; j++) rows[i * n + j] = (above[j] - below[j]) / (2 * step);
	}
	for (let i = 0; i < n; i++) {
		for (let j = 0; j < i; j++) rows[i * n + j] = rows[j * n + i] = (rows[i * n + j] + rows[j * n + i]) / 2;
	}
	return rows;
}
