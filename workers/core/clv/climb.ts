import { hessian } from '../numeric/hessian';
import { minimise } from '../numeric/minimise';
import type { Evaluation } from '../numeric/minimise';
import { inverse } from '../numeric/symmetric';
import type { Fitted } from './types';

/** The penalty draws each log parameter to its centre as one observation with this standard deviation would. */
const SPREAD = 3;
/** A log parameter so close to a bound lies on it. */
const ON_BOUND = 1e-3;

/** A likelihood to climb, in the logarithms of its parameters. */
export interface Slope {
	/** −Σ weight × ln likelihood, and its gradient. */
	evaluate: (logParams: Float64Array) => Evaluation;
	/** Σ weight: the search looks at the mean. */
	customers: number;
	lower: Float64Array;
	upper: Float64Array;
	/** Where the penalty draws to; it must move with the units of the data. */
	centre: Float64Array;
	/** The best of the searches from these is taken. */
	starts: readonly Float64Array[];
}

/** All that a fit says but for its parameters, which are the exponentials of these. */
export interface Summit extends Omit<Fitted<never>, 'params' | 'status' | 'logLikelihood'> {
	logParams: Float64Array;
}

/**
 * Highest point of the likelihood, or of the likelihood less strength × ½ Σ ((log parameter − centre) / 3)². That is one
 * pseudo-observation's worth a parameter: with many customers it fades, with few it keeps the parameters finite.
 */
export function climb({ evaluate, customers, lower, upper, centre, starts }: Slope, strength: number): Summit {
	let evaluations = 0;
	const penaltyAt = (x: Float64Array): number =>
		x.reduce((sum, value, i) => sum + (strength / 2) * ((value - centre[i]) / SPREAD) ** 2, 0);
	const mean = (x: Float64Array): Evaluation => {
		evaluations++;
		const { value, gradient } = evaluate(x);
		return {
			value: (value + penaltyAt(x)) / customers,
			gradient: gradient.map((slope, i) => (slope + (strength * (x[i] - centre[i])) / SPREAD ** 2) / customers)
		};
	};
	const found = starts.map((start) => minimise(mean, start, { lower, upper }));
	const best = found.reduce((one, other) => (other.value < one.value ? other : one));
	const searched = evaluations;
	const information = hessian((x) => mean(x).gradient, best.x).map((value) => value * customers);
	return {
		logParams: best.x,
		penalty: penaltyAt(best.x),
		converged: best.converged,
		boundary: best.x.some((value, i) => value - lower[i] < ON_BOUND || upper[i] - value < ON_BOUND),
		evaluations: searched,
		covariance: inverse(information, best.x.length)
	};
}
