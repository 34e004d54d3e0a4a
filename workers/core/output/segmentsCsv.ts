import { reportedCurrencies } from '../ledger/asOf';
import type { CustomerKeys, Ledger, Selection } from '../ledger/types';
import { currencyExponent } from '../numeric/currencyExponent';
import { roundMoney } from '../numeric/rounding';
import { rfm } from '../rfm/rfm';
import { SEGMENT_NAMES } from '../rfm/types';
import { csv } from './csv';
import type { Cell } from './csv';

const RULES = { A: 'A_min_rank', B: 'B_first', C: 'C_cutpoints' } as const;

/**
 * `segments.csv`: a row a rule and a cell that holds somebody, by rule and cell ascending. With several currencies and
 * none chosen a last column names the one that M and net are in, and the cells stand once for each.
 */
export function segmentsCsv(
	ledger: Ledger,
	selection: Selection,
	{ asOf, keys }: { asOf: number | null; keys: CustomerKeys }
): string {
	const reported = reportedCurrencies(ledger);
	const several = reported.length > 1;
	const rows: Cell[][] = [['rule', 'cell', 'segment', 'customers', 'orders', 'net', ...(several ? ['currency'] : [])]];
	for (const index of reported) {
		const currency = ledger.currencies[index];
		const exponent = currencyExponent(currency);
		for (const [name, rule] of Object.entries(RULES)) {
			const scores = rfm(ledger, { rule, currency }, { asOf, selection, keys: () => keys });
			if (scores.status !== 'scored') throw new Error(scores.status);
			for (const { cell, segment, customers, orders, net } of scores.cells) {
				const units = Math.round(net * 10 ** ledger.scale);
				rows.push([
					name,
					cell,
					SEGMENT_NAMES[segment],
					customers,
					orders,
					roundMoney(units, ledger.scale, exponent),
					...(several ? [currency] : [])
				]);
			}
		}
	}
	return csv(rows);
}
