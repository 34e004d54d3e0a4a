import type { Distinct } from './distinct';
import { risingSum, runsOf } from './risingSum';
import type { Runs } from './risingSum';

/**
 * What purchases at a rate λ ~ Gamma(r, alpha) contribute to a log-likelihood, summed over customers who differ in
 * frequency and age only: Γ(r + x) / Γ(r) · alpha^r / (alpha + T)^(r + x), the factor 1 / x! left out as everywhere here.
 */
export interface Buying {
	customers: number;
	purchases: Runs;
	/** Distinct times in weeks, ascending; by time: customers of that age, and their purchases. */
	time: Float64Array;
	customersOfAge: Float64Array;
	purchasesOfAge: Float64Array;
}

/** @param ages a row a customer or history: position among distinct times, which may hold times that are no age */
export function buyingOf(frequency: Distinct, ages: Int32Array, time: Float64Array, weight: Float64Array): Buying {
	const customersOf = new Float64Array(frequency.values.length);
	const customersOfAge = new Float64Array(time.length);
	const purchasesOfAge = new Float64Array(time.length);
	let customers = 0;
	for (let i = 0; i < ages.length; i++) {
		const place = frequency.position[i];
		customers += weight[i];
		customersOf[place] += weight[i];
		customersOfAge[ages[i]] += weight[i];
		purchasesOfAge[ages[i]] += weight[i] * frequency.values[place];
	}
	return { customers, purchases: runsOf(frequency.values, customersOf), time, customersOfAge, purchasesOfAge };
}

/** Log-likelihood and its derivatives in r and alpha; by time, ln(alpha + time) and 1 / (alpha + time). */
export interface BuyingLikelihood {
	value: number;
	rSlope: number;
	alphaSlope: number;
	logTime: Float64Array;
	inverse: Float64Array;
}

export function buyingLikelihood(r: number, alpha: number, buying: Buying): BuyingLikelihood {
	const { customers, purchases, time, customersOfAge, purchasesOfAge } = buying;
	const logTime = new Float64Array(time.length);
	const inverse = new Float64Array(time.length);
	const rising = risingSum(purchases, r);
	let logAges = 0;
	let logs = 0;
	let inverses = 0;
	for (let i = 0; i < time.length; i++) {
		const shapes = r * customersOfAge[i] + purchasesOfAge[i];
		logTime[i] = Math.log(alpha + time[i]);
		inverse[i] = 1 / (alpha + time[i]);
		logAges += customersOfAge[i] * logTime[i];
		logs += shapes * logTime[i];
		inverses += shapes * inverse[i];
	}
	return {
		value: rising.value + customers * r * Math.log(alpha) - logs,
		rSlope: rising.slope + customers * Math.log(alpha) - logAges,
		alphaSlope: (customers * r) / alpha - inverses,
		logTime,
		inverse
	};
}
