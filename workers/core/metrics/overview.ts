import { cutAt, isIn, reportedCurrencies, reportingCurrency } from '../ledger/asOf';
import type { Cut } from '../ledger/asOf';
import type { Ledger, Selection } from '../ledger/types';
import { currencyExponent } from '../numeric/currencyExponent';
import { NO_DAY } from '../tables';
import {
	active,
	activeAndNew,
	activityIn,
	countsOf,
	ordersByCluster,
	purchaseFrequency,
	spanOf,
	unitsPerOrder,
	withTail
} from './activity';
import type { Activity, Span } from './activity';
import { changeOfRate, changeOfRatio, changeOfTotal, complement, rate } from './estimates';
import { gapsBetweenPurchases } from './gaps';
import { countMonths, moneyByMonth, monthFrame } from './months';
import type { MonthFrame } from './months';
import { moneyOf, openTill, revenuePerCustomer, takingsIn, valuePerOrder } from './takings';
import type { Takings, Till } from './takings';
import type {
	Change,
	CurrencyOverview,
	OverviewOptions,
	OverviewResult,
	Rate,
	SplitResult,
	Window,
	WindowComparison,
	WindowMoney
} from './types';
import { comparedWindows, monthsTo } from './windows';

/**
 * Headline figures up to a day, for a selection of customers.
 * @param selection null: everybody, and the orders and refunds of nobody too
 */
export function overview(ledger: Ledger, options: OverviewOptions, selection: Selection): OverviewResult {
	const cut = cutAt(ledger, options.asOf);
	const reporting = reportingCurrency(ledger, options.currency);
	const frame = {
		currencies: ledger.currencies,
		currency: reporting < 0 ? null : ledger.currencies[reporting],
		excluded: ledger.excluded
	};
	if (cut === null) return { ...frame, ...nothing };
	const firstDay = ledger.firstDay as number;
	const whole: Window = { from: firstDay, to: cut.day };
	const compared = cut.day > firstDay ? comparedWindows(firstDay, cut.day) : null;
	const split = options.split ?? null;
	const months = monthFrame(ledger, cut);
	// Windows recur (the year is that of the repeat-customer index, and currencies share them): each is looked at once.
	const span = once((window) => spanOf(ledger, cut, selection, window));
	const activity = once((window) => activityIn(ledger, cut, selection, span(window)));
	return {
		...frame,
		asOf: cut.day,
		firstDay: firstDay <= cut.day ? firstDay : null,
		lastDay: lastDayBy(ledger, cut),
		all: countsOf(ledger, activity(whole)),
		windows: compared && compareCounts(ledger, compared.kind, activity(compared.now), activity(compared.before)),
		repeatCustomerIndex12: repeatIndex(activity(monthsTo(cut.day, 12))),
		repeatCustomerIndex6: repeatIndex(activity(monthsTo(cut.day, 6))),
		gaps: gapsBetweenPurchases(ledger, cut, selection),
		months: countMonths(ledger, cut, selection, months),
		split:
			split === null
				? null
				: splitCounts(
						ledger,
						split,
						activity({ from: firstDay, to: split }),
						activity({ from: split + 1, to: cut.day })
					),
		money: reportedCurrencies(ledger, options.currency).map((index) =>
			moneyIn(openTill(ledger, cut, selection, index), { whole, compared, months, split, span })
		)
	};
}

function once<T>(make: (window: Window) => T): (window: Window) => T {
	const known = new Map<string, T>();
	return (window) => {
		const key = `${window.from} ${window.to}`;
		const found = known.get(key) ?? make(window);
		known.set(key, found);
		return found;
	};
}

const nothing = {
	asOf: null,
	firstDay: null,
	lastDay: null,
	all: null,
	windows: null,
	repeatCustomerIndex12: null,
	repeatCustomerIndex6: null,
	gaps: { n: 0, mean: null, median: null, q25: null, q75: null, q90: null },
	months: [],
	split: null,
	money: []
};

function lastDayBy({ day }: Ledger, cut: Cut): number | null {
	let last = -Infinity;
	for (let i = 0; i < day.length; i++) if (day[i] <= cut.day && day[i] > last) last = day[i];
	return last === -Infinity ? null : last;
}

function repeatIndex({ orders }: Activity): Rate {
	let once = 0;
	let twice = 0;
	for (let c = 0; c < orders.length; c++) {
		if (orders[c] >= 1) once++;
		if (orders[c] >= 2) twice++;
	}
	return rate(twice, once);
}

