import * as betaGeometric from './betaGeometric';
import { search } from './betaGeometricFit';
import type { BgNbd, Fit, FitOptions, Histories } from './types';

/**
 * BG/NBD: purchases at a rate λ ~ Gamma(r, alpha); after each repeat purchase the customer drops out for good with a
 * chance p ~ Beta(a, b). Fader, Hardie & Lee (2005), "Counting Your Customers the Easy Way", Marketing Science 24(2).
 */

/**
 * @returns new Float64Array(n), by history, without its weight; ln x! is left out
 * @see Fader, Hardie & Lee (2005), equation 6; note 027, "Overcoming the BG/NBD Model's #NUM! Error Problem"
 */
export const logLikelihoods = (params: BgNbd, histories: Histories): Float64Array =>
	betaGeometric.logLikelihoods(params, histories, 0);

/** Sum over histories of weight × log-likelihood. */
export const logLikelihood = (params: BgNbd, histories: Histories): number =>
	logLikelihoods(params, histories).reduce((sum, value, i) => sum + histories.weight[i] * value, 0);

/**
 * Chance that each customer has not dropped out by the end of the window.
 * @returns new Float64Array(n), by history, each in [0, 1]; exactly 1 where frequency is 0; 0 below 1e-323
 * @see Fader & Hardie, note 021, "Computing P(alive) Using the BG/NBD Model"
 */
export const probabilityAlive = (params: BgNbd, histories: Histories): Float64Array =>
	betaGeometric.probabilityAlive(params, histories, 0);

/** Its natural logarithm, which keeps its digits near 1 and never underflows. */
export const logProbabilityAlive = (params: BgNbd, histories: Histories): Float64Array =>
	betaGeometric.logProbabilityAlive(params, histories, 0);

/**
 * Purchase days expected in the weeks after the window.
 * @returns new Float64Array(n), by history; relative error about 1e-12
 * @see Fader, Hardie & Lee (2005), equation 10, here as a series without differences
 */
export const expectedPurchases = (params: BgNbd, histories: Histories, weeks: number): Float64Array =>
	betaGeometric.expectedPurchases(params, histories, weeks, 0);

/**
 * Repeat purchase days expected of a new customer in this many weeks.
 * @see Fader, Hardie & Lee (2005), equation 9
 */
export const expectation = (params: BgNbd, weeks: number): number => betaGeometric.expectation(params, weeks, 0);

/**
 * Chance that a new customer has n repeat purchase days in this many weeks.
 * @see Fader, Hardie & Lee (2005), equation 8
 */
export const probabilityOfCount = (params: BgNbd, weeks: number, n: number): number =>
	betaGeometric.probabilityOfCount(params, weeks, n, 0);

/**
 * Chance of a purchase in the weeks after the window.
 * @returns new Float64Array(n), by history, each in [0, 1]
 */
export const probabilityOfAny = (params: BgNbd, histories: Histories, weeks: number): Float64Array =>
	betaGeometric.probabilityOfAny(params, histories, weeks, 0);

/** The maximum of the likelihood. */
export const mle = (histories: Histories, options: FitOptions = {}): Fit<BgNbd> => search(histories, 0, 0, options);

/** The maximum of the likelihood less a weak penalty: see {@link search}. */
export const fit = (histories: Histories, options: FitOptions = {}): Fit<BgNbd> =>
	search(histories, 0, options.penalty ?? 1, options);
