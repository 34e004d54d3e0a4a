/** Decimal texts by currency code: {"EUR": "12.50"}. Currencies are never added to each other. */
export type MoneyTexts = Readonly<Record<string, string>>;

/** Exact sums by currency. @param all decimal texts of one currency have the same number of places */
export function addMoneyTexts(all: readonly MoneyTexts[]): MoneyTexts {
	const sums = new Map<string, { value: bigint; places: number }>();
	for (const texts of all)
		for (const [currency, text] of Object.entries(texts)) {
			const places = text.split('.')[1]?.length ?? 0;
			const before = sums.get(currency)?.value ?? 0n;
			sums.set(currency, { value: before + BigInt(text.replace('.', '')), places });
		}
	return Object.fromEntries(
		[...sums].map(([currency, { value, places }]) => {
			const digits = String(value < 0n ? -value : value).padStart(places + 1, '0');
			const whole = digits.slice(0, digits.length - places);
			const text = places > 0 ? `${whole}.${digits.slice(-places)}` : whole;
			return [currency, value < 0n ? `-${text}` : text];
		})
	);
}
