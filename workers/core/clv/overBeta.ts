import { logBeta } from '../numeric/special';

const STEP = 1 / 32;

/**
 * Mean of a function of a chance p that is Beta(a, b): the trapezoidal rule in v, where p = 1 / (1 + e^−u) and
 * u = centre + width · sinh v, so that both ends fall off faster than exponentially.
 * @param value of p, of one sign, smooth and without a singularity in (0, 1)
 */
export function overBeta(a: number, b: number, value: (p: number) => number): number {
	const centre = Math.log(a / b);
	const width = Math.min(1, Math.sqrt(1 / a + 1 / b));
	const constant = logBeta(a, b);
	const at = (v: number): number => {
		const u = centre + width * Math.sinh(v);
		// Beyond −700 e^−u overflows and p is as good as 0.
		const logP = u < -700 ? u : -Math.log1p(Math.exp(-u));
		const logRest = u > 0 ? logP - u : -Math.log1p(Math.exp(u));
		return Math.exp(a * logP + b * logRest - constant) * value(Math.exp(logP)) * width * Math.cosh(v);
	};
	let sum = at(0);
	for (const direction of [-STEP, STEP]) {
		for (let i = 1; i < 20 / STEP; i++) {
			const term = at(i * direction);
			sum += term;
			if (i > 1 / STEP && term < 1e-17 * sum) break;
		}
	}
	return sum * STEP;
}
