/** What the sheet beside a figure says, put together from the figure, what others would call the same, and what counts. */
import type { CountingDefinition } from '$workers/core/counting';
import type { Otherwise } from '$workers/core/metrics/otherwise';
import type { CurrencyOverview, OverviewResult, Window } from '$workers/core/metrics/types';
import { dayText } from './dates';
import { definition, INTERVALS, type DefinitionId } from './definitions';
import { changed, differences, figure } from './figures';
import { count, plain, whole } from './numbers';
import type { Formula, OverviewFigure, Part } from './overviewFigures';
import { beforeWords } from './overviewWords';
import { exclusion } from './sentences';

export interface Explanation {
	key: string;
	/** Entry of the page that lists every definition; that of the key by default. */
	anchor?: DefinitionId;
	title: string;
	/** The figure as it is printed. */
	value: string;
	what: string;
	formula: ShownFormula;
	/** What the axis draws; null: nothing to draw. */
	drawn: {
		unit: OverviewFigure['unit'];
		now: number;
		low: number | null;
		high: number | null;
		before: number | null;
		beforeText: string;
		withinChance: boolean;
	} | null;
	sure: string;
	facts: { name: string; text: string }[];
	/** The same by other definitions; null while they are counted. */
	others: { text: string; value: string }[] | null;
	misleads: string;
	behind: { text: string; group: NonNullable<OverviewFigure['behind']>['group'] } | null;
	/** Said beside or instead of the rows. */
	behindNote: string;
}

interface ShownPart {
	sign: string;
	value: string;
	text: string;
}
export type ShownFormula =
	| { kind: 'fraction'; top: ShownPart; below: ShownPart; result: string }
	| { kind: 'sum'; terms: ShownPart[]; result: string }
	| { kind: 'count'; of: ShownPart; result: string };

export interface Surroundings {
	result: OverviewResult;
	amounts: CurrencyOverview | null;
	otherwise: Otherwise | null;
	counting: CountingDefinition;
}

export function explanation(shown: OverviewFigure, around: Surroundings): Explanation {
	const { result, amounts, otherwise, counting } = around;
	const currency = amounts?.currency ?? 'XXX';
	const said = definition(shown.definition);
	const print = (value: number | null | undefined) => figure(shown.unit, value, currency);
	const others = otherwise && otherNames(shown, result, amounts, otherwise, currency);
	return {
		key: shown.key,
		title: shown.label,
		value: print(shown.value),
		what: said.what(whenWords(shown, result)),
		formula: shownFormula(shown.formula, print(shown.value), currency),
		drawn:
			shown.value === null || (shown.interval?.low ?? shown.change?.before ?? null) === null
				? null
				: {
						unit: shown.unit,
						now: shown.value,
						low: shown.interval?.low ?? null,
						high: shown.interval?.high ?? null,
						before: shown.change?.before ?? null,
						beforeText: result.windows?.kind === 'halves' ? 'half before' : 'year before',
						withinChance: shown.change?.withinChance ?? false
					},
		sure: sureSentence(shown, result, currency),
		facts: [
			{ name: 'Counts', text: countsSentence(counting) },
			{ name: 'Leaves out', text: leavesOut(shown, around) },
			{ name: 'Customer is', text: definition('who').what('') },
			{ name: 'Clock', text: clockSentence(counting) }
		],
		others,
		misleads: said.misleads ?? '',
		behind:
			shown.behind && shown.behind.customers > 0
				? { text: `${count(shown.behind.customers, 'customer')} behind it`, group: shown.behind.group }
				: null,
		behindNote: behindNote(shown, result)
	};
}

/** "between 1 Nov 2025 and 31 Oct 2026"; "up to 9 Dec 2011" where it is everything. */
function whenWords({ place, window, key }: OverviewFigure, { asOf }: OverviewResult): string {
	if (key === 'repeat-12' || key === 'repeat-6')
		return `in the last ${key === 'repeat-12' ? 12 : 6} months to ${dayText(asOf)}`;
	return place === 'all' || place === 'chart' ? `up to ${dayText(window.to)}` : betweenWords(window);
}
const betweenWords = ({ from, to }: Window): string => `between ${dayText(from)} and ${dayText(to)}`;

