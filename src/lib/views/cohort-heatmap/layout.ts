import type { CohortMetric } from '$lib/format/cohortMetrics';
import type { Bounds, CohortMoney, CohortResult } from '$workers/core/cohorts/types';
import { shareSteps, type ShareStep } from '../shareSteps';

export interface HeatCell {
	age: number;
	/** NaN where there is nothing to print. */
	value: number;
	/** 95 % interval; NaN without one. */
	low: number;
	high: number;
	/** The same as positions in the cell from 0 to 1, on one scale for the whole table; null without an interval. */
	interval: { low: number; at: number; high: number } | null;
	step: ShareStep | null;
	/**
	 * finished: the period has ended · running: some of it lies after the day · few: under 30 customers behind a figure
	 * that is an estimate · impossible: nothing to divide by · none: the period has not begun.
	 */
	state: 'finished' | 'running' | 'few' | 'impossible' | 'none';
}
export interface HeatRow {
	cohort: number;
	label: string;
	size: number;
	/** A cell a column, to the last that is not `none`. */
	cells: HeatCell[];
}
export interface HeatLayout {
	/** Ages that have a column. */
	columns: number[];
	rows: HeatRow[];
	/** A cell a column, weighted over finished cells; null where there is none, or where the metric has no mean. */
	mean: (HeatCell | null)[];
	/** Some cell is drawn as it is because its cohort is small, or not finished. */
	hasFew: boolean;
	hasRunning: boolean;
}

/** Fewer customers than this: the estimate is not printed in the cell. */
export const FEW = 30;
/** What everyone does in the period of their first order says nothing: it has no column. */
const SAID_BY_SIZE: readonly CohortMetric[] = ['retention', 'customers'];

interface Values {
	cell: ArrayLike<number>;
	bounds: Bounds | null;
	mean: ArrayLike<number> | null;
	meanBounds: Bounds | null;
	/** An estimate of what such customers do, rather than a count of what these did. */
	estimate: boolean;
}

function valuesOf(result: CohortResult, money: CohortMoney | null, metric: CohortMetric): Values {
	const counted = { bounds: null, mean: null, meanBounds: null, estimate: false };
	const intervals = money?.intervals ?? null;
	switch (metric) {
		case 'retention':
			return {
				cell: result.retention,
				bounds: { low: result.retentionLow, high: result.retentionHigh },
				mean: result.mean.retention,
				meanBounds: result.mean,
				estimate: true
			};
		case 'customers':
			return { ...counted, cell: result.customers };
		case 'orders':
			return { ...counted, cell: result.orders };
		case 'net':
			return { ...counted, cell: money?.net ?? [], mean: money?.mean.net ?? null };
		case 'aov':
			return {
				cell: money?.aov ?? [],
				bounds: intervals?.aov ?? null,
				mean: money?.mean.aov ?? null,
				meanBounds: intervals?.mean.aov ?? null,
				estimate: true
			};
		case 'cumulative':
			return {
				cell: money?.cumulativeNetPerCustomer ?? [],
				bounds: intervals?.cumulativeNetPerCustomer ?? null,
				mean: money?.mean.cumulativeNetPerCustomer ?? null,
				meanBounds: intervals?.mean.cumulativeNetPerCustomer ?? null,
				estimate: true
			};
	}
}

/** Cells of the cohort table for one metric: all cohorts, so that one scale holds however many of them are shown. */
export function layoutCohorts(result: CohortResult, money: CohortMoney | null, metric: CohortMetric): HeatLayout {
	const { ages, cell, size, labels } = result;
	const values = valuesOf(result, money, metric);
	const shown = labels.map((_, cohort) => cohort);
	const first = SAID_BY_SIZE.includes(metric) ? 1 : 0;
	const reach = shown.reduce((most, cohort) => Math.max(most, begun(cell, cohort, ages)), 0);
	const columns = Array.from({ length: Math.max(0, reach - first) }, (_, i) => first + i);

	let top = 0;
	const scale = { low: 0, high: 0 };
	// One running cell, with a few days behind it, may be far out: it sets the scale only where nothing else does.
	const sets = shown.some((cohort) => columns.some((age) => cell[cohort * ages + age] === 2)) ? 2 : 1;
	const isFew = (cohort: number): boolean => values.estimate && size[cohort] < FEW;
	for (const cohort of shown)
		for (const age of columns) {
			const at = cohort * ages + age;
			if (cell[at] === 0 || isFew(cohort)) continue;
			if (cell[at] === sets && Number.isFinite(values.cell[at])) top = Math.max(top, values.cell[at]);
			const [low, high] = [values.bounds?.low[at], values.bounds?.high[at]];
			if (low !== undefined && Number.isFinite(low)) scale.low = Math.min(scale.low, low);
			if (high !== undefined && Number.isFinite(high) && cell[at] === sets) scale.high = Math.max(scale.high, high);
		}
	const step = shareSteps(top);
	const span = scale.high - scale.low;
	const place = (value: number): number => Math.min(1, Math.max(0, (value - scale.low) / span));
	const placed = (value: number, low: number, high: number) =>
		span > 0 && [value, low, high].every(Number.isFinite)
			? { low: place(low), at: place(value), high: place(high) }
			: null;

	const rows = shown.map((cohort): HeatRow => {
		const width = begun(cell, cohort, ages) - first;
		return {
			cohort,
			label: labels[cohort],
			size: size[cohort],
			cells: columns.slice(0, Math.max(0, width)).map((age): HeatCell => {
				const at = cohort * ages + age;
				const value = values.cell[at] ?? NaN;
				const low = values.bounds?.low[at] ?? NaN;
				const high = values.bounds?.high[at] ?? NaN;
				const state =
					cell[at] === 0
						? 'none'
						: !Number.isFinite(value)
							? 'impossible'
							: isFew(cohort)
								? 'few'
								: cell[at] === 1
									? 'running'
									: 'finished';
				const drawn = state === 'finished' || state === 'running';
				return {
					age,
					value,
					low,
					high,
					interval: drawn ? placed(value, low, high) : null,
					step: state === 'finished' ? step(Math.max(0, value)) : null,
					state
				};
			})
		};
	});

	const mean = columns.map((age): HeatCell | null => {
		const value = values.mean?.[age] ?? NaN;
		if (!Number.isFinite(value)) return null;
		const low = values.meanBounds?.low[age] ?? NaN;
		const high = values.meanBounds?.high[age] ?? NaN;
		return { age, value, low, high, interval: placed(value, low, high), step: null, state: 'finished' };
	});
	const some = (state: HeatCell['state']): boolean =>
		rows.some(({ cells }) => cells.some((one) => one.state === state));
	return { columns, rows, mean, hasFew: some('few'), hasRunning: some('running') };
}

/** Periods of a cohort that have begun. */
function begun(cell: Uint8Array, cohort: number, ages: number): number {
	let count = ages;
	while (count > 0 && cell[cohort * ages + count - 1] === 0) count--;
	return count;
}
