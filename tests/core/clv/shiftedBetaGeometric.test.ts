import { describe, expect, it } from 'vitest';
import {
	discountedLifetime,
	evaluate,
	fit,
	logLikelihood,
	mle,
	residualLifetime,
	retentionRate,
	survival
} from '$workers/core/clv/shiftedBetaGeometric';
import type { Contracts, ShiftedBetaGeometric } from '$workers/core/clv/shiftedBetaGeometric';
import { describeShared } from '../../shared';
import { reference } from '../helpers/referenceData';
import { apart } from './apart';
import { fitted } from './fitted';

/** Table 1 of Fader & Hardie (2007): customers of 1,000 who left in years 1 to 7. */
const HIGH_END: Contracts = { lost: Float64Array.of(131, 126, 90, 60, 42, 34, 26), surviving: 491 };
const REGULAR: Contracts = { lost: Float64Array.of(369, 163, 86, 56, 37, 27, 21), surviving: 241 };

describe('the shifted beta-geometric', () => {
	it.each([
		['High End', HIGH_END, 0.668, 3.806, -1611.16],
		['Regular', REGULAR, 0.704, 1.182, -1680.27]
	])('reaches the parameters of Fader & Hardie (2007) on %s', (_, contracts, alpha, beta, log) => {
		const { params, logLikelihood: reached, converged, boundary, evaluations } = fitted(mle(contracts));
		expect(params.alpha).toBeCloseTo(alpha, 3);
		expect(params.beta).toBeCloseTo(beta, 3);
		expect(reached).toBeCloseTo(log, 2);
		expect([converged, boundary]).toEqual([true, false]);
		expect(evaluations).toBeLessThanOrEqual(30);
	});

	it('continues High End as printed', () => {
		const { params } = fitted(mle(HIGH_END));
		[0.46, 0.436, 0.414, 0.395, 0.378].forEach((share, i) => expect(survival(params, 8 + i)).toBeCloseTo(share, 3));
		// Just before the eighth renewal, at 10 % a year.
		expect(residualLifetime(params, 8, 0.1)).toBeCloseTo(7.53, 3);
	});

	it('without discount lives for (α + β − 1) / (α − 1) periods, or for ever', () => {
		expect(discountedLifetime({ alpha: 3, beta: 5 }, 0)).toBe(3.5);
		expect(discountedLifetime({ alpha: 1, beta: 5 }, 0)).toBe(Infinity);
		expect(apart(discountedLifetime({ alpha: 4, beta: 5 }, 1e-6), 8 / 3)).toBeLessThan(1e-5);
	});

	it('renewing is what survives of those who survived', () => {
		const params = { alpha: 0.7, beta: 1.2 };
		for (let t = 1; t < 20; t++)
			expect(apart(retentionRate(params, t), survival(params, t) / survival(params, t - 1))).toBeLessThan(1e-13);
	});

	it('the gradient equals central differences', () => {
		const logs = Float64Array.of(Math.log(0.4), Math.log(2.5));
		const { value, gradient } = evaluate(logs, REGULAR);
		expect(-value).toBe(logLikelihood({ alpha: Math.exp(logs[0]), beta: Math.exp(logs[1]) }, REGULAR));
		logs.forEach((log, i) => {
			const at = (shift: number) => evaluate(logs.with(i, log + shift), REGULAR).value;
			const slope = (at(1e-4) - at(-1e-4)) / 2e-4;
			expect(Math.abs(slope - gradient[i])).toBeLessThan(1e-5);
		});
	});

	it('takes those who began later for as long as they are followed', () => {
		const params = { alpha: 0.7, beta: 1.2 };
		const contracts: Contracts = { lost: Float64Array.of(5, 3), surviving: 0, unseen: Float64Array.of(7, 11, 13) };
		// (1 − r₁)⁵ (r₁ (1 − r₂))³ r₁¹¹ (r₁ r₂)¹³, and nothing of the seven before their first renewal.
		const [r1, r2] = [1.2 / 1.9, 2.2 / 2.9];
		const expected = 5 * Math.log(1 - r1) + 3 * Math.log(r1 * (1 - r2)) + 11 * Math.log(r1) + 13 * Math.log(r1 * r2);
		expect(apart(logLikelihood(params, contracts), expected)).toBeLessThan(1e-14);
		const logs = Float64Array.of(Math.log(0.7), Math.log(1.2));
		const { gradient } = evaluate(logs, contracts);
		logs.forEach((log, i) => {
			const at = (shift: number) => evaluate(logs.with(i, log + shift), contracts).value;
			expect(Math.abs((at(1e-4) - at(-1e-4)) / 2e-4 - gradient[i])).toBeLessThan(1e-6);
		});
	});

	it('refuses one period, and nobody lost', () => {
		const refused = (lost: number[], surviving: number) => {
			const result = fit({ lost: Float64Array.from(lost), surviving });
			return result.status === 'refused' ? [result.reason, result.figure, result.needed] : result.status;
		};
		expect(refused([], 0)).toEqual(['no_customers', 0, 1]);
		expect(refused([30], 70)).toEqual(['too_short', 1, 2]);
		expect(refused([0, 0], 70)).toEqual(['no_spread', 0, 1]);
	});

	it('with the penalty stays finite where all who leave leave at once', () => {
		const { params, converged, boundary } = fitted(fit({ lost: Float64Array.of(40, 0, 0), surviving: 60 }));
		expect([converged, boundary]).toEqual([true, false]);
		expect(params.alpha).toBeGreaterThan(0.01);
	});
});

