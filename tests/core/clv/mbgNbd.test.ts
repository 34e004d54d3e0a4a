import { describe, expect, it } from 'vitest';
import * as mbgNbd from '$workers/core/clv/mbgNbd';
import { describeShared } from '../../shared';
import { historiesOf, summarised } from './histories';
import { holdsInvariants } from './invariants';
import { fitted } from './fitted';

/** CDNOW 1/10 sample: as the lifetimes package prints them, and the maximum of the reference. */
const PRINTED = { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 };
const FULL = { r: 0.5248432, alpha: 6.1830857, a: 0.8913594, b: 1.6140018 };

describe('MBG/NBD', () => {
	it('a customer who never came back may have dropped out, and one who did is alive with .70613', () => {
		const customers = historiesOf([
			{ x: 0, t_x: 0, T: 38.86 },
			{ x: 2, t_x: 30.43, T: 38.86 }
		]);
		const [once, twice] = mbgNbd.probabilityAlive(FULL, customers);
		expect(Math.abs(once - 0.38971)).toBeLessThan(5e-6);
		expect(Math.abs(twice - 0.70613)).toBeLessThan(5e-6);
		expect(Math.abs(mbgNbd.expectedPurchases(FULL, customers, 39)[1] - 1.262671)).toBeLessThan(5e-6);
	});

	// By mpmath at 40 digits, from the sums of the definition.
	it.each([
		[0, 0.582473189493289],
		[1, 0.1827830772875405],
		[2, 0.08689482567349052],
		[3, 0.04857044295156921]
	])('P(X(39) = %i)', (n, expected) => {
		expect(Math.abs(mbgNbd.probabilityOfCount(PRINTED, 39, n) / expected - 1)).toBeLessThan(1e-13);
	});

	it('the singularity of the closed form at a = 1 is not there', () => {
		// By mpmath at 50 digits: a new customer in 39 weeks.
		for (const [a, expected] of [
			[0.999999999, 1.0799969357113262],
			[1, 1.0799969348367244],
			[1.000000001, 1.0799969339621227]
		]) {
			expect(Math.abs(mbgNbd.expectation({ ...PRINTED, a }, 39) / expected - 1)).toBeLessThan(1e-13);
		}
	});
});

describeShared('MBG/NBD on CDNOW', () => {
	it('fit reaches the parameters that the lifetimes package prints, and 44.87 % are alive', () => {
		const { histories } = summarised('cdnow_sample');
		const { params, logLikelihood } = fitted(mbgNbd.mle(histories));
		expect(Object.values(params).map((value) => value.toFixed(3))).toEqual(['0.525', '6.183', '0.891', '1.614']);
		expect(Math.abs(logLikelihood + 9582.1357)).toBeLessThan(1e-3);
		const alive = mbgNbd.probabilityAlive(params, histories);
		expect((alive.reduce((sum, value) => sum + value) / alive.length).toFixed(4)).toBe('0.4487');
	});
});

describe('MBG/NBD', () => holdsInvariants(mbgNbd, 1));
