import { beforeAll, describe, expect, it } from 'vitest';
import { HARBOUR_LANE } from '../../../workers/core/sample/parameters';
import type { Order } from '../import/reading';
import { importedSample, ofCustomers } from './sampleShop';

/** The written-down parameters, once more by hand: what models will be held to. */
const PURCHASES = { r: 0.55, alpha: 8.4, a: 0.65, b: 2.8 };
const SPENDING = { p: 3.8, q: 4.2, gamma: 52 };
const DAY = 86_400_000;
const LAST = Date.parse('2024-12-31');

interface Customer {
	/** Days after the first purchase of all further ones. */
	offsets: number[];
	/** Days from the first purchase to the last day. */
	window: number;
	/** What each order comes to before discounts and refunds. */
	spent: number[];
}

/** Customers as a model is given them: from the imported orders, not from how they were made. */
function customersOf(orders: readonly Order[]): Customer[] {
	const customers = new Map<string, { first: number; of: Customer }>();
	for (const { customer, date, gross } of orders) {
		const day = Date.parse(date);
		const known = customers.get(customer);
		if (!known) {
			customers.set(customer, { first: day, of: { offsets: [], window: (LAST - day) / DAY, spent: [gross] } });
		} else {
			known.of.offsets.push((day - known.first) / DAY);
			known.of.spent.push(gross);
		}
	}
	return [...customers.values()].map(({ of }) => of);
}

/**
 * P(X(t) = x) for x = 0 … most.
 * @param t weeks
 * @see Fader, Hardie & Lee (2005), Marketing Science 24(2), equation 8
 */
function purchaseProbabilities({ r, alpha, a, b }: typeof PURCHASES, t: number, most: number): number[] {
	const stays = (alpha / (alpha + t)) ** r;
	const share = t / (alpha + t);
	const probabilities: number[] = [];
	// Γ(r+x) / (Γ(r) x!) (α/(α+t))^r (t/(α+t))^x, the sum of these below x, and the two ratios of beta functions.
	let [term, below, alive, left] = [stays, 0, 1, 0];
	for (let x = 0; x <= most; x++) {
		probabilities.push(alive * term + left * (1 - below));
		below += term;
		term *= ((r + x) / (x + 1)) * share;
		left = x === 0 ? a / (a + b) : (left * (b + x - 1)) / (a + b + x);
		alive *= (b + x) / (a + b + x);
	}
	return probabilities;
}

const MOST = 400;
const memory = new Map<number, { probabilities: number[]; mean: number; variance: number }>();
function purchasesWithin(weeks: number) {
	const known = memory.get(weeks);
	if (known) return known;
	const probabilities = purchaseProbabilities(PURCHASES, weeks, MOST);
	const mean = probabilities.reduce((sum, p, x) => sum + p * x, 0);
	const variance = probabilities.reduce((sum, p, x) => sum + p * (x - mean) ** 2, 0);
	memory.set(weeks, { probabilities, mean, variance });
	return { probabilities, mean, variance };
}

const meanOf = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const varianceOf = (values: readonly number[]) => {
	const mean = meanOf(values);
	return meanOf(values.map((x) => (x - mean) ** 2));
};

describe('the formula this test rests on', () => {
	it('gives the published probabilities of the CDNOW parameters', () => {
		const cdnow = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
		expect(purchaseProbabilities(cdnow, 39, 0)[0]).toBeCloseTo(0.5737864, 7);
		expect(purchaseProbabilities(cdnow, 2, 10)[10]).toBeCloseTo(1.07869e-7, 12);
		expect(purchaseProbabilities(cdnow, 30, 20)[11]).toBeCloseTo(0.0019995214, 10);
		expect(purchaseProbabilities(cdnow, 30, 20)[20]).toBeCloseTo(0.000222226, 9);
	});
});

