/** All money in results is a number in units of its currency (12.5 = 12.50), from exact sums and not rounded. */

/** A figure with its 95 % interval; low and high are null where it cannot be told (fewer than two customers). */
export interface Estimate {
	value: number | null;
	low: number | null;
	high: number | null;
}

/** A share with its Wilson 95 % interval: `of` were looked at, `count` had it. */
export interface Rate extends Estimate {
	count: number;
	of: number;
}

/** A figure in a window against the window before. */
export interface Change {
	now: number | null;
	before: number | null;
	/** now − before with its 95 % interval (Newcombe for rates, customer-clustered linearisation for the others). */
	difference: Estimate;
	/** now / before − 1; null when before is 0 or unknown. */
	relative: number | null;
	/** The interval of the difference holds 0; null when there is no interval. */
	withinChance: boolean | null;
}

/** Days, both included. */
export interface Window {
	from: number;
	to: number;
}

/** Counts of a period, shared by all currencies. Customers are those with a counted order in the period. */
export interface PeriodCounts {
	window: Window;
	customers: number;
	/** Counted orders, guests too. */
	orders: number;
	ordersWithoutCustomer: number;
	/** Distinct (customer, day). */
	purchaseDays: number;
	/** First counted order ever lies in the period / lies before it. They add up to `customers`. */
	newCustomers: number;
	returningCustomers: number;
	/** Orders in the period of new / returning customers; with `ordersWithoutCustomer` they add up to `orders`. */
	newOrders: number;
	returningOrders: number;
	units: number;
	/** Units an order, over all orders. */
	unitsPerOrder: Estimate;
	/** Orders of customers / customers. */
	purchaseFrequency: Estimate;
	/** Customers with at least two orders in the period / customers. */
	repeatPurchaseRate: Rate;
	/** The same by distinct purchase days. */
	repeatPurchaseRateDays: Rate;
}

/** Money of a period in one currency. */
export interface PeriodMoney {
	/** Merchandise before discounts, discounts, merchandise given back (unattached refunds too): all positive. */
	gross: number;
	discounts: number;
	refunds: number;
	/** Part of `refunds` that fits no order. */
	refundsUnattached: number;
	/** Tax and shipping, where the counting definition adds them to an order's value; else 0. */
	extras: number;
	/** gross − discounts − refunds + extras; or, where the counting definition says gross, gross + extras. */
	net: number;
	/** Net of new customers, of returning customers, and of orders and refunds without one: they add up to net. A refund before its customer's first order has none. */
	newNet: number;
	returningNet: number;
	netWithoutCustomer: number;
	/** Orders in this currency, guests too. */
	orders: number;
	/** Customers with an order in this currency. */
	customers: number;
	/** Net / orders. */
	aov: Estimate;
	/** Median value of an order (type 7). */
	aovMedian: number | null;
	/** Net of customers / customers. */
	revenuePerCustomer: Estimate;
	/** Share of the customers' net that the ceil(q n) customers of highest net hold; null when that net is not positive. */
	topShares: { top: number; customers: number; net: number; share: number | null }[];
	/** Of net a customer, negatives set to 0; null when nothing is positive. */
	gini: number | null;
	/** Customers whose negative net was set to 0. */
	giniNegatives: number;
}

/** The 12 months to D against the 12 before; or the two halves of shorter data. */
export interface WindowComparison {
	kind: 'year' | 'halves';
	now: PeriodCounts;
	before: PeriodCounts;
	/** Of the customers of `before`, those with an order in `now`; churn is 1 − retention. */
	retention: Rate;
	churn: Rate;
	changes: {
		customers: Change;
		orders: Change;
		newCustomers: Change;
		returningCustomers: Change;
		unitsPerOrder: Change;
		purchaseFrequency: Change;
		repeatPurchaseRate: Change;
	};
}
export interface WindowMoney {
	now: PeriodMoney;
	before: PeriodMoney;
	changes: {
		gross: Change;
		discounts: Change;
		net: Change;
		newNet: Change;
		returningNet: Change;
		aov: Change;
		revenuePerCustomer: Change;
	};
}

/** Counts of a calendar month (from the counting definition's month start). */
export interface MonthCounts {
	/** "2011-03", the month in which it starts. */
	label: string;
	window: Window;
	/** It ends after D. */
	partial: boolean;
	customers: number;
	newCustomers: number;
	returningCustomers: number;
	orders: number;
	newOrders: number;
	returningOrders: number;
	ordersWithoutCustomer: number;
}
export interface MonthMoney {
	gross: number;
	discounts: number;
	refunds: number;
	net: number;
	newNet: number;
	returningNet: number;
	netWithoutCustomer: number;
}

/** Days between consecutive distinct purchase days of a customer. Quantiles are type 7; all null when n is 0. */
export interface Gaps {
	n: number;
	mean: number | null;
	median: number | null;
	q25: number | null;
	q75: number | null;
	q90: number | null;
}

/** Everything up to a split day, everything after it, and who came back. */
export interface SplitResult {
	split: number;
	upTo: PeriodCounts;
	after: PeriodCounts;
	retention: {
		customersStart: number;
		customersEnd: number;
		newInPeriod: number;
		retained: number;
		rate: Rate;
		churn: Rate;
	};
}

/** Money of one currency, beside the shared counts; arrays run parallel to those of {@link OverviewResult}. */
export interface CurrencyOverview {
	/** ISO 4217, or XXX. */
	currency: string;
	/** Decimals that people see. */
	exponent: number;
	all: PeriodMoney;
	/** Parallel to `windows`. */
	windows: WindowMoney | null;
	/** Parallel to `months`. */
	months: MonthMoney[];
	/** Parallel to `split`. */
	split: { upTo: PeriodMoney; after: PeriodMoney } | null;
	/** Dated refunds after D of what is counted, not in any figure here: for tying figures to the import. */
	refundsAfter: { count: number; amount: number };
	/** Unattached refunds without a day: in `all`, in no month, window or part of the split. */
	refundsUndated: { count: number; amount: number };
}

export interface OverviewOptions {
	/** Day number; null: the last counted order day. */
	asOf: number | null;
	/** Day number of a split; none by default. */
	split?: number | null;
	/** Only this currency; default: the reporting currency, or each of several. */
	currency?: string | null;
}

/** Headline figures as of a day D, for a selection. Currency-free when nothing is counted (`money` is empty then). */
export interface OverviewResult {
	/** D; null when no order counts. */
	asOf: number | null;
	/** First and last counted order day up to D, of everybody. */
	firstDay: number | null;
	lastDay: number | null;
	/** Of the selection, everything up to D. */
	all: PeriodCounts | null;
	/** null when the data is shorter than two days. */
	windows: WindowComparison | null;
	/** Customers with ≥ 2 orders among those with ≥ 1 in the 12 / 6 months to D. */
	repeatCustomerIndex12: Rate | null;
	repeatCustomerIndex6: Rate | null;
	gaps: Gaps;
	/** Every month from that of the first counted order (of everybody) to that of D. */
	months: MonthCounts[];
	split: SplitResult | null;
	/** One entry when the currency is known, one a currency when there are several and none was chosen. */
	money: CurrencyOverview[];
	/** Currencies of the ledger; several with no reporting currency chosen is a question for the person. */
	currencies: string[];
	/** The reporting currency in force, or null when it must be asked. */
	currency: string | null;
	/** Kept but not counted, by first reason, of everybody. */
	excluded: Record<'cancelled' | 'test' | 'voided' | 'unpaid', number>;
}
