import { describe, expect, it } from 'vitest';
import {
	departures,
	INTEGRAL,
	LOG_BUYING,
	LOG_STAYING,
	MOMENTS,
	OVER_BUYING,
	OVER_STAYING
} from '$workers/core/clv/departures';
import { apart } from './apart';

const FACTORS = [INTEGRAL, LOG_BUYING, LOG_STAYING, OVER_BUYING, OVER_STAYING];

function integrals(m: number, k: number, a: number, b: number, span: number): number[] {
	const moments = new Float64Array(MOMENTS);
	departures(m, k, a, b, span, moments);
	return FACTORS.map((factor) => moments[factor]);
}

describe('the integrals over the unseen time of departure', () => {
	// Quadrature with 30 digits.
	it.each([
		[0.55, 1.6, 10, 12, 38, [8.096937000333, 4.75566552855293, 4.19554851025249, 0.488724759876727, 0.430114298620467]],
		[
			5000.2,
			1.5,
			0.02,
			9000,
			800,
			[4.00064009974833e-6, 8.00256060385611e-10, 1.77870259751295e-15, 0.000199992000186638, 4.4451556644107e-10]
		],
		[
			0.01,
			60,
			0.05,
			2000,
			900,
			[31.9393491565425, 189.866732085508, 0.535934681492352, 5.76309436364434, 0.0157061509362505]
		],
		[
			300,
			1.0001,
			9000,
			0.01,
			300,
			[0.074307806627626, 3.32797768721091e-5, 0.284269384146509, 8.25273137448674e-6, 0.997424436364571]
		]
	])('of m %f, k %f, a %f, b %f over %f', (m, k, a, b, span, expected) => {
		integrals(m, k, a, b, span).forEach((value, i) => expect(apart(value, expected[i])).toBeLessThan(1e-11));
	});

	it.each([0.001, 0.4, 3, 250, 8000])('are elementary for equal scales, power %f', (m) => {
		for (const [a, span] of [
			[0.01, 700],
			[12, 39],
			[9000, 0.002]
		]) {
			const power = m + 1.7 - 1;
			const expected = (-a * Math.expm1(-power * Math.log1p(span / a))) / power;
			expect(apart(integrals(m, 1.7, a, a, span)[0], expected)).toBeLessThan(1e-12);
		}
	});

	it('are 0 over no time', () => {
		expect(integrals(3, 1.5, 10, 12, 0)).toEqual([0, 0, 0, 0, 0]);
	});

	it('do not care which of the two scales is the smaller', () => {
		const there = integrals(2.5, 1.3, 4, 50, 30);
		const back = integrals(1.3, 2.5, 50, 4, 30);
		expect([back[0], back[2], back[1], back[4], back[3]]).toEqual(there);
	});
});
