import { isIn } from '../ledger/asOf';
import type { Cut } from '../ledger/asOf';
import { periodLabel, periodOf, periodStart, periodTable } from '../ledger/periods';
import type { Ledger, Selection } from '../ledger/types';
import { NO_DAY } from '../tables';
import type { Till } from './takings';
import type { MonthCounts, MonthMoney } from './types';

/** Months from that of the first counted order to that of D, and the month of each day. */
export interface MonthFrame {
	first: number;
	count: number;
	firstDay: number;
	/** Row d: place of the month of day firstDay + d. */
	table: Int32Array;
}

/** @returns no months when D lies before the first counted order */
export function monthFrame(ledger: Ledger, cut: Cut): MonthFrame {
	const firstDay = ledger.firstDay as number;
	const { monthStart } = ledger.counting;
	const table = periodTable(firstDay, Math.max(cut.day, ledger.lastDay as number), 'month', monthStart);
	const first = table[0];
	for (let d = 0; d < table.length; d++) table[d] -= first;
	return { first, count: Math.max(0, periodOf(cut.day, 'month', monthStart) - first + 1), firstDay, table };
}

export function countMonths(ledger: Ledger, cut: Cut, selection: Selection, frame: MonthFrame): MonthCounts[] {
	const { offset, day, counting } = ledger;
	const { table, firstDay, count } = frame;
	const customers = new Float64Array(count);
	const newCustomers = new Float64Array(count);
	const orders = new Float64Array(count);
	const newOrders = new Float64Array(count);
	const guests = new Float64Array(count);
	for (let c = 0; c < ledger.customers; c++) {
		const from = offset[c];
		if (cut.end[c] === from || !isIn(selection, c)) continue;
		const first = table[day[from] - firstDay];
		newCustomers[first]++;
		let previous = -1;
		for (let i = from; i < cut.end[c]; i++) {
			const month = table[day[i] - firstDay];
			orders[month]++;
			if (month === first) newOrders[month]++;
			if (month !== previous) customers[month]++;
			previous = month;
		}
	}
	for (let i = offset[ledger.customers]; selection === null && i < ledger.orders; i++) {
		if (day[i] <= cut.day) guests[table[day[i] - firstDay]]++;
	}
	return Array.from({ length: count }, (_, m) => {
		const window = {
			from: periodStart(frame.first + m, 'month', counting.monthStart),
			to: periodStart(frame.first + m + 1, 'month', counting.monthStart) - 1
		};
		return {
			label: periodLabel(frame.first + m, 'month'),
			window,
			partial: window.to > cut.day,
			customers: customers[m],
			newCustomers: newCustomers[m],
			returningCustomers: customers[m] - newCustomers[m],
			orders: orders[m] + guests[m],
			newOrders: newOrders[m],
			returningOrders: orders[m] - newOrders[m],
			ordersWithoutCustomer: guests[m]
		};
	});
}

export function moneyByMonth(till: Till, frame: MonthFrame): MonthMoney[] {
	const { ledger, cut, selection, currency, values } = till;
	const { offset, day, gross, discount, refunded } = ledger;
	const { table, firstDay, count } = frame;
	const single = ledger.currencies.length === 1;
	const column = (): Float64Array => new Float64Array(count);
	const sums = {
		gross: column(),
		discounts: column(),
		refunds: column(),
		newNet: column(),
		returningNet: column(),
		netWithoutCustomer: column()
	};
	const add = (i: number, month: number, net: Float64Array): void => {
		if (!single && ledger.currency[i] !== currency) return;
		sums.gross[month] += gross[i];
		sums.discounts[month] += discount[i];
		sums.refunds[month] += refunded[i];
		net[month] += values[i];
	};
	for (let c = 0; c < ledger.customers; c++) {
		const from = offset[c];
		if (cut.end[c] === from || !isIn(selection, c)) continue;
		const first = table[day[from] - firstDay];
		for (let i = from; i < cut.end[c]; i++) {
			const month = table[day[i] - firstDay];
			add(i, month, month === first ? sums.newNet : sums.returningNet);
		}
	}
	for (let i = offset[ledger.customers]; selection === null && i < ledger.orders; i++) {
		if (day[i] <= cut.day) add(i, table[day[i] - firstDay], sums.netWithoutCustomer);
	}
	// A refund before the first counted order lies in the first month there is.
	const monthOf = (on: number): number => table[Math.max(on - firstDay, 0)];
	for (const { day: on, amount } of till.refunds) if (on !== NO_DAY && count > 0) sums.refunds[monthOf(on)] += amount;
	for (const { customer, day: on, amount } of till.loose) {
		if (on === NO_DAY || count === 0) continue;
		const month = monthOf(on);
		const first = customer < 0 ? Infinity : table[day[offset[customer]] - firstDay];
		const net = month === first ? sums.newNet : month > first ? sums.returningNet : sums.netWithoutCustomer;
		net[month] -= amount;
	}
	const perUnit = 10 ** ledger.scale;
	return Array.from({ length: count }, (_, m) => ({
		gross: sums.gross[m] / perUnit,
		discounts: sums.discounts[m] / perUnit,
		refunds: sums.refunds[m] / perUnit,
		net: (sums.newNet[m] + sums.returningNet[m] + sums.netWithoutCustomer[m]) / perUnit,
		newNet: sums.newNet[m] / perUnit,
		returningNet: sums.returningNet[m] / perUnit,
		netWithoutCustomer: sums.netWithoutCustomer[m] / perUnit
	}));
}
