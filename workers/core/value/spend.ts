import * as gammaGamma from '../clv/gammaGamma';
import type { Fit, GammaGamma, Spending } from '../clv/types';
import { spendCorrelation, spendersOf } from './spenders';
import type { CustomerRows, ValueAnalysis } from './types';

/** Customers with spend that the parameters need. */
const SPENDERS = 10;
/** Near q = 1 the population has no mean; and near q = 2 its spend no variance. */
const LEAST_Q = 1.02;

/** Gamma-Gamma of customers with repeat purchases worth something, and whether spend goes with frequency. */
export function fitSpend(rows: CustomerRows): ValueAnalysis['spend'] {
	const spending = spendersOf(rows);
	return { ...fitted(spending), correlation: spendCorrelation(spending), used: spending.length };
}

function fitted(spending: Spending): Fit<GammaGamma> {
	if (spending.length < SPENDERS)
		return { status: 'refused', reason: 'too_few_repeaters', figure: spending.length, needed: SPENDERS };
	const fit = gammaGamma.fit(spending);
	if (fit.status === 'refused') return fit;
	const { p, q, v } = fit.params;
	return Number.isFinite(p + q + v) ? fit : { status: 'refused', reason: 'not_converged', figure: 0, needed: 1 };
}

/** How a purchase's value is expected. */
export interface SpendModel {
	/** null: Gamma-Gamma has no mean here, and customers' means are drawn to the shop's as by one purchase more. */
	params: GammaGamma | null;
	covariance: Float64Array | null;
	/** Mean value of a purchase of the shop. */
	shopMean: number;
	/** Variance / mean² of single purchases, where there is no Gamma-Gamma. */
	relativeVariance: number;
}

type Money = CustomerRows & { net: Float64Array; orders: Float64Array };

export function spendModel(fit: Fit<GammaGamma>, rows: Money): SpendModel {
	const usable = fit.status === 'fitted' && fit.params.q > LEAST_Q;
	let value = 0;
	let days = 0;
	for (let i = 0; i < rows.mean.length; i++) {
		value += rows.mean[i] * rows.spendingDays[i];
		days += rows.spendingDays[i];
	}
	if (days === 0 || value <= 0) {
		value = rows.net.reduce((sum, net) => sum + net, 0);
		days = rows.orders.reduce((sum, orders) => sum + orders, 0);
	}
	return {
		params: usable ? fit.params : null,
		covariance: usable ? fit.covariance : null,
		shopMean: days > 0 ? Math.max(0, value / days) : 0,
		relativeVariance: 1
	};
}

/** Value expected of a purchase of each customer, at least 0. */
export function expectedSpend(
	{ params, shopMean }: Pick<SpendModel, 'params' | 'shopMean'>,
	{ spendingDays, mean }: Pick<CustomerRows, 'spendingDays' | 'mean'>
): Float64Array {
	// A mean below zero (more came back than was sold) says no more than that nothing is earned.
	const own = mean.map((value) => Math.max(0, value));
	if (params === null) return own.map((value, i) => (value * spendingDays[i] + shopMean) / (spendingDays[i] + 1));
	return gammaGamma.expectedSpend(params, spendingDays, own);
}

/**
 * Of the mean value μ that a customer's purchases vary about: (E[μ])², E[μ²], and how much more a single purchase varies,
 * Var(Z | μ) / μ².
 */
export interface SpendMoments {
	meanSquared: Float64Array;
	square: Float64Array;
	within: number;
}

/** Shape of the posterior below which its second moment does not exist; it is then taken as at this one. */
const LEAST_SHAPE = 2.2;

export function spendMoments(spend: SpendModel, rows: Pick<CustomerRows, 'spendingDays' | 'mean'>): SpendMoments {
	const expected = expectedSpend(spend, rows);
	const meanSquared = expected.map((value) => value * value);
	const { params } = spend;
	if (params === null)
		return { meanSquared, square: meanSquared.map((value) => 1.5 * value), within: spend.relativeVariance };
	// μ = p / ν and ν ~ Gamma(q′, v′): E[μ²] / E[μ]² = (q′ − 1) / (q′ − 2).
	const square = meanSquared.map((value, i) => {
		const shape = Math.max(LEAST_SHAPE, params.p * rows.spendingDays[i] + params.q);
		return (value * (shape - 1)) / (shape - 2);
	});
	return { meanSquared, square, within: 1 / params.p };
}
