/**
 * How months are cut and discounted: A, months of 4.345 weeks, each discounted to its end; B, months of
 * 365.25 / 84 weeks, to their end; C, the same months, to their middle.
 */
export type Convention = 'A' | 'B' | 'C';

const MONTH_WEEKS: Record<Convention, number> = { A: 4.345, B: 365.25 / 84, C: 365.25 / 84 };

/** Weeks in so many months of a convention. */
export const weeksOf = (months: number, convention: Convention): number => months * MONTH_WEEKS[convention];

/** A rate of discount per year as a continuous one per week, for discounting without a horizon. */
export const ratePerWeek = (annualRate: number): number => Math.log1p(annualRate) / (365.25 / 7);

export interface Horizon {
	/** Purchases expected of each customer within so many weeks from now, from 0 on; it must not fall. */
	expected: (weeks: number) => Float64Array;
	/** Value expected of a purchase of each customer. */
	spend: Float64Array;
	/** Share of the value that is kept, 0 to 1. */
	margin: number;
	/** 0.1: 10 % a year; 0: without discount. At least 0. */
	annualRate: number;
	/** Whole, at least 1. */
	months?: number;
	convention?: Convention;
}

/**
 * Discounted value of each customer over a horizon: margin × spend × Σ over months of the purchases expected in the month,
 * divided by (1 + d)^j, j the month's end (or middle) and d the monthly rate (1 + annual rate)^(1/12) − 1.
 * @returns new Float64Array, in the units of `spend`
 * @see Fader & Hardie on discounting period by period; summed by parts here, so that no difference of expectations is
 * taken: Σ_j E(j) (v_j − v_{j+1}) + E(last) v_last, with v_j the discount of month j
 */
export function discountedValue(horizon: Horizon): Float64Array {
	const { expected, spend, margin, annualRate, months = 12, convention = 'B' } = horizon;
	const monthly = Math.log1p(annualRate) / 12;
	const values = new Float64Array(spend.length);
	for (let month = 1; month <= months; month++) {
		const discount = Math.exp(-monthly * (convention === 'C' ? month - 0.5 : month));
		const kept = month === months ? discount : -discount * Math.expm1(-monthly);
		if (kept === 0) continue;
		const purchases = expected(weeksOf(month, convention));
		for (let i = 0; i < values.length; i++) values[i] += purchases[i] * kept;
	}
	return values.map((purchases, i) => margin * spend[i] * purchases);
}

/**
 * Discounted value of each customer without a horizon.
 * @param discounted purchases expected, discounted (`residualTransactions` of Pareto/NBD)
 */
export const lifetimeValue = (discounted: Float64Array, spend: Float64Array, margin: number): Float64Array =>
	discounted.map((purchases, i) => margin * spend[i] * purchases);