describe('the parameters that are written down are those of the data', () => {
	let customers: Customer[];
	beforeAll(async () => {
		const shop = await importedSample();
		customers = customersOf(ofCustomers(shop.orders));
	});

	it('they are what this test holds the data to', () => {
		expect(HARBOUR_LANE.purchases).toEqual(PURCHASES);
		expect(HARBOUR_LANE.spending).toEqual(SPENDING);
	});

	it('nobody buys twice on a day: purchases are orders', () => {
		expect(customers.every(({ offsets }) => new Set([0, ...offsets]).size === offsets.length + 1)).toBe(true);
	});

	/*
	 * Further purchases of all customers: the sum of E[X(T)] over their windows, with variance the sum of Var[X(T)].
	 * That customers are drawn until there are 25,000 orders fixes the sum and leaves their number free; the relative
	 * error is the same. Three standard errors.
	 */
	it('customers buy again as often as BG/NBD expects of their windows', () => {
		let [actual, expected, variance] = [0, 0, 0];
		for (const { offsets, window } of customers) {
			const within = purchasesWithin(window / 7);
			actual += offsets.length;
			expected += within.mean;
			variance += within.variance;
		}
		expect(Math.abs(actual - expected)).toBeLessThan(3 * Math.sqrt(variance));
		// So that the check can fail: parameters 5 % off would be noticed.
		expect(3 * Math.sqrt(variance)).toBeLessThan(0.065 * expected);
	});

	/*
	 * χ² of how many customers bought again 0, 1 … 9, 10 and more times. The number of customers is given, no parameter
	 * is fitted: 10 degrees of freedom; 29.59 is exceeded once in a thousand. (Windows differ, which only makes it smaller.)
	 */
	it('they differ in it as BG/NBD says', () => {
		const actual = new Array<number>(11).fill(0);
		const expected = new Array<number>(11).fill(0);
		for (const { offsets, window } of customers) {
			actual[Math.min(10, offsets.length)]++;
			const { probabilities } = purchasesWithin(window / 7);
			for (let x = 0; x <= MOST; x++) expected[Math.min(10, x)] += probabilities[x];
		}
		expect(expected.reduce((sum, x) => sum + x, 0)).toBeCloseTo(customers.length, 4);
		const chiSquare = actual.reduce((sum, n, x) => sum + (n - expected[x]) ** 2 / expected[x], 0);
		expect(chiSquare).toBeLessThan(29.59);
	});

	/*
	 * Purchases of a stretch of time after the first one, of those who were observed that long: E[X(to)] − E[X(from)].
	 * A day is the nearest one to its moment, so a stretch ends half a day after its last day. The standard error is that
	 * of the data, √(s² / n); three of it. This is what tells leaving (a, b) from buying seldom (r, α).
	 */
	it.each([
		[0, 28],
		[29, 91],
		[92, 182],
		[183, 364],
		[365, 600]
	])('they slow down as BG/NBD says: days %i to %i after the first purchase', (from, to) => {
		const observed = customers.filter(({ window }) => window > to);
		const counts = observed.map(({ offsets }) => offsets.filter((day) => day >= from && day <= to).length);
		const start = from === 0 ? 0 : purchasesWithin((from - 0.5) / 7).mean;
		const expected = purchasesWithin((to + 0.5) / 7).mean - start;
		expect(observed.length).toBeGreaterThan(900);
		expect(Math.abs(meanOf(counts) - expected)).toBeLessThan(3 * Math.sqrt(varianceOf(counts) / counts.length));
	});

	it('their season has none: those who first came in winter and in summer buy again alike', () => {
		for (const [from, to] of [
			[0, 90],
			[180, 270],
			[330, 420]
		]) {
			const group = customers.filter(({ window }) => 730 - window >= from && 730 - window < to);
			const expected = group.reduce((sum, { window }) => sum + purchasesWithin(window / 7).mean, 0);
			const variance = group.reduce((sum, { window }) => sum + purchasesWithin(window / 7).variance, 0);
			const actual = group.reduce((sum, { offsets }) => sum + offsets.length, 0);
			expect(Math.abs(actual - expected)).toBeLessThan(3 * Math.sqrt(variance));
		}
	});

	/*
	 * Spending is looked at in logarithms, whose moments under Gamma-Gamma are polygammas: ln Z is the logarithm of a
	 * gamma(p) less that of a gamma(q), plus ln γ. Values by mpmath:
	 * ψ(3.8) = 1.1976898460, ψ(4.2) = 1.3113388913; ψ′ = 0.3007811418, 0.2686649407; ψ‴ = 0.0532797801, 0.0381258415.
	 * Whole euros move ln Z by 1/(24 Z²) at most in the mean, far below a standard error.
	 */
	const LOG_MEAN = 1.197689846 - 1.3113388913 + 3.9512437186;
	const LOG_VARIANCE = 0.3007811418 + 0.2686649407;
	const LOG_FOURTH = 0.0532797801 + 0.0381258415;

	it('first orders come to what Gamma-Gamma says, in the mean and in their spread', () => {
		// One order a customer: these are independent.
		const logs = customers.map(({ spent }) => Math.log(spent[0]));
		const n = logs.length;
		expect(Math.abs(meanOf(logs) - LOG_MEAN)).toBeLessThan(3 * Math.sqrt(LOG_VARIANCE / n));
		// Var(s²) = (κ4 + 2σ⁴) / n.
		const spread = Math.sqrt((LOG_FOURTH + 2 * LOG_VARIANCE ** 2) / n);
		expect(Math.abs(varianceOf(logs) - LOG_VARIANCE)).toBeLessThan(3 * spread);
	});

	it('the mean order is pγ / (q − 1) = 61.75 EUR', () => {
		const first = customers.map(({ spent }) => spent[0]);
		// E[Z²] = p(p+1)γ² / ((q−1)(q−2)) = 7005.8, so σ² = 7005.8 − 61.75² = 3192.7.
		expect(Math.abs(meanOf(first) - 61.75)).toBeLessThan(3 * Math.sqrt(3192.7 / first.length));
	});

	it('orders of one customer differ as p says alone', () => {
		// ln Z1 − ln Z2 of one customer: variance 2ψ′(p), fourth cumulant 2ψ‴(p).
		const pairs = customers.filter(({ spent }) => spent.length > 1);
		const differences = pairs.map(({ spent }) => Math.log(spent[0]) - Math.log(spent[1]));
		const n = differences.length;
		const variance = 2 * 0.3007811418;
		const spread = Math.sqrt((2 * 0.0532797801 + 2 * variance ** 2) / n);
		expect(n).toBeGreaterThan(4_000);
		expect(Math.abs(meanOf(differences.map((d) => d ** 2)) - variance)).toBeLessThan(3 * spread);
	});

	it('how much a customer spends says nothing of how often', () => {
		const logs = customers.map(({ spent }) => Math.log(spent[0]));
		// Rates of purchase, in logarithms lest the busiest few decide.
		const rates = customers.map(({ offsets, window }) => Math.log((1 + offsets.length) / (window + 60)));
		const [u, v] = [meanOf(logs), meanOf(rates)];
		const together = meanOf(logs.map((x, i) => (x - u) * (rates[i] - v)));
		const correlation = together / Math.sqrt(varianceOf(logs) * varianceOf(rates));
		// Without any connection its standard error is 1/√n.
		expect(Math.abs(correlation)).toBeLessThan(3 / Math.sqrt(customers.length));
	});
});
