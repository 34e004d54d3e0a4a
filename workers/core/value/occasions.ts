import * as bgBb from '../clv/bgBb';
import type { BgBb } from '../clv/bgBb';
import { uniqueHistories } from '../clv/histories';
import type { Fit, Fitted, Histories } from '../clv/types';
import type { CohortPeriod } from '../cohorts/types';
import { MONTHS_IN, periodRate } from '../habit/types';
import type { WorthOptions } from '../habit/types';
import { periodOf, periodStart } from '../ledger/periods';
import type { Ledger, Selection } from '../ledger/types';
import { gathered } from './customerValues';
import { occasionRows } from './occasionRows';
import type { OccasionRows } from './occasionRows';
import { outcomeInterval, parameterVariance, expectationInterval, slopes } from './parameterIntervals';
import { standardErrors } from './purchaseFits';
import { expectedSpend, fitSpend, spendModel, spendMoments } from './spend';
import type { SpendModel } from './spend';
import type { Interval, ValueAnalysis } from './types';

/** Below these nothing is fitted: occasions taken, and occasions of the oldest customer. */
const TAKEN = 10;
const OCCASIONS = 3;
const LONGEST_HOLDOUT = 6;
/** Rows and columns of the grid. */
const GRID = 9;

export interface OccasionOptions extends WorthOptions {
	period: CohortPeriod;
}

export interface OccasionRefused {
	status: 'refused';
	/** Occasions taken, or occasions that the oldest customer had. */
	reason: 'taken' | 'periods' | 'not_converged';
	figure: number;
	needed: number;
}

export interface OccasionHoldout {
	/** Last day that the fit knew. */
	day: number;
	customers: number;
	/** By coming occasion: customers who took it, expected and actual. */
	rows: { occasion: number; expected: number; actual: number }[];
	/** By how often they had before: occasions taken a customer. */
	byFrequency: { frequency: number; customers: number; expected: number; actual: number }[];
	expected: Interval;
	actual: number;
}

export interface OccasionAnalysis {
	status: 'done';
	/** Last day of the last period that has ended. */
	end: number;
	options: OccasionOptions;
	currency: string | null;
	customers: number;
	/** Who took an occasion after the first order; whose first order is too new for one to have ended. */
	repeaters: number;
	tooNew: number;
	/** Occasions of the oldest customer. */
	longest: number;
	fit: Fitted<BgBb>;
	mle: Fit<BgBb>;
	standardErrors: number[] | null;
	spend: ValueAnalysis['spend'];
	/** Coming occasions that the horizon holds. */
	ahead: number;
	/** Customers who are still there at the next occasion. */
	there: Interval;
	/** Occasions taken within the horizon: interval of the expectation, and of what will come. */
	taken: Interval;
	takenPredictive: Interval;
	/** Revenue of them, not discounted; null without a currency. */
	revenue: Interval | null;
	revenuePredictive: Interval | null;
	/** Discounted occasions still to be taken (DERT) and their value with the margin, all customers; null: without end, or no currency. */
	residual: Interval | null;
	residualValue: Interval | null;
	/**
	 * By occasions taken and occasions since the last one, of the age that most customers have: P(alive) at the next occasion,
	 * occasions taken within the horizon, and customers of this history.
	 */
	grid: {
		age: number;
		frequencies: number[];
		silences: number[];
		/** Rows frequency × silence; null where the history cannot be. */
		alive: (number | null)[];
		expected: (number | null)[];
		customers: number[];
	};
	holdout: OccasionHoldout | null;
}

type At = { asOf: number | null; selection: Selection };
type Params = Record<string, number>;
const named = ({ alpha, beta, gamma, delta }: BgBb): Params => ({ alpha, beta, gamma, delta });
const bgBbOf = ({ alpha, beta, gamma, delta }: Params): BgBb => ({ alpha, beta, gamma, delta });

