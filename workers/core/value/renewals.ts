import { curveOfCounts } from '../churn/kaplanMeier';
import * as sbg from '../clv/shiftedBetaGeometric';
import type { Contracts, ShiftedBetaGeometric } from '../clv/shiftedBetaGeometric';
import type { Fit, Fitted } from '../clv/types';
import type { CohortPeriod } from '../cohorts/types';
import { MONTHS_IN, periodRate } from '../habit/types';
import type { ContractPeriod, WorthOptions } from '../habit/types';
import { addMonths } from '../ledger/calendar';
import { periodLabel, periodOf } from '../ledger/periods';
import type { Ledger, Selection } from '../ledger/types';
import { clusteredRatio } from '../numeric/clustered';
import {
	chanceInterval,
	outcomeInterval,
	parameterVariance,
	relativeInterval,
	slopes,
	Z95
} from './parameterIntervals';
import { standardErrors } from './purchaseFits';
import { subscribersOf } from './subscribers';
import type { Subscribers } from './subscribers';
import type { Interval } from './types';

/** Below these nothing is fitted. */
const RENEWALS = 10;
const PERIODS = 3;
/** Rows of the tables of tenures and of cohorts, and columns of the latter. */
const ROWS = 12;
/** Periods that survival is continued for, and no more than are seen. */
const AHEAD = 12;
const LONGEST_HOLDOUT = 6;
/** Beyond so many periods a median is "hardly anybody leaves any more". */
const FOREVER = 1200;

export interface SubscriptionOptions extends WorthOptions {
	period: ContractPeriod;
}

export interface SubscriptionRefused {
	status: 'refused';
	/** Renewals that came, periods that the longest subscription could have been renewed for, or subscribers who left. */
	reason: 'renewals' | 'periods' | 'lost' | 'not_converged';
	figure: number;
	needed: number;
}

/** Subscribers who are still there by how often they have renewed. */
export interface Tenure {
	/** Renewals so far, from and to. */
	from: number;
	to: number;
	customers: number;
	/** Chance that the next renewal comes, mean over them. */
	renews: number;
	/** Whole periods after which half of them have left; null: more than 1,200. */
	median: number | null;
	/** Discounted periods still expected of each, mean (DERL); null: without end, which it is at no discount. */
	residual: number | null;
	/** Of all of them, in money; null without a currency. */
	value: number | null;
}

export interface SubscriptionHoldout {
	/** Last day that the fit knew. */
	day: number;
	subscribers: number;
	/** Renewals after that day: those that were at risk, and who of them was still there. */
	rows: { renewal: number; customers: number; expected: Interval; actual: number }[];
	expected: number;
	actual: number;
}

export interface SubscriptionAnalysis {
	status: 'done';
	asOf: number;
	options: SubscriptionOptions;
	currency: string | null;
	subscribers: number;
	/** Still there; lost, and of these who ordered again later. */
	active: number;
	lost: number;
	returned: number;
	/** Renewals that came in time. */
	renewals: number;
	fit: Fitted<ShiftedBetaGeometric>;
	mle: Fit<ShiftedBetaGeometric>;
	standardErrors: number[] | null;
	/** Share still there after each renewal, observed (Kaplan–Meier), with how many it was still open for. */
	observed: { renewal: number; customers: number; share: number; low: number; high: number }[];
	/** The same by the model, from 0 to twelve renewals beyond. */
	model: { renewal: number; share: number; low: number; high: number }[];
	/** Subscribers by when they came, with the share still there after each renewal; null where it is open for some. */
	cohorts: { label: string; customers: number; shares: (number | null)[] }[];
	tenures: Tenure[];
	/** Net of a paid period, mean; null without a currency. */
	price: Interval | null;
	/** Of a new subscriber: discounted periods, the first one in it, and its value; null: without end. */
	newPeriods: Interval | null;
	newValue: Interval | null;
	/** Of all who are still there. */
	residualValue: Interval | null;
	/** Renewals of theirs due within the horizon that are expected to come. */
	ahead: Interval;
	holdout: SubscriptionHoldout | null;
}

