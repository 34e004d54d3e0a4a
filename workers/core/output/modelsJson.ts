import * as gammaGamma from '../clv/gammaGamma';
import { uniqueHistories } from '../clv/histories';
import { customerSummary } from '../clv/summary';
import type { CustomerSummary } from '../clv/summary';
import type { Fit, GammaGamma } from '../clv/types';
import { isoDate } from '../ledger/calendar';
import type { Ledger, Selection } from '../ledger/types';
import { cumulatedRepeats } from '../value/cumulatedRepeats';
import { fitPurchases, standardErrors } from '../value/purchaseFits';
import type { WholeCard } from '../value/purchaseFits';
import { PURCHASE_MODELS } from '../value/purchaseModels';
import { shopAnalysis } from '../value/shopAnalysis';
import { fitSpend } from '../value/spend';
import { spendCorrelation, spendersOf } from '../value/spenders';
import { summaryCsv } from '../value/summaryCsv';
import type { Board, BoardRow, ValueAnalysis } from '../value/types';
import { json } from './json';
import type { Json } from './json';
import { sha256 } from './sha256';

/** Engines differ in the last digits of a logarithm, and a search ends a little elsewhere for it. */
const DIGITS = 8;
/** Of a log-likelihood, which is flat where the search ends. */
const LIKELIHOOD_DIGITS = 10;
/** Of parameters; fewer where the likelihood is flat along one, so that engines stop at different places. */
const PARAMETER_DIGITS = 6;
const FLAT_DIGITS = 4;
/** Of what is counted, not searched for. */
const COUNTED_DIGITS = 12;
/** Frequencies from here on are one row. */
const OFTEN = 7;

/**
 * `models.json`: the models fitted to everything up to the split day (or the view's day, without a split), what they
 * expected of the time after it, and all that is needed to fit them again elsewhere. The figures of `mle` and below are
 * those without penalty; `penalised` is what the screens use.
 */
export function modelsJson(
	ledger: Ledger,
	selection: Selection,
	{ dataset, asOf, split }: { dataset: string; asOf: number | null; split: number | null }
): string {
	const summary = customerSummary(ledger, { asOf: split ?? asOf, end: asOf, selection });
	const { day, end } = summary;
	if (day === null || end === null || ledger.firstDay === null)
		return json({ dataset, calibration_end: null, observation_end: null, models: {} });
	const later = end > day;
	const everybody = later ? customerSummary(ledger, { asOf: end, end, selection }).length : summary.length;
	const total = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0);
	const weeks = (end - day) / 7;
	const { cards } = fitPurchases(summary);
	return json({
		dataset,
		calibration_end: isoDate(day),
		observation_end: isoDate(end),
		first_day: isoDate(ledger.firstDay),
		last_day: isoDate(Math.min(end, ledger.lastDay as number)),
		customers: summary.length,
		customers_after_calibration_end: everybody - summary.length,
		customer_days: summary.length + total(summary.frequency) + total(summary.holdoutDays),
		repeat_customers: summary.frequency.reduce((sum, x) => (x > 0 ? sum + 1 : sum), 0),
		sum_x: total(summary.frequency),
		max_x: summary.frequency.reduce((most, x) => Math.max(most, x), 0),
		...(later && { sum_x_star: total(summary.holdoutDays) }),
		T_min: summary.age.reduce((least, age) => Math.min(least, age), Infinity),
		T_max: summary.age.reduce((most, age) => Math.max(most, age), 0),
		...(later && { T_star_weeks: weeks }),
		time_unit: 'week = 7 days, not rounded',
		models: {
			...Object.fromEntries(
				cards.map((card): [string, Json] => [card.name, modelOf(card, summary, later ? weeks : null)])
			),
			gammagamma: spendOf(summary)
		},
		tracking: tracking(ledger, summary, cards, end),
		scoreboard: selection === null ? board(shopAnalysis(ledger, asOf)) : null,
		card: {
			data_hash: sha256(summaryCsv(summary)),
			data_hashed:
				'SHA-256 of the table row, x, t_x, T, spending_days, zbar as CSV (CRLF), a row a customer by first appearance',
			customers: summary.length,
			histories: uniqueHistories(summary.frequency, summary.recency, summary.age).histories.length,
			currency: summary.currency,
			time_zone: ledger.counting.timeZone,
			seed: 'none: the search is deterministic',
			bounds: 'every parameter in [1e-4, 1e4], time in weeks',
			penalty: 'of `penalised`: half the sum of ((log parameter - centre) / 3)^2, one observation a parameter',
			standard_errors: 'of the parameters at `mle`, from the observed information of their logarithms'
		},
		rule: {
			summarised:
				'one transaction per customer and day (values summed); x = repeat days by calibration_end; t_x = (last - first) / 7; T = (calibration_end - first) / 7 weeks; zbar = mean of the repeat days; x_star = days in (calibration_end, observation_end]; customers first seen after calibration_end are left out'
		}
	});
}

