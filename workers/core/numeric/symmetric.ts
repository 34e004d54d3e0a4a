/** A pivot below this share of its diagonal element is what rounding left of nothing. */
const NOTHING = 1e-13;

/**
 * Lower triangle L with L Lᵀ = matrix.
 * @param matrix n × n, row-major, symmetric; only its lower triangle is read
 * @returns new Float64Array(n²), zeros above the diagonal; null when the matrix is not positive definite
 */
export function cholesky(matrix: Float64Array, n: number): Float64Array | null {
	const lower = new Float64Array(n * n);
	for (let i = 0; i < n; i++) {
		for (let j = 0; j <= i; j++) {
			let sum = matrix[i * n + j];
			for (let k = 0; k < j; k++) sum -= lower[i * n + k] * lower[j * n + k];
			if (i > j) lower[i * n + j] = sum / lower[j * n + j];
			else if (sum > NOTHING * Math.abs(matrix[i * n + i])) lower[i * n + i] = Math.sqrt(sum);
			else return null;
		}
	}
	return lower;
}

/**
 * Solution of L Lᵀ x = right.
 * @param lower as {@link cholesky} gives it
 * @returns new Float64Array(n)
 */
export function solve(lower: Float64Array, right: Float64Array): Float64Array {
	const n = right.length;
	const x = right.slice();
	for (let i = 0; i < n; i++) {
		for (let k = 0; k < i; k++) x[i] -= lower[i * n + k] * x[k];
		x[i] /= lower[i * n + i];
	}
	for (let i = n - 1; i >= 0; i--) {
		for (let k = i + 1; k < n; k++) x[i] -= lower[k * n + i] * x[k];
		x[i] /= lower[i * n + i];
	}
	return x;
}

/**
 * Inverse of a symmetric, positive definite matrix.
 * @param matrix n × n, row-major
 * @returns new Float64Array(n²), symmetric to the last bit; null when the matrix is not positive definite
 */
export function inverse(matrix: Float64Array, n: number): Float64Array | null {
	const lower = cholesky(matrix, n);
	if (lower === null) return null;
	const result = new Float64Array(n * n);
	for (let j = 0; j < n; j++) {
		const unit = new Float64Array(n);
		unit[j] = 1;
		const column = solve(lower, unit);
		for (let i = j; i < n; i++) result[i * n + j] = result[j * n + i] = column[i];
	}
	return result;
}
