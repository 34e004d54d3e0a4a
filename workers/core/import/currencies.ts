/** The currency that stands for "not known". */
export const UNKNOWN_CURRENCY = 'XXX';

/** Signs that name one currency here; `$` is USD unless the person says otherwise. */
const SIGNS: ReadonlyMap<string, string> = new Map([
	['€', 'EUR'],
	['£', 'GBP'],
	['$', 'USD'],
	['US$', 'USD'],
	['EURO', 'EUR'],
	['EUROS', 'EUR']
]);

const NAMED = new Set(
	(
		'AED ARS AUD BDT BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HRK HUF IDR ILS INR ISK JPY KES KRW KWD LKR MAD ' +
		'MXN MYR NGN NOK NZD PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TRY TWD UAH USD UYU VND ZAR'
	).split(' ')
);

/** ISO 4217 code that a cell of a currency column names (`gbp`, `€`), or null. */
export function currencyOf(text: string): string | null {
	const word = text.trim().toUpperCase();
	return SIGNS.get(word) ?? (/^[A-Z]{3}$/.test(word) && word !== UNKNOWN_CURRENCY ? word : null);
}

/** Currency that the name of a money column holds: `Amount (EUR)`, `Total GBP`, `Betrag €`. */
export function currencyInHeader(header: string): string | null {
	for (const sign of ['€', '£', '$']) if (header.includes(sign)) return SIGNS.get(sign) ?? null;
	for (const word of header.match(/\b[A-Za-z]{3}\b/g) ?? []) {
		// Lower-case words of three letters are words: "try", "all".
		if (word === word.toUpperCase() && NAMED.has(word)) return word;
		if (/^(eur|gbp|usd)$/i.test(word)) return word.toUpperCase();
	}
	return null;
}

/** The sign of a money cell, or ''. */
export function signIn(cell: string): string {
	return /[€£$]/.exec(cell)?.[0] ?? '';
}

/** Currency of a sign. */
export function currencyOfSign(sign: string): string | null {
	return SIGNS.get(sign) ?? null;
}