function shownFormula(formula: Formula, result: string, currency: string): ShownFormula {
	const show = ({ unit, value, text }: Part, sign = ''): ShownPart => ({
		sign,
		value: unit === 'number' ? plain(value) : figure(unit, value, currency),
		text
	});
	if (formula.kind === 'fraction')
		return { kind: 'fraction', top: show(formula.top), below: show(formula.below), result };
	return formula.kind === 'sum'
		? { kind: 'sum', terms: formula.terms.map((term) => show(term, term.sign)), result }
		: { kind: 'count', of: show(formula.of), result };
}

/** How sure the figure is, and its change. */
function sureSentence(shown: OverviewFigure, { windows }: OverviewResult, currency: string): string {
	const { unit, interval, change } = shown;
	const said = definition(shown.definition);
	const method = said.interval ? INTERVALS[said.interval] : '';
	const own =
		said.interval === null || said.interval === undefined
			? 'Counted, so it has no interval: every order is in it, none is a sample.'
			: interval === null || interval.low === null || interval.high === null
				? 'No interval: it takes at least two customers.'
				: `95 % interval ${figure(unit, interval.low, currency)} to ${figure(unit, interval.high, currency)} (${method}).`;
	if (!change || change.difference.value === null)
		return shown.noChange ? `${own} No change is shown: ${shown.noChange}.` : own;
	const step = changed(unit, change.difference.value, change, currency);
	const against = `Against ${beforeWords(windows?.kind ?? null)}: ${step}`;
	const { low, high } = change.difference;
	if (low === null || high === null) return `${own} ${against}.`;
	const by = unit === 'share' ? INTERVALS.newcombe : INTERVALS.clustered;
	const bounds =
		said.interval === null
			? `had other customers come by chance, the difference of ${figure(unit, change.difference.value, currency)} could be ${differences(unit, low, high, currency)} (${by})`
			: `the difference is ${differences(unit, low, high, currency)} (${by})`;
	return `${own} ${against}; ${bounds}, so ${change.withinChance ? 'within chance' : 'more than chance'}.`;
}

export function countsSentence({ exclude, mergeSameDay, value }: CountingDefinition): string {
	const out = exclude.map((code) => exclusion(code).name.toLowerCase());
	const which =
		out.length === 0
			? 'Every order, whatever its status'
			: `Every order that is not ${out.length === 1 ? out[0] : `${out.slice(0, -1).join(', ')} or ${out[out.length - 1]}`}; refunded ones too`;
	const days = mergeSameDay ? 'Orders of a customer on one day are one.' : 'Two orders on one day are two.';
	return `${which}. ${days}${value === 'gross' ? ' At their gross value, as Settings says.' : ''}`;
}

function leavesOut(shown: OverviewFigure, { result, amounts }: Surroundings): string {
	const parts = Object.entries(result.excluded)
		.filter(([, n]) => n > 0)
		.map(([code, n]) => `${whole(n)} ${exclusion(code).name.toLowerCase()}`);
	const guests = result.all?.ordersWithoutCustomer ?? 0;
	if (!shown.withGuests && guests > 0 && shown.definition !== 'orders')
		parts.push(`${whole(guests)} without a customer`);
	const others = (result.all?.orders ?? 0) - (amounts?.all.orders ?? 0);
	if (shown.unit === 'money' && result.currencies.length > 1 && others > 0)
		parts.push(`${whole(others)} in other currencies`);
	return parts.length === 0 ? 'nothing: every order read counts' : `${parts.join(', ')}, of all orders read`;
}

export const clockSentence = ({ timeZone, monthStart }: CountingDefinition): string =>
	[
		timeZone === null
			? 'the day as the files print it; times in UTC stay in UTC'
			: `shop time, ${timeZone}, where the files tell the instant; else the day as printed`,
		monthStart > 1 ? `months begin on day ${monthStart}` : ''
	]
		.filter(Boolean)
		.join('; ');

