import { inverse } from '../numeric/symmetric';

export interface RidgeLogistic {
	intercept: number;
	coefficients: Float64Array;
	/** Unpenalised. */
	logLikelihood: number;
	converged: boolean;
}

const MOST_STEPS = 50;
const HALVINGS = 30;

/**
 * Logistic regression with a ridge on all coefficients but the intercept, by Newton's method with halved steps. The penalised
 * likelihood has one maximum, and a finite one.
 * @param x n × p, row-major
 * @param y n rows, 1 or 0, both present
 * @param ridge λ > 0; the penalty is λ / 2 × the sum of squared coefficients
 * @see le Cessie & van Houwelingen (1992), Applied Statistics 41, 191–201
 */
export function ridgeLogistic(x: Float64Array, y: Uint8Array, p: number, ridge: number): RidgeLogistic {
	const size = p + 1;
	const happened = y.reduce((sum, value) => sum + value, 0);
	let at = new Float64Array(size);
	at[0] = Math.log(happened / (y.length - happened));
	let here = evaluate(x, y, at, ridge);
	let converged = false;
	for (let step = 0; step < MOST_STEPS && !converged; step++) {
		const inverted = inverse(here.hessian, size);
		if (inverted === null) break;
		const move = new Float64Array(size);
		let longest = 0;
		for (let i = 0; i < size; i++) {
			for (let j = 0; j < size; j++) move[i] -= inverted[i * size + j] * here.gradient[j];
			longest = Math.max(longest, Math.abs(move[i]));
		}
		converged = longest < 1e-8;
		let next = at.map((value, i) => value + move[i]);
		let there = evaluate(x, y, next, ridge);
		for (let halving = 1; !converged && there.loss > here.loss && halving <= HALVINGS; halving++) {
			next = at.map((value, i) => value + move[i] / 2 ** halving);
			there = evaluate(x, y, next, ridge);
		}
		if (there.loss > here.loss) break;
		at = next;
		here = there;
	}
	return { intercept: at[0], coefficients: at.slice(1), logLikelihood: here.logLikelihood, converged };
}

interface Evaluated {
	/** Penalised, negative. */
	loss: number;
	logLikelihood: number;
	gradient: Float64Array;
	hessian: Float64Array;
}

function evaluate(x: Float64Array, y: Uint8Array, at: Float64Array, ridge: number): Evaluated {
	const size = at.length;
	const p = size - 1;
	const gradient = new Float64Array(size);
	const hessian = new Float64Array(size * size);
	const row = new Float64Array(size);
	row[0] = 1;
	let logLikelihood = 0;
	for (let i = 0; i < y.length; i++) {
		let odds = at[0];
		for (let j = 0; j < p; j++) {
			row[j + 1] = x[i * p + j];
			odds += at[j + 1] * row[j + 1];
		}
		// log(1 + e^odds), which neither overflows nor loses digits.
		logLikelihood += y[i] * odds - Math.max(odds, 0) - Math.log1p(Math.exp(-Math.abs(odds)));
		const chance = 1 / (1 + Math.exp(-odds));
		const off = chance - y[i];
		const weight = chance * (1 - chance);
		for (let j = 0; j < size; j++) {
			gradient[j] += off * row[j];
			const weighted = weight * row[j];
			for (let k = 0; k <= j; k++) hessian[j * size + k] += weighted * row[k];
		}
	}
	let penalty = 0;
	for (let j = 1; j < size; j++) {
		penalty += (ridge / 2) * at[j] * at[j];
		gradient[j] += ridge * at[j];
		hessian[j * size + j] += ridge;
	}
	for (let j = 0; j < size; j++) for (let k = 0; k < j; k++) hessian[k * size + j] = hessian[j * size + k];
	return { loss: penalty - logLikelihood, logLikelihood, gradient, hessian };
}
