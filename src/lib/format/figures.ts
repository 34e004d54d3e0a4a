import { money, signedMoney } from './money';
import { decimal, percent, points, signedDecimal, signedPercent, whole } from './numbers';

/** What a figure is measured in. */
export type Unit = 'money' | 'share' | 'number' | 'count' | 'days';

/** A figure as its unit is printed: €57.58, 36.5%, 1.42, 9,995. */
export function figure(unit: Unit, value: number | null | undefined, currency: string): string {
	if (unit === 'money') return money(value, currency);
	if (unit === 'share') return percent(value);
	return unit === 'number' ? decimal(value, 2) : whole(value);
}

/** From which relative change on a percentage says less than the difference itself. */
const TENFOLD = 10;

/** A change as people say it: points of shares, else relative, else the difference itself. */
export function changed(
	unit: Unit,
	difference: number,
	{ relative, before }: { relative: number | null; before: number | null },
	currency: string
): string {
	if (unit === 'share') return points(difference);
	// Of something below zero a percentage has the wrong sign.
	if (relative !== null && before !== null && before > 0 && Math.abs(relative) < TENFOLD)
		return signedPercent(relative);
	return unit === 'money' ? signedMoney(difference, currency) : signedDecimal(difference, unit === 'number' ? 2 : 0);
}

/** "0.6 to 3.4 points": two differences with one unit behind them. */
export function differences(unit: Unit, low: number, high: number, currency: string): string {
	if (unit === 'share') return `${decimal(low * 100, 1)} to ${decimal(high * 100, 1)} points`;
	return `${figure(unit, low, currency)} to ${figure(unit, high, currency)}`;
}

const SMALL = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** A small whole number as a word, from thirteen on in figures: prose, not tables. */
export const inWords = (n: number): string => SMALL[n] ?? whole(n);