function behindNote({ behind, withGuests, place }: OverviewFigure, { all, windows }: OverviewResult): string {
	if (!behind) return 'No list of customers can be narrowed to these alone; all customers are one step away.';
	const guests = (place === 'all' || place === 'chart' ? all : windows?.now)?.ordersWithoutCustomer ?? 0;
	return withGuests && guests > 0
		? `${count(guests, 'order')} without a customer ${guests === 1 ? 'is' : 'are'} in it too, which no list of customers shows.`
		: '';
}

/** What others call by the same name, each really counted. */
function otherNames(
	{ key }: OverviewFigure,
	{ windows, all, gaps }: OverviewResult,
	amounts: CurrencyOverview | null,
	otherwise: Otherwise,
	currency: string
): Explanation['others'] {
	const now = windows?.now;
	const cash = amounts?.windows?.now;
	const one = (amounts?.all.orders ?? 0) === (all?.orders ?? 0);
	const list: { text: string; value: string }[] = [];
	const add = (text: string, unit: OverviewFigure['unit'], value: number | null | undefined) => {
		if (value !== null && value !== undefined && Number.isFinite(value))
			list.push({ text, value: figure(unit, value, currency) });
	};
	const whatIsNet = () => {
		const own = otherwise.refundsOnTheirDay?.find((found) => found.currency === currency);
		if (own) add('Refunds on the day they were paid back', 'money', own.net);
	};
	switch (key) {
		case 'net':
			if (!cash) break;
			add('Before discounts and refunds', 'money', cash.gross);
			if (cash.discounts !== 0) add('Before refunds', 'money', cash.gross - cash.discounts);
			whatIsNet();
			if (cash.netWithoutCustomer !== 0) add('Of known customers only', 'money', cash.net - cash.netWithoutCustomer);
			break;
		case 'orders':
			if (!now) break;
			add('A customer’s orders of one day as one', 'count', now.purchaseDays + now.ordersWithoutCustomer);
			if (now.ordersWithoutCustomer > 0)
				add('Of known customers only', 'count', now.orders - now.ordersWithoutCustomer);
			break;
		case 'aov':
			if (!cash || !now) break;
			if (one && cash.orders > 0)
				add(
					'A customer’s orders of one day as one',
					'money',
					cash.net / (now.purchaseDays + now.ordersWithoutCustomer)
				);
			add('The order in the middle (median)', 'money', cash.aovMedian);
			add('Before discounts and refunds', 'money', cash.orders === 0 ? null : cash.gross / cash.orders);
			break;
		case 'repeat':
			if (!now || !all) break;
			add('Two different days instead of two orders', 'share', now.repeatPurchaseRateDays.value);
			add('Ever ordered twice, all time', 'share', all.repeatPurchaseRate.value);
			add(
				'Again within 12 months of the first order, only customers with 12 months behind them',
				'share',
				otherwise.repeatedWithinYear.value
			);
			break;
		case 'repeat-ever':
		case 'repeat-12':
		case 'repeat-6':
			if (!all) break;
			if (key === 'repeat-ever')
				add('Two different days instead of two orders', 'share', all.repeatPurchaseRateDays.value);
			add(
				'Again within 12 months of the first order, only customers with 12 months behind them',
				'share',
				otherwise.repeatedWithinYear.value
			);
			break;
		case 'retention':
			if (!windows) break;
			add('Of all who ever ordered before', 'share', otherwise.keptOfAllEarlier.value);
			add(
				'Customers now less new ones, by customers before',
				'share',
				windows.before.customers === 0 ? null : windows.now.returningCustomers / windows.before.customers
			);
			add('Churn: 1 less the figure above', 'share', windows.churn.value);
			break;
		case 'frequency':
			if (!now || !all) break;
			add('Days instead of orders', 'number', now.customers === 0 ? null : now.purchaseDays / now.customers);
			if (now.ordersWithoutCustomer > 0)
				add('All orders by known customers', 'number', now.customers === 0 ? null : now.orders / now.customers);
			add('All time', 'number', all.purchaseFrequency.value);
			break;
		case 'revenue-per-customer':
			if (!cash || !amounts) break;
			if (cash.netWithoutCustomer !== 0)
				add('All net by known customers', 'money', cash.customers === 0 ? null : cash.net / cash.customers);
			add('All time', 'money', amounts.all.revenuePerCustomer.value);
			break;
		case 'units':
			if (!now || !all) break;
			add(
				'A customer’s orders of one day as one',
				'number',
				now.orders === 0 ? null : now.units / (now.purchaseDays + now.ordersWithoutCustomer)
			);
			add('All time', 'number', all.unitsPerOrder.value);
			break;
		case 'new':
			if (windows)
				add('New, or back after none in the window before', 'count', windows.now.customers - windows.retention.count);
			break;
		case 'returning':
			if (windows) add('With an order in the window before too', 'count', windows.retention.count);
			break;
		case 'customers':
			if (now) add(`With an order ${betweenWords(now.window)}`, 'count', now.customers);
			break;
		case 'all-orders':
			if (all) add('A customer’s orders of one day as one', 'count', all.purchaseDays + all.ordersWithoutCustomer);
			break;
		case 'all-net':
			if (!amounts) break;
			add('Before discounts and refunds', 'money', amounts.all.gross);
			if (amounts.all.discounts !== 0) add('Before refunds', 'money', amounts.all.gross - amounts.all.discounts);
			break;
		case 'aov-median':
			add('Mean', 'money', amounts?.all.aov.value);
			break;
		case 'concentration':
			add('Of the window only', 'share', cash?.topShares.find(({ top }) => top === 0.1)?.share);
			add('Share of orders that the tenth with the most orders placed', 'share', otherwise.topTenthOfOrders);
			break;
		case 'gaps':
			add('The mean instead of the middle', 'days', gaps.mean);
			add('One figure a customer: the middle of their own middle gaps', 'days', otherwise.ownGap);
			break;
	}
	return list;
}

