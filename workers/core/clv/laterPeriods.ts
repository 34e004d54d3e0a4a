import * as bgNbd from './bgNbd';
import { departures, INTEGRAL, MOMENTS } from './departures';
import { anyPurchase, logNone } from './negativeBinomial';
import type { PurchaseCount } from './negativeBinomial';
import { overBeta } from './overBeta';
import * as paretoNbd from './paretoNbd';
import type { BgNbd, ParetoNbd } from './types';

/**
 * What a customer who is there at the end of the window does in later weeks, counted from that end. Everything is to be
 * multiplied by P(alive), the only thing that depends on when the last purchase was.
 */
export interface LaterPeriods {
	/** Purchases expected in (0, weeks]. */
	purchases: (weeks: number) => number;
	/** P(at least one purchase in (from, to]): being there at `from`, and buying before leaving and before `to`. */
	any: (from: number, to: number) => number;
	/**
	 * Density at week u of a purchase that follows another one, by weeks of time for that: the purchases Y of (from, to] have
	 * E[Y (Y − 1)] = 2 ∫ (u − from) pairs(u) du.
	 */
	pairs: (week: number) => number;
}

/** Beyond so many terms, and below this ln P(N = 0), the integral over the chance to drop out is taken. */
const MANY = 20_000;
const LEAST = -650;

/**
 * BG/NBD and MBG/NBD. A customer with rate λ and chance p drops out at a rate λp, so being there at t has the chance
 * e^(−λpt); of purchases at u < v both coins and the time between ask for λ² (1 − p) e^(−λpv). λ is Gamma(r + x, alpha + T)
 * and p is Beta(a, b + coins) of those who are there.
 * @param coins tossed so far: x, under MBG/NBD x + 1
 */
export function laterOfBetaGeometric(
	{ r, alpha, a, b }: BgNbd,
	frequency: number,
	age: number,
	coins: number
): LaterPeriods {
	const later: BgNbd = { r: r + frequency, alpha: alpha + age, a, b: b + coins };
	const pairRate = (later.r * (later.r + 1) * later.b) / (later.alpha * later.alpha * (a + later.b));
	return {
		purchases: (weeks) => bgNbd.expectation(later, weeks),
		any: (from, to) => anyAfter(later, from, to - from),
		pairs: (week) => pairRate * stillThere({ shape: later.r + 2, scale: later.alpha, weeks: week }, a, later.b + 1)
	};
}

/** E[(1 − p)^N], N the purchases of one who never drops out: E[e^(−λpt)]. */
function stillThere(count: PurchaseCount, a: number, b: number): number {
	const { shape, scale, weeks } = count;
	return surviving(count, a, b, () => 1) ?? overBeta(a, b, (p) => Math.exp(-shape * Math.log1p((p * weeks) / scale)));
}

/** E[e^(−λp·from) (1 − e^(−λ·weeks))]: with n purchases until then the rate is Gamma(r + n, alpha + from). */
function anyAfter({ r, alpha, a, b }: BgNbd, from: number, weeks: number): number {
	const before: PurchaseCount = { shape: r, scale: alpha, weeks: from };
	if (from === 0) return anyPurchase({ ...before, weeks });
	const next = weeks / (alpha + from);
	const perPurchase = 1 / (1 + next);
	let none = Math.exp(-r * Math.log1p(next));
	const found = surviving(before, a, b, () => {
		const any = 1 - none;
		none *= perPurchase;
		return any;
	});
	return (
		found ??
		overBeta(a, b, (p) => {
			const thinned = alpha + p * from;
			return Math.exp(-r * Math.log(thinned / alpha)) * anyPurchase({ shape: r, scale: thinned, weeks });
		})
	);
}

/** Σ_n P(N = n) E[(1 − p)^n] factor(n), every term positive, factors at most 1; null where it takes too long. */
function surviving(count: PurchaseCount, a: number, b: number, factor: (n: number) => number): number | null {
	const { shape, scale, weeks } = count;
	if (weeks === 0) return factor(0);
	const terms = (shape * weeks) / scale + 40 / Math.log1p(scale / weeks);
	const none = logNone(count);
	if (terms > MANY || none < LEAST) return null;
	const growth = weeks / (scale + weeks);
	let chance = Math.exp(none);
	let sum = 0;
	for (let n = 0; ; n++) {
		sum += chance * factor(n);
		const next = (growth * (shape + n) * (b + n)) / ((n + 1) * (a + b + n));
		// The ratio of terms tends to `growth` from one side, so the rest is below a geometric series of the larger.
		const ratio = Math.max(next, growth);
		if (ratio < 1 && chance * ratio < 1e-15 * sum * (1 - ratio)) return sum;
		chance *= next;
	}
}

const moments = new Float64Array(MOMENTS);

/** Pareto/NBD: λ is Gamma(r + x, alpha + T) and the rate of leaving Gamma(s, beta + T) of those who are there. */
export function laterOfPareto({ r, alpha, s, beta }: ParetoNbd, frequency: number, age: number): LaterPeriods {
	const later: ParetoNbd = { r: r + frequency, alpha: alpha + age, s, beta: beta + age };
	const staying = (week: number): number => Math.exp(-s * Math.log1p(week / later.beta));
	const pairRate = (later.r * (later.r + 1)) / (later.alpha * later.alpha);
	return {
		purchases: (weeks) => paretoNbd.expectation(later, weeks),
		any: (from, to) => {
			// The first purchase after `from` comes before leaving: as `probabilityOfAny`, of one who has stayed that long.
			departures(s, later.r + 1, later.beta + from, later.alpha, to - from, moments);
			return staying(from) * Math.min(1, (later.r / later.alpha) * moments[INTEGRAL]);
		},
		pairs: (week) => pairRate * staying(week)
	};
}