/**
 * Customers at set occasions by BG/BB: who is still there, what they take of those to come, and what that is worth.
 * @see Fader, Hardie & Shang (2010), "Customer-Base Analysis in a Discrete-Time Noncontractual Setting"
 */
export function occasionAnalysis(ledger: Ledger, options: OccasionOptions, at: At): OccasionAnalysis | OccasionRefused {
	const rows = occasionRows(ledger, options.period, at);
	const refusal = refusalOf(rows);
	if (refusal !== null || rows.end === null)
		return refusal ?? { status: 'refused', reason: 'periods', figure: 0, needed: OCCASIONS };
	const { histories, row } = uniqueHistories(rows.frequency, rows.recency, rows.age);
	const fit = bgBb.fit(histories);
	if (fit.status === 'refused') return { status: 'refused', reason: 'not_converged', figure: 0, needed: 1 };
	const spend = fitSpend(rows);
	const ahead = occasionsIn(options.months, options.period);
	return {
		status: 'done',
		end: rows.end,
		options,
		currency: rows.currency,
		customers: rows.customer.length,
		repeaters: rows.frequency.reduce((sum, x) => (x > 0 ? sum + 1 : sum), 0),
		tooNew: rows.tooNew,
		longest: longestOf(rows),
		fit,
		mle: bgBb.mle(histories),
		standardErrors: standardErrors(fit),
		spend,
		ahead,
		...totalsOf(fit, { rows, histories, row, spend: spendModel(spend, rows), ahead, options }),
		grid: gridOf(fit.params, histories, ahead),
		holdout: holdoutOf(ledger, rows, options.period, at.selection)
	};
}

/** Whole occasions within so many months, one at least. */
export const occasionsIn = (months: number, period: CohortPeriod): number =>
	Math.max(1, Math.round(months / MONTHS_IN[period]));

const longestOf = ({ age }: OccasionRows): number => age.reduce((most, n) => Math.max(most, n), 0);

function refusalOf(rows: OccasionRows): OccasionRefused | null {
	const longest = longestOf(rows);
	if (longest < OCCASIONS) return { status: 'refused', reason: 'periods', figure: longest, needed: OCCASIONS };
	const taken = rows.frequency.reduce((sum, x) => sum + x, 0);
	if (taken < TAKEN) return { status: 'refused', reason: 'taken', figure: taken, needed: TAKEN };
	return null;
}

interface Parts {
	rows: OccasionRows;
	histories: Histories;
	/** History of each customer. */
	row: Int32Array;
	spend: SpendModel;
	ahead: number;
	options: OccasionOptions;
}

function totalsOf(
	{ params, covariance }: Fitted<BgBb>,
	{ rows, histories, row, spend, ahead, options }: Parts
): Pick<
	OccasionAnalysis,
	'there' | 'taken' | 'takenPredictive' | 'revenue' | 'revenuePredictive' | 'residual' | 'residualValue'
> {
	const rate = periodRate(options.annualRate, options.period);
	const perOccasion = expectedSpend(spend, rows);
	const worth = byHistory(row, histories.length, (i) => perOccasion[i]);
	const sum = (values: Float64Array, weights: Float64Array): number =>
		values.reduce((total, value, i) => total + value * weights[i], 0);
	/** Totals of what is given by history: of customers, and in money. */
	const figures = (of: (at: BgBb) => Float64Array) => {
		const here = of(params);
		const [count, money] = slopes(named(params), (at) => {
			const values = of(bgBbOf(at));
			return [sum(values, histories.weight), sum(values, worth)];
		});
		return {
			here,
			count: { value: sum(here, histories.weight), variance: parameterVariance(count, covariance) },
			money: {
				value: sum(here, worth),
				variance: parameterVariance(money, covariance) + spendVariance(spend, rows, gathered(here, row))
			}
		};
	};
	const there = figures((at) => bgBb.probabilityAlive(at, histories));
	const taken = figures((at) => bgBb.expectedPurchases(at, histories, ahead));
	const endless = rate === 0;
	const residual = endless ? null : figures((at) => bgBb.residualTransactions(at, histories, rate));
	const outcome = outcomeVariances(params, { rows, histories, row, spend, ahead, options });
	const known = rows.currency !== null;
	const margin = options.margin ?? 1;
	const spreadOf = ({ value, variance }: { value: number; variance: number }): Interval =>
		expectationInterval(value, variance);
	return {
		there: spreadOf(there.count),
		taken: spreadOf(taken.count),
		takenPredictive: outcomeInterval(taken.count.value, taken.count.variance + outcome.taken),
		revenue: known ? spreadOf(taken.money) : null,
		revenuePredictive: known ? outcomeInterval(taken.money.value, taken.money.variance + outcome.revenue) : null,
		residual: residual && spreadOf(residual.count),
		residualValue:
			residual && known
				? expectationInterval(margin * residual.money.value, margin * margin * residual.money.variance)
				: null
	};
}