function compareCounts(ledger: Ledger, kind: 'year' | 'halves', now: Activity, before: Activity): WindowComparison {
	const counts = { now: countsOf(ledger, now), before: countsOf(ledger, before) };
	const retention = cameBack(before, now);
	const guests = now.guestUnits.length + before.guestUnits.length;
	const place = now.guestUnits.length;
	return {
		kind,
		...counts,
		retention,
		churn: complement(retention),
		changes: {
			customers: changeOfTotal(active(now.orders), active(before.orders)),
			orders: changeOfTotal(ordersByCluster(now, guests, 0), ordersByCluster(before, guests, place)),
			newCustomers: changeOfTotal(activeAndNew(ledger, now, true), activeAndNew(ledger, before, true)),
			returningCustomers: changeOfTotal(activeAndNew(ledger, now, false), activeAndNew(ledger, before, false)),
			unitsPerOrder: changeOfRatio(
				unitsPerOrder(now, guests, 0),
				unitsPerOrder(before, guests, place),
				10 ** ledger.unitScale
			),
			purchaseFrequency: changeOfRatio(purchaseFrequency(now), purchaseFrequency(before)),
			repeatPurchaseRate: changeOfRate(counts.now.repeatPurchaseRate, counts.before.repeatPurchaseRate)
		}
	};
}

/** Of those active in the first, the share active in the second. */
function cameBack(first: Activity, second: Activity): Rate {
	let start = 0;
	let retained = 0;
	for (let c = 0; c < first.orders.length; c++) {
		if (first.orders[c] === 0) continue;
		start++;
		if (second.orders[c] > 0) retained++;
	}
	return rate(retained, start);
}

function splitCounts(ledger: Ledger, split: number, upTo: Activity, after: Activity): SplitResult {
	const retained = cameBack(upTo, after);
	const counts = { upTo: countsOf(ledger, upTo), after: countsOf(ledger, after) };
	return {
		split,
		...counts,
		retention: {
			customersStart: retained.of,
			customersEnd: counts.after.customers,
			newInPeriod: counts.after.customers - retained.count,
			retained: retained.count,
			rate: retained,
			churn: complement(retained)
		}
	};
}

interface Frame {
	whole: Window;
	compared: { now: Window; before: Window } | null;
	months: MonthFrame;
	split: number | null;
	span: (window: Window) => Span;
}

function moneyIn(till: Till, { whole, compared, months, split, span }: Frame): CurrencyOverview {
	const { ledger } = till;
	const code = ledger.currencies[till.currency];
	const part = (window: Window, earlier = false): Takings =>
		takingsIn(till, window, { earlier, undated: false }, span(window));
	return {
		currency: code,
		exponent: currencyExponent(code),
		all: moneyOf(ledger, takingsIn(till, whole, { earlier: true, undated: true }, span(whole))),
		windows: compared && compareMoney(ledger, part(compared.now), part(compared.before)),
		months: moneyByMonth(till, months),
		split:
			split === null
				? null
				: {
						upTo: moneyOf(ledger, part({ from: whole.from, to: split }, true)),
						after: moneyOf(ledger, part({ from: split + 1, to: whole.to }))
					},
		...refundsApart(till)
	};
}

function compareMoney(ledger: Ledger, now: Takings, before: Takings): WindowMoney {
	const perUnit = 10 ** ledger.scale;
	const others = now.othersNet.length + before.othersNet.length;
	const place = now.othersNet.length;
	const total = (
		by: 'net' | 'grossBy' | 'discountsBy',
		tail: 'othersNet' | 'othersGross' | 'othersDiscounts'
	): Change =>
		changeOfTotal(withTail(now[by], now[tail], others, 0), withTail(before[by], before[tail], others, place), perUnit);
	const netOf = (which: 'new' | 'returning'): Change =>
		changeOfTotal(now.classes[which], before.classes[which], perUnit);
	return {
		now: moneyOf(ledger, now),
		before: moneyOf(ledger, before),
		changes: {
			gross: total('grossBy', 'othersGross'),
			discounts: total('discountsBy', 'othersDiscounts'),
			net: total('net', 'othersNet'),
			newNet: netOf('new'),
			returningNet: netOf('returning'),
			aov: changeOfRatio(valuePerOrder(now, others, 0), valuePerOrder(before, others, place), perUnit),
			revenuePerCustomer: changeOfRatio(revenuePerCustomer(now), revenuePerCustomer(before), perUnit)
		}
	};
}

/** Refunds that the figures leave aside: later than D, or without a day. */
function refundsApart({
	ledger,
	cut,
	selection,
	currency,
	refunds
}: Till): Pick<CurrencyOverview, 'refundsAfter' | 'refundsUndated'> {
	const perUnit = 10 ** ledger.scale;
	const after: number[] = [];
	for (let e = 0; e < ledger.refunds.length; e++) {
		const customer = ledger.refunds.customer[e];
		const counts = customer < 0 ? selection === null : isIn(selection, customer);
		if (counts && ledger.refunds.currency[e] === currency && ledger.refunds.day[e] > cut.day) {
			after.push(ledger.refunds.amount[e]);
		}
	}
	const undated = refunds.filter(({ day }) => day === NO_DAY).map(({ amount }) => amount);
	const sum = (amounts: number[]): { count: number; amount: number } => ({
		count: amounts.length,
		amount: amounts.reduce((total, amount) => total + amount, 0) / perUnit
	});
	return { refundsAfter: sum(after), refundsUndated: sum(undated) };
}
