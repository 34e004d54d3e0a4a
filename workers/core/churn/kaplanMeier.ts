import { normalQuantile } from '../numeric/normalQuantile';
import type { Estimate } from '../metrics/types';
import type { SurvivalCurve, TimeQuantile } from './types';

const Z = normalQuantile(0.975);
const TAIL = 0.025;
/** A product of many factors misses a round share by less. */
const ROUNDING = 1e-12;

/**
 * Product-limit estimator over whole times; at equal times events come before censorings.
 * @param time whole, at least 0
 * @param event 1: the event came at that time; 0: not by that time, and nothing is known of later
 * @param count how often the row stands; once by default
 * @throws RangeError when a time is negative or not whole
 * @see Kaplan & Meier (1958), JASA 53, 457–481; Greenwood (1926); Nelson (1972), Aalen (1978) for the hazard
 */
export function kaplanMeier(
	time: ArrayLike<number>,
	event: ArrayLike<number>,
	count?: ArrayLike<number>
): SurvivalCurve {
	let longest = -1;
	for (let i = 0; i < time.length; i++) {
		if (!Number.isInteger(time[i]) || time[i] < 0) throw new RangeError('A time is a whole number of days, at least 0');
		if (time[i] > longest) longest = time[i];
	}
	const ended = new Float64Array(longest + 1);
	const open = new Float64Array(longest + 1);
	for (let i = 0; i < time.length; i++) (event[i] === 1 ? ended : open)[time[i]] += count?.[i] ?? 1;
	return curveOfCounts(ended, open);
}

/** The same from how many had the event, and how many were cut off, at the times 0, 1, 2 … */
export function curveOfCounts(ended: ArrayLike<number>, open: ArrayLike<number>): SurvivalCurve {
	let length = 0;
	let waiting = 0;
	for (let t = 0; t < ended.length; t++) {
		if (ended[t] + open[t] > 0) length++;
		waiting += ended[t] + open[t];
	}
	const column = (): Float64Array => new Float64Array(length);
	const curve: SurvivalCurve = {
		length,
		time: new Int32Array(length),
		atRisk: column(),
		events: column(),
		censored: column(),
		survival: column(),
		standardError: column(),
		low: column(),
		high: column(),
		nelsonAalen: column(),
		logVariance: column()
	};
	let survival = 1;
	let hazard = 0;
	let logVariance = 0;
	let high = 1;
	for (let t = 0, k = 0; t < ended.length; t++) {
		const d = ended[t];
		if (d + open[t] === 0) continue;
		survival *= (waiting - d) / waiting;
		hazard += d / waiting;
		if (d < waiting) logVariance += d / (waiting * (waiting - d));
		const band = logLogBand(survival, logVariance, waiting);
		high = Math.min(high, band.high);
		curve.time[k] = t;
		curve.atRisk[k] = waiting;
		curve.events[k] = d;
		curve.censored[k] = open[t];
		curve.survival[k] = survival;
		curve.standardError[k] = survival * Math.sqrt(logVariance);
		curve.low[k] = band.low;
		// At the end, where few are left, the exact bound would rise again.
		curve.high[k] = survival === 0 ? high : band.high;
		curve.nelsonAalen[k] = hazard;
		curve.logVariance[k] = logVariance;
		waiting -= d + open[t];
		k++;
	}
	return curve;
}

/**
 * Band of a product-limit estimate: S ^ exp(± z σ / ln S). Where nobody or everybody had the event, which the formula knows
 * nothing of, it is Clopper and Pearson's of as many trials as are at risk.
 * @param logVariance σ²
 * @see Kalbfleisch & Prentice (2002), The Statistical Analysis of Failure Time Data, chapter 1
 */
export function logLogBand(survival: number, logVariance: number, atRisk: number): { low: number; high: number } {
	if (survival === 1) return { low: TAIL ** (1 / atRisk), high: 1 };
	if (survival === 0) return { low: 0, high: 1 - TAIL ** (1 / atRisk) };
	const spread = (Z * Math.sqrt(logVariance)) / -Math.log(survival);
	return { low: survival ** Math.exp(spread), high: survival ** Math.exp(-spread) };
}

/** Last row of the curve at or before a day; -1 before the first. */
function rowAt({ time, length }: SurvivalCurve, day: number): number {
	let low = 0;
	let high = length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (time[middle] <= day) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}

/** Share that is still waiting after so many days, with its band; null beyond the last time, unless nobody was left by then. */
export function survivalAt(curve: SurvivalCurve, day: number): Estimate {
	const last = curve.length - 1;
	if (last < 0 || (day > curve.time[last] && curve.survival[last] > 0)) return { value: null, low: null, high: null };
	const row = rowAt(curve, day);
	if (row < 0) return { value: 1, ...logLogBand(1, 0, curve.atRisk[0]) };
	return { value: curve.survival[row], low: curve.low[row], high: curve.high[row] };
}

/** How many are still waiting just before a day. */
export function atRiskAt(curve: SurvivalCurve, day: number): number {
	const row = rowAt(curve, day - 1) + 1;
	return row < curve.length ? curve.atRisk[row] : 0;
}

/**
 * The first time by which a share has had the event, and those by which the ends of the band have had it.
 * @param share in (0, 1)
 * @see Brookmeyer & Crowley (1982), Biometrics 38, 29–41
 */
export function timeQuantile(curve: SurvivalCurve, share: number): TimeQuantile {
	const first = (column: Float64Array): number | null => {
		const row = column.findIndex((still) => still <= 1 - share + ROUNDING);
		return row < 0 ? null : curve.time[row];
	};
	return { share, days: first(curve.survival), low: first(curve.low), high: first(curve.high) };
}

/** The last time at which at least so many are at risk; null where there never are. */
export function followedBy(curve: SurvivalCurve, least: number): number | null {
	// Those at risk only ever become fewer.
	let row = -1;
	while (row + 1 < curve.length && curve.atRisk[row + 1] >= least) row++;
	return row < 0 ? null : curve.time[row];
}
