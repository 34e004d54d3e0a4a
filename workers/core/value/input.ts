import { behaviourProbabilities, trainBehaviour } from '../churn/behaviour';
import { overdue } from '../churn/overdue';
import { customerSummary } from '../clv/summary';
import type { CustomerSummary } from '../clv/summary';
import { cutAt, reportingCurrency } from '../ledger/asOf';
import type { Cut } from '../ledger/asOf';
import { customerFacts } from '../ledger/customerFacts';
import type { CustomerFacts } from '../ledger/customerFacts';
import type { Ledger, Selection } from '../ledger/types';
import { NONE } from '../tables';
import { gathered } from './customerValues';
import { longestGap } from './longestGap';
import type { CustomerRows, ShopInput, SplitRows, Stretch, ValueInput } from './types';

const DAY = 86_400_000;
/** Groups beyond the commonest are known by nobody, and thousands of names would be carried for nothing. */
const MOST_GROUPS = 200;
const YEAR_DAYS = 365;

export interface ShopContext {
	/** D; null: the last counted order day. */
	asOf: number | null;
	selection: Selection;
	productName: (product: number) => string | null;
	dataHash: string;
}

export interface InputContext extends ShopContext {
	/** Stretches of the past to judge on, latest first. */
	splits: readonly Stretch[];
}

/**
 * What the models are given of a ledger, with the past that they are judged on.
 * @returns null when no order counts
 */
export function valueInput(ledger: Ledger, context: InputContext): ValueInput | null {
	const shop = shopInput(ledger, context);
	const { splits, selection } = context;
	return shop && { ...shop, splits: splits.map((stretch) => splitRows(ledger, stretch, selection)) };
}

/**
 * Customers of the selection as of D, what they came by, and how many came when.
 * @returns null when no order counts
 */
export function shopInput(ledger: Ledger, { asOf, selection, productName, dataHash }: ShopContext): ShopInput | null {
	const cut = cutAt(ledger, asOf);
	if (cut === null || ledger.firstDay === null) return null;
	const code = reportingCurrency(ledger);
	const facts = customerFacts(ledger, cut, code < 0 ? [] : [code]);
	const summary = customerSummary(ledger, { asOf: cut.day, end: cut.day, selection });
	const late = overdue(ledger, { asOf: cut.day, selection });
	const { customer } = summary;
	const perUnit = 10 ** ledger.scale;
	return {
		asOf: cut.day,
		firstDay: ledger.firstDay,
		longestGap: longestGap(ledger, cut.day),
		currency: summary.currency,
		now: {
			...rowsOf(summary),
			net: code < 0 ? new Float64Array(customer.length) : gathered(facts.net[0], customer).map((net) => net / perUnit),
			orders: gathered(facts.orders, customer),
			silence: gathered(facts.last, customer).map((last) => cut.day - last),
			overdue: late.status === 'measured' ? gathered(late.ratio, customer) : new Float64Array(customer.length)
		},
		groups: groupsOf(ledger, facts, customer, productName),
		...monthsOf(facts, customer, cut, ledger.firstDay),
		dataHash
	};
}

const rowsOf = ({ customer, frequency, recency, age, spendingDays, mean }: CustomerSummary): CustomerRows => ({
	customer,
	frequency,
	recency,
	age,
	spendingDays,
	mean
});

/** Customers as of an earlier day, with what came after it. The chance to buy again is learned from days before that one alone. */
export function splitRows(ledger: Ledger, { day, end }: Stretch, selection: Selection): SplitRows {
	const summary = customerSummary(ledger, { asOf: day, end, selection });
	const horizonDays = end - day;
	const learned = trainBehaviour(ledger, { origin: day, horizonDays, selection });
	const chances =
		learned.status === 'fitted' ? behaviourProbabilities(learned, ledger, { asOf: day, selection }) : null;
	const backThen = day - YEAR_DAYS;
	return {
		...rowsOf(summary),
		day,
		end,
		holdoutDays: summary.holdoutDays,
		holdoutValue: summary.holdoutValue,
		yearBefore:
			backThen < (ledger.firstDay as number)
				? null
				: purchaseDays(ledger, summary.customer, backThen, end - YEAR_DAYS).byCustomer,
		weekly: purchaseDays(ledger, summary.customer, day, end).cumulated,
		behaviour: chances && gathered(chances, summary.customer)
	};
}

/** Purchase days after `from`, up to `to`: of each customer, and of all of them by week, cumulated. */
function purchaseDays(
	{ offset, day }: Ledger,
	customers: Int32Array,
	from: number,
	to: number
): { byCustomer: Float64Array; cumulated: Float64Array } {
	const byCustomer = new Float64Array(customers.length);
	const cumulated = new Float64Array(Math.max(1, Math.ceil((to - from) / 7)));
	customers.forEach((customer, row) => {
		let last = NONE;
		for (let i = offset[customer]; i < offset[customer + 1] && day[i] <= to; i++) {
			if (day[i] <= from || day[i] === last) continue;
			last = day[i];
			byCustomer[row]++;
			cumulated[Math.floor((last - from - 1) / 7)]++;
		}
	});
	for (let week = 1; week < cumulated.length; week++) cumulated[week] += cumulated[week - 1];
	return { byCustomer, cumulated };
}

function groupsOf(
	{ dictionaries }: Ledger,
	facts: CustomerFacts,
	customers: Int32Array,
	productName: (product: number) => string | null
): ShopInput['groups'] {
	const group = (
		by: ShopInput['groups'][number]['by'],
		codes: Int32Array,
		name: (code: number) => string | null
	): ShopInput['groups'][number] => {
		const counts = new Map<number, number>();
		for (const customer of customers) {
			const code = codes[customer];
			if (code !== NONE) counts.set(code, (counts.get(code) ?? 0) + 1);
		}
		const commonest = [...counts]
			.toSorted(([code, n], [other, m]) => m - n || code - other)
			.slice(0, MOST_GROUPS)
			.map(([code]) => code);
		const places = new Map(commonest.map((code, place) => [code, place]));
		return {
			by,
			names: commonest.map((code) => name(code) ?? ''),
			code: customers.map((customer) => places.get(codes[customer]) ?? -1)
		};
	};
	return [
		group('first_product', facts.firstProduct, productName),
		group('channel', facts.channel, (code) => dictionaries.channel[code] ?? null),
		group('country', facts.country, (code) => dictionaries.country[code] ?? null)
	];
}

const monthOf = (day: number): number => {
	const date = new Date(day * DAY);
	return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
};

/** New customers by calendar month, from that of the data's first day to that of D. */
function monthsOf(
	{ first }: CustomerFacts,
	customers: Int32Array,
	{ day }: Cut,
	firstDay: number
): Pick<ShopInput, 'firstMonth' | 'newByMonth' | 'lastMonthFinished'> {
	const firstMonth = Math.min(monthOf(firstDay), monthOf(day));
	const newByMonth = new Float64Array(monthOf(day) - firstMonth + 1);
	for (const customer of customers) newByMonth[monthOf(first[customer]) - firstMonth]++;
	return { firstMonth, newByMonth, lastMonthFinished: monthOf(day + 1) !== monthOf(day) };
}
