import type { Interval } from './types';
import type { NamedParams as Params } from './purchaseModels';

/** Two-sided 95 % point of the normal distribution. */
export const Z95 = 1.959963984540054;
/** Of a log parameter: the error of a central difference is about a millionth of the slope. */
const STEP = 1e-3;
/** A logarithm beyond this is no information, and its exponential soon no number. */
const WIDEST = 10;

/**
 * Slopes of several figures in the logarithms of the parameters, by central differences.
 * @param figures of parameters: m numbers
 * @returns a row a figure: n slopes, 0 where a figure cannot be told
 */
export function slopes(params: Params, figures: (params: Params) => ArrayLike<number>): Float64Array[] {
	const columns = slopeColumns(params, figures);
	const rows = columns.length === 0 ? 0 : columns[0].length;
	return Array.from({ length: rows }, (_, i) => Float64Array.from(columns, (column) => column[i]));
}

/** The same as n columns, one a parameter, of m slopes. */
export const slopeColumns = (params: Params, figures: (params: Params) => ArrayLike<number>): Float64Array[] =>
	Object.keys(params).map((name) => {
		const above = figures({ ...params, [name]: params[name] * Math.exp(STEP) });
		const below = figures({ ...params, [name]: params[name] * Math.exp(-STEP) });
		const column = new Float64Array(above.length);
		for (let i = 0; i < column.length; i++) {
			const slope = (above[i] - below[i]) / (2 * STEP);
			column[i] = Number.isFinite(slope) ? slope : 0;
		}
		return column;
	});

/**
 * Variance of a figure that comes from the uncertainty of the parameters: g′Σg, with Σ the inverse of the observed
 * information of the log parameters. 0 where that is not positive definite.
 */
export function parameterVariance(slope: Float64Array, covariance: Float64Array | null): number {
	if (covariance === null) return 0;
	const n = slope.length;
	let sum = 0;
	for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += slope[i] * covariance[i * n + j] * slope[j];
	return Number.isFinite(sum) ? Math.max(0, sum) : 0;
}

/** Interval of a positive expectation: its logarithm is taken as normal, so that no bound lies below zero. */
export const expectationInterval = (value: number, variance: number): Interval =>
	relativeInterval(value, value > 0 ? Math.sqrt(Math.max(0, variance)) / value : 0);

/** The same by the standard error of the logarithm. */
export function relativeInterval(value: number, error: number): Interval {
	if (!(value > 0)) return { value: finite(value), low: finite(value), high: finite(value) };
	const width = Math.min(WIDEST, Z95 * error);
	return { value, low: value * Math.exp(-width), high: value * Math.exp(width) };
}

/** Interval of what will happen, with this mean and variance: a lognormal with both, so that it is skewed as totals are. */
export function outcomeInterval(mean: number, variance: number): Interval {
	if (!(mean > 0)) return { value: finite(mean), low: finite(mean), high: finite(mean) };
	const spread = Math.log1p(Math.max(0, variance) / mean ** 2);
	const width = Math.min(WIDEST, Z95 * Math.sqrt(spread));
	const centre = mean * Math.exp(-spread / 2);
	return {
		value: mean,
		low: Math.min(mean, centre * Math.exp(-width)),
		high: Math.max(mean, centre * Math.exp(width))
	};
}

/** Interval of a chance by the logarithm of its odds, whose slopes are given. */
export function chanceInterval(value: number, logitVariance: number): Interval {
	if (!(value > 0 && value < 1)) return { value, low: value, high: value };
	const odds = value / (1 - value);
	const width = Math.min(3 * WIDEST, Z95 * Math.sqrt(logitVariance));
	const shifted = (by: number): number => 1 / (1 + Math.exp(-by) / odds);
	return { value, low: shifted(-width), high: shifted(width) };
}

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
