/** Numbers in the person's own locale. */

const formats = new Map<string, Intl.NumberFormat>();

function format(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
	let found = formats.get(key);
	if (!found) formats.set(key, (found = new Intl.NumberFormat(undefined, options)));
	return found;
}

/** A true minus sign: the hyphen is narrower than a digit and columns no longer line up. */
export const minus = (text: string): string => text.replaceAll('-', '−');

/** What stands where there is no figure. */
export const NOTHING = '–';

const known = (value: number | null | undefined): value is number =>
	value !== null && value !== undefined && Number.isFinite(value);

/** 18,402 */
export const whole = (value: number | null | undefined): string =>
	known(value) ? minus(format('whole', { maximumFractionDigits: 0 }).format(value)) : NOTHING;

/** 1.23 with as many decimals as asked for. */
export const decimal = (value: number | null | undefined, digits = 2): string =>
	known(value)
		? minus(format(`decimal${digits}`, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value))
		: NOTHING;

/** A number with no more decimals than it has, at most three. */
export const plain = (value: number | null | undefined): string =>
	known(value) ? minus(format('plain', { maximumFractionDigits: 3 }).format(value)) : NOTHING;

/** 36.5% (of a share 0 to 1) */
export const percent = (share: number | null | undefined, digits = 1): string =>
	known(share)
		? minus(
				format(`percent${digits}`, {
					style: 'percent',
					minimumFractionDigits: digits,
					maximumFractionDigits: digits
				}).format(share)
			)
		: NOTHING;

/** A chance as a person reads it: never quite 0 or 100 %. */
export const chance = (p: number): string =>
	p < 0.005 ? `under ${percent(0.01, 0)}` : p > 0.995 ? `over ${percent(0.99, 0)}` : percent(p, 0);

const signed = (text: string, value: number): string => (value > 0 ? `+${text}` : text);

/** +37.5% (of a relative change) */
export const signedPercent = (share: number, digits = 1): string => signed(percent(share, digits), share);

/** +2.0 points (of a difference of shares) */
export const points = (difference: number): string => `${signed(decimal(difference * 100, 1), difference)} points`;

/** +12 */
export const signedWhole = (value: number): string => signed(whole(value), value);

/** +0.35 */
export const signedDecimal = (value: number, digits = 2): string => signed(decimal(value, digits), value);

const plurals = new Intl.PluralRules('en');

/** "1 order", "18,402 orders" */
export const count = (n: number, one: string, many = `${one}s`): string =>
	`${whole(n)} ${plurals.select(n) === 'one' ? one : many}`;