type At = { asOf: number | null; selection: Selection };

/**
 * Subscribers by the shifted beta-geometric: how long they stay, what is left of it, and what that is worth.
 * @see Fader & Hardie (2007), "How to Project Customer Retention"; (2010), "Customer-Base Valuation in a Contractual Setting"
 */
export function subscriptionAnalysis(
	ledger: Ledger,
	options: SubscriptionOptions,
	at: At
): SubscriptionAnalysis | SubscriptionRefused {
	const all = subscribersOf(ledger, options.period, at);
	const refusal = refusalOf(all);
	if (refusal !== null) return refusal;
	const contracts = contractsOf(all);
	const fit = sbg.fit(contracts);
	if (fit.status === 'refused') return { status: 'refused', reason: 'not_converged', figure: 0, needed: 1 };
	const lost = all.lost.reduce((sum, gone) => sum + gone, 0);
	const observed = observedOf(contracts, all.length);
	return {
		status: 'done',
		asOf: all.day ?? 0,
		options,
		currency: all.currency,
		subscribers: all.length,
		active: all.length - lost,
		lost,
		returned: all.returned.reduce((sum, back) => sum + back, 0),
		renewals: all.renewed.reduce((sum, times) => sum + times, 0),
		fit,
		mle: sbg.mle(contracts),
		standardErrors: standardErrors(fit),
		observed,
		model: modelOf(fit, observed[observed.length - 1].renewal),
		cohorts: cohortsOf(ledger, all, options.period),
		...worthOf(fit, all, options),
		holdout: holdoutOf(ledger, all, options.period, at.selection)
	};
}

const most = (values: Int32Array): number => values.reduce((high, value) => Math.max(high, value), 0);

function refusalOf({ renewed, closed, lost }: Subscribers): SubscriptionRefused | null {
	const below = (reason: SubscriptionRefused['reason'], figure: number, needed: number): SubscriptionRefused | null =>
		figure < needed ? { status: 'refused', reason, figure, needed } : null;
	return (
		below('periods', most(closed), PERIODS) ??
		below(
			'renewals',
			renewed.reduce((sum, times) => sum + times, 0),
			RENEWALS
		) ??
		below(
			'lost',
			lost.reduce((sum, gone) => sum + gone, 0),
			1
		)
	);
}

/** Only what is decided: a renewal whose time is running is known of those who have come and not of the others. */
function contractsOf({ length, renewed, lost, closed }: Subscribers): Contracts {
	const longest = most(closed);
	const contracts = { lost: new Float64Array(longest), surviving: 0, unseen: new Float64Array(longest + 1) };
	for (let i = 0; i < length; i++) {
		if (lost[i] === 1) contracts.lost[renewed[i]]++;
		else contracts.unseen[renewed[i]]++;
	}
	return contracts;
}

function observedOf({ lost, unseen }: Contracts, subscribers: number): SubscriptionAnalysis['observed'] {
	// Lost at the first renewal is lost at time 1.
	const ended = Float64Array.from({ length: lost.length + 1 }, (_, t) => (t === 0 ? 0 : lost[t - 1]));
	const curve = curveOfCounts(ended, unseen ?? ended.map(() => 0));
	const found = [{ renewal: 0, customers: subscribers, share: 1, low: 1, high: 1 }];
	for (let k = 0; k < curve.length; k++) {
		if (curve.time[k] === 0) continue;
		found.push({
			renewal: curve.time[k],
			customers: curve.atRisk[k],
			share: curve.survival[k],
			low: curve.low[k],
			high: curve.high[k]
		});
	}
	return found;
}

type Params = Record<string, number>;
const named = (params: ShiftedBetaGeometric): Params => ({ alpha: params.alpha, beta: params.beta });
const sbgOf = ({ alpha, beta }: Params): ShiftedBetaGeometric => ({ alpha, beta });

