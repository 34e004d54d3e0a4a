/**
 * Whole units at one number of decimals brought to another, half away from zero.
 * @param units safe integer, in 10 ** -scale
 * @returns safe integer, in 10 ** -exponent
 */
export function roundUnits(units: number, scale: number, exponent: number): number {
	if (scale <= exponent) return units * 10 ** (exponent - scale);
	const divisor = 10 ** (scale - exponent);
	const size = Math.floor((Math.abs(units) + divisor / 2) / divisor);
	return units < 0 && size > 0 ? -size : size;
}

/** Units at `scale` as a number rounded to `exponent` decimals, half away from zero. */
export const roundMoney = (units: number, scale: number, exponent: number): number =>
	roundUnits(units, scale, exponent) / 10 ** exponent;
