import { cutAt, isIn, reportedCurrencies } from '../ledger/asOf';
import { isoDate } from '../ledger/calendar';
import { customerFacts } from '../ledger/customerFacts';
import { keyOf } from '../ledger/customerKeys';
import type { CustomerKeys, Ledger, Selection } from '../ledger/types';
import { currencyExponent } from '../numeric/currencyExponent';
import { roundMoney } from '../numeric/rounding';
import { rfm } from '../rfm/rfm';
import { SEGMENT_NAMES, SEGMENTS } from '../rfm/types';
import type { RfmRule, RfmScores } from '../rfm/types';
import type { ProductsTable } from '../tables';
import { csv } from './csv';
import type { Cell } from './csv';
import { MODEL_COLUMNS, modelCells } from './modelColumns';
import { productKeys } from './productKeys';

const RULES = { a: 'A_min_rank', b: 'B_first', c: 'C_cutpoints' } as const;

/**
 * `customers.csv`: a row a customer with a counted order by D, by customer key ascending (code points).
 * Scores rank everybody; a selection only filters. Country is that of the latest order that names one, channel that of
 * the first order that names one. With several currencies and none chosen, net, m and the scores are columns a currency
 * (`net_EUR`, …); the segment needs no money and is one. The models learn from everybody too.
 */
export function customersCsv(
	ledger: Ledger,
	selection: Selection,
	{ asOf, keys, products }: { asOf: number | null; keys: CustomerKeys; products: Iterable<ProductsTable> }
): string {
	const cut = cutAt(ledger, asOf);
	const reported = reportedCurrencies(ledger);
	const suffixes = reported.length === 1 ? [''] : reported.map((index) => `_${ledger.currencies[index]}`);
	const named = (names: string[]): string[] => suffixes.flatMap((suffix) => names.map((name) => name + suffix));
	const header: Cell[] = [
		...['id', 'first', 'last', 'orders', 'purchase_days', 'units'],
		...named(['net']),
		...['r_days', 'f'],
		...named(['m', 'rfm_a', 'rfm_b', 'rfm_c']),
		...['segment', 'country', 'channel', 'first_product'],
		...MODEL_COLUMNS
	];
	if (cut === null) return csv([header]);

	const facts = customerFacts(ledger, cut, reported);
	const scored = (rule: RfmRule): RfmScores[] =>
		reported.map((index) => {
			const scores = rfm(
				ledger,
				{ rule, currency: ledger.currencies[index] },
				{ asOf, selection: null, keys: () => keys }
			);
			if (scores.status !== 'scored') throw new Error(scores.status);
			return scores;
		});
	const scores = { a: scored(RULES.a), b: scored(RULES.b), c: scored(RULES.c) };
	const rowOf = new Int32Array(ledger.customers);
	for (let c = 0, row = 0; c < rowOf.length; c++) rowOf[c] = facts.orders[c] > 0 ? row++ : -1;
	const product = productKeys(products, facts.firstProduct);
	const model = modelCells(ledger, cut.day);
	const text = (code: number, dictionary: readonly string[]): Cell => (code < 0 ? null : dictionary[code]);

	function* rows(): Generator<Cell[]> {
		yield header;
		for (const c of keys.order) {
			if (facts.orders[c] === 0 || !isIn(selection, c)) continue;
			const row = rowOf[c];
			const cell = ({ rScore, fScore, mScore }: RfmScores): string => `${rScore[row]}${fScore[row]}${mScore[row]}`;
			yield [
				keyOf(keys, c),
				isoDate(facts.first[c]),
				isoDate(facts.last[c]),
				facts.orders[c],
				facts.purchaseDays[c],
				facts.units[c] / 10 ** ledger.unitScale,
				...reported.map((index, k) =>
					roundMoney(facts.net[k][c], ledger.scale, currencyExponent(ledger.currencies[index]))
				),
				scores.a[0].rDays[row],
				scores.a[0].f[row],
				...reported.flatMap((_, k) => [scores.a[k].m[row], cell(scores.a[k]), cell(scores.b[k]), cell(scores.c[k])]),
				SEGMENT_NAMES[SEGMENTS[scores.a[0].segment[row]]],
				text(facts.country[c], ledger.dictionaries.country),
				text(facts.channel[c], ledger.dictionaries.channel),
				product(facts.firstProduct[c]),
				...model(c)
			];
		}
	}
	return csv(rows());
}