function modelOf({ params, covariance }: Fitted<ShiftedBetaGeometric>, seen: number): SubscriptionAnalysis['model'] {
	const periods = Array.from({ length: seen + Math.min(AHEAD, seen) + 1 }, (_, t) => t);
	const odds = slopes(named(params), (at) =>
		periods.map((t) => {
			const share = sbg.survival(sbgOf(at), t);
			return Math.log(share) - Math.log1p(-share);
		})
	);
	return periods.map((renewal) => {
		const { value, low, high } = chanceInterval(
			sbg.survival(params, renewal),
			parameterVariance(odds[renewal], covariance)
		);
		return { renewal, share: value, low, high };
	});
}

/** By the finest of the contract's period, quarters and years that makes twelve rows at most. */
function cohortsOf(ledger: Ledger, all: Subscribers, period: ContractPeriod): SubscriptionAnalysis['cohorts'] {
	const { monthStart } = ledger.counting;
	const choices: CohortPeriod[] = [period, 'quarter', 'year'];
	const rowsBy = (by: CohortPeriod): Map<number, number[]> => {
		const rows = new Map<number, number[]>();
		all.first.forEach((first, i) => {
			const start = periodOf(first, by, monthStart);
			const row = rows.get(start);
			if (row) row.push(i);
			else rows.set(start, [i]);
		});
		return rows;
	};
	const by = choices.find((choice) => rowsBy(choice).size <= ROWS) ?? 'year';
	const columns = Math.min(ROWS, most(all.closed));
	return [...rowsBy(by)]
		.toSorted(([a], [b]) => a - b)
		.map(([start, rows]) => ({
			label: periodLabel(start, by),
			customers: rows.length,
			shares: Array.from({ length: columns }, (_, t) =>
				rows.every((i) => all.closed[i] > t) ? rows.filter((i) => all.renewed[i] > t).length / rows.length : null
			)
		}));
}

/** Renewals so far, those that came before their time had passed among them. */
const tenureOf = ({ renewed, early }: Subscribers, i: number): number => renewed[i] + early[i];

function worthOf(
	{ params, covariance }: Fitted<ShiftedBetaGeometric>,
	all: Subscribers,
	options: SubscriptionOptions
): Pick<SubscriptionAnalysis, 'tenures' | 'price' | 'newPeriods' | 'newValue' | 'residualValue' | 'ahead'> {
	const rate = periodRate(options.annualRate, options.period);
	const margin = options.margin ?? 1;
	const there = [...all.lost.keys()].filter((i) => all.lost[i] === 0);
	const measured = all.currency === null ? null : clusteredRatio({ y: all.net, x: all.paid });
	const priceError = measured !== null && measured.value > 0 ? (measured.standardError ?? 0) / measured.value : 0;
	const price = measured === null ? null : relativeInterval(Math.max(0, measured.value), priceError);
	const each = margin * (price?.value ?? 0);

	/** Of one who is due in some days: what is discounted till then, and from there period by period. */
	const periodDays = (365.25 / 12) * MONTHS_IN[options.period];
	const wait = (i: number): number => Math.exp((-Math.log1p(rate) * Math.max(0, all.due[i])) / periodDays);
	const totalAt = (at: Params): number => {
		const byTenure = residuals(sbgOf(at), rate);
		return there.reduce((sum, i) => sum + wait(i) * byTenure(tenureOf(all, i)), 0);
	};
	const inMoney = (periods: Interval | null): Interval | null =>
		periods === null || price === null ? null : withPrice(periods, each, priceError);

	const newPeriods = periodsInterval(params, covariance, (at) => sbg.discountedLifetime(sbgOf(at), rate));
	const residual = periodsInterval(params, covariance, totalAt);
	return {
		tenures: tenuresOf(params, { all, there, rate, wait, each: price === null ? null : each }),
		price,
		newPeriods,
		newValue: inMoney(newPeriods),
		residualValue: inMoney(residual),
		ahead: renewalsAhead(params, covariance, { all, there, options })
	};
}

