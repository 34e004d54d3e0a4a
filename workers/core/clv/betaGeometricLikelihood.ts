import type { Evaluation } from '../numeric/minimise';
import type { FirstCoin } from './betaGeometric';
import { buyingLikelihood, buyingOf } from './buying';
import type { Buying } from './buying';
import { distinct, sortedBy } from './distinct';
import { risingSum, runsOf } from './risingSum';
import type { Runs } from './risingSum';
import type { Histories } from './types';

/** Histories laid out so that a look at all of them takes one exponential and one logarithm a row, and tables for the rest. */
export interface Prepared {
	buying: Buying;
	coins: Runs;
	firstCoin: FirstCoin;
	/** Distinct frequencies of the rows below, ascending, and where the rows of each end. */
	frequency: Float64Array;
	end: Int32Array;
	/** Histories with a coin, by frequency: recency and age as positions in `buying.time`. */
	recency: Int32Array;
	age: Int32Array;
	weight: Float64Array;
}

export function prepare(histories: Histories, firstCoin: FirstCoin): Prepared {
	const n = histories.length;
	const times = new Float64Array(2 * n);
	times.set(histories.recency);
	times.set(histories.age, n);
	const time = distinct(times, 7);
	const frequency = distinct(histories.frequency, 1);
	const customersOf = new Float64Array(frequency.values.length);
	const end = new Int32Array(frequency.values.length);
	for (let i = 0; i < n; i++) {
		customersOf[frequency.position[i]] += histories.weight[i];
		end[frequency.position[i]]++;
	}
	for (let k = 1; k < end.length; k++) end[k] += end[k - 1];

	// Who tossed no coin has not dropped out: those rows count by their age alone.
	const coinless = firstCoin === 0 && frequency.values[0] === 0 ? 1 : 0;
	const left = coinless === 1 ? end[0] : 0;
	const rows = sortedBy(
		frequency,
		new Int32Array(n).map((_, i) => i)
	).subarray(left);
	const weight = new Float64Array(rows.length);
	for (let row = 0; row < rows.length; row++) weight[row] = histories.weight[rows[row]];
	return {
		buying: buyingOf(frequency, time.position.subarray(n), time.values, histories.weight),
		coins: runsOf(
			frequency.values.map((x) => x + firstCoin),
			customersOf
		),
		firstCoin,
		frequency: frequency.values.slice(coinless),
		end: end.slice(coinless).map((row) => row - left),
		recency: rows.map((i) => time.position[i]),
		age: rows.map((i) => time.position[n + i]),
		weight
	};
}

/** The product of two numbers up to here is finite. */
const LARGE = 1e150;
const LARGE_LOG = Math.log(LARGE);

/**
 * −Log-likelihood of all customers, and its derivatives in the logarithms of the parameters.
 * @param logParams of r, alpha, a, b
 */
export function evaluate(logParams: Float64Array, prepared: Prepared): Evaluation {
	const [r, alpha, a, b] = logParams.map(Math.exp);
	const { frequency, end, recency, age, weight, coins, firstCoin } = prepared;
	const { value, rSlope, alphaSlope, logTime, inverse } = buyingLikelihood(r, alpha, prepared.buying);
	const stays = risingSum(coins, b);
	const tosses = risingSum(coins, a + b);

	// Sums over rows of weight × the chance of having dropped out, and of that times what the odds change by.
	let leaving = 0;
	let gone = 0;
	let goneByCoins = 0;
	let goneBySilence = 0;
	let goneByInverse = 0;
	// Customers who are alone with their history share logarithms: that of a product is the sum of theirs.
	let product = 1;
	for (let k = 0, i = 0; k < frequency.length; k++) {
		const shape = r + frequency[k];
		const before = b + frequency[k] + firstCoin - 1;
		const chance = Math.log(a / before);
		let goneHere = 0;
		let inversesHere = 0;
		for (; i < end[k]; i++) {
			const silence = logTime[age[i]] - logTime[recency[i]];
			const logOdds = chance + shape * silence;
			let lost = weight[i];
			if (logOdds > LARGE_LOG) leaving += lost * logOdds;
			else {
				const odds = Math.exp(logOdds);
				const either = 1 + odds;
				if (lost === 1) product *= either;
				else leaving += lost * Math.log(either);
				lost *= odds / either;
				if (product > LARGE) {
					leaving += Math.log(product);
					product = 1;
				}
			}
			goneHere += lost;
			goneBySilence += lost * silence;
			inversesHere += lost * (inverse[recency[i]] - inverse[age[i]]);
		}
		gone += goneHere;
		goneByCoins += goneHere / before;
		goneByInverse += shape * inversesHere;
	}
	leaving += Math.log(product);

	return {
		value: -(value + stays.value - tosses.value + leaving),
		gradient: Float64Array.of(
			-r * (rSlope + goneBySilence),
			-alpha * (alphaSlope - goneByInverse),
			a * tosses.slope - gone,
			b * (tosses.slope - stays.slope + goneByCoins)
		)
	};
}
