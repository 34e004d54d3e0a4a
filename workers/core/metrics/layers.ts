import { cutAt, isIn, reportedCurrencies } from '../ledger/asOf';
import { periodLabel, periodOf, periodTable } from '../ledger/periods';
import type { Ledger, Selection } from '../ledger/types';
import { currencyExponent } from '../numeric/currencyExponent';
import { NO_DAY } from '../tables';
import { monthFrame } from './months';
import { openTill } from './takings';

/** Layers that can be told apart; the oldest are one. */
const MOST = 6;
/** From this many calendar months on, customers are layered by year. */
const MONTHS_FOR_YEARS = 24;

/** Customers of one layer, and what they brought month by month. */
export interface RevenueLayer {
	/** Period of the first counted order: "2023", "2011-Q1"; of several, the newest. */
	label: string;
	/** Earlier periods are in it too. */
	andBefore: boolean;
	/** Of the selection, with an order by D. */
	customers: number;
	/** A row a month, units of the currency, from exact sums. */
	net: number[];
}

export interface RevenueLayers {
	/** By the year of a customer's first order; by its quarter where the data is shorter than 24 months. */
	by: 'year' | 'quarter';
	/** "2011-03", as the months of the overview: from the first counted order's to that of D. */
	months: string[];
	/** A currency; layers oldest first. */
	money: {
		currency: string;
		exponent: number;
		layers: RevenueLayer[];
		/** Net of orders and refunds without a customer, a row a month. */
		withoutCustomer: number[];
	}[];
}

/**
 * Net by calendar month and by when customers first ordered: one pass over the orders a currency. Layers and
 * `withoutCustomer` add up to the month's net.
 */
export function revenueLayers(
	ledger: Ledger,
	{ asOf, selection, currency }: { asOf: number | null; selection: Selection; currency?: string | null }
): RevenueLayers {
	const cut = cutAt(ledger, asOf);
	if (cut === null) return { by: 'quarter', months: [], money: [] };
	const frame = monthFrame(ledger, cut);
	const by = frame.count >= MONTHS_FOR_YEARS ? 'year' : 'quarter';
	const { offset, day, counting } = ledger;
	const { table, firstDay, count } = frame;
	const periods = periodTable(firstDay, Math.max(cut.day, ledger.lastDay as number), by, counting.monthStart);
	const first = periods[0];
	const last = Math.max(first, periodOf(cut.day, by, counting.monthStart));
	const rows = Math.min(MOST, last - first + 1);
	/** The oldest period with a layer of its own, but for the one below it. */
	const lowest = last - rows + 1;
	const layerOf = new Int32Array(periods.length);
	for (let d = 0; d < periods.length; d++) layerOf[d] = Math.max(0, periods[d] - lowest);

	const customers = new Int32Array(rows);
	for (let c = 0; c < ledger.customers; c++) {
		if (cut.end[c] > offset[c] && isIn(selection, c)) customers[layerOf[day[offset[c]] - firstDay]]++;
	}
	const perUnit = 10 ** ledger.scale;
	return {
		by,
		months: Array.from({ length: count }, (_, m) => periodLabel(frame.first + m, 'month')),
		money: reportedCurrencies(ledger, currency).map((index) => {
			const { values, loose } = openTill(ledger, cut, selection, index);
			const net = new Float64Array(rows * count);
			const others = new Float64Array(count);
			for (let c = 0; c < ledger.customers; c++) {
				const from = offset[c];
				if (cut.end[c] === from || (selection !== null && selection[c] === 0)) continue;
				const row = layerOf[day[from] - firstDay] * count;
				for (let i = from; i < cut.end[c]; i++) net[row + table[day[i] - firstDay]] += values[i];
			}
			for (let i = offset[ledger.customers]; selection === null && i < ledger.orders; i++) {
				if (day[i] <= cut.day) others[table[day[i] - firstDay]] += values[i];
			}
			for (const { customer, day: on, amount } of loose) {
				if (on === NO_DAY || count === 0) continue;
				// As in the months: a refund before the first counted order lies in the first month, one before its customer's first month is nobody's.
				const month = table[Math.max(on - firstDay, 0)];
				const came = customer < 0 ? Infinity : day[offset[customer]] - firstDay;
				if (came === Infinity || month < table[came]) others[month] -= amount;
				else net[layerOf[came] * count + month] -= amount;
			}
			const code = ledger.currencies[index];
			return {
				currency: code,
				exponent: currencyExponent(code),
				layers: Array.from({ length: rows }, (_, row) => ({
					label: periodLabel(lowest + row, by),
					andBefore: row === 0 && lowest > first,
					customers: customers[row],
					net: Array.from(net.subarray(row * count, (row + 1) * count), (units) => units / perUnit)
				})),
				withoutCustomer: Array.from(others, (units) => units / perUnit)
			};
		})
	};
}
