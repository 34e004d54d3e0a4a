import { expect, it } from 'vitest';
import * as bgNbd from '$workers/core/clv/bgNbd';
import * as mbgNbd from '$workers/core/clv/mbgNbd';
import type { BgNbd } from '$workers/core/clv/types';
import { describeShared } from '../../shared';
import { reference } from '../helpers/referenceData';
import { historiesOf, numbers } from './histories';

interface Point {
	params: Record<string, string>;
	x: number;
	t_x: string;
	T: string;
	t: string;
	log_likelihood: string;
	p_alive: string;
	one_minus_p_alive: string;
	conditional_expectation: string;
	expectation: string;
}

/** ln of "3.2e-746", which is no double. */
function logOf(text: string): number {
	const [digits, power = '0'] = text.split('e');
	return Math.log(Number(digits)) + Number(power) * Math.LN10;
}

/** ln P(alive), from whichever of P and 1 − P has the digits. */
const logAlive = ({ p_alive, one_minus_p_alive }: Point): number =>
	Number(p_alive) > 0.5 ? Math.log1p(-Number(one_minus_p_alive)) : logOf(p_alive);

/** Relative error within 1e-8; what is below 1e-300 may be 0. */
function near(found: number, expected: number, at: string): void {
	const error = Math.abs(expected) < 1e-300 ? Math.abs(found) : Math.abs(found - expected) / Math.abs(expected);
	expect(error, `${at}: ${found} for ${expected}`).toBeLessThan(1e-8);
}

describeShared('points computed at 120 digits, extremes included', () => {
	const { models } = reference('highprecision_points.json') as { models: Record<string, Point[]> };

	it.each([
		['bgnbd', bgNbd, 200],
		['mbgnbd', mbgNbd, 160]
	])('%s', (name, model, points) => {
		expect(models[name]).toHaveLength(points);
		models[name].forEach((point, i) => {
			const params = numbers<BgNbd>(point.params);
			const histories = historiesOf([{ x: point.x, t_x: Number(point.t_x), T: Number(point.T) }]);
			const weeks = Number(point.t);
			const at = `${name} ${i}`;
			const [logLikelihood] = model.logLikelihoods(params, histories);
			const off = Math.abs(logLikelihood - Number(point.log_likelihood));
			if (!(off < 1e-13)) expect(off / Math.abs(Number(point.log_likelihood)), at).toBeLessThan(1e-10);
			near(model.probabilityAlive(params, histories)[0], Number(point.p_alive), `${at} P(alive)`);
			if (logAlive(point) === 0) expect(model.logProbabilityAlive(params, histories)[0]).toBe(0);
			else near(model.logProbabilityAlive(params, histories)[0], logAlive(point), `${at} ln P(alive)`);
			near(model.expectation(params, weeks), Number(point.expectation), `${at} E[X(t)]`);
			near(
				model.expectedPurchases(params, histories, weeks)[0],
				Number(point.conditional_expectation),
				`${at} conditional expectation`
			);
		});
	});
});
