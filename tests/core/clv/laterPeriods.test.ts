import { describe, expect, it } from 'vitest';
import { laterOfBetaGeometric, laterOfPareto } from '$workers/core/clv/laterPeriods';
import type { LaterPeriods } from '$workers/core/clv/laterPeriods';
import { betaDeviates, exponential, gammaDeviates } from '$workers/core/numeric/deviates';
import { Xoshiro128 } from '$workers/core/numeric/xoshiro';
import { outcomeMoments } from '$workers/core/value/outcomeSpread';
import { PURCHASE_MODELS } from '$workers/core/value/purchaseModels';
import { MODEL_NAMES } from '$workers/core/value/types';
import type { ModelName } from '$workers/core/value/types';
import { historiesOf } from './histories';

const BG = { r: 0.6, alpha: 6, a: 0.8, b: 1.9 };
const PARETO = { r: 0.6, alpha: 8, s: 0.7, beta: 12 };
const paramsOf = (name: ModelName) => (name === 'paretonbd' ? PARETO : BG);
const laterOf = (name: ModelName, x: number, T: number): LaterPeriods =>
	name === 'paretonbd' ? laterOfPareto(PARETO, x, T) : laterOfBetaGeometric(BG, x, T, name === 'mbgnbd' ? x + 1 : x);

/** Midpoint rule: exact enough where the integrand is smooth. */
function integral(of: (at: number) => number, to: number, steps = 40_000): number {
	let sum = 0;
	for (let i = 0; i < steps; i++) sum += of(((i + 0.5) * to) / steps);
	return (sum * to) / steps;
}

describe('later periods of one who is there', () => {
	it.each(MODEL_NAMES)('of %s begin with what the model says of the next weeks', (name) => {
		const rows = [
			{ x: 0, t_x: 0, T: 30 },
			{ x: 3, t_x: 20, T: 30 },
			{ x: 40, t_x: 29, T: 30 }
		];
		const histories = historiesOf(rows);
		const { probabilityAlive, probabilityOfAny, expectedPurchases } = PURCHASE_MODELS[name];
		const alive = probabilityAlive(paramsOf(name), histories);
		const any = probabilityOfAny(paramsOf(name), histories, 9);
		const purchases = expectedPurchases(paramsOf(name), histories, 9);
		const { square } = outcomeMoments(name, paramsOf(name), histories, 9);
		rows.forEach(({ x, T }, i) => {
			const later = laterOf(name, x, T);
			expect((alive[i] * later.any(0, 9)) / any[i]).toBeCloseTo(1, 11);
			expect((alive[i] * later.purchases(9)) / purchases[i]).toBeCloseTo(1, 11);
			// E[Y²] = E[Y] + 2 ∫ u pairs(u) du.
			const pairs = integral((u) => 2 * u * later.pairs(u), 9, 2000);
			expect((alive[i] * (later.purchases(9) + pairs)) / square[i]).toBeCloseTo(1, 5);
		});
	});

	it('of BG/NBD are the integral over the chance to drop out', () => {
		const later = laterOfBetaGeometric({ r: 0.5, alpha: 4, a: 2, b: 3 }, 5, 20, 5);
		// λ is Gamma(5.5, 24), p is Beta(2, 8): 72 p (1 − p)^7.
		const mean = (value: (p: number) => number) => integral((p) => 72 * p * (1 - p) ** 7 * value(p), 1, 200_000);
		const gone = (weeks: number) => (1 + weeks / 24) ** -5.5;
		expect(later.any(12, 17)).toBeCloseTo(
			mean((p) => gone(12 * p) - gone(12 * p + 5)),
			9
		);
		expect(later.pairs(12)).toBeCloseTo(
			mean((p) => ((5.5 * 6.5) / 24 ** 2) * (1 - p) * (1 + (12 * p) / 24) ** -7.5),
			9
		);
	});

	it('of BG/NBD stay the same where the series is left for the integral', () => {
		// So frequent that P(N = 0) is too small a number; the chance to drop out is nearly known, so that e^(−λps) is too.
		const later = laterOfBetaGeometric({ r: 1, alpha: 1, a: 1, b: 99 }, 900, 9, 900);
		// λ is Gamma(901, 10), p is Beta(1, 999).
		const mean = integral((p) => 999 * (1 - p) ** 998 * (1 + (30 * p) / 10) ** -901, 0.02, 400_000);
		expect(later.any(30, 31) / mean).toBeCloseTo(1, 6);
		expect(later.any(2, 3)).toBeGreaterThan(later.any(30, 31));
	});

	it('of Pareto/NBD are the integral over when the first purchase comes', () => {
		const later = laterOfPareto(PARETO, 4, 26);
		// λ is Gamma(4.6, 34), μ is Gamma(0.7, 38): density of the first purchase at v, there till then.
		const density = (v: number) => (4.6 / 34) * (1 + v / 34) ** -5.6 * (38 / (38 + 12 + v)) ** 0.7;
		expect(later.any(12, 17)).toBeCloseTo(integral(density, 5), 9);
	});
});

