import type { CohortPeriod } from '../cohorts/types';

/** Lengths of a contract. */
export const CONTRACT_PERIODS = ['month', 'quarter', 'year'] as const;
export type ContractPeriod = (typeof CONTRACT_PERIODS)[number];

/**
 * How customers of a shop buy, as the person says: whenever they like; at set occasions, at each of which they buy or do not;
 * or by subscription, where orders are renewals.
 */
export type BuyingHabit =
	{ kind: 'any' } | { kind: 'occasions'; period: CohortPeriod } | { kind: 'subscription'; period: ContractPeriod };
export const USUAL_HABIT: BuyingHabit = { kind: 'any' };

/** What value is reckoned by. */
export interface WorthOptions {
	/** How far ahead what is expected is counted. */
	months: number;
	/** Share of revenue kept; null: not said, and figures are revenue. */
	margin: number | null;
	annualRate: number;
}

/** Months of a contract or an occasion; a week is 84 / 365.25 of one. */
export const MONTHS_IN: Record<CohortPeriod, number> = { week: 84 / 365.25, month: 1, quarter: 3, year: 12 };

/** Discount of one period by that of a year. */
export const periodRate = (annualRate: number, period: CohortPeriod): number =>
	Math.expm1((Math.log1p(annualRate) * MONTHS_IN[period]) / 12);