/** Of Σ occasions × spend, from the parameters of spend. */
function spendVariance(spend: SpendModel, rows: OccasionRows, occasions: Float64Array): number {
	if (spend.params === null) return 0;
	const [slope] = slopes({ ...spend.params }, ({ p, q, v }) => [
		expectedSpend({ ...spend, params: { p, q, v } }, rows).reduce((sum, value, i) => sum + value * occasions[i], 0)
	]);
	return parameterVariance(slope, spend.covariance);
}

/** Given the parameters customers are independent: variances of the total of occasions taken, and of its revenue. */
function outcomeVariances(
	params: BgBb,
	{ rows, histories, row, spend, ahead }: Parts
): { taken: number; revenue: number } {
	const mean = bgBb.expectedPurchases(params, histories, ahead);
	const square = bgBb.purchaseSquares(params, histories, ahead);
	const { meanSquared, square: spendSquare, within } = spendMoments(spend, rows);
	let taken = 0;
	let revenue = 0;
	row.forEach((history, i) => {
		const [m, s] = [mean[history], square[history]];
		taken += Math.max(0, s - m * m);
		// Var(Σ Z) = E[Y] E[Var(Z | μ)] + E[Y²] E[μ²] − (E[Y] E[μ])².
		revenue += Math.max(0, m * within * spendSquare[i] + s * spendSquare[i] - m * m * meanSquared[i]);
	});
	return { taken, revenue };
}

function byHistory(row: Int32Array, length: number, value: (customer: number) => number): Float64Array {
	const sums = new Float64Array(length);
	row.forEach((history, i) => (sums[history] += value(i)));
	return sums;
}

function gridOf(params: BgBb, histories: Histories, ahead: number): OccasionAnalysis['grid'] {
	const customersOf = new Map<number, number>();
	for (let i = 0; i < histories.length; i++)
		customersOf.set(histories.age[i], (customersOf.get(histories.age[i]) ?? 0) + histories.weight[i]);
	const [[age]] = [...customersOf].filter(([n]) => n >= 2).toSorted(([n, a], [m, b]) => b - a || m - n);
	const upTo = Array.from({ length: Math.min(age, GRID - 1) + 1 }, (_, i) => i);
	const step = Math.ceil((age + 1) / GRID);
	const silences = upTo.map((i) => i * step).filter((silence) => silence <= age);
	const cells = upTo.flatMap((x) =>
		silences.map((silence): { x: number; last: number } | null => {
			const last = age - silence;
			return x === 0 ? (silence === age ? { x, last: 0 } : null) : last >= x ? { x, last } : null;
		})
	);
	const possible = cells.filter((cell) => cell !== null);
	const asked: Histories = {
		length: possible.length,
		frequency: Float64Array.from(possible, ({ x }) => x),
		recency: Float64Array.from(possible, ({ last }) => last),
		age: new Float64Array(possible.length).fill(age),
		weight: new Float64Array(possible.length).fill(1)
	};
	const alive = bgBb.probabilityAlive(params, asked);
	const expected = bgBb.expectedPurchases(params, asked, ahead);
	const counted = new Map<string, number>();
	for (let i = 0; i < histories.length; i++)
		if (histories.age[i] === age) counted.set(`${histories.frequency[i]} ${histories.recency[i]}`, histories.weight[i]);
	let at = 0;
	const placed = cells.map((cell) => (cell === null ? -1 : at++));
	return {
		age,
		frequencies: upTo,
		silences,
		alive: placed.map((place) => (place < 0 ? null : alive[place])),
		expected: placed.map((place) => (place < 0 ? null : expected[place])),
		customers: cells.map((cell) => (cell === null ? 0 : (counted.get(`${cell.x} ${cell.last}`) ?? 0)))
	};
}

