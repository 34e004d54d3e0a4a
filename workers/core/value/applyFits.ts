import { uniqueHistories } from '../clv/histories';
import { weeksOf } from '../clv/value';
import { acquisitionCeilings } from './ceilings';
import { byLikelihood, fittedOf, predictorsOf } from './chosenModel';
import { customerValues, historyValues } from './customerValues';
import { diagnose } from './diagnosis';
import { finishedMonths, monthlyNewcomers, newcomerRevenue, newInAMonth } from './newCustomers';
import { purchaseMap } from './purchaseMap';
import { PURCHASE_MODELS } from './purchaseModels';
import { boardOf } from './scoreboard';
import { expectedSpend, spendModel } from './spend';
import { threeValues } from './threeValues';
import { sumsOf } from './totals';
import type { Totals } from './totals';
import type { ShopInput, ValueAnalysis, ValueFits, ValueOptions, ValueResult } from './types';

/** Of this file's reckoning: what changes a figure changes it. */
const VERSION = '2';
const OUTLOOK_MONTHS = [3, 6, 12];
const TOP = [0.01, 0.05, 0.1, 0.2];

/**
 * What fitted models make of a shop's customers as of D. Nothing is fitted and nobody is judged: margin, discount, certainty,
 * horizon and the model asked for change no more than this. No figure is NaN or infinite; what the data does not support is
 * null, and the diagnoses say why.
 */
export function applyFits(shop: ShopInput, fits: ValueFits, options: ValueOptions): ValueResult {
	const { now } = shop;
	const { models, spend, past } = fits;
	if (now.age.length === 0)
		return { status: 'refused', diagnoses: diagnose(shop, { models, chosen: null, spend: null, past }) };
	const board = boardOf(past, { model: options.model, candidates: byLikelihood(models) });
	const { chosen } = board;
	const { histories, row } = uniqueHistories(now.frequency, now.recency, now.age);
	const analysis: ValueAnalysis = {
		status: 'done',
		asOf: shop.asOf,
		options,
		currency: shop.currency,
		customers: now.age.length,
		repeaters: now.frequency.reduce((sum, x) => (x > 0 ? sum + 1 : sum), 0),
		models,
		spend,
		tested: past !== null,
		board,
		diagnoses: diagnose(shop, { models, chosen, spend, past }),
		chosen,
		byCustomer: null,
		aliveBy: null,
		outlook: [],
		total: null,
		concentration: [],
		three: threeValues(shop, options.margin ?? 1, null),
		newcomers: null,
		finishedMonths: finishedMonths(shop),
		map: null,
		ceilings: [],
		card: {
			dataHash: shop.dataHash,
			firstDay: shop.firstDay,
			asOf: shop.asOf,
			histories: histories.length,
			version: VERSION
		}
	};
	if (chosen === null) return analysis;
	const { params, covariance } = fittedOf(models, chosen);
	const totals = { name: chosen, params, covariance, histories, row, rows: now, spend: spendModel(spend, now) };
	return { ...analysis, ...ofModel(shop, models, options, totals) };
}

/** Everything that needs a model. */
function ofModel(
	shop: ShopInput,
	models: ValueFits['models'],
	options: ValueOptions,
	totals: Totals
): Partial<ValueAnalysis> {
	const { name, params, covariance, histories, row } = totals;
	const margin = options.margin ?? 1;
	const predictors = predictorsOf({ models }, name);
	const sums = sumsOf(totals);
	const values = historyValues(predictors, histories, options, sums.expected);
	const byCustomer = customerValues(values, { customer: shop.now.customer, row, spend: sums.perPurchase }, margin);
	const newcomers = newcomersOf(shop, totals);
	return {
		byCustomer,
		aliveBy: predictors.doubting?.name ?? null,
		outlook: OUTLOOK_MONTHS.map((months) => {
			const found = sums.forecast(weeksOf(months, options.convention));
			const others = newcomers?.revenue(months, options).value ?? null;
			const all = others === null ? 0 : others + found.revenue.value;
			return { months, ...found, share: all > 0 ? found.revenue.value / all : null };
		}),
		total: sums.totalValue(values.discounted, weeksOf(options.months, options.convention), margin),
		concentration: concentrationOf(byCustomer.clv),
		three: threeValues(shop, margin, byCustomer.clv),
		newcomers: newcomers && { perMonth: newcomers.perMonth, revenue: newcomers.revenue(options.months, options) },
		map: purchaseMap(shop, predictors, options),
		ceilings: acquisitionCeilings(shop, { name, params, covariance }, options)
	};
}

function newcomersOf(shop: ShopInput, { name, params, spend }: Totals) {
	const monthly = monthlyNewcomers(shop);
	if (monthly === null) return null;
	const { net, mean, spendingDays } = shop.now;
	const firsts = net.reduce((sum, value, i) => sum + value - mean[i] * spendingDays[i], 0);
	const worth = {
		firstOrder: Math.max(0, firsts / net.length),
		spend: expectedSpend(spend, { spendingDays: Float64Array.of(0), mean: Float64Array.of(0) })[0],
		expectation: (weeks: number) => PURCHASE_MODELS[name].expectation(params, weeks)
	};
	return {
		perMonth: newInAMonth(monthly),
		revenue: (months: number, { convention }: ValueOptions) => newcomerRevenue(monthly, worth, months, convention)
	};
}

/** The top shares of the customers by value, and what they hold of it. */
function concentrationOf(clv: Float64Array): ValueAnalysis['concentration'] {
	const sorted = clv.toSorted();
	const total = sorted.reduce((sum, value) => sum + value, 0);
	if (!(total > 0)) return [];
	return TOP.map((top) => {
		const customers = Math.ceil(top * sorted.length - 1e-9);
		const value = sorted.subarray(sorted.length - customers).reduce((sum, one) => sum + one, 0);
		return { top, customers, share: value / total, value };
	});
}
