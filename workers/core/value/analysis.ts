import { weeksOf } from '../clv/value';
import { acquisitionCeilings } from './ceilings';
import { byLikelihood, fittedOf, predictorsOf } from './chosenModel';
import { customerValues, historyValues } from './customerValues';
import { diagnose } from './diagnosis';
import { monthlyNewcomers, newcomerRevenue, newInAMonth } from './newCustomers';
import { fitPurchases } from './purchaseFits';
import type { PurchaseFits } from './purchaseFits';
import { purchaseMap } from './purchaseMap';
import { PURCHASE_MODELS } from './purchaseModels';
import { scoreboard } from './scoreboard';
import { expectedSpend, fitSpend, spendModel } from './spend';
import { threeValues } from './threeValues';
import { forecast, totalValue } from './totals';
import type { Totals } from './totals';
import type { ModelName, ValueAnalysis, ValueInput, ValueOptions, ValueResult } from './types';

/** Of this file's reckoning: what changes a figure changes it. */
const VERSION = '1';
const OUTLOOK_MONTHS = [3, 6, 12];
const TOP = [0.01, 0.05, 0.1, 0.2];
/** How much of the work the fits and the scoreboard are. */
const FITS = 0.3;
const BOARD = 0.6;

/**
 * What the models make of a shop: fitted, judged on its past, and applied to every customer as of D. No figure is NaN or
 * infinite; what the data does not support is null, and the diagnoses say why.
 * @param onProgress gets 0 to 1
 */
export function analyseValue(
	input: ValueInput,
	options: ValueOptions,
	onProgress: (done: number) => void = () => {}
): ValueResult {
	const { now } = input;
	if (now.age.length === 0)
		return { status: 'refused', diagnoses: diagnose(input, { models: [], chosen: null, spend: null }) };
	const purchases = fitPurchases(now, (done, of) => onProgress((FITS * done) / of));
	const { cards } = purchases;
	const spend = fitSpend(now);
	const board = scoreboard(input.splits, {
		model: options.model,
		candidates: byLikelihood(cards),
		onProgress: (done) => onProgress(FITS + BOARD * done)
	});
	onProgress(FITS + BOARD);
	const { chosen } = board;
	const analysis: ValueAnalysis = {
		status: 'done',
		asOf: input.asOf,
		options,
		currency: input.currency,
		customers: now.age.length,
		repeaters: now.frequency.reduce((sum, x) => (x > 0 ? sum + 1 : sum), 0),
		models: cards,
		spend,
		board,
		diagnoses: diagnose(input, { models: cards, chosen, spend }),
		chosen,
		byCustomer: null,
		aliveBy: null,
		outlook: [],
		total: null,
		concentration: [],
		three: threeValues(input, options.margin ?? 1, null),
		newcomers: null,
		map: null,
		ceilings: [],
		card: {
			dataHash: input.dataHash,
			firstDay: input.firstDay,
			asOf: input.asOf,
			histories: purchases.histories.length,
			version: VERSION
		}
	};
	const result = chosen === null ? analysis : { ...analysis, ...applied(input, options, analysis, purchases, chosen) };
	onProgress(1);
	return result;
}

/** Everything that needs a model. */
function applied(
	input: ValueInput,
	options: ValueOptions,
	{ models, spend: spendFit }: ValueAnalysis,
	{ histories, row }: PurchaseFits,
	chosen: ModelName
): Partial<ValueAnalysis> {
	const { now } = input;
	const margin = options.margin ?? 1;
	const predictors = predictorsOf({ models }, chosen);
	const { params, covariance } = fittedOf(models, chosen);
	const spend = spendModel(spendFit, now);
	const perPurchase = expectedSpend(spend, now);
	const values = historyValues(predictors, histories, options);
	const byCustomer = customerValues(values, { customer: now.customer, row, spend: perPurchase }, margin);
	const totals: Totals = { name: chosen, params, covariance, histories, row, rows: now, spend };
	const newcomers = newcomersOf(input, totals);
	const total = totalValue(totals, values.discounted, weeksOf(options.months, options.convention), margin);
	return {
		byCustomer,
		aliveBy: predictors.doubting?.name ?? null,
		outlook: OUTLOOK_MONTHS.map((months) => {
			const found = forecast(totals, weeksOf(months, options.convention));
			const others = newcomers?.revenue(months, options).value ?? null;
			const all = others === null ? 0 : others + found.revenue.value;
			return { months, ...found, share: all > 0 ? found.revenue.value / all : null };
		}),
		total,
		concentration: concentrationOf(byCustomer.clv),
		three: threeValues(input, margin, byCustomer.clv),
		newcomers: newcomers && { perMonth: newcomers.perMonth, revenue: newcomers.revenue(options.months, options) },
		map: purchaseMap(input, predictors, options),
		ceilings: acquisitionCeilings(input, { name: chosen, params, covariance }, options)
	};
}

function newcomersOf(input: ValueInput, { name, params, spend }: Totals) {
	const monthly = monthlyNewcomers(input);
	if (monthly === null) return null;
	const { net, mean, spendingDays } = input.now;
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