/** To the digits that every engine agrees on; null where there is none. */
function figure(value: number, digits = DIGITS): number | null {
	return Number.isFinite(value) ? Number(value.toPrecision(digits)) : null;
}

const parameters = (record: object, { boundary }: { boundary: boolean }): Json => {
	const digits = boundary ? FLAT_DIGITS : PARAMETER_DIGITS;
	return Object.fromEntries(
		(Object.entries(record) as [string, number][]).map(([name, value]) => [name, figure(value, digits)])
	);
};

/** A fit without penalty, and with it. */
function fits<P extends object>(mle: Fit<P>, penalised: Fit<P>): Record<string, Json> {
	if (mle.status === 'refused') {
		const { reason, figure: found, needed } = mle;
		return { mle: null, mle_log_likelihood: null, refused: { reason, figure: figure(found), needed } };
	}
	const errors = standardErrors(mle);
	return {
		mle: parameters(mle.params, mle),
		mle_log_likelihood: figure(mle.logLikelihood, LIKELIHOOD_DIGITS),
		standard_errors:
			errors && parameters(Object.fromEntries(Object.keys(mle.params).map((name, i) => [name, errors[i]])), mle),
		at_boundary: mle.boundary,
		converged: mle.converged,
		evaluations: mle.evaluations,
		penalised:
			penalised.status === 'refused'
				? null
				: {
						params: parameters(penalised.params, penalised),
						log_likelihood: figure(penalised.logLikelihood, LIKELIHOOD_DIGITS),
						penalty: figure(penalised.penalty)
					}
	};
}

function modelOf({ name, mle, fit }: WholeCard, summary: CustomerSummary, weeks: number | null): Json {
	if (mle.status === 'refused' || weeks === null) return fits(mle, fit);
	const { expectedPurchases } = PURCHASE_MODELS[name];
	const { histories, row } = uniqueHistories(summary.frequency, summary.recency, summary.age);
	const byHistory = expectedPurchases(mle.params, histories, weeks);
	const expected = Float64Array.from(row, (history) => byHistory[history]);
	const n = summary.length;
	const mean = (value: (row: number) => number): number => {
		let sum = 0;
		for (let i = 0; i < n; i++) sum += value(i);
		return sum / n;
	};
	const actual = summary.holdoutDays;
	return {
		...fits(mle, fit),
		holdout: {
			T_star_weeks: weeks,
			actual_total: actual.reduce((sum, days) => sum + days, 0),
			predicted_total: figure(mean((i) => expected[i]) * n),
			MAE: figure(mean((i) => Math.abs(expected[i] - actual[i]))),
			RMSE: figure(Math.sqrt(mean((i) => (expected[i] - actual[i]) ** 2))),
			by_calibration_frequency: byFrequency(summary, expected)
		}
	};
}

