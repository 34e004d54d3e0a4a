import type { CohortMetric } from '$lib/format/cohortMetrics';
import type { CohortMoney, CohortResult } from '$workers/core/cohorts/types';
import { shareSteps, type ShareStep } from '../shareSteps';

export interface HeatCell {
	age: number;
	/** NaN where there is nothing to print. */
	value: number;
	/** 95 % interval, as positions in the cell from 0 to 1 on one scale for the whole table; null without one. */
	interval: { low: number; at: number; high: number } | null;
	step: ShareStep | null;
	/** finished: the period has ended · running: some of it lies after the day · few: under 30 customers · none: it has not begun. */
	state: 'finished' | 'running' | 'few' | 'none';
	low: number;
	high: number;
}
export interface HeatRow {
	cohort: number;
	label: string;
	size: number;
	cells: HeatCell[];
}
export interface HeatLayout {
	ages: number;
	rows: HeatRow[];
	/** Weighted over finished cells; null where there is none, or where the metric has no mean. */
	mean: (HeatCell | null)[];
}

/** Fewer customers than this: the share is printed without a fill. */
const FEW = 30;

function valuesOf(result: CohortResult, money: CohortMoney | null, metric: CohortMetric): ArrayLike<number> {
	switch (metric) {
		case 'retention':
			return result.retention;
		case 'customers':
			return result.customers;
		case 'orders':
			return result.orders;
		case 'net':
			return money?.net ?? [];
		case 'aov':
			return money?.aov ?? [];
		case 'cumulative':
			return money?.cumulativeNetPerCustomer ?? [];
	}
}

function meansOf(result: CohortResult, money: CohortMoney | null, metric: CohortMetric): ArrayLike<number> | null {
	switch (metric) {
		case 'retention':
			return result.mean.retention;
		case 'net':
			return money?.mean.net ?? null;
		case 'aov':
			return money?.mean.aov ?? null;
		case 'cumulative':
			return money?.mean.cumulativeNetPerCustomer ?? null;
		default:
			return null;
	}
}

/**
 * Cells of the cohort table for one metric.
 * @param from index of the first cohort shown; the ones before it stay in the means
 */
export function layoutCohorts(
	result: CohortResult,
	money: CohortMoney | null,
	metric: CohortMetric,
	from = 0
): HeatLayout {
	const { ages, cell, size, labels } = result;
	const values = valuesOf(result, money, metric);
	const shown = labels.map((_, cohort) => cohort).slice(from);
	const share = metric === 'retention';
	// Everyone ordered in the period of their first order: age 0 of a share says nothing and would drown the rest.
	const scaled = (age: number) => !share || age > 0;

	let top = 0;
	let widest = 0;
	for (const cohort of shown)
		for (let age = 0; age < ages; age++) {
			const at = cohort * ages + age;
			if (cell[at] === 0 || !scaled(age) || (share && size[cohort] < FEW)) continue;
			if (Number.isFinite(values[at])) top = Math.max(top, values[at]);
			if (share && Number.isFinite(result.retentionHigh[at])) widest = Math.max(widest, result.retentionHigh[at]);
		}
	const step = shareSteps(top);
	const place = (value: number, low: number, high: number) =>
		widest > 0 && [value, low, high].every(Number.isFinite)
			? { low: Math.min(1, low / widest), at: Math.min(1, value / widest), high: Math.min(1, high / widest) }
			: null;

	const rows = shown.map((cohort) => ({
		cohort,
		label: labels[cohort],
		size: size[cohort],
		cells: Array.from({ length: ages }, (_, age): HeatCell => {
			const at = cohort * ages + age;
			const value = cell[at] === 0 ? NaN : values[at];
			const [low, high] = share && cell[at] !== 0 ? [result.retentionLow[at], result.retentionHigh[at]] : [NaN, NaN];
			const few = share && size[cohort] < FEW;
			const state = cell[at] === 0 ? 'none' : few ? 'few' : cell[at] === 1 ? 'running' : 'finished';
			return {
				age,
				value,
				low,
				high,
				interval: scaled(age) && state !== 'few' ? place(value, low, high) : null,
				step: state === 'finished' && scaled(age) && Number.isFinite(value) ? step(Math.max(0, value)) : null,
				state
			};
		})
	}));

	const means = meansOf(result, money, metric);
	const mean = Array.from({ length: ages }, (_, age): HeatCell | null => {
		const value = means?.[age] ?? NaN;
		if (!Number.isFinite(value)) return null;
		const [low, high] = share ? [result.mean.low[age], result.mean.high[age]] : [NaN, NaN];
		return {
			age,
			value,
			low,
			high,
			interval: scaled(age) ? place(value, low, high) : null,
			step: null,
			state: 'finished'
		};
	});
	return { ages, rows, mean };
}
