import type { Ledger } from '../ledger/types';
import { currencyExponent } from '../numeric/currencyExponent';
import { shopAnalysis } from '../value/shopAnalysis';
import type { Cell } from './csv';

/** Engines differ in the last digits of a logarithm, and nobody sells a ten-thousandth of an order. */
const DECIMALS = 4;

/** At the end of every row of `customers.csv`; clv is revenue, as no margin is known here. */
export const MODEL_COLUMNS = ['p_alive', 'expected_12m', 'clv_12m', 'model'] as const;

/**
 * What the chosen model says of a customer, by index in the ledger: empty where no model can be used, or the customer has
 * no order by D; clv also where there is no one currency.
 */
export function modelCells(ledger: Ledger, asOf: number): (customer: number) => Cell[] {
	const none: Cell[] = MODEL_COLUMNS.map(() => null);
	const analysis = shopAnalysis(ledger, asOf);
	const values = analysis?.byCustomer;
	if (!analysis || !values) return () => none;
	const place = new Int32Array(ledger.customers).fill(-1);
	values.customer.forEach((customer, row) => (place[customer] = row));
	const { currency, chosen } = analysis;
	return (customer) => {
		const row = place[customer];
		if (row < 0) return none;
		return [
			rounded(values.pAlive[row], DECIMALS),
			rounded(values.expected[row], DECIMALS),
			currency === null ? null : rounded(values.clv[row], currencyExponent(currency)),
			chosen
		];
	};
}

const rounded = (value: number, decimals: number): number => Math.round(value * 10 ** decimals) / 10 ** decimals;