function byFrequency({ frequency, holdoutDays }: CustomerSummary, expected: Float64Array): Json {
	const rows = Array.from({ length: OFTEN + 1 }, () => ({ customers: 0, actual: 0, predicted: 0 }));
	frequency.forEach((x, i) => {
		const row = rows[Math.min(x, OFTEN)];
		row.customers++;
		row.actual += holdoutDays[i];
		row.predicted += expected[i];
	});
	return rows.flatMap(({ customers, actual, predicted }, x): Json[] =>
		customers === 0
			? []
			: [
					{
						x: x === OFTEN ? `${OFTEN}+` : x,
						customers,
						actual_mean: figure(actual / customers, COUNTED_DIGITS),
						predicted_mean: figure(predicted / customers)
					}
				]
	);
}

function spendOf(summary: CustomerSummary): Json {
	const spenders = spendersOf(summary);
	const penalised = fitSpend(summary);
	const mle: Fit<GammaGamma> = penalised.status === 'refused' ? penalised : gammaGamma.mle(spenders);
	return {
		...fits(mle, penalised),
		customers_used: spenders.length,
		correlation_x_zbar: figure(spendCorrelation(spenders), COUNTED_DIGITS),
		rule: 'x > 0 and zbar > 0; zbar leaves out the first purchase day'
	};
}

/** By week since the first day: what the customers known by the end of calibration did, and what was expected of them. */
function tracking(ledger: Ledger, summary: CustomerSummary, cards: readonly WholeCard[], end: number): Json {
	const firstDay = ledger.firstDay as number;
	const { offset, day } = ledger;
	const weeks = Math.floor((end - firstDay + 1) / 7);
	const births = Float64Array.from(summary.customer, (customer) => day[offset[customer]] - firstDay);
	const actual = new Float64Array(weeks);
	for (const customer of summary.customer) {
		let last = day[offset[customer]];
		for (let i = offset[customer]; i < offset[customer + 1] && day[i] <= end; i++) {
			if (day[i] === last) continue;
			last = day[i];
			// Week k ends with day 7k − 1.
			const week = Math.floor((last - firstDay) / 7);
			if (week < weeks) actual[week]++;
		}
	}
	for (let week = 1; week < weeks; week++) actual[week] += actual[week - 1];
	return {
		rule: 'week k ends with day 7k-1, first_day being day 0; a customer whose first day is b has been observed for (7k-1-b)/7 weeks; customers first seen after calibration_end are left out; models at `mle`',
		week: Array.from(actual, (_, week) => week + 1),
		actual_cumulative_repeat: [...actual],
		...Object.fromEntries(
			cards.flatMap(({ name, mle }): [string, Json][] =>
				mle.status === 'refused'
					? []
					: [[name, Array.from(cumulatedRepeats(name, mle.params, births, weeks), (repeats) => figure(repeats))]]
			)
		)
	};
}

/** All models and rules on the shop's own past, and which model the screens use: with the penalised fits. */
function board(analysis: ValueAnalysis | null): Json {
	if (analysis === null) return null;
	const { splits, rows, chosen, because, beatsNaive }: Board = analysis.board;
	return {
		chosen,
		because,
		beats_naive: beatsNaive && { ...beatsNaive },
		diagnoses: analysis.diagnoses.map(({ code, figure: found, limit, stops }) => ({
			code,
			figure: figure(found),
			limit: figure(limit),
			stops
		})),
		splits: splits.map(({ day, end, customers, purchases }) => ({
			calibration_end: isoDate(day),
			observation_end: isoDate(end),
			customers,
			purchases
		})),
		means: rows.map(rowOf)
	};
}

const rowOf = ({ contender, ...row }: BoardRow): Json => ({
	contender,
	mae: of(row.mae),
	rmse: of(row.rmse),
	bias: of(row.bias),
	tracking: of(row.tracking),
	brier: of(row.brier),
	auc: of(row.auc),
	top_decile: of(row.topDecile),
	spend_bias: of(row.spendBias),
	spend_rmse: of(row.spendRmse)
});

const of = (value: number | null): number | null => (value === null ? null : figure(value));
