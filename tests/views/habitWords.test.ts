import { describe, expect, it } from 'vitest';
import {
	habitLine,
	medianWords,
	occasionMissing,
	renewalsHoldoutFinding,
	subscriptionFinding,
	subscriptionMissing,
	tenureWords
} from '../../src/lib/format/habitWords';
import type { SubscriptionAnalysis } from '../../workers/core/value/renewals';

const shares = (...of: number[]) =>
	of.map((share, renewal) => ({ renewal, share, low: share, high: share, customers: 9 }));
const analysis = (model: number[], observed: number[]): SubscriptionAnalysis =>
	({
		model: shares(...model),
		observed: shares(...observed),
		options: { period: 'month' }
	}) as unknown as SubscriptionAnalysis;
const interval = { value: 98, low: 90, high: 106 };

describe('words about subscribers', () => {
	it('say when half have left, or how many are still there', () => {
		expect(subscriptionFinding(analysis([1, 0.7, 0.5, 0.4], [1, 0.7]))).toBe(
			'Half of new subscribers have left after 2 months'
		);
		expect(subscriptionFinding(analysis([1, 0.9, 0.85], [1, 0.88]))).toBe(
			'88% of subscribers are still there after 1 month'
		);
	});

	it('say how well the last periods were foretold', () => {
		const rows = [{ renewal: 1, customers: 120, expected: interval, actual: 100 }];
		const told = { day: 1, subscribers: 120, rows };
		expect(renewalsHoldoutFinding({ ...told, expected: 98, actual: 100 }, 'quarter')).toBe(
			'The last quarter held back: renewals foretold off by −2.0%'
		);
		expect(renewalsHoldoutFinding({ ...told, expected: 120, actual: 100 }, 'month')).toContain('20.0% too many');
		expect(renewalsHoldoutFinding({ ...told, expected: 5, actual: 0 }, 'month')).toContain('Nothing came');
	});

	it('name tenures and medians', () => {
		expect([tenureWords({ from: 3, to: 3 }), tenureWords({ from: 11, to: 35 })]).toEqual(['3', '11 to 35']);
		expect([medianWords(1, 'year'), medianWords(null, 'year')]).toEqual(['1 year', 'hardly any leave']);
	});

	it('say what is missing, and nothing of a habit where customers buy whenever they like', () => {
		const reasons = ['periods', 'renewals', 'lost', 'not_converged'] as const;
		for (const reason of reasons)
			expect(subscriptionMissing({ status: 'refused', reason, figure: 0, needed: 1 }, 'month').why).toMatch(/\.$/);
		for (const reason of ['periods', 'taken', 'not_converged'] as const)
			expect(occasionMissing({ status: 'refused', reason, figure: 0, needed: 1 }, 'week').why).toMatch(/\.$/);
		expect(habitLine({ kind: 'any' })).toBe('');
		expect(habitLine({ kind: 'subscription', period: 'quarter' })).toContain('every quarter');
	});
});
