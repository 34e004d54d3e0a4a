import { minus, NOTHING } from './numbers';

/** No currency is known: the figure stands alone. */
const UNKNOWN = 'XXX';
const formats = new Map<string, Intl.NumberFormat>();

function format(currency: string, kind: 'exact' | 'prose' | 'short'): Intl.NumberFormat {
	const key = `${kind} ${currency}`;
	const found = formats.get(key);
	if (found) return found;
	const digits: Intl.NumberFormatOptions =
		kind === 'exact'
			? {}
			: kind === 'prose'
				? { maximumFractionDigits: 0 }
				: { notation: 'compact', maximumSignificantDigits: 3 };
	let made: Intl.NumberFormat;
	try {
		if (currency === UNKNOWN) throw new RangeError(currency);
		made = new Intl.NumberFormat(undefined, { style: 'currency', currency, ...digits });
	} catch {
		// No code that a file can hold may break the page: money without a sign, two decimals.
		made = new Intl.NumberFormat(undefined, {
			...(kind === 'exact' ? { minimumFractionDigits: 2, maximumFractionDigits: 2 } : digits)
		});
	}
	formats.set(key, made);
	return made;
}

const write = (value: number | null | undefined, currency: string, kind: 'exact' | 'prose' | 'short'): string =>
	value === null || value === undefined || !Number.isFinite(value)
		? NOTHING
		: minus(format(currency, kind).format(value === 0 ? 0 : value));

/** €1,055,222.65: to the currency's own decimals, half away from zero. `value` is in units of the currency. */
export const money = (value: number | null | undefined, currency: string): string => write(value, currency, 'exact');

/** €1,055,223: for prose. */
export const moneyProse = (value: number | null | undefined, currency: string): string =>
	write(value, currency, 'prose');

/** €1.06M: only for axes and cells of a grid. */
export const moneyShort = (value: number | null | undefined, currency: string): string =>
	write(value, currency, 'short');

export const signedMoney = (value: number, currency: string): string =>
	value > 0 ? `+${money(value, currency)}` : money(value, currency);

/** A decimal printed in a file ("1250.50"), in the person's locale, exactly as many decimals as it has. */
export function moneyOfText(text: string, currency: string): string {
	if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
	const decimals = text.split('.')[1]?.length ?? 0;
	const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
	// A string keeps every digit of sums that a double would round.
	const exact = text as unknown as number;
	try {
		if (currency === UNKNOWN) throw new RangeError(currency);
		return minus(new Intl.NumberFormat(undefined, { style: 'currency', currency, ...options }).format(exact));
	} catch {
		return minus(new Intl.NumberFormat(undefined, options).format(exact));
	}
}

/** "euros", "British pounds": how English speaks of many of it; null where no currency is known. */
export function currencyWord(currency: string): string | null {
	if (currency === UNKNOWN) return null;
	try {
		const parts = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'name' }).formatToParts(
			100
		);
		return parts.find(({ type }) => type === 'currency')?.value ?? null;
	} catch {
		return null;
	}
}

/** "Euro", or the code where the browser has no name for it. */
export function currencyName(currency: string): string {
	if (currency === UNKNOWN) return 'no currency known';
	try {
		return new Intl.DisplayNames(undefined, { type: 'currency' }).of(currency) ?? currency;
	} catch {
		return currency;
	}
}
