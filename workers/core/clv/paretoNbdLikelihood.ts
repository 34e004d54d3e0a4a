import type { Evaluation } from '../numeric/minimise';
import { departures, INTEGRAL, LOG_BUYING, LOG_STAYING, MOMENTS, OVER_BUYING, OVER_STAYING } from './departures';
import { distinct } from './distinct';
import { risingSum, runsOf } from './risingSum';
import type { Runs } from './risingSum';
import type { Histories } from './types';

/** Histories, and what of them needs no more than a look at each distinct frequency or recency. */
export interface Prepared {
	histories: Histories;
	customers: number;
	purchases: Runs;
	/** Distinct recencies; per one: its customers and their purchases. */
	recency: Float64Array;
	customersOf: Float64Array;
	purchasesOf: Float64Array;
}

export function prepare(histories: Histories): Prepared {
	const { length, frequency, weight } = histories;
	const counts = distinct(frequency, 1);
	const times = distinct(histories.recency, 7);
	const customersOfCount = new Float64Array(counts.values.length);
	const customersOf = new Float64Array(times.values.length);
	const purchasesOf = new Float64Array(times.values.length);
	let customers = 0;
	for (let i = 0; i < length; i++) {
		customers += weight[i];
		customersOfCount[counts.position[i]] += weight[i];
		customersOf[times.position[i]] += weight[i];
		purchasesOf[times.position[i]] += weight[i] * frequency[i];
	}
	return {
		histories,
		customers,
		purchases: runsOf(counts.values, customersOfCount),
		recency: times.values,
		customersOf,
		purchasesOf
	};
}

const moments = new Float64Array(MOMENTS);

/**
 * −Σ weight × ln likelihood, and its derivatives in the logarithms of the parameters. With U the time of departure, or T
 * while the customer stays, they are expectations given the history: of ln(alpha + U) for r, 1 / (alpha + U) for alpha …
 * @param logs of r, alpha, s, beta
 */
export function evaluate(logs: Float64Array, prepared: Prepared): Evaluation {
	const [r, alpha, s, beta] = logs.map(Math.exp);
	const { histories, customers, purchases, recency, customersOf, purchasesOf } = prepared;
	const rising = risingSum(purchases, r);
	let value = rising.value;
	let rSlope = rising.slope;
	let alphaSlope = (customers * r) / alpha;
	let sSlope = 0;
	let betaSlope = (customers * s) / beta;
	for (let i = 0; i < recency.length; i++) {
		const buyingStart = Math.log1p(recency[i] / alpha);
		const stayingStart = Math.log1p(recency[i] / beta);
		value -= customersOf[i] * (r * buyingStart + s * stayingStart) + purchasesOf[i] * Math.log(alpha + recency[i]);
		rSlope -= customersOf[i] * buyingStart;
		sSlope -= customersOf[i] * stayingStart;
	}
	for (let i = 0; i < histories.length; i++) {
		const R = r + histories.frequency[i];
		const a = alpha + histories.recency[i];
		const b = beta + histories.recency[i];
		const silence = histories.age[i] - histories.recency[i];
		const weight = histories.weight[i];
		departures(R, s + 1, a, b, silence, moments);
		const buyingLog = Math.log1p(silence / a);
		const stayingLog = Math.log1p(silence / b);
		const stayed = Math.exp(-R * buyingLog - s * stayingLog);
		const total = stayed + (s / b) * moments[INTEGRAL];
		const alive = stayed / total;
		const density = s / (b * total);
		value += weight * Math.log(total);
		rSlope -= weight * (alive * buyingLog + density * moments[LOG_BUYING]);
		alphaSlope -= weight * R * (alive / (a + silence) + density * moments[OVER_BUYING]);
		sSlope -= weight * (alive * stayingLog + density * (moments[LOG_STAYING] - moments[INTEGRAL] / s));
		betaSlope -= weight * ((s * alive) / (b + silence) + (s + 1) * density * moments[OVER_STAYING]);
	}
	return {
		value: -value,
		gradient: Float64Array.of(-r * rSlope, -alpha * alphaSlope, -s * sSlope, -beta * betaSlope)
	};
}
