/** Every figure of the overview with what it is made of: the row of headlines and the sheet beside each take it from here. */
import type { RevenueLayers } from '$workers/core/metrics/layers';
import type { CustomerGroup } from '$workers/core/ledger/types';
import type {
	Change,
	CurrencyOverview,
	Estimate,
	OverviewResult,
	PeriodMoney,
	Window
} from '$workers/core/metrics/types';
import { definition, type DefinitionId } from './definitions';
import type { Unit } from './figures';
import { knowsNewBefore, spanWords } from './overviewWords';
import { periodText } from './dates';

/** A number that a figure is made of, and what it counts. */
export interface Part {
	unit: Unit;
	value: number | null;
	text: string;
}
/** How a figure comes about, with this shop's numbers. */
export type Formula =
	| { kind: 'fraction'; top: Part; below: Part }
	| { kind: 'sum'; terms: (Part & { sign: '' | '+' | '−' })[] }
	| { kind: 'count'; of: Part };

export interface OverviewFigure {
	/** In the address. */
	key: string;
	definition: DefinitionId;
	label: string;
	unit: Unit;
	value: number | null;
	interval: Estimate | null;
	change: Change | null;
	/** Why there is no change, where a change would mislead. */
	noChange: string;
	window: Window;
	formula: Formula;
	/** The customers behind it, and how many; null: no list of customers shows just them. */
	behind: { group: CustomerGroup | null; customers: number } | null;
	/** Orders without a customer are in it. */
	withGuests: boolean;
	/** First row, second row, since the first day, or a chart's. */
	place: 'first' | 'more' | 'all' | 'chart';
}

const part = (unit: Unit, value: number | null, text: string): Part => ({ unit, value, text });
const plus = (sign: '' | '+' | '−', unit: Unit, value: number | null, text: string) => ({ sign, unit, value, text });

function netTerms({ gross, discounts, refunds, extras, net }: PeriodMoney): Formula {
	const isGross = Math.abs(net - gross - extras) < 1e-9 && (discounts !== 0 || refunds !== 0);
	return {
		kind: 'sum',
		terms: [
			plus('', 'money', gross, 'gross'),
			...(isGross
				? []
				: [plus('−', 'money', discounts, 'discounts'), plus('−', 'money', refunds, 'refunds of merchandise')]),
			...(extras === 0 ? [] : [plus('+', 'money', extras, 'tax and shipping, as Settings says')])
		]
	};
}

/**
 * @param amounts of the currency shown; without any, only what is counted
 * @param layers of the same view, where they are known already
 */