/** The last third of the occasions, six at most, held back. */
function holdoutOf(
	ledger: Ledger,
	now: OccasionRows,
	period: CohortPeriod,
	selection: Selection
): OccasionHoldout | null {
	if (now.end === null) return null;
	const { monthStart } = ledger.counting;
	const occasions = Math.min(LONGEST_HOLDOUT, Math.floor(longestOf(now) / 3));
	if (occasions === 0) return null;
	const next = periodOf(now.end, period, monthStart) - occasions + 1;
	const day = periodStart(next, period, monthStart) - 1;
	const before = occasionRows(ledger, period, { asOf: day, selection });
	if (before.end !== day || refusalOf(before)?.reason === 'taken') return null;
	const { histories, row } = uniqueHistories(before.frequency, before.recency, before.age);
	const fit = bgBb.fit(histories);
	if (fit.status === 'refused') return null;
	const upTo = Array.from({ length: occasions + 1 }, (_, k) => bgBb.expectedPurchases(fit.params, histories, k));
	const square = bgBb.purchaseSquares(fit.params, histories, occasions);
	const rows = Array.from({ length: occasions }, (_, k) => ({ occasion: k + 1, expected: 0, actual: 0 }));
	const groups = Array.from({ length: 8 }, (_, frequency) => ({ frequency, customers: 0, expected: 0, actual: 0 }));
	let variance = 0;
	before.customer.forEach((customer, i) => {
		const history = row[i];
		const group = groups[Math.min(7, before.frequency[i])];
		const expected = upTo[occasions][history];
		group.customers++;
		group.expected += expected;
		variance += Math.max(0, square[history] - expected ** 2);
		rows.forEach((part, k) => (part.expected += upTo[k + 1][history] - upTo[k][history]));
		for (const k of takenAfter(ledger, customer, day, now.end ?? day, period)) {
			rows[k - next].actual++;
			group.actual++;
		}
	});
	const [slope] = slopes(named(fit.params), (at) => [
		bgBb
			.expectedPurchases(bgBbOf(at), histories, occasions)
			.reduce((sum, value, i) => sum + value * histories.weight[i], 0)
	]);
	const expected = rows.reduce((sum, part) => sum + part.expected, 0);
	return {
		day,
		customers: before.customer.length,
		rows,
		byFrequency: groups
			.filter(({ customers }) => customers > 0)
			.map(({ frequency, customers, expected: sum, actual }) => ({
				frequency,
				customers,
				expected: sum / customers,
				actual: actual / customers
			})),
		expected: outcomeInterval(expected, variance + parameterVariance(slope, fit.covariance)),
		actual: rows.reduce((sum, part) => sum + part.actual, 0)
	};
}

/** Different periods with an order of a customer after a day, up to another. */
function takenAfter(
	{ day, offset, counting }: Ledger,
	customer: number,
	after: number,
	upTo: number,
	period: CohortPeriod
): Set<number> {
	const taken = new Set<number>();
	for (let i = offset[customer]; i < offset[customer + 1] && day[i] <= upTo; i++)
		if (day[i] > after) taken.add(periodOf(day[i], period, counting.monthStart));
	return taken;
}
