import { customerIntervals } from './customerIntervals';
import type { FittedModel } from './customerOutlook';
import { spendModel } from './spend';
import type { CustomerValue, Interval, ValueAnalysis, ShopInput, ValueRefused, ValueResult } from './types';

/** Customers that a screen lists or draws, with what is known of each: a row a customer. */
export interface RankedCustomers extends CustomerValue {
	net: Float64Array;
	orders: Float64Array;
}

/** Customers by the value expected of them: bands whose borders are 1, 2 or 5 times a power of ten. */
export interface ValueBands {
	/** Lower borders, ascending, the first 0; the last band is open. */
	from: number[];
	customers: Float64Array;
	value: Float64Array;
	/** Type 7 over customers. */
	median: number;
	mean: number;
}

/** Share of what the best customers hold, at shares of the customers from 0 to 1. */
export interface Held {
	customers: number[];
	/** Of the value expected, and of the net so far with what is below zero as zero; null where the sum is not positive. */
	expected: (number | null)[];
	net: (number | null)[];
}

/** What screens hold of an analysis: small things, never a row a customer. */
export interface ValueDigest {
	result: (Omit<ValueAnalysis, 'byCustomer'> & { byCustomer: null }) | ValueRefused;
	/** The chosen model, for questions about one customer; null where none can be used. */
	fitted: FittedModel | null;
	/** null where no model can be used, or nothing is expected. */
	bands: ValueBands | null;
	held: Held | null;
	/** Those of whom most is expected, and those with most money at risk; best first. */
	best: RankedCustomers | null;
	atRisk: RankedCustomers | null;
	/** Value of the first of `best`, with the interval of its expectation. */
	bestIntervals: Interval[];
	/** Of all customers. */
	riskTotal: number;
	historic: { customers: number; net: number };
}

const BEST = 100;
/** Intervals are made one customer at a time. */
const WITH_INTERVALS = 10;
/** Customers that a queue can hold; the file of customers has all of them. */
const MOST_AT_RISK = 5000;
const POINTS = 50;

/** What screens need of an analysis. */
export function digest(input: ShopInput, result: ValueResult): ValueDigest {
	const { now } = input;
	const historic = { customers: now.customer.length, net: now.net.reduce((sum, net) => sum + net, 0) };
	const none = {
		fitted: null,
		bands: null,
		held: null,
		best: null,
		atRisk: null,
		bestIntervals: [],
		riskTotal: 0,
		historic
	};
	if (result.status === 'refused') return { result, ...none };
	const { byCustomer, chosen } = result;
	const rest = { ...result, byCustomer: null };
	if (byCustomer === null || chosen === null) return { result: rest, ...none };
	const best = rowsByFigure(byCustomer.clv, BEST);
	return {
		result: rest,
		fitted: { chosen, models: result.models, spend: spendModel(result.spend, now) },
		bands: bandsOf(byCustomer.clv),
		held: heldOf(byCustomer.clv, now.net),
		best: ranked(byCustomer, input, best),
		atRisk: ranked(byCustomer, input, rowsByFigure(byCustomer.atRisk, MOST_AT_RISK)),
		bestIntervals: customerIntervals(input, result, best.slice(0, WITH_INTERVALS)).map(({ clv }) => clv),
		riskTotal: byCustomer.atRisk.reduce((sum, value) => sum + value, 0),
		historic
	};
}

/** Rows with the highest figures above zero, highest first; of equal ones the earlier. */
function rowsByFigure(figure: Float64Array, most: number): number[] {
	// Plain numbers sort ten times as fast as rows: they say from where on a row can be among the highest.
	const least = figure.toSorted()[Math.max(0, figure.length - most)];
	const rows: number[] = [];
	for (let row = 0; row < figure.length; row++) if (figure[row] > 0 && figure[row] >= least) rows.push(row);
	return rows.sort((a, b) => figure[b] - figure[a] || a - b).slice(0, most);
}

function ranked(values: CustomerValue, { now }: ShopInput, rows: readonly number[]): RankedCustomers {
	const column = (of: ArrayLike<number>): Float64Array => Float64Array.from(rows, (row) => of[row]);
	return {
		customer: Int32Array.from(rows, (row) => values.customer[row]),
		pAlive: column(values.pAlive),
		expected: column(values.expected),
		spend: column(values.spend),
		clv: column(values.clv),
		leaving: column(values.leaving),
		atRisk: column(values.atRisk),
		net: column(now.net),
		orders: column(now.orders)
	};
}

function bandsOf(clv: Float64Array): ValueBands | null {
	if (clv.length === 0) return null;
	const sorted = clv.toSorted();
	const highest = sorted[sorted.length - 1];
	if (!(highest > 0)) return null;
	const at = (sorted.length - 1) / 2;
	const from = [0, ...bordersUpTo(highest, sorted[Math.floor(sorted.length * 0.05)])];
	const customers = new Float64Array(from.length);
	const value = new Float64Array(from.length);
	let sum = 0;
	for (let i = 0, band = 0; i < sorted.length; i++) {
		while (band + 1 < from.length && sorted[i] >= from[band + 1]) band++;
		customers[band]++;
		value[band] += sorted[i];
		sum += sorted[i];
	}
	return {
		from,
		customers,
		value,
		median: (sorted[Math.floor(at)] + sorted[Math.ceil(at)]) / 2,
		mean: sum / sorted.length
	};
}

/** At most twelve borders, the first of them near what few are below. */
function bordersUpTo(highest: number, low: number): number[] {
	const start = Math.floor(Math.log10(Math.max(low, highest / 1e4)));
	const borders: number[] = [];
	for (let power = start; borders.length < 12; power++) {
		for (const step of [1, 2, 5]) {
			const border = Number(`${step}e${power}`);
			if (border > highest) return borders;
			if (borders.length < 12) borders.push(border);
		}
	}
	return borders;
}

function heldOf(clv: Float64Array, net: Float64Array): Held {
	const customers = Array.from({ length: POINTS + 1 }, (_, i) => i / POINTS);
	const curve = (values: Float64Array): (number | null)[] => {
		const sorted = values
			.map((value) => Math.max(0, value))
			.sort()
			.reverse();
		const sums = new Float64Array(sorted.length + 1);
		for (let i = 0; i < sorted.length; i++) sums[i + 1] = sums[i] + sorted[i];
		const total = sums[sorted.length];
		return customers.map((share) => (total > 0 ? sums[Math.ceil(share * sorted.length - 1e-9)] / total : null));
	};
	return { customers, expected: curve(clv), net: curve(net) };
}
