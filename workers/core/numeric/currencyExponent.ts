/** Currencies of ISO 4217 whose minor unit is not a hundredth (list of 2024); XXX and unknown codes count as hundredths. */
const EXPONENTS: ReadonlyMap<string, number> = new Map([
	...[
		'BIF',
		'CLP',
		'DJF',
		'GNF',
		'ISK',
		'JPY',
		'KMF',
		'KRW',
		'PYG',
		'RWF',
		'UGX',
		'UYI',
		'VND',
		'VUV',
		'XAF',
		'XOF',
		'XPF'
	].map((code): [string, number] => [code, 0]),
	...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code): [string, number] => [code, 3]),
	...['CLF', 'UYW'].map((code): [string, number] => [code, 4])
]);

/** Decimals that people see of a currency. */
export const currencyExponent = (code: string): number => EXPONENTS.get(code) ?? 2;
