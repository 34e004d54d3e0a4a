import {
	cutAt,
	isIn,
	ledgerPeriods,
	looseRefunds,
	orderValues,
	reportedCurrencies,
	reportingCurrency
} from '../ledger/asOf';
import type { Cut, LooseRefund } from '../ledger/asOf';
import { periodLabel, periodOf, periodStart } from '../ledger/periods';
import type { Ledger, LedgerColumn, Selection } from '../ledger/types';
import { NO_DAY } from '../tables';
import { currencyExponent } from '../numeric/currencyExponent';
import { wilson } from '../numeric/intervals';
import { retentionOfOthers } from './others';
import { moneyIntervals, spreadOf } from './spread';
import type { Spread } from './spread';
import { trend } from './trend';
import type { CohortMoney, CohortOptions, CohortPeriod, CohortResult } from './types';

/** How a customer falls into the matrix. */
interface Frame {
	/** Period of a day; row d is day firstDay + d. */
	table: Int32Array;
	firstDay: number;
	/** Period number of the first row of `rowOf`. */
	base: number;
	/** Matrix row of a cohort's period − base, or -1. */
	rowOf: Int32Array;
	ages: number;
}

/**
 * Customers by period of their first counted order, followed by calendar period up to D: one pass over the orders.
 * @param view selection null: everybody; orders without a customer are in no cohort
 */
export function cohorts(
	ledger: Ledger,
	{ period, currency, intervals = false }: CohortOptions,
	{ asOf, selection }: { asOf: number | null; selection: Selection }
): CohortResult {
	const cut = cutAt(ledger, asOf);
	const reported = reportedCurrencies(ledger, currency);
	const reporting = reportingCurrency(ledger, currency);
	const { frame, size } = framed(ledger, cut, selection, period);
	const { base, rowOf, ages } = frame;
	const periods = [...rowOf.keys()].filter((i) => rowOf[i] >= 0).map((i) => i + base);
	const cells = periods.length * ages;
	const monthStart = ledger.counting.monthStart;

	const customers = new Int32Array(cells);
	const orders = new Int32Array(cells);
	const single = ledger.currencies.length === 1;
	const nets = reported.map(() => new Float64Array(cells));
	const spreads: (Spread | null)[] = reported.map(() => null);
	const ordersOf = reported.map(() => (single ? orders : new Int32Array(cells)));
	if (cut !== null) {
		const view: Followed = { ledger, cut, selection, frame };
		const [main] = reported;
		follow(view, { customers, orders, net: nets[0] ?? new Float64Array(cells) }, orderValues(ledger, cut.day, main));
		reported.forEach((index, k) => {
			if (k > 0) sumNet(view, orderValues(ledger, cut.day, index), nets[k]);
			const loose = looseRefunds(ledger, cut.day, index);
			lowerByRefunds(view, loose, nets[k]);
			if (!single) countOrdersIn(view, index, ordersOf[k]);
			if (intervals) spreads[k] = spreadOf(view, index, orderValues(ledger, cut.day, index), loose, cells);
		});
	}

	const cell = new Uint8Array(cells);
	const lastPeriod = cut === null ? 0 : periodOf(cut.day, period, monthStart);
	const daysLeft = cut === null ? 0 : periodStart(lastPeriod + 1, period, monthStart) - 1 - cut.day;
	periods.forEach((first, c) => {
		for (let k = 0; k < ages && first + k <= lastPeriod; k++) {
			cell[c * ages + k] = first + k < lastPeriod || daysLeft === 0 ? 2 : 1;
		}
	});
	const shape: Shape = { cell, size, ages };
	const labels = periods.map((index) => periodLabel(index, period));
	return {
		period,
		asOf: cut === null ? null : cut.day,
		labels,
		start: Int32Array.from(periods, (index) => periodStart(index, period, monthStart)),
		size,
		ages,
		cell,
		customers,
		orders,
		...retention(shape, customers),
		others: retentionOfOthers(shape, customers),
		trend: trend(shape, customers, { labels, period, beginsWithData: periods[0] === base }),
		daysLeft,
		money: reported.map((index, k) =>
			money(
				shape,
				{ currency: ledger.currencies[index], perUnit: 10 ** ledger.scale },
				nets[k],
				ordersOf[k],
				spreads[k]
			)
		),
		currencies: ledger.currencies,
		currency: reporting < 0 ? null : ledger.currencies[reporting]
	};
}