const CUSTOMERS = 15_000;
const WEEKS = 40;
const [FROM, TO] = [9, 18];

/** A customer's purchases by week since the first, up to the end of the later period. */
function life(name: ModelName, random: Xoshiro128, draws: ReturnType<typeof drawsOf>): number[] {
	const rate = draws.rate(random) / (name === 'paretonbd' ? PARETO.alpha : BG.alpha);
	const chance = draws.chance(random);
	const stays = name === 'paretonbd' ? exponential(random) / (draws.leaving(random) / PARETO.beta) : Infinity;
	const times: number[] = [];
	let at = 0;
	let there = name !== 'mbgnbd' || random.unit() >= chance;
	while (there) {
		at += exponential(random) / rate;
		if (at > Math.min(stays, WEEKS + TO)) break;
		times.push(at);
		there = name === 'paretonbd' || random.unit() >= chance;
	}
	return times;
}
const drawsOf = (name: ModelName) => ({
	rate: gammaDeviates(paramsOf(name).r),
	chance: betaDeviates(BG.a, BG.b),
	leaving: gammaDeviates(PARETO.s)
});

describe('later periods against customers who do as the model says', () => {
	it.each(MODEL_NAMES)('%s, by how often they had bought', (name) => {
		const random = Xoshiro128.seeded(5);
		const draws = drawsOf(name);
		const lives = Array.from({ length: CUSTOMERS }, () => life(name, random, draws));
		const rows = lives.map((times) => {
			const before = times.filter((at) => at <= WEEKS);
			return { x: before.length, t_x: before.at(-1) ?? 0, T: WEEKS };
		});
		const alive = PURCHASE_MODELS[name].probabilityAlive(paramsOf(name), historiesOf(rows));
		for (const [least, most] of [
			[0, 0],
			[1, 2],
			[3, 5],
			[6, Infinity]
		]) {
			const sums = { any: 0, anyVariance: 0, came: 0, purchases: 0, variance: 0, bought: 0 };
			rows.forEach(({ x, T }, i) => {
				if (x < least || x > most) return;
				const later = laterOf(name, x, T);
				const any = alive[i] * later.any(FROM, TO);
				const purchases = alive[i] * (later.purchases(TO) - later.purchases(FROM));
				const inside = lives[i].filter((at) => at > WEEKS + FROM && at <= WEEKS + TO).length;
				sums.any += any;
				sums.anyVariance += any * (1 - any);
				sums.came += Math.min(1, inside);
				sums.purchases += purchases;
				sums.variance += (inside - purchases) ** 2;
				sums.bought += inside;
			});
			expect(Math.abs(sums.came - sums.any) / Math.sqrt(sums.anyVariance), `${name} ${least} any`).toBeLessThan(3);
			expect(Math.abs(sums.bought - sums.purchases) / Math.sqrt(sums.variance), `${name} ${least}`).toBeLessThan(3);
		}
	});
});
