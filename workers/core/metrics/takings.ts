import { isIn, looseRefunds, orderValues } from '../ledger/asOf';
import type { Cut } from '../ledger/asOf';
import type { Ledger, LedgerColumn, Selection } from '../ledger/types';
import type { Clusters } from '../numeric/clustered';
import { exactSum } from '../numeric/exactSum';
import { quantiles } from '../numeric/quantile';
import type { Numbers } from '../numeric/quantile';
import { NO_DAY } from '../tables';
import { active, spanOf, withTail } from './activity';
import { concentration } from './concentration';
import { ratio } from './estimates';
import type { PeriodMoney, Window } from './types';

/** Money of one currency as of D, ready for any window: the refunds that need looking at, and what orders count as. */
export interface Till {
	ledger: Ledger;
	cut: Cut;
	selection: Selection;
	currency: number;
	/** What each order counts as; 0 in other currencies. */
	values: LedgerColumn;
	/** Refunds that lower net as lines of their own; customer -1 where the customer has no order by D. */
	loose: { customer: number; day: number; amount: number }[];
	/** Every refund in force that no column holds, with the day whose window it belongs to, for the refund figures. */
	refunds: { customer: number; day: number; amount: number; attached: boolean }[];
}

export function openTill(ledger: Ledger, cut: Cut, selection: Selection, currency: number): Till {
	const { offset, refunds, counting } = ledger;
	const customerBy = (customer: number): number =>
		customer >= 0 && cut.end[customer] > offset[customer] ? customer : -1;
	// What belongs to nobody is part of everybody only.
	const counts = ({ customer }: { customer: number }): boolean =>
		customer < 0 ? selection === null : isIn(selection, customer);
	const dated = [];
	for (let e = 0; e < refunds.length; e++) {
		const order = refunds.order[e];
		if (refunds.currency[e] !== currency || refunds.day[e] > cut.day) continue;
		if (order >= 0 && ledger.day[order] > cut.day) continue;
		const inOrderPeriod = order >= 0 && counting.refundsIn === 'order-period';
		dated.push({
			customer: customerBy(refunds.customer[e]),
			day: inOrderPeriod ? ledger.day[order] : refunds.day[e],
			amount: refunds.amount[e],
			attached: order >= 0
		});
	}
	return {
		ledger,
		cut,
		selection,
		currency,
		values: orderValues(ledger, cut.day, currency),
		loose: looseRefunds(ledger, cut.day, currency)
			.map((refund) => ({ ...refund, customer: customerBy(refund.customer) }))
			.filter(counts),
		refunds: dated.filter(counts)
	};
}

/** Money of a window, by customer where it has one. All in whole units of the ledger's scale. */
export interface Takings {
	window: Window;
	gross: number;
	discounts: number;
	refunds: number;
	refundsUnattached: number;
	/** A row a customer index. */
	net: Float64Array;
	orders: Int32Array;
	classes: NetByClass;
	/** A row an order of a guest, and a row a refund of nobody (0 orders). */
	othersNet: Float64Array;
	othersOrders: Float64Array;
	/** What each order counts as. */
	orderValues: Numbers;
	/** Sum of gross by customer, for changes. */
	grossBy: Float64Array;
	discountsBy: Float64Array;
	othersGross: Float64Array;
	othersDiscounts: Float64Array;
}

/** What a window holds beyond its days. */
interface Reach {
	/** Refunds before its first day: it begins with the data. */
	earlier: boolean;
	/** Unattached refunds without a day: it is the whole of the data. */
	undated: boolean;
}

