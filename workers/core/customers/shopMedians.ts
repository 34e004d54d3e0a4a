import { cutAt, reportingCurrency } from '../ledger/asOf';
import { customerNet } from '../ledger/customerNet';
import type { Ledger } from '../ledger/types';
import { quantiles } from '../numeric/quantile';
import type { Numbers } from '../numeric/quantile';
import { gapsOf } from './rhythm';

/** What the customer in the middle of the shop has, each figure for itself; null where nobody has one. Money in units of the currency. */
export interface ShopMedians {
	customers: number;
	net: number | null;
	orders: number | null;
	/** Net / orders of a customer. */
	meanOrder: number | null;
	/** Of the customers who bought on two days or more: the median of their median gaps, in days. */
	usualGap: number | null;
	longestGap: number | null;
	/** Orders of customers without a discount / orders of customers; null where no order has a discount. */
	fullPrice: number | null;
}

const median = (values: Numbers): number | null => (values.length === 0 ? null : quantiles(values, [0.5])[0]);

/** Medians over all customers with an order by D. */
export function shopMedians(ledger: Ledger, asOf: number | null): ShopMedians {
	const cut = cutAt(ledger, asOf);
	const nobody = { net: null, orders: null, meanOrder: null, usualGap: null, longestGap: null, fullPrice: null };
	if (cut === null) return { customers: 0, ...nobody };
	const { customers, offset, discount } = ledger;
	const { end } = cut;
	const currency = reportingCurrency(ledger);
	const nets = currency < 0 ? null : customerNet(ledger, cut, currency);
	const net = new Float64Array(customers);
	const mean = new Float64Array(customers);
	const orders = new Int32Array(customers);
	const usual = new Float64Array(customers);
	const longest = new Int32Array(customers);
	let n = 0;
	let returned = 0;
	let all = 0;
	let discounted = 0;
	for (let c = 0; c < customers; c++) {
		const count = end[c] - offset[c];
		if (count === 0) continue;
		orders[n] = count;
		if (nets !== null) {
			net[n] = nets[c];
			mean[n] = nets[c] / count;
		}
		n++;
		all += count;
		for (let i = offset[c]; i < end[c]; i++) if (discount[i] > 0) discounted++;
		if (count < 2) continue;
		const gaps = gapsOf(ledger, cut, c);
		if (gaps.length === 0) continue;
		gaps.sort();
		const middle = gaps.length >> 1;
		usual[returned] = gaps.length % 2 === 1 ? gaps[middle] : (gaps[middle - 1] + gaps[middle]) / 2;
		longest[returned++] = gaps[gaps.length - 1];
	}
	const perUnit = 10 ** ledger.scale;
	const money = (values: Float64Array): number | null => {
		const value = nets === null ? null : median(values.subarray(0, n));
		return value === null ? null : value / perUnit;
	};
	return {
		customers: n,
		net: money(net),
		orders: median(orders.subarray(0, n)),
		meanOrder: money(mean),
		usualGap: median(usual.subarray(0, returned)),
		longestGap: median(longest.subarray(0, returned)),
		fullPrice: discounted === 0 ? null : 1 - discounted / all
	};
}
