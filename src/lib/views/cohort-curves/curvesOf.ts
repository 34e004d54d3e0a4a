import type { CurveFigure } from '$lib/format/cohortMetrics';
import type { CohortMoney, CohortResult } from '$workers/core/cohorts/types';
import type { CohortContinuation, Foretold } from '$workers/core/value/cohortContinuation';
import { FEW } from '../cohort-heatmap/layout';
import type { Curve, CurvePoint } from './layout';

/** Name of the weighted mean among cohorts. */
export const MEAN = 'weighted mean';
/** The mean as it is expected to be once every cohort has come that far. */
export const MEAN_AHEAD = 'weighted mean, completed';

/** Periods of a cohort that have ended, and that have begun. */
export function reach(shown: CohortResult, cohort: number): { finished: number; begun: number } {
	const row = shown.cell.subarray(cohort * shown.ages, (cohort + 1) * shown.ages);
	return { finished: row.filter((state) => state === 2).length, begun: row.filter((state) => state > 0).length };
}

/** Cohorts large enough to be drawn. */
export const largeCohorts = ({ size }: CohortResult): number[] =>
	[...size.keys()].filter((cohort) => size[cohort] >= FEW);

/** The newest with three finished periods, which make a curve; else with two, which make a line. */
export function newestCohort(result: CohortResult): number | null {
	const large = largeCohorts(result);
	const newestWith = (periods: number) => large.findLast((cohort) => reach(result, cohort).finished >= periods);
	return newestWith(3) ?? newestWith(2) ?? large.findLast((cohort) => reach(result, cohort).begun > 1) ?? null;
}

/** A column of the result and its bounds, by cell; in cells that do not exist it may hold anything. */
interface Happened {
	value: (at: number) => number;
	low: (at: number) => number;
	high: (at: number) => number;
}

const none = (): number => NaN;

function happenedIn(result: CohortResult, cash: CohortMoney | null, figure: CurveFigure): Happened {
	if (figure === 'share')
		return {
			value: (at) => result.retention[at],
			low: (at) => result.retentionLow[at],
			high: (at) => result.retentionHigh[at]
		};
	if (figure === 'orders')
		return { value: (at) => result.orders[at] / result.size[Math.floor(at / result.ages)], low: none, high: none };
	const bounds = cash?.intervals?.cumulativeNetPerCustomer;
	return {
		value: (at) => cash?.cumulativeNetPerCustomer[at] ?? NaN,
		low: (at) => bounds?.low[at] ?? NaN,
		high: (at) => bounds?.high[at] ?? NaN
	};
}

const foretoldOf = (
	{ share, orders, cumulative }: Pick<CohortContinuation, 'share' | 'orders' | 'cumulative'>,
	figure: CurveFigure
): Foretold | null => (figure === 'share' ? share : figure === 'orders' ? orders : cumulative);

/** Shares and orders begin after the first period, in which everybody ordered. */
const firstAge = (figure: CurveFigure): number => (figure === 'net' ? 0 : 1);

interface Chosen {
	figure: CurveFigure;
	/** Cohorts that are coloured. */
	pinned: number | null;
	newest: number | null;
	/** null: only what has happened. */
	ahead: CohortContinuation | null;
}

/**
 * A curve a cohort of 30 customers or more, and of the one that is pinned: what has happened, then what is expected, which
 * takes the place of a period that is under way. With it the weighted mean of what has happened, and of all cohorts.
 */
export function curvesOf(result: CohortResult, cash: CohortMoney | null, chosen: Chosen): Curve[] {
	const { figure, pinned, newest, ahead } = chosen;
	const large = largeCohorts(result);
	const shown = pinned === null || large.includes(pinned) ? large : [...large, pinned];
	const { value, low, high } = happenedIn(result, cash, figure);
	const expected = ahead && foretoldOf(ahead, figure);
	const first = firstAge(figure);
	const curves = shown.map((cohort): Curve => {
		const happened = Array.from({ length: reach(result, cohort).begun }, (_, age): CurvePoint => {
			const at = cohort * result.ages + age;
			return { age, value: value(at), low: low(at), high: high(at), running: result.cell[at] === 1 };
		});
		const from = ahead?.from[cohort] ?? 0;
		const later =
			expected && from > 0 ? pointsAhead(expected, cohort * (ahead?.periods ?? 0), ahead?.periods ?? 0, from) : [];
		return {
			key: result.labels[cohort],
			kind: cohort === pinned ? 'pinned' : cohort === newest ? 'newest' : 'other',
			points: [...(later.length > 0 ? happened.slice(0, from) : happened), ...later].filter(({ age }) => age >= first)
		};
	});
	return [...curves, ...(ahead && large.length > 1 ? meansOf(result, cash, figure, ahead) : [])].filter(
		({ points, kind }) => points.length > 1 || (kind === 'pinned' && points.length > 0)
	);
}

function pointsAhead({ value, low, high }: Foretold, at: number, length: number, from: number): CurvePoint[] {
	return Array.from({ length }, (_, k) => ({
		age: from + k,
		value: value[at + k],
		low: low[at + k],
		high: high[at + k],
		running: false,
		expected: true
	}));
}

/** The mean of what has happened goes as far as so many of the customers have come: further on it is that of the oldest. */
const HALF = 0.5;

function meansOf(
	result: CohortResult,
	cash: CohortMoney | null,
	figure: CurveFigure,
	{ mean }: CohortContinuation
): Curve[] {
	const first = firstAge(figure);
	const value = (age: number): number => {
		if (figure === 'share') return result.mean.retention[age];
		if (figure === 'net') return cash?.mean.cumulativeNetPerCustomer[age] ?? NaN;
		let orders = 0;
		for (const cohort of result.size.keys())
			if (result.cell[cohort * result.ages + age] === 2) orders += result.orders[cohort * result.ages + age];
		return orders / result.mean.customers[age];
	};
	const bounds =
		figure === 'net' ? cash?.intervals?.mean.cumulativeNetPerCustomer : figure === 'share' ? result.mean : null;
	const happened = Array.from({ length: result.ages }, (_, age) => age)
		.filter((age) => age >= first && result.mean.customers[age] >= HALF * result.mean.customers[0])
		.map((age): CurvePoint => ({
			age,
			value: value(age),
			low: bounds?.low[age] ?? NaN,
			high: bounds?.high[age] ?? NaN,
			running: false
		}));
	const foretold = foretoldOf(mean, figure);
	const later = foretold
		? pointsAhead(foretold, 0, mean.age.length, mean.age[0]).filter(({ age }) => age >= first)
		: [];
	// It begins where all cohorts have come to: there both means are the same.
	const anchor = happened.filter(({ age }) => later.length > 0 && age === later[0].age - 1);
	return [
		{ key: MEAN, kind: 'mean', points: happened },
		{ key: MEAN_AHEAD, kind: 'mean', points: [...anchor, ...later] }
	];
}