/** Which cells there are: see CohortResult. */
export interface Shape {
	cell: Uint8Array;
	size: Int32Array;
	ages: number;
}

function framed(
	ledger: Ledger,
	cut: Cut | null,
	selection: Selection,
	period: CohortPeriod
): { frame: Frame; size: Int32Array } {
	if (cut === null) {
		const none = new Int32Array(0);
		return { frame: { table: none, firstDay: 0, base: 0, rowOf: none, ages: 0 }, size: none };
	}
	const { offset, day, customers } = ledger;
	const firstDay = ledger.firstDay as number;
	const table = ledgerPeriods(ledger, cut.day, period);
	const base = table[0];
	const last = Math.max(base, periodOf(cut.day, period, ledger.counting.monthStart));
	const sizes = new Int32Array(last - base + 1);
	for (let c = 0; c < customers; c++) {
		if (cut.end[c] > offset[c] && isIn(selection, c)) sizes[table[day[offset[c]] - firstDay] - base]++;
	}
	const held = [...sizes.keys()].filter((i) => sizes[i] > 0);
	const rowOf = new Int32Array(sizes.length).fill(-1);
	held.forEach((i, row) => (rowOf[i] = row));
	return {
		frame: { table, firstDay, base, rowOf, ages: held.length === 0 ? 0 : last - base - held[0] + 1 },
		size: Int32Array.from(held, (i) => sizes[i])
	};
}

export interface Followed {
	ledger: Ledger;
	cut: Cut;
	selection: Selection;
	frame: Frame;
}

/** The one pass: who was active, orders, and net in one currency. */
function follow(
	{ ledger, cut, selection, frame }: Followed,
	{ customers, orders, net }: { customers: Int32Array; orders: Int32Array; net: Float64Array },
	values: LedgerColumn
): void {
	const { table, firstDay, base, rowOf, ages } = frame;
	const { offset, day } = ledger;
	const { end } = cut;
	const n = ledger.customers;
	for (let c = 0; c < n; c++) {
		const from = offset[c];
		const to = end[c];
		if (to === from || (selection !== null && selection[c] === 0)) continue;
		const first = table[day[from] - firstDay];
		const row = rowOf[first - base] * ages - first;
		let previous = -1;
		for (let i = from; i < to; i++) {
			const at = row + table[day[i] - firstDay];
			orders[at]++;
			net[at] += values[i];
			if (at !== previous) customers[at]++;
			previous = at;
		}
	}
}

/** Calls back with each order of the selection by D and its cell. */
function eachOrder({ ledger, cut, selection, frame }: Followed, visit: (order: number, at: number) => void): void {
	const { table, firstDay, base, rowOf, ages } = frame;
	const { offset, day } = ledger;
	for (let c = 0; c < ledger.customers; c++) {
		if (cut.end[c] === offset[c] || !isIn(selection, c)) continue;
		const first = table[day[offset[c]] - firstDay];
		const row = rowOf[first - base] * ages - first;
		for (let i = offset[c]; i < cut.end[c]; i++) visit(i, row + table[day[i] - firstDay]);
	}
}

const sumNet = (view: Followed, values: LedgerColumn, net: Float64Array): void =>
	eachOrder(view, (i, at) => (net[at] += values[i]));

function countOrdersIn(view: Followed, index: number, orders: Int32Array): void {
	const { currency } = view.ledger;
	eachOrder(view, (i, at) => {
		if (currency[i] === index) orders[at]++;
	});
}