function residuals(params: ShiftedBetaGeometric, rate: number): (tenure: number) => number {
	const known = new Map<number, number>();
	return (tenure) => {
		let found = known.get(tenure);
		if (found === undefined) known.set(tenure, (found = sbg.residualLifetime(params, tenure + 1, rate)));
		return found;
	};
}

/** A number of periods with the interval that the parameters make; null where it has no end. */
function periodsInterval(
	params: ShiftedBetaGeometric,
	covariance: Float64Array | null,
	periods: (at: Params) => number
): Interval | null {
	const value = periods(named(params));
	if (!Number.isFinite(value)) return null;
	const [slope] = slopes(named(params), (at) => [periods(at)]);
	return relativeInterval(value, value > 0 ? Math.sqrt(parameterVariance(slope, covariance)) / value : 0);
}

/** Periods × what one brings: estimated apart, so the variances of their logarithms add up. */
function withPrice({ value, high }: Interval, each: number, priceError: number): Interval {
	const error = value > 0 ? Math.log(high / value) / Z95 : 0;
	return relativeInterval(value * each, Math.hypot(error, priceError));
}

interface Standing {
	all: Subscribers;
	/** Rows of those who are still there. */
	there: readonly number[];
}

function tenuresOf(
	params: ShiftedBetaGeometric,
	{ all, there, rate, wait, each }: Standing & { rate: number; wait: (i: number) => number; each: number | null }
): Tenure[] {
	const byTenure = residuals(params, rate);
	const groups = new Map<number, number[]>();
	for (const i of there) {
		const tenure = tenureOf(all, i);
		const group = groups.get(tenure);
		if (group) group.push(i);
		else groups.set(tenure, [i]);
	}
	const sorted = [...groups].toSorted(([a], [b]) => a - b);
	const lumps = [
		...sorted.slice(0, ROWS - 1).map((group) => [group]),
		...(sorted.length >= ROWS ? [sorted.slice(ROWS - 1)] : [])
	];
	return lumps.map((lump): Tenure => {
		const rows = lump.flatMap(([, group]) => group);
		const mean = (value: (i: number) => number): number => rows.reduce((sum, i) => sum + value(i), 0) / rows.length;
		const residual = mean((i) => wait(i) * byTenure(tenureOf(all, i)));
		const finite = Number.isFinite(residual);
		return {
			from: lump[0][0],
			to: lump[lump.length - 1][0],
			customers: rows.length,
			renews: mean((i) => sbg.retentionRate(params, tenureOf(all, i) + 1)),
			median: medianLeft(params, lump),
			residual: finite ? residual : null,
			value: finite && each !== null ? rows.length * residual * each : null
		};
	});
}

/** Whole periods after which half of these have left. */
function medianLeft(
	params: ShiftedBetaGeometric,
	lump: readonly (readonly [number, readonly number[]])[]
): number | null {
	const customers = lump.reduce((sum, [, group]) => sum + group.length, 0);
	const left = (periods: number): number =>
		lump.reduce((sum, [tenure, group]) => sum + group.length * stays(params, tenure, periods), 0) / customers;
	if (left(FOREVER) > 0.5) return null;
	let [low, high] = [0, FOREVER];
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if (left(middle) > 0.5) low = middle;
		else high = middle;
	}
	return high;
}

/** Share of those who renewed so often who renew so many times more. */
const stays = ({ alpha, beta }: ShiftedBetaGeometric, tenure: number, times: number): number =>
	sbg.survival({ alpha, beta: beta + tenure }, times);