/** Where figures come from, for whoever reads a copied one. */
export interface Sources {
	shop: string;
	showing: string;
	files: readonly string[];
	hash: string;
	revision: string;
	version: string;
	/** When it was copied, on this device's clock. */
	copied: string;
}

/** A figure with all that is needed to find it again, as text. */
export function copyText(told: Explanation, shown: OverviewFigure, around: Surroundings, sources: Sources): string {
	const { formula } = told;
	const made =
		formula.kind === 'fraction'
			? `${formula.top.value} ${formula.top.text} / ${formula.below.value} ${formula.below.text}`
			: formula.kind === 'sum'
				? formula.terms.map(({ sign, value, text }) => `${sign ? `${sign} ` : ''}${value} ${text}`).join(' ')
				: `${formula.of.value} ${formula.of.text}`;
	const { windows } = around.result;
	return [
		`${told.title}: ${told.value}`,
		`= ${made}`,
		`How sure: ${told.sure}`,
		`Shown: ${sources.shop}, ${sources.showing}, as of ${dayText(around.result.asOf)}`,
		`Counted: ${whenWords(shown, around.result)}${windows && shown.change ? `, against the time ${betweenWords(windows.before.window)}` : ''}`,
		`Definition: ${told.what}`,
		...told.facts.map(({ name, text }) => `${name}: ${text}`),
		...(told.others ?? []).map(({ text, value }) => `Otherwise: ${text}: ${value}`),
		told.misleads ? `When it misleads: ${told.misleads}` : '',
		`Files: ${sources.files.join(', ') || 'none named'}`,
		`Data: SHA-256 ${sources.hash || 'not known'}, revision ${sources.revision}`,
		`Perennial ${sources.version}, copied ${sources.copied}`
	]
		.filter(Boolean)
		.join('\n');
}
