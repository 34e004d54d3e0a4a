import type { Histories, Spending } from '$workers/core/clv/types';
import { asDay, reference, referenceData } from '../helpers/referenceData';
import type { ReferenceSet } from '../helpers/referenceData';

/** What a fit must reach, and how the errors of its predictions came out. */
export interface ReferenceModel {
	mle: Record<string, number>;
	mle_log_likelihood: number;
	eval_params: Record<string, string>;
	log_likelihood_at_eval_params: number;
	holdout: { T_star_weeks: number; predicted_total: number; MAE: number; RMSE: number };
}

export type PurchaseModel = 'bgnbd' | 'mbgnbd' | 'paretonbd';

export interface ReferenceCustomer extends Record<PurchaseModel, Record<string, number>> {
	id: string;
	x: number;
	t_x: number;
	T: number;
	zbar: number;
	gg_expected_spend: number;
}

export interface ClvReference {
	calibration_end: string;
	observation_end: string;
	repeat_customers: number;
	sum_x: number;
	sum_x_star: number;
	models: Record<PurchaseModel | 'gammagamma', ReferenceModel>;
	customers: ReferenceCustomer[];
}

export const clvReference = (name: ReferenceSet): ClvReference => reference(`clv_${name}.json`) as ClvReference;

/** The written parameters of a reference file, and the numbers they stand for. */
export const numbers = <P>(params: Record<string, string | number>): P =>
	Object.fromEntries(Object.entries(params).map(([name, value]) => [name, Number(value)])) as P;

/** Rows of (x, t_x, T), each one customer. */
export function historiesOf(rows: readonly { x: number; t_x: number; T: number; weight?: number }[]): Histories {
	return {
		length: rows.length,
		frequency: Float64Array.from(rows, ({ x }) => x),
		recency: Float64Array.from(rows, ({ t_x }) => t_x),
		age: Float64Array.from(rows, ({ T }) => T),
		weight: Float64Array.from(rows, ({ weight }) => weight ?? 1)
	};
}

export interface Summarised {
	/** A row a customer. */
	histories: Histories;
	/** Mean value of the repeat purchase days; 0 without any. */
	mean: Float64Array;
	/** Purchase days after the calibration. */
	later: Float64Array;
}

const kept = new Map<ReferenceSet, Summarised>();

/** A data set cut at the end of the calibration, as the reference files say under `summarised`; read once. */
export function summarised(name: ReferenceSet): Summarised {
	const known = kept.get(name) ?? read(name);
	kept.set(name, known);
	return known;
}

function read(name: ReferenceSet): Summarised {
	const { calibration_end, observation_end } = clvReference(name);
	const [end, last] = [asDay(calibration_end), asDay(observation_end)];
	const days = new Map<number, Map<number, number>>();
	for (const { length, customer, day, gross } of referenceData(name).orders) {
		for (let i = 0; i < length; i++) {
			if (day[i] > last) continue;
			let own = days.get(customer[i]);
			if (!own) days.set(customer[i], (own = new Map()));
			own.set(day[i], (own.get(day[i]) ?? 0) + gross.values[i] / 10 ** gross.scale);
		}
	}
	const rows = [...days.values()]
		.map((own) => [...own].sort(([a], [b]) => a - b))
		.filter(([[first]]) => first <= end)
		.map((own) => {
			const first = own[0][0];
			const repeats = own.slice(1).filter(([day]) => day <= end);
			return {
				x: repeats.length,
				t_x: repeats.length === 0 ? 0 : (repeats[repeats.length - 1][0] - first) / 7,
				T: (end - first) / 7,
				zbar: repeats.length === 0 ? 0 : repeats.reduce((sum, [, value]) => sum + value, 0) / repeats.length,
				later: own.length - 1 - repeats.length
			};
		});
	return {
		histories: historiesOf(rows),
		mean: Float64Array.from(rows, ({ zbar }) => zbar),
		later: Float64Array.from(rows, ({ later }) => later)
	};
}

/** Customers whose mean repeat value is above 0, for Gamma-Gamma. */
export function spendingOf({ histories, mean }: Summarised): Spending {
	const rows = [...mean.keys()].filter((i) => histories.frequency[i] > 0 && mean[i] > 0);
	return {
		length: rows.length,
		frequency: Float64Array.from(rows, (i) => histories.frequency[i]),
		mean: Float64Array.from(rows, (i) => mean[i]),
		weight: new Float64Array(rows.length).fill(1)
	};
}

/** Mean absolute error, root mean square error and total of predictions. */
export function errors(predicted: Float64Array, actual: Float64Array): { MAE: number; RMSE: number; total: number } {
	const n = predicted.length;
	return {
		MAE: predicted.reduce((sum, value, i) => sum + Math.abs(value - actual[i]), 0) / n,
		RMSE: Math.sqrt(predicted.reduce((sum, value, i) => sum + (value - actual[i]) ** 2, 0) / n),
		total: predicted.reduce((sum, value) => sum + value, 0)
	};
}
