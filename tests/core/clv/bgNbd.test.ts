import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as bgNbd from '$workers/core/clv/bgNbd';
import { describeShared, shared } from '../../shared';
import { historiesOf, summarised } from './histories';
import { holdsInvariants } from './invariants';
import { fitted } from './fitted';

/**
 * Fader, Hardie & Lee (2005), CDNOW 1/10 sample: as printed; of the times rounded to 0.01 week, as in Hardie's sheet; of
 * the exact days, to the digits of the CLVTools test.
 */
const PRINTED = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const SHEET = { r: 0.242593, alpha: 4.413532, a: 0.792886, b: 2.425754 };
const FULL = { r: 0.2425945, alpha: 4.4136019, a: 0.7929199, b: 2.4258881 };
const CUSTOMER = historiesOf([{ x: 2, t_x: 30.43, T: 38.86 }]);

describe('BG/NBD as published', () => {
	// The last figure was printed from other digits of the parameters: it is 1.8580 at these.
	it.each([
		[0.1429, 0.0078, 5e-5],
		[1, 0.0532, 5e-5],
		[3, 0.1506, 5e-5],
		[31.8571, 1.0405, 5e-5],
		[32, 1.0437, 5e-5],
		[78, 1.8576, 5e-4]
	])('a new customer buys again by week %f as in Hardie’s sheet', (weeks, expected, within) => {
		expect(Math.abs(bgNbd.expectation(SHEET, weeks) - expected)).toBeLessThan(within);
	});

	it('the customer of Hardie’s sheet is alive with .7266 and buys 1.226 times in 39 weeks', () => {
		expect(Math.abs(bgNbd.probabilityAlive(SHEET, CUSTOMER)[0] - 0.7266)).toBeLessThan(5e-5);
		expect(Math.abs(bgNbd.expectedPurchases(SHEET, CUSTOMER, 39)[0] - 1.225911)).toBeLessThan(5e-7);
	});

	// The documentation of BTYD, computed at the printed parameters.
	it.each([
		[39, 0, 0.5737864, 5e-8],
		[2, 10, 1.07869e-7, 5e-13],
		[30, 11, 0.0019995214, 5e-11],
		[30, 12, 0.0015170236, 5e-11],
		[30, 13, 0.001163315, 5e-11],
		[30, 14, 0.0009003148, 5e-11],
		[30, 15, 0.0007023638, 5e-11],
		[30, 16, 0.0005517902, 5e-11],
		[30, 17, 0.0004361913, 5e-11],
		[30, 18, 0.0003467171, 5e-11],
		[30, 19, 0.0002769613, 5e-11],
		[30, 20, 0.000222226, 5e-11]
	])('P(X(%f) = %i) is that of BTYD', (weeks, n, expected, within) => {
		expect(Math.abs(bgNbd.probabilityOfCount(PRINTED, weeks, n) - expected)).toBeLessThan(within);
	});

	it('the singularity of the closed form at a = 1 is not there', () => {
		// By mpmath at 50 digits: a new customer, and the one above, in 39 weeks.
		for (const [a, newcomer, known] of [
			[0.999999999, 1.084279011066745, 1.625149536625712],
			[1, 1.0842790105915188, 1.6251495363432837],
			[1.000000001, 1.0842790101162922, 1.6251495360608552]
		]) {
			const params = { ...PRINTED, a };
			expect(Math.abs(bgNbd.expectation(params, 39) / newcomer - 1)).toBeLessThan(1e-13);
			const alive = bgNbd.probabilityAlive(params, CUSTOMER)[0];
			expect(Math.abs(bgNbd.expectedPurchases(params, CUSTOMER, 39)[0] / alive / known - 1)).toBeLessThan(1e-13);
		}
	});

	it('a customer without repeat purchases is alive for certain', () => {
		const once = historiesOf([{ x: 0, t_x: 0, T: 500 }]);
		expect([...bgNbd.probabilityAlive(PRINTED, once)]).toEqual([1]);
		expect([...bgNbd.logProbabilityAlive(PRINTED, once)]).toEqual([0]);
	});
});

describeShared('BG/NBD on CDNOW as published', () => {
	it('fit reaches the parameters published by Fader, Hardie & Lee (2005), with their standard errors', () => {
		const { params, logLikelihood, covariance } = fitted(bgNbd.mle(summarised('cdnow_sample').histories));
		expect(logLikelihood.toFixed(1)).toBe('-9582.4');
		expect(Math.abs(logLikelihood + 9582.429)).toBeLessThan(1e-3);
		const found = Object.values(params);
		expect(found.map((value) => value.toFixed(3))).toEqual(['0.243', '4.414', '0.793', '2.426']);
		Object.values(FULL).forEach((value, i) => expect(Math.abs(found[i] / value - 1)).toBeLessThan(1e-5));
		[0.01256, 0.3782, 0.1857, 0.7053].forEach((error, i) =>
			expect(Math.abs((Math.sqrt(covariance?.[5 * i] ?? NaN) * found[i]) / error - 1)).toBeLessThan(5e-4)
		);
	});

	it('times rounded to 0.01 week, which are no whole days, move the third decimal of the likelihood', () => {
		const rows = readFileSync(shared('data/cdnow/cdnow_sample_summary_39weeks.csv'), 'utf8')
			.trim()
			.split(/\r?\n/)
			.slice(1);
		const cells = rows.map((line) => line.split(',').map(Number));
		const { params, logLikelihood } = fitted(bgNbd.mle(historiesOf(cells.map(([, x, t_x, T]) => ({ x, t_x, T })))));
		expect(Math.abs(logLikelihood + 9582.4256)).toBeLessThan(1e-4);
		for (const [key, value] of Object.entries(SHEET)) {
			expect(Math.abs(params[key as keyof typeof SHEET] / value - 1)).toBeLessThan(1e-5);
		}
	});

	it('as many customers are expected with 0 to 6 and 7 or more repeat purchases as in the paper', () => {
		const { age, length } = summarised('cdnow_sample').histories;
		const expected = [0, 1, 2, 3, 4, 5, 6].map((n) =>
			age.reduce((sum, weeks) => sum + bgNbd.probabilityOfCount(FULL, weeks, n), 0)
		);
		expected.push(length - expected.reduce((sum, value) => sum + value));
		expect(expected.map((value) => value.toFixed(1))).toEqual([
			'1407.7',
			'460.3',
			'192.5',
			'101.2',
			'59.8',
			'38.1',
			'25.5',
			'71.9'
		]);
		const actual = [1411, 439, 214, 100, 62, 38, 29, 64];
		const chiSquare = expected.reduce((sum, value, i) => sum + (actual[i] - value) ** 2 / value, 0);
		expect(chiSquare.toFixed(2)).toBe('4.82');
	});
});

describe('BG/NBD', () => holdsInvariants(bgNbd, 0));