/** Renewals that fall due within the horizon, of those who are still there; each of them once a period. */
function renewalsAhead(
	params: ShiftedBetaGeometric,
	covariance: Float64Array | null,
	{ all, there, options: { months, period } }: Standing & { options: SubscriptionOptions }
): Interval {
	const days = (365.25 / 12) * months;
	const periodDays = (365.25 / 12) * MONTHS_IN[period];
	const groups = new Map<string, { tenure: number; times: number; customers: number }>();
	for (const i of there) {
		const tenure = tenureOf(all, i);
		const times = Math.max(0, Math.floor((days - Math.max(0, all.due[i])) / periodDays) + 1);
		const key = `${tenure} ${times}`;
		const group = groups.get(key);
		if (group) group.customers++;
		else groups.set(key, { tenure, times, customers: 1 });
	}
	const expectedAt = (at: ShiftedBetaGeometric, squares: boolean): number => {
		let sum = 0;
		for (const { tenure, times, customers } of groups.values()) {
			let mean = 0;
			let square = 0;
			for (let k = 1; k <= times; k++) {
				const share = stays(at, tenure, k);
				mean += share;
				square += (2 * k - 1) * share;
			}
			sum += customers * (squares ? square - mean * mean : mean);
		}
		return sum;
	};
	const [slope] = slopes(named(params), (at) => [expectedAt(sbgOf(at), false)]);
	return outcomeInterval(expectedAt(params, false), parameterVariance(slope, covariance) + expectedAt(params, true));
}

/** The last third of the periods, six at most, held back: who of the subscribers of that day was still there after each renewal. */
function holdoutOf(
	ledger: Ledger,
	all: Subscribers,
	period: ContractPeriod,
	selection: Selection
): SubscriptionHoldout | null {
	if (all.day === null) return null;
	const periods = Math.min(LONGEST_HOLDOUT, Math.floor(most(all.closed) / 3));
	if (periods === 0) return null;
	const day = addMonths(all.day, -periods * MONTHS_IN[period]);
	const before = subscribersOf(ledger, period, { asOf: day, selection });
	if (before.day !== day || refusalOf(before)?.reason === 'renewals') return null;
	const fit = sbg.fit(contractsOf(before));
	if (fit.status === 'refused') return null;
	const now = new Map(Array.from(all.customer, (customer, row) => [customer, row]));
	/** By renewal: customers at risk by how often they had renewed, and who came. */
	const rows = Array.from({ length: periods }, (_, k) => ({
		renewal: k + 1,
		byTenure: new Map<number, number>(),
		actual: 0
	}));
	let subscribers = 0;
	before.customer.forEach((customer, i) => {
		const row = now.get(customer);
		if (before.lost[i] === 1 || row === undefined) return;
		subscribers++;
		for (const part of rows) {
			const renewal = before.renewed[i] + part.renewal;
			if (all.closed[row] < renewal) return;
			part.byTenure.set(before.renewed[i], (part.byTenure.get(before.renewed[i]) ?? 0) + 1);
			if (all.renewed[row] >= renewal) part.actual++;
		}
	});
	const told = rows
		.filter(({ byTenure }) => byTenure.size > 0)
		.map(({ renewal, byTenure, actual }) => {
			const groups = [...byTenure];
			const total = (of: (share: number) => number, at: Params): number =>
				groups.reduce((sum, [tenure, customers]) => sum + customers * of(stays(sbgOf(at), tenure, renewal)), 0);
			const here = named(fit.params);
			const mean = total((share) => share, here);
			const [slope] = slopes(here, (at) => [total((share) => share, at)]);
			const variance = total((share) => share * (1 - share), here) + parameterVariance(slope, fit.covariance);
			const customers = groups.reduce((sum, [, count]) => sum + count, 0);
			return { renewal, customers, expected: outcomeInterval(mean, variance), actual };
		});
	if (told.length === 0) return null;
	return {
		day,
		subscribers,
		rows: told,
		expected: told.reduce((sum, { expected }) => sum + expected.value, 0),
		actual: told.reduce((sum, { actual }) => sum + actual, 0)
	};
}
