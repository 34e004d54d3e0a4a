import { isoDate } from '../ledger/calendar';
import type { Ledger, Selection } from '../ledger/types';
import { overview } from '../metrics/overview';
import type {
	Change,
	CurrencyOverview,
	Estimate,
	OverviewOptions,
	OverviewResult,
	PeriodCounts,
	PeriodMoney,
	Rate,
	Window
} from '../metrics/types';
import { roundMoney } from '../numeric/rounding';
import { json } from './json';
import type { Json } from './json';

/** Whole figures of one currency, from the exact units behind them. */
type ToMoney = (amount: number) => number;

/**
 * `metrics.json`: the headline figures of a selection. Money is rounded to the currency's exponent, ratios come from the
 * exact sums. With one currency all keys stand at top level, with several under `by_currency`.
 * @param dataset the mapping's name, or the first file's stem
 */
export function metricsJson(
	ledger: Ledger,
	selection: Selection,
	{ dataset, ...options }: OverviewOptions & { dataset: string }
): string {
	const result = overview(ledger, options, selection);
	const day = (number: number | null): string | null => (number === null ? null : isoDate(number));
	const figures = (money: CurrencyOverview): Record<string, Json> => figuresIn(ledger, result, money);
	return json({
		dataset,
		as_of: day(result.asOf),
		first_day: day(result.firstDay),
		last_day: day(result.lastDay),
		...(result.money.length === 1
			? { currency: result.money[0].currency, ...figures(result.money[0]) }
			: {
					currencies: result.currencies,
					by_currency: new Map(result.money.map((money): [string, Json] => [money.currency, figures(money)]))
				}),
		excluded: { ...result.excluded },
		rule: rules(result)
	});
}

function figuresIn(ledger: Ledger, result: OverviewResult, money: CurrencyOverview): Record<string, Json> {
	const { all, split, windows, repeatCustomerIndex12, repeatCustomerIndex6 } = result;
	const toMoney: ToMoney = (amount) =>
		roundMoney(Math.round(amount * 10 ** ledger.scale), ledger.scale, money.exponent);
	const rates: [string, Rate | null][] = [
		['repeat_customer_index_12_months', repeatCustomerIndex12],
		['repeat_customer_index_6_months', repeatCustomerIndex6]
	];
	return {
		...(all && { all: period(all, money.all, toMoney) }),
		...(split &&
			money.split && {
				up_to_split: period(split.upTo, money.split.upTo, toMoney),
				after_split: period(split.after, money.split.after, toMoney),
				retention: {
					customers_start: split.retention.customersStart,
					customers_end: split.retention.customersEnd,
					new_in_period: split.retention.newInPeriod,
					retained: split.retention.retained,
					retention_rate: split.retention.rate.value,
					retention_rate_alt_value: split.retention.rate.value,
					retention_rate_interval: interval(split.retention.rate),
					churn_rate: split.retention.churn.value
				}
			}),
		days_between_purchases: {
			rule: 'days from one purchase day of a customer to the next, orders of one day taken together; quantiles of type 7',
			...result.gaps
		},
		...(windows &&
			money.windows && {
				windows: {
					kind: windows.kind,
					now: period(windows.now, money.windows.now, toMoney),
					before: period(windows.before, money.windows.before, toMoney),
					retention: rate(windows.retention),
					churn: rate(windows.churn),
					changes: {
						customers: change(windows.changes.customers),
						orders: change(windows.changes.orders),
						new_customers: change(windows.changes.newCustomers),
						returning_customers: change(windows.changes.returningCustomers),
						units_per_order: change(windows.changes.unitsPerOrder),
						purchase_frequency: change(windows.changes.purchaseFrequency),
						repeat_purchase_rate: change(windows.changes.repeatPurchaseRate),
						gross: change(money.windows.changes.gross, toMoney),
						discounts: change(money.windows.changes.discounts, toMoney),
						net: change(money.windows.changes.net, toMoney),
						new_net: change(money.windows.changes.newNet, toMoney),
						returning_net: change(money.windows.changes.returningNet, toMoney),
						aov: change(money.windows.changes.aov),
						revenue_per_customer: change(money.windows.changes.revenuePerCustomer)
					}
				}
			}),
		...Object.fromEntries(rates.flatMap(([key, value]) => (value === null ? [] : [[key, rate(value)]]))),
		by_month: new Map(
			result.months.map((month, m): [string, Json] => [
				month.label,
				{
					partial: month.partial,
					customers: month.customers,
					new_customers: month.newCustomers,
					returning_customers: month.returningCustomers,
					orders: month.orders,
					new_orders: month.newOrders,
					returning_orders: month.returningOrders,
					orders_without_customer: month.ordersWithoutCustomer,
					gross: toMoney(money.months[m].gross),
					discounts: toMoney(money.months[m].discounts),
					refunds: toMoney(money.months[m].refunds),
					net: toMoney(money.months[m].net),
					new_net: toMoney(money.months[m].newNet),
					returning_net: toMoney(money.months[m].returningNet),
					net_without_customer: toMoney(money.months[m].netWithoutCustomer)
				}
			])
		),
		refunds_after_as_of: { count: money.refundsAfter.count, amount: toMoney(money.refundsAfter.amount) },
		refunds_undated_unattached: { count: money.refundsUndated.count, amount: toMoney(money.refundsUndated.amount) }
	};
}