function lowerByRefunds({ ledger, cut, selection, frame }: Followed, refunds: LooseRefund[], net: Float64Array): void {
	const { table, firstDay, base, rowOf, ages } = frame;
	const { offset, day } = ledger;
	for (const { customer: c, day: on, amount } of refunds) {
		// A refund without a day lowers totals and no period.
		if (c < 0 || on === NO_DAY || cut.end[c] === offset[c] || !isIn(selection, c)) continue;
		const first = table[day[offset[c]] - firstDay];
		const when = Math.max(on, day[offset[c]]);
		net[rowOf[first - base] * ages + table[when - firstDay] - first] -= amount;
	}
}

function retention(
	{ cell, size, ages }: Shape,
	customers: Int32Array
): Pick<CohortResult, 'retention' | 'retentionLow' | 'retentionHigh' | 'mean'> {
	const share = new Float64Array(cell.length).fill(NaN);
	const low = new Float64Array(cell.length).fill(NaN);
	const high = new Float64Array(cell.length).fill(NaN);
	const mean = {
		retention: new Float64Array(ages).fill(NaN),
		low: new Float64Array(ages).fill(NaN),
		high: new Float64Array(ages).fill(NaN),
		cohorts: new Int32Array(ages),
		customers: new Int32Array(ages)
	};
	for (let k = 0; k < ages; k++) {
		let active = 0;
		for (let c = 0; c < size.length; c++) {
			const at = c * ages + k;
			if (cell[at] === 0) continue;
			const interval = wilson(customers[at], size[c]);
			share[at] = customers[at] / size[c];
			low[at] = interval.low;
			high[at] = interval.high;
			if (cell[at] !== 2) continue;
			active += customers[at];
			mean.cohorts[k]++;
			mean.customers[k] += size[c];
		}
		if (mean.customers[k] === 0) continue;
		const interval = wilson(active, mean.customers[k]);
		mean.retention[k] = active / mean.customers[k];
		mean.low[k] = interval.low;
		mean.high[k] = interval.high;
	}
	return { retention: share, retentionLow: low, retentionHigh: high, mean };
}

/** @param net whole units; becomes money */
function money(
	shape: Shape,
	{ currency, perUnit }: { currency: string; perUnit: number },
	net: Float64Array,
	orders: Int32Array,
	spread: Spread | null
): CohortMoney {
	const { cell, size, ages } = shape;
	const intervals = spread && moneyIntervals(shape, { net, orders, spread, perUnit });
	const aov = new Float64Array(net.length).fill(NaN);
	const cumulative = new Float64Array(net.length).fill(NaN);
	const mean = {
		net: new Float64Array(ages).fill(NaN),
		aov: new Float64Array(ages).fill(NaN),
		cumulativeNetPerCustomer: new Float64Array(ages).fill(NaN)
	};
	const column = (): Float64Array => new Float64Array(ages);
	const sums = { weighted: column(), net: column(), upTo: column(), orders: column() };
	const people = new Float64Array(ages);
	const cohortsAt = new Float64Array(ages);
	for (let c = 0; c < size.length; c++) {
		let upTo = 0;
		for (let k = 0; k < ages; k++) {
			const at = c * ages + k;
			if (cell[at] === 0) break;
			upTo += net[at];
			if (orders[at] > 0) aov[at] = net[at] / perUnit / orders[at];
			cumulative[at] = upTo / perUnit / size[c];
			if (cell[at] === 2) {
				sums.weighted[k] += net[at] * size[c];
				sums.net[k] += net[at];
				sums.upTo[k] += upTo;
				sums.orders[k] += orders[at];
				people[k] += size[c];
				cohortsAt[k]++;
			}
		}
	}
	for (let k = 0; k < ages; k++) {
		if (cohortsAt[k] === 0) continue;
		mean.net[k] = sums.weighted[k] / perUnit / people[k];
		if (sums.orders[k] > 0) mean.aov[k] = sums.net[k] / perUnit / sums.orders[k];
		mean.cumulativeNetPerCustomer[k] = sums.upTo[k] / perUnit / people[k];
	}
	for (let i = 0; i < net.length; i++) net[i] /= perUnit;
	return {
		currency,
		exponent: currencyExponent(currency),
		net,
		orders,
		aov,
		cumulativeNetPerCustomer: cumulative,
		mean,
		intervals
	};
}
