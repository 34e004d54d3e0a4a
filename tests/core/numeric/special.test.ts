import { describe, expect, it } from 'vitest';
import {
	digamma,
	digammaDifference,
	logBeta,
	logGamma,
	logGammaRatio,
	trigamma
} from '../../../workers/core/numeric/special';

const CLOSE = 2e-15;
const off = (actual: number, expected: number): number => Math.abs(actual / expected - 1);

// Values by mpmath at 50 digits, to the nearest double.
describe('the gamma function and its relatives', () => {
	it.each([
		[1e-8, 18.42068073818021],
		[0.001, 6.907178885383853],
		[0.4, 0.7966778177017837],
		[0.9999, 5.7729791561193866e-5],
		[1.0001, -5.771334222047127e-5],
		[1.5, -0.12078223763524522],
		[1.9999, -4.227520877215346e-5],
		[2.5, 0.2846828704729192],
		[7.25, 7.0521854507385395],
		[11.99, 17.477885575426185],
		[12, 17.502307845873887],
		[1234.5, 7550.550901077895],
		[1e8, 1742068066.1038346]
	])('lnΓ(%f)', (z, expected) => {
		expect(off(logGamma(z), expected)).toBeLessThan(CLOSE);
	});

	it('lnΓ is exactly 0 at 1 and 2', () => {
		expect(logGamma(1)).toBe(0);
		expect(logGamma(2)).toBe(0);
	});

	it.each([
		[1e-8, 3, -17.72753354839242],
		[0.243, 1, -1.4146938356415886],
		[0.243, 5000, 37583.37793165075],
		[2.5, 0.001, 0.0007034017801652782],
		[4.414, 1e-9, 1.3672496643346118e-9],
		[11, 40, 133.3733543786975],
		[1e8, 12, 221.04816958742836],
		[1e8, 1e-6, 1.842068073895237e-5],
		[1e8, 1e8, 1880697510.160652],
		[9994.48, 0.0001, 0.0009209738196121609]
	])('lnΓ(z + n) − lnΓ(z) at z = %f, n = %f', (z, n, expected) => {
		expect(off(logGammaRatio(z, n), expected)).toBeLessThan(CLOSE);
		expect(logGammaRatio(z, 0)).toBe(0);
	});

	it.each([
		[0.793, 2.426, -0.5115692885937033],
		[1e-8, 1e8, 18.4206805539734],
		[1e-4, 9994.48, 9.20936168481435],
		[20, 30, -33.968820791977386],
		[1e8, 1e8, -138629444.05681732],
		[0.0001, 0.0001, 9.903487536089191],
		[50, 1e6, -546.2110089316568]
	])('ln B(%f, %f), in both orders', (a, b, expected) => {
		expect(off(logBeta(a, b), expected)).toBeLessThan(CLOSE);
		expect(logBeta(b, a)).toBe(logBeta(a, b));
	});

	it.each([
		[1e-8, -100000000.57721564, 1.0000000000000002e16],
		[0.1, -10.423754940411076, 101.43329915079275],
		[1, -0.5772156649015329, 1.6449340668482264],
		[2.5, 0.7031566406452432, 0.49035775610023485],
		[11.5, 2.3982391295357814, 0.09084666127454623],
		[12, 2.442661679975812, 0.08690187287176838],
		[1e8, 18.420680738952367, 1.000000005e-8]
	])('ψ(%f) and its derivative', (z, first, second) => {
		expect(off(digamma(z), first)).toBeLessThan(CLOSE);
		expect(off(trigamma(z), second)).toBeLessThan(CLOSE);
	});

	it.each([
		[1e-8, 1, 100000000],
		[0.243, 30, 7.743734765116098],
		[3.5, 1e-7, 3.303577506900324e-8],
		[100, 0.001, 1.0050116161172019e-5],
		[1e8, 1000, 9.999950050332831e-6],
		[2.426, 5000, 7.851370403942351]
	])('ψ(z + n) − ψ(z) at z = %f, n = %f', (z, n, expected) => {
		expect(off(digammaDifference(z, n), expected)).toBeLessThan(CLOSE);
	});
});
