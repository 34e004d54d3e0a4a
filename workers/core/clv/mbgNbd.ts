import * as betaGeometric from './betaGeometric';
import { search } from './betaGeometricFit';
import type { BgNbd, Fit, FitOptions, Histories } from './types';

/**
 * MBG/NBD: BG/NBD where a customer may drop out right after the first purchase too, so that one-time buyers need not be
 * alive. Batislam, Denizel & Filiztekin (2007), Int. J. Research in Marketing 24(3); Hoppe & Wagner (2007), Marketing
 * ZFP 29(JRM 1), as CBG/NBD.
 */

/** @returns new Float64Array(n), by history, without its weight; ln x! is left out */
export const logLikelihoods = (params: BgNbd, histories: Histories): Float64Array =>
	betaGeometric.logLikelihoods(params, histories, 1);

/** Sum over histories of weight × log-likelihood. */
export const logLikelihood = (params: BgNbd, histories: Histories): number =>
	logLikelihoods(params, histories).reduce((sum, value, i) => sum + histories.weight[i] * value, 0);

/**
 * Chance that each customer has not dropped out by the end of the window.
 * @returns new Float64Array(n), by history, each in [0, 1], below 1 where frequency is 0 too; 0 below 1e-323
 */
export const probabilityAlive = (params: BgNbd, histories: Histories): Float64Array =>
	betaGeometric.probabilityAlive(params, histories, 1);

/** Its natural logarithm, which keeps its digits near 1 and never underflows. */
export const logProbabilityAlive = (params: BgNbd, histories: Histories): Float64Array =>
	betaGeometric.logProbabilityAlive(params, histories, 1);

/**
 * Purchase days expected in the weeks after the window.
 * @returns new Float64Array(n), by history; relative error about 1e-12
 */
export const expectedPurchases = (params: BgNbd, histories: Histories, weeks: number): Float64Array =>
	betaGeometric.expectedPurchases(params, histories, weeks, 1);

/** Repeat purchase days expected of a new customer in this many weeks. */
export const expectation = (params: BgNbd, weeks: number): number => betaGeometric.expectation(params, weeks, 1);

/** Chance that a new customer has n repeat purchase days in this many weeks. */
export const probabilityOfCount = (params: BgNbd, weeks: number, n: number): number =>
	betaGeometric.probabilityOfCount(params, weeks, n, 1);

/**
 * Chance of a purchase in the weeks after the window.
 * @returns new Float64Array(n), by history, each in [0, 1]
 */
export const probabilityOfAny = (params: BgNbd, histories: Histories, weeks: number): Float64Array =>
	betaGeometric.probabilityOfAny(params, histories, weeks, 1);

/** The maximum of the likelihood. */
export const mle = (histories: Histories, options: FitOptions = {}): Fit<BgNbd> => search(histories, 1, 0, options);

/** The maximum of the likelihood less a weak penalty: see {@link search}. */
export const fit = (histories: Histories, options: FitOptions = {}): Fit<BgNbd> =>
	search(histories, 1, options.penalty ?? 1, options);
