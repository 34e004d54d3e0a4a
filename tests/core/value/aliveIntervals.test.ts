import { describe, expect, it } from 'vitest';
import type { Histories } from '$workers/core/clv/types';
import { aliveIntervals } from '$workers/core/value/aliveIntervals';
import type { ModelCard, ModelName } from '$workers/core/value/types';

const histories = (rows: [x: number, tx: number, T: number][]): Histories => ({
	length: rows.length,
	frequency: Float64Array.from(rows, ([x]) => x),
	recency: Float64Array.from(rows, ([, tx]) => tx),
	age: Float64Array.from(rows, ([, , T]) => T),
	weight: new Float64Array(rows.length).fill(1)
});

const BG = { r: 0.24, alpha: 4.4, a: 0.79, b: 2.4 };
const PARETO = { r: 0.55, alpha: 10.6, s: 0.61, beta: 11.7 };
/** Of the log parameters: positive definite, with a correlation between the first two. */
const COVARIANCE = Float64Array.of(0.003, 0.002, 0, 0, 0.002, 0.007, 0, 0, 0, 0, 0.05, 0.04, 0, 0, 0.04, 0.08);

const card = (name: ModelName, params: Record<string, number>, covariance: Float64Array | null): ModelCard => {
	const fit = {
		status: 'fitted' as const,
		params,
		logLikelihood: -100,
		penalty: 0,
		converged: true,
		boundary: false,
		evaluations: 1,
		covariance
	};
	return { name, fit, mle: fit, standardErrors: null };
};
const Z = 1.959963984540054;

describe('the interval of P(alive)', () => {
	it('is that of the log odds, whose slopes BG/NBD has in closed form', () => {
		const rows: [number, number, number][] = [
			[1, 3, 20],
			[4, 30, 38],
			[12, 35, 36]
		];
		const bg = { name: 'bgnbd' as const, params: BG };
		const { value, low, high } = aliveIntervals(
			{ chosen: bg, doubting: null },
			[card('bgnbd', BG, COVARIANCE)],
			histories(rows),
			52
		);
		rows.forEach(([x, tx, T], i) => {
			const { r, alpha, a, b } = BG;
			// ln odds = ln(b + x − 1) − ln a − (r + x) ln((α + T) / (α + t_x)).
			const silence = Math.log((alpha + T) / (alpha + tx));
			const odds = Math.log((b + x - 1) / a) - (r + x) * silence;
			const slope = [-r * silence, -(r + x) * alpha * (1 / (alpha + T) - 1 / (alpha + tx)), -1, b / (b + x - 1)];
			let variance = 0;
			for (let j = 0; j < 4; j++) for (let k = 0; k < 4; k++) variance += slope[j] * slope[k] * COVARIANCE[4 * j + k];
			const chance = (log: number) => 1 / (1 + Math.exp(-log));
			expect(value[i]).toBeCloseTo(chance(odds), 12);
			// The slopes are central differences.
			expect(low[i]).toBeCloseTo(chance(odds - Z * Math.sqrt(variance)), 6);
			expect(high[i]).toBeCloseTo(chance(odds + Z * Math.sqrt(variance)), 6);
		});
	});

	it('of one-time buyers is that of the model that doubts them', () => {
		const both = [card('bgnbd', BG, COVARIANCE), card('paretonbd', PARETO, COVARIANCE)];
		const rows = histories([
			[0, 0, 20],
			[2, 10, 20]
		]);
		const pareto = { name: 'paretonbd' as const, params: PARETO };
		const mixed = aliveIntervals({ chosen: { name: 'bgnbd', params: BG }, doubting: pareto }, both, rows, 52);
		const doubting = aliveIntervals({ chosen: pareto, doubting: pareto }, both, rows, 52);
		const own = aliveIntervals({ chosen: { name: 'bgnbd', params: BG }, doubting: null }, both, rows, 52);
		expect([mixed.value[0], mixed.low[0], mixed.high[0]]).toEqual([
			doubting.value[0],
			doubting.low[0],
			doubting.high[0]
		]);
		expect([mixed.value[1], mixed.low[1], mixed.high[1]]).toEqual([own.value[1], own.low[1], own.high[1]]);
		// Nobody doubts them: the chance of an order within the horizon, which is not certain either.
		expect(own.low[0] < own.value[0] && own.value[0] < own.high[0] && own.high[0] < 1).toBe(true);
	});

	it('is none where the model has no covariance', () => {
		const rows = histories([[2, 10, 20]]);
		const { value, low, high } = aliveIntervals(
			{ chosen: { name: 'bgnbd', params: BG }, doubting: null },
			[card('bgnbd', BG, null)],
			rows,
			52
		);
		expect(value[0]).toBeGreaterThan(0);
		expect([low[0], high[0]]).toEqual([NaN, NaN]);
	});
});
