import { describe, expect, it } from 'vitest';
import { currencyExponent } from '$workers/core/numeric/currencyExponent';
import { roundMoney, roundUnits } from '$workers/core/numeric/rounding';

describe('rounding of money', () => {
	it('goes half away from zero', () => {
		expect(roundUnits(12_345, 4, 2)).toBe(123);
		expect(roundUnits(12_350, 4, 2)).toBe(124);
		expect(roundUnits(-12_350, 4, 2)).toBe(-124);
		expect(roundUnits(12_349, 4, 2)).toBe(123);
	});

	it('never makes a negative zero', () => {
		expect(Object.is(roundUnits(-1, 2, 0), 0)).toBe(true);
	});

	it('widens without a change', () => {
		expect(roundMoney(125, 1, 2)).toBe(12.5);
	});

	it('stays exact at the end of the safe integers', () => {
		expect(roundUnits(9_007_199_254_740_991, 4, 2)).toBe(90_071_992_547_410);
	});

	it('knows the currencies whose minor unit is no hundredth', () => {
		expect(['EUR', 'JPY', 'KWD', 'CLF', 'XXX'].map(currencyExponent)).toEqual([2, 0, 3, 4, 2]);
	});
});
