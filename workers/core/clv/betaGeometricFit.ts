import type { FirstCoin } from './betaGeometric';
import { evaluate, prepare } from './betaGeometricLikelihood';
import { climb } from './climb';
import { dropoutSeen } from './dropoutSeen';
import { refusal } from './enough';
import { meansOf } from './means';
import type { BgNbd, Fit, FitOptions, Histories } from './types';

/**
 * The search of BG/NBD and MBG/NBD: highest point of the likelihood, or of the likelihood less the penalty of `climb`,
 * which draws r and a to 1, b to 3 (one purchase in four is the last) and alpha to the mean age. Every parameter stays
 * within 1e-4 and 1e4.
 */
export function search(
	histories: Histories,
	firstCoin: FirstCoin,
	strength: number,
	{ starts = 2 }: FitOptions
): Fit<BgNbd> {
	const refused = refusal(histories);
	if (refused !== null) return refused;
	const { meanAge, rate } = meansOf(histories);
	const prepared = prepare(histories, firstCoin);
	const logs = (...values: number[]): Float64Array => Float64Array.from(values, Math.log);
	const { logParams, ...found } = climb(
		{
			evaluate: (x) => evaluate(x, prepared),
			customers: prepared.buying.customers,
			lower: new Float64Array(4).fill(Math.log(1e-4)),
			upper: new Float64Array(4).fill(Math.log(1e4)),
			centre: logs(1, meanAge, 1, 3),
			// Two hills: customers who differ in how often they buy, or customers who buy alike and mostly leave at once.
			starts: [
				logs(0.5, 0.25 / rate, 1, 3),
				logs(1.5, 1 / rate, 0.4, 0.15),
				logs(2, 2 / rate, 0.1, 10),
				logs(0.2, 0.05 / rate, 0.5, 0.5)
			].slice(0, starts)
		},
		strength
	);
	const [r, alpha, a, b] = logParams.map(Math.exp);
	const logLikelihood = -evaluate(logParams, prepared).value;
	return {
		status: 'fitted',
		params: { r, alpha, a, b },
		logLikelihood,
		...found,
		boundary: found.boundary || !dropoutSeen(logLikelihood, histories)
	};
}