export function overviewFigures(
	result: OverviewResult,
	amounts: CurrencyOverview | null,
	layers: RevenueLayers | null = null
): OverviewFigure[] {
	const { all, windows, gaps } = result;
	if (!all) return [];
	const list: OverviewFigure[] = [];
	const add = (
		key: string,
		id: DefinitionId,
		place: OverviewFigure['place'],
		given: Pick<OverviewFigure, 'unit' | 'value' | 'formula' | 'window'> & Partial<OverviewFigure>
	) =>
		list.push({
			key,
			definition: id,
			label: definition(id).title,
			interval: null,
			change: null,
			noChange: '',
			behind: null,
			withGuests: false,
			place,
			...given
		});
	const cash = amounts?.windows ?? null;

	if (windows) {
		const { now, changes, retention, kind } = windows;
		const window = now.window;
		const active = { group: 'active' as const, customers: now.customers };
		const withGuests = now.ordersWithoutCustomer > 0;
		if (cash)
			add('net', 'net', 'first', {
				label: `Net, ${spanWords(kind)}`,
				unit: 'money',
				value: cash.now.net,
				change: cash.changes.net,
				window,
				formula: netTerms(cash.now),
				behind: active,
				withGuests
			});
		if (cash)
			add('aov', 'aov', 'first', {
				unit: 'money',
				value: cash.now.aov.value,
				interval: cash.now.aov,
				change: cash.changes.aov,
				window,
				formula: {
					kind: 'fraction',
					top: part('money', cash.now.net, 'net'),
					below: part('count', cash.now.orders, 'orders')
				},
				behind: active,
				withGuests
			});
		const { repeatPurchaseRate: repeat, purchaseFrequency: frequency } = now;
		add('repeat', 'repeat', 'first', {
			unit: 'share',
			value: repeat.value,
			interval: repeat,
			change: changes.repeatPurchaseRate,
			window,
			formula: {
				kind: 'fraction',
				top: part('count', repeat.count, 'customers with two orders or more'),
				below: part('count', repeat.of, 'customers with one order or more')
			},
			behind: { group: 'repeated', customers: repeat.count }
		});
		add('retention', 'retention', 'first', {
			label: kind === 'year' ? 'Kept from the year before' : 'Kept from the half before',
			unit: 'share',
			value: retention.value,
			interval: retention,
			noChange: 'no earlier window to compare with',
			window,
			formula: {
				kind: 'fraction',
				top: part('count', retention.count, 'of them with an order in the window'),
				below: part('count', retention.of, 'customers with an order in the window before')
			},
			behind: { group: 'kept', customers: retention.count }
		});
		add('frequency', 'frequency', 'first', {
			unit: 'number',
			value: frequency.value,
			interval: frequency,
			change: changes.purchaseFrequency,
			window,
			formula: {
				kind: 'fraction',
				top: part('count', now.orders - now.ordersWithoutCustomer, 'orders of customers'),
				below: part('count', now.customers, 'customers who placed them')
			},
			behind: active
		});
		add('orders', 'orders', 'more', {
			label: `Orders, ${spanWords(kind)}`,
			unit: 'count',
			value: now.orders,
			change: changes.orders,
			window,
			formula: {
				kind: 'sum',
				terms: [
					plus('', 'count', now.orders - now.ordersWithoutCustomer, 'orders of customers'),
					plus('+', 'count', now.ordersWithoutCustomer, 'orders without a customer')
				]
			},
			behind: active,
			withGuests
		});
		if (cash)
			add('revenue-per-customer', 'revenue-per-customer', 'more', {
				unit: 'money',
				value: cash.now.revenuePerCustomer.value,
				interval: cash.now.revenuePerCustomer,
				change: cash.changes.revenuePerCustomer,
				window,
				formula: {
					kind: 'fraction',
					top: part('money', cash.now.net - cash.now.netWithoutCustomer, 'net of customers'),
					below: part('count', cash.now.customers, 'customers with an order')
				},
				behind: active
			});
		add('units', 'units', 'more', {
			unit: 'number',
			value: now.unitsPerOrder.value,
			interval: now.unitsPerOrder,
			change: changes.unitsPerOrder,
			window,
			formula: {
				kind: 'fraction',
				top: part('number', now.units, 'units'),
				below: part('count', now.orders, 'orders')
			},
			behind: active,
			withGuests
		});
		const told = knowsNewBefore(result);
		const noChange = told ? '' : 'no comparison: the data begins too late for one';
		add('new', 'new', 'more', {
			unit: 'count',
			value: now.newCustomers,
			change: told ? changes.newCustomers : null,
			noChange,
			window,
			formula: {
				kind: 'sum',
				terms: [
					plus('', 'count', now.customers, 'customers with an order'),
					plus('−', 'count', now.returningCustomers, 'who had ordered before')
				]
			},
			behind: { group: 'new', customers: now.newCustomers }
		});
		add('returning', 'returning', 'more', {
			unit: 'count',
			value: now.returningCustomers,
			change: told ? changes.returningCustomers : null,
			noChange,
			window,
			formula: {
				kind: 'sum',
				terms: [
					plus('', 'count', now.customers, 'customers with an order'),
					plus('−', 'count', now.newCustomers, 'whose first order it was')
				]
			},
			behind: { group: 'returning', customers: now.returningCustomers }
		});
	}

	const window = all.window;
	const everybody = { group: null, customers: all.customers };
	const withGuests = all.ordersWithoutCustomer > 0;
	add('customers', 'customers', 'all', {
		unit: 'count',
		value: all.customers,
		window,
		formula: { kind: 'count', of: part('count', all.customers, 'customers with a counted order') },
		behind: everybody
	});
	add('all-orders', 'orders', 'all', {
		unit: 'count',
		value: all.orders,
		window,
		formula: {
			kind: 'sum',
			terms: [
				plus('', 'count', all.orders - all.ordersWithoutCustomer, 'orders of customers'),
				plus('+', 'count', all.ordersWithoutCustomer, 'orders without a customer')
			]
		},
		behind: everybody,
		withGuests
	});
	if (amounts) {
		const sums = amounts.all;
		const plain = (key: string, id: DefinitionId, value: number, text: string) =>
			add(key, id, 'all', {
				unit: 'money',
				value,
				window,
				formula: { kind: 'count', of: part('money', value, text) },
				behind: everybody,
				withGuests
			});
		plain('gross', 'gross', sums.gross, `in ${sums.orders === 1 ? 'one order' : 'all orders'} of this currency`);
		plain('discounts', 'discounts', sums.discounts, 'taken off');
		add('refunds', 'refunds', 'all', {
			unit: 'money',
			value: sums.refunds,
			window,
			formula: {
				kind: 'sum',
				terms: [
					plus('', 'money', sums.refunds - sums.refundsUnattached, 'refunds of orders'),
					plus('+', 'money', sums.refundsUnattached, 'refunds that fit no order')
				]
			},
			behind: everybody,
			withGuests
		});
		add('all-net', 'net', 'all', {
			unit: 'money',
			value: sums.net,
			window,
			formula: netTerms(sums),
			behind: everybody,
			withGuests
		});
		add('aov-median', 'aov-median', 'all', {
			unit: 'money',
			value: sums.aovMedian,
			window,
			formula: {
				kind: 'count',
				of: part('count', sums.orders, 'orders, in order of their value: the one in the middle')
			},
			behind: everybody,
			withGuests
		});
	}
	const shares = [
		['repeat-ever', all.repeatPurchaseRate, window, 'again'],
		['repeat-12', result.repeatCustomerIndex12, null, windows?.kind === 'year' ? 'repeated' : null],
		['repeat-6', result.repeatCustomerIndex6, null, null]
	] as const;
	for (const [key, rate, own, group] of shares) {
		if (!rate || result.asOf === null) continue;
		add(key, key, 'all', {
			unit: 'share',
			value: rate.value,
			interval: rate,
			window: own ?? { from: all.window.from, to: all.window.to },
			formula: {
				kind: 'fraction',
				top: part('count', rate.count, 'customers with two orders or more'),
				below: part('count', rate.of, 'customers with one order or more')
			},
			behind: group === null ? null : { group, customers: rate.count }
		});
	}

	if (amounts) {
		const best = bestMonth(result, amounts);
		for (const key of ['layers', 'months'] as const)
			add(key, key, 'chart', {
				unit: 'money',
				value: best?.net ?? null,
				label: best ? `${definition(key).title}, ${periodText(best.label)}` : definition(key).title,
				window,
				formula: (key === 'layers' && layersIn(best?.label ?? '', amounts.currency, layers)) || {
					kind: 'sum',
					terms: [
						plus('', 'money', best?.returningNet ?? null, 'from customers who came in an earlier month'),
						plus('+', 'money', best?.newNet ?? null, 'from customers new in it'),
						plus('+', 'money', best?.netWithoutCustomer ?? null, 'without a customer')
					]
				},
				behind: everybody,
				withGuests
			});
		const tenth = amounts.all.topShares.find(({ top }) => top === 0.1);
		if (tenth)
			add('concentration', 'concentration', 'chart', {
				label: 'Share of the best tenth',
				unit: 'share',
				value: tenth.share,
				window,
				formula: {
					kind: 'fraction',
					top: part('money', tenth.net, 'net of the best tenth'),
					below: part('money', tenth.share ? tenth.net / tenth.share : null, 'net of all customers')
				},
				behind: { group: 'best', customers: tenth.customers }
			});
	}
	if (gaps.median !== null)
		add('gaps', 'gaps', 'chart', {
			label: 'Days between purchases, median',
			unit: 'days',
			value: gaps.median,
			window,
			formula: { kind: 'count', of: part('count', gaps.n, 'gaps, in order of their length: the one in the middle') },
			behind: { group: 'back', customers: all.repeatPurchaseRateDays.count }
		});
	return list;
}

/** A month by when its customers first came; null where that is not known. */
function layersIn(month: string, currency: string, layers: RevenueLayers | null): Formula | null {
	const m = layers?.months.indexOf(month) ?? -1;
	const found = layers?.money.find((entry) => entry.currency === currency);
	if (m < 0 || !found) return null;
	const known = found.layers.filter(({ net }) => net[m] !== 0);
	return {
		kind: 'sum',
		terms: [
			...known.map(({ label, andBefore, net }, i) =>
				plus(
					i === 0 ? '' : '+',
					'money',
					net[m],
					`from those who first came in ${periodText(label)}${andBefore ? ' or before' : ''}`
				)
			),
			plus(known.length === 0 ? '' : '+', 'money', found.withoutCustomer[m], 'without a customer')
		]
	};
}

/** The month of the highest net, with what it is made of. */
export function bestMonth(
	{ months }: OverviewResult,
	{ months: sums }: CurrencyOverview
): { label: string; net: number; newNet: number; returningNet: number; netWithoutCustomer: number } | null {
	let best = -1;
	sums.forEach(({ net }, i) => {
		if (best < 0 || net > sums[best].net) best = i;
	});
	return best < 0 ? null : { label: months[best].label, ...sums[best] };
}