describeShared('the shifted beta-geometric against the reference', () => {
	interface Segment {
		mle: ShiftedBetaGeometric;
		log_likelihood: number;
		churned_per_year: number[];
		survivors_year7: number;
		model_survival: number[];
		model_retention_rate: number[];
		del_10pct: number;
		derl_10pct: Record<string, number>;
	}

	// Gauss's series with 30 digits at the printed estimates: S(1), S(7), S(12), lifetime, and before renewals 1 to 5.
	const EXACT = {
		highend: [
			[0.850679261142095, 0.488906429442117, 0.377999086466101, 5.922253595033524],
			[5.414478954536876, 5.901377748405813, 6.293891750289831, 6.619920184324653, 6.896706886903395]
		],
		regular: [
			[0.626706048655361, 0.23902361372521, 0.170037453661307, 3.694908419451845],
			[2.96439926139703, 4.103139804591126, 4.869804697166606, 5.442058518407681, 5.894095416415136]
		]
	} as const;

	it.each(['highend', 'regular'] as const)('%s', (name) => {
		const segment = (reference('sbg_fader_hardie_2007.json') as { segments: Record<typeof name, Segment> }).segments[
			name
		];
		const { mle: params, model_survival, model_retention_rate, del_10pct, derl_10pct } = segment;
		const [figures, residual] = EXACT[name];
		[survival(params, 1), survival(params, 7), survival(params, 12), discountedLifetime(params, 0.1)].forEach(
			(value, i) => expect(apart(value, figures[i])).toBeLessThan(1e-13)
		);
		residual.forEach((value, i) => expect(apart(residualLifetime(params, i + 1, 0.1), value)).toBeLessThan(1e-13));

		// The reference's own curves belong to estimates that differ from its printed ones in the eighth digit.
		const close = 5e-8;
		model_survival.forEach((share, t) => expect(apart(survival(params, t), share)).toBeLessThan(close));
		model_retention_rate.forEach((rate, t) => expect(apart(retentionRate(params, t + 1), rate)).toBeLessThan(close));
		expect(apart(discountedLifetime(params, 0.1), del_10pct)).toBeLessThan(close);
		for (const [n, value] of Object.entries(derl_10pct))
			expect(apart(residualLifetime(params, Number(n), 0.1), value)).toBeLessThan(close);

		const contracts = { lost: Float64Array.from(segment.churned_per_year), surviving: segment.survivors_year7 };
		expect(Math.abs(logLikelihood(params, contracts) - segment.log_likelihood)).toBeLessThan(1e-8);
		const found = fitted(mle(contracts));
		expect(Math.abs(found.logLikelihood - segment.log_likelihood)).toBeLessThan(1e-8);
		expect(apart(found.params.alpha, params.alpha)).toBeLessThan(1e-6);
		expect(apart(found.params.beta, params.beta)).toBeLessThan(1e-6);
	});
});