/** @param span of the same ledger, day, selection and window, where it is known already */
export function takingsIn(
	till: Till,
	window: Window,
	{ earlier, undated }: Reach,
	span = spanOf(till.ledger, till.cut, till.selection, window)
): Takings {
	const { ledger, cut, selection, currency, values } = till;
	const { customers, offset, day, gross, discount, refunded } = ledger;
	const single = ledger.currencies.length === 1;
	const from = window.from;
	const to = Math.min(window.to, cut.day);
	const net = new Float64Array(customers);
	const grossBy = new Float64Array(customers);
	const discountsBy = new Float64Array(customers);
	const orders = new Int32Array(customers);
	const room = span.orders + ledger.ordersWithoutCustomer;
	const orderValuesIn = values instanceof Float64Array ? new Float64Array(room) : new Int32Array(room);
	let n = 0;
	let refunds = 0;
	for (let c = 0; c < customers; c++) {
		const stop = span.to[c];
		let sum = 0;
		let sumGross = 0;
		let sumDiscount = 0;
		let count = 0;
		for (let i = span.from[c]; i < stop; i++) {
			if (!single && ledger.currency[i] !== currency) continue;
			const value = values[i];
			sum += value;
			sumGross += gross[i];
			sumDiscount += discount[i];
			refunds += refunded[i];
			count++;
			orderValuesIn[n++] = value;
		}
		net[c] = sum;
		grossBy[c] = sumGross;
		discountsBy[c] = sumDiscount;
		orders[c] = count;
	}

	const others = { net: [] as number[], orders: [] as number[], gross: [] as number[], discounts: [] as number[] };
	for (let i = offset[customers]; selection === null && i < ledger.orders; i++) {
		if (day[i] < from || day[i] > to || (!single && ledger.currency[i] !== currency)) continue;
		others.net.push(values[i]);
		others.orders.push(1);
		others.gross.push(gross[i]);
		others.discounts.push(discount[i]);
		refunds += refunded[i];
		orderValuesIn[n++] = values[i];
	}
	const inWindow = (on: number): boolean => (on === NO_DAY ? undated : (earlier || on >= from) && on <= to);
	for (const { customer, day: on, amount } of till.loose) {
		if (!inWindow(on)) continue;
		if (customer >= 0) net[customer] -= amount;
		else {
			others.net.push(-amount);
			others.orders.push(0);
			others.gross.push(0);
			others.discounts.push(0);
		}
	}
	let refundsUnattached = 0;
	for (const { day: on, amount, attached } of till.refunds) {
		if (!inWindow(on)) continue;
		refunds += amount;
		if (!attached) refundsUnattached += amount;
	}
	return {
		window,
		classes: netByClass(ledger, net, window),
		gross: exactSum(grossBy) + exactSum(others.gross),
		discounts: exactSum(discountsBy) + exactSum(others.discounts),
		refunds,
		refundsUnattached,
		net,
		orders,
		othersNet: Float64Array.from(others.net),
		othersOrders: Float64Array.from(others.orders),
		orderValues: orderValuesIn.subarray(0, n),
		grossBy,
		discountsBy,
		othersGross: Float64Array.from(others.gross),
		othersDiscounts: Float64Array.from(others.discounts)
	};
}

export function moneyOf(ledger: Ledger, takings: Takings): PeriodMoney {
	const { net, orders, othersNet, classes } = takings;
	const perUnit = 10 ** ledger.scale;
	const ofBuyers = new Float64Array(net.length);
	let buyers = 0;
	for (let c = 0; c < net.length; c++) if (orders[c] > 0) ofBuyers[buyers++] = net[c];
	const total = exactSum(net) + exactSum(othersNet);
	const ordinary =
		ledger.counting.value === 'net' ? takings.gross - takings.discounts - takings.refunds : takings.gross;
	return {
		gross: takings.gross / perUnit,
		discounts: takings.discounts / perUnit,
		refunds: takings.refunds / perUnit,
		refundsUnattached: takings.refundsUnattached / perUnit,
		extras: (total - ordinary) / perUnit,
		net: total / perUnit,
		newNet: exactSum(classes.new) / perUnit,
		returningNet: exactSum(classes.returning) / perUnit,
		netWithoutCustomer: (exactSum(othersNet) + classes.early) / perUnit,
		orders: takings.orderValues.length,
		customers: buyers,
		aov: ratio(valuePerOrder(takings), perUnit),
		aovMedian: takings.orderValues.length === 0 ? null : quantiles(takings.orderValues, [0.5])[0] / perUnit,
		revenuePerCustomer: ratio(revenuePerCustomer(takings), perUnit),
		...concentration(ofBuyers.subarray(0, buyers), perUnit)
	};
}

/** Net by customer, of new customers and of returning ones; `early` is a refund before its customer's first order. */
export interface NetByClass {
	new: Float64Array;
	returning: Float64Array;
	early: number;
}

function netByClass({ day, offset }: Ledger, net: Float64Array, { from, to }: Window): NetByClass {
	const classes = { new: new Float64Array(net.length), returning: new Float64Array(net.length), early: 0 };
	for (let c = 0; c < net.length; c++) {
		if (net[c] === 0) continue;
		const first = day[offset[c]];
		if (first < from) classes.returning[c] = net[c];
		else if (first <= to) classes.new[c] = net[c];
		else classes.early += net[c];
	}
	return classes;
}

/** Net by orders; a guest's order is a cluster of its own. `others` and `place` line two windows up. */
export const valuePerOrder = (takings: Takings, others = takings.othersNet.length, place = 0): Clusters => ({
	y: withTail(takings.net, takings.othersNet, others, place),
	x: withTail(takings.orders, takings.othersOrders, others, place)
});

export const revenuePerCustomer = ({ net, orders }: Takings): Clusters => ({ y: net, x: active(orders) });