function period(counts: PeriodCounts, money: PeriodMoney, toMoney: ToMoney): Json {
	return {
		customers: counts.customers,
		orders: counts.orders,
		purchase_days: counts.purchaseDays,
		revenue: toMoney(money.net),
		aov: money.aov.value,
		purchase_frequency: counts.purchaseFrequency.value,
		revenue_per_customer: money.revenuePerCustomer.value,
		customers_with_2_or_more_orders: counts.repeatPurchaseRate.count,
		repeat_purchase_rate: counts.repeatPurchaseRate.value,
		customers_with_2_or_more_purchase_days: counts.repeatPurchaseRateDays.count,
		repeat_purchase_rate_days: counts.repeatPurchaseRateDays.value,
		...days(counts.window),
		orders_without_customer: counts.ordersWithoutCustomer,
		orders_in_currency: money.orders,
		new_customers: counts.newCustomers,
		returning_customers: counts.returningCustomers,
		new_orders: counts.newOrders,
		returning_orders: counts.returningOrders,
		units: counts.units,
		units_per_order: counts.unitsPerOrder.value,
		gross: toMoney(money.gross),
		discounts: toMoney(money.discounts),
		refunds: toMoney(money.refunds),
		refunds_unattached: toMoney(money.refundsUnattached),
		tax_and_shipping: toMoney(money.extras),
		net: toMoney(money.net),
		new_net: toMoney(money.newNet),
		returning_net: toMoney(money.returningNet),
		net_without_customer: toMoney(money.netWithoutCustomer),
		aov_median: money.aovMedian,
		top_shares: money.topShares.map(({ top, customers, net, share }) => ({ top, customers, net: toMoney(net), share })),
		gini: money.gini,
		gini_negatives: money.giniNegatives,
		intervals: {
			aov: interval(money.aov),
			purchase_frequency: interval(counts.purchaseFrequency),
			revenue_per_customer: interval(money.revenuePerCustomer),
			repeat_purchase_rate: interval(counts.repeatPurchaseRate),
			repeat_purchase_rate_days: interval(counts.repeatPurchaseRateDays),
			units_per_order: interval(counts.unitsPerOrder)
		}
	};
}

const days = ({ from, to }: Window): { from: string; to: string } => ({ from: isoDate(from), to: isoDate(to) });

const interval = ({ low, high }: Estimate): Json => [low, high];

const rate = (value: Rate): Json => ({
	count: value.count,
	of: value.of,
	value: value.value,
	interval: interval(value)
});

/** @param toMoney for totals of money; ratios are not rounded */
const change = ({ difference, relative, withinChance }: Change, toMoney: ToMoney = (amount) => amount): Json => ({
	difference: difference.value === null ? null : toMoney(difference.value),
	interval: interval(difference),
	relative,
	within_chance: withinChance
});

function rules({ split }: OverviewResult): Json {
	return {
		revenue: 'net: gross less discounts less refunds of merchandise, of counted orders',
		aov: 'revenue divided by orders',
		purchase_frequency: 'orders of customers divided by customers',
		revenue_per_customer: 'revenue of customers divided by customers',
		repeat_purchase_rate:
			'share of customers with two or more orders (repeat_purchase_rate_days: with two or more different purchase days)',
		...(split && {
			retention:
				'customers_start bought up to and including the split day; retained are those of them who bought after it; rate = retained divided by customers_start',
			churn: '1 less retention_rate',
			split: isoDate(split.split)
		}),
		as_of: 'everything up to and including this day',
		windows:
			'year: the 12 months that end with as_of and the 12 before; halves: the data is shorter, its two halves of equal length; retention: of those who bought in the window before, the share who bought in the window now',
		repeat_customer_index: 'of those who ordered in the months up to as_of, the share who ordered twice or more',
		new: 'first counted order ever lies in the period',
		top_shares: 'net of the ceil(top x customers) customers of highest net, divided by the net of all customers',
		gini: 'of net by customer, negative net taken as 0',
		intervals: '95 %: Wilson for rates, Newcombe for their differences, linearised by customer for ratios and totals'
	};
}
