import { climb } from './climb';
import { dropoutSeen } from './dropoutSeen';
import { refusal } from './enough';
import { meansOf } from './means';
import { evaluate, prepare } from './paretoNbdLikelihood';
import type { Fit, FitOptions, Histories, ParetoNbd } from './types';

/**
 * Highest point of the likelihood, or of the likelihood less the penalty of `climb`, which draws r and s to 1, alpha and
 * beta to the mean age.
 */
export function search(histories: Histories, strength: number, { starts = 1 }: FitOptions): Fit<ParetoNbd> {
	const refused = refusal(histories);
	if (refused !== null) return refused;
	const { meanAge, rate } = meansOf(histories);
	const prepared = prepare(histories);
	const logs = (...values: number[]): Float64Array => Float64Array.from(values, Math.log);
	const { logParams, ...found } = climb(
		{
			evaluate: (x) => evaluate(x, prepared),
			customers: prepared.customers,
			lower: new Float64Array(4).fill(Math.log(1e-4)),
			upper: new Float64Array(4).fill(Math.log(1e4)),
			centre: logs(1, meanAge, 1, meanAge),
			starts: [
				logs(0.7, 0.35 / rate, 0.6, 0.3 * meanAge),
				logs(0.7, 0.7 / rate, 0.1, 10 * meanAge),
				logs(3, 1 / rate, 3, meanAge)
			].slice(0, starts)
		},
		strength
	);
	const [r, alpha, s, beta] = logParams.map(Math.exp);
	const logLikelihood = -evaluate(logParams, prepared).value;
	return {
		status: 'fitted',
		params: { r, alpha, s, beta },
		logLikelihood,
		...found,
		boundary: found.boundary || !dropoutSeen(logLikelihood, histories)
	};
}
