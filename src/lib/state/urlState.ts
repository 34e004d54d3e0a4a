/**
 * What the address says about the view, and nothing about customers: `?v=1&asof=2011-12-09&rule=B_first…`.
 * Every part is checked; what is unknown or impossible falls back to its default and is told in words.
 */
import { COHORT_METRICS, type CohortMetric } from '$lib/format/cohortMetrics';
import { parseIsoDay, isoDay } from '$lib/format/dates';
import type { UrlNotice } from '$lib/format/sentences';
import type { CustomerSort } from '$workers/contract';
import { COHORT_PERIODS, type CohortPeriod } from '$workers/core/cohorts/types';
import type { SelectionRule } from '$workers/core/ledger/types';
import {
	RFM_RULES,
	SEGMENTS,
	type Limits,
	type RfmOptions,
	type RfmRule,
	type SegmentId
} from '$workers/core/rfm/types';

export const CUSTOMER_SORTS: readonly CustomerSort[] = [
	'key',
	'first',
	'last',
	'orders',
	'units',
	'net',
	'r_days',
	'f',
	'm',
	'segment'
];

/** Limits in force when the fixed rule is chosen: days, orders, money of the currency. */
export const FIXED_LIMITS: { r: Limits; f: Limits; m: Limits } = {
	r: [60, 120, 240, 420],
	f: [1, 2, 3, 5],
	m: [50, 100, 200, 400]
};

export interface UrlState {
	/** Day number; null: the last counted order day. */
	asOf: number | null;
	rule: RfmRule;
	/** Of the fixed rule. */
	limits: { r: Limits; f: Limits; m: Limits };
	segments: SegmentId[];
	/** R × F cell, such as "54*", or null. */
	cell: string | null;
	/** Label of a cohort, such as "2011-03" or "2011-Q1", or null. */
	cohort: string | null;
	sort: CustomerSort;
	descending: boolean;
	period: CohortPeriod;
	metric: CohortMetric;
	/** Opaque customer number of the open profile. */
	customer: number | null;
	/** Name of the chart whose table is open. */
	table: string | null;
}

export const DEFAULT_URL_STATE: UrlState = {
	asOf: null,
	rule: 'A_min_rank',
	limits: FIXED_LIMITS,
	segments: [],
	cell: null,
	cohort: null,
	sort: 'net',
	descending: true,
	period: 'month',
	metric: 'retention',
	customer: null,
	table: null
};

const LABELS: Record<CohortPeriod, RegExp> = {
	week: /^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/,
	month: /^\d{4}-(0[1-9]|1[0-2])$/,
	quarter: /^\d{4}-Q[1-4]$/,
	year: /^\d{4}$/
};
/** A label tells its own kind of period. */
const periodOf = (label: string): CohortPeriod | undefined =>
	COHORT_PERIODS.find((period) => LABELS[period].test(label));

/** "60,120,240,420": four ascending numbers. */
function parseLimits(text: string): Limits | null {
	const parts = text.split(',');
	if (parts.length !== 4 || !parts.every((part) => /^\d{1,9}(\.\d{1,6})?$/.test(part))) return null;
	const numbers = parts.map(Number);
	return numbers.every((limit, i) => i === 0 || limit > numbers[i - 1]) ? (numbers as Limits) : null;
}

/** @returns the view, and a notice a part that could not be used */
export function parseUrlState(params: URLSearchParams): { state: UrlState; notices: UrlNotice[] } {
	const notices: UrlNotice[] = [];
	const state: UrlState = { ...DEFAULT_URL_STATE };
	const version = params.get('v');
	if (version !== null && version !== '1') return { state, notices: [{ code: 'version', name: 'v', value: version }] };

	const read = <T>(
		key: string,
		name: string,
		parse: (text: string) => T | null | undefined,
		set: (value: T) => void
	) => {
		const text = params.get(key);
		if (text === null) return;
		const value = parse(text);
		if (value === null || value === undefined) notices.push({ code: 'value', name, value: text });
		else set(value);
	};
	read('asof', 'the day', parseIsoDay, (day) => (state.asOf = day));
	read(
		'rule',
		'the rule for scores',
		(text) => RFM_RULES.find((rule) => rule === text),
		(rule) => (state.rule = rule)
	);
	for (const key of ['r', 'f', 'm'] as const)
		read(
			key,
			`the limits of ${key.toUpperCase()}`,
			parseLimits,
			(limits) => (state.limits = { ...state.limits, [key]: limits })
		);
	read(
		'segment',
		'the segment',
		(text) => {
			const found = text.split(',').map((part) => SEGMENTS.find((segment) => segment === part));
			return found.every((segment) => segment !== undefined) ? [...new Set(found as SegmentId[])] : null;
		},
		(segments) => (state.segments = segments)
	);
	read(
		'cell',
		'the cell',
		(text) => (/^[1-5*]{3}$/.test(text) ? text : null),
		(cell) => (state.cell = cell)
	);
	read(
		'period',
		'the period',
		(text) => COHORT_PERIODS.find((period) => period === text),
		(period) => (state.period = period)
	);
	read(
		'cohort',
		'the cohort',
		(text) => (periodOf(text) ? text : null),
		(cohort) => (state.cohort = cohort)
	);
	read(
		'metric',
		'the metric',
		(text) => COHORT_METRICS.find((metric) => metric === text),
		(metric) => (state.metric = metric)
	);
	read(
		'sort',
		'the order of rows',
		(text) => CUSTOMER_SORTS.find((sort) => sort === text),
		(sort) => (state.sort = sort)
	);
	read(
		'dir',
		'the direction',
		(text) => (text === 'up' ? false : text === 'down' ? true : null),
		(down) => (state.descending = down)
	);
	read(
		'c',
		'the customer',
		(text) => (/^\d{1,10}$/.test(text) ? Number(text) : null),
		(customer) => (state.customer = customer)
	);
	read(
		'table',
		'the table',
		(text) => (/^[a-z-]{1,40}$/.test(text) ? text : null),
		(table) => (state.table = table)
	);
	return { state, notices };
}

/** The address of a view: `v=1` first, then what differs from the default; '' when nothing does. */
export function writeUrlState(state: Partial<UrlState>): string {
	const full = { ...DEFAULT_URL_STATE, ...state };
	const parts: [string, string][] = [];
	if (full.asOf !== null) parts.push(['asof', isoDay(full.asOf)]);
	if (full.rule !== DEFAULT_URL_STATE.rule) parts.push(['rule', full.rule]);
	if (full.rule === 'fixed')
		for (const key of ['r', 'f', 'm'] as const)
			if (full.limits[key].join() !== FIXED_LIMITS[key].join()) parts.push([key, full.limits[key].join()]);
	if (full.segments.length > 0) parts.push(['segment', full.segments.join()]);
	if (full.cell !== null) parts.push(['cell', full.cell]);
	if (full.period !== DEFAULT_URL_STATE.period) parts.push(['period', full.period]);
	if (full.cohort !== null) parts.push(['cohort', full.cohort]);
	if (full.metric !== DEFAULT_URL_STATE.metric) parts.push(['metric', full.metric]);
	if (full.sort !== DEFAULT_URL_STATE.sort) parts.push(['sort', full.sort]);
	if (full.descending !== DEFAULT_URL_STATE.descending) parts.push(['dir', full.descending ? 'down' : 'up']);
	if (full.customer !== null) parts.push(['c', String(full.customer)]);
	if (full.table !== null) parts.push(['table', full.table]);
	if (parts.length === 0) return '';
	return `?${new URLSearchParams([['v', '1'], ...parts]).toString().replaceAll('%2C', ',')}`;
}

/** The scores the view asks for. */
export const rfmOptions = (state: UrlState): RfmOptions =>
	state.rule === 'fixed' ? { rule: 'fixed', limits: state.limits } : { rule: state.rule };

/** The customers the view is narrowed to; null is everybody. */
export function selectionOf(state: UrlState): SelectionRule | null {
	const rules: SelectionRule[] = [];
	if (state.segments.length > 0) rules.push({ kind: 'segment', rfm: rfmOptions(state), segments: state.segments });
	if (state.cell !== null) rules.push({ kind: 'cell', rfm: rfmOptions(state), cells: [state.cell] });
	const period = state.cohort === null ? undefined : periodOf(state.cohort);
	if (state.cohort !== null && period) rules.push({ kind: 'cohort', period, cohorts: [state.cohort] });
	return rules.length === 0 ? null : rules.length === 1 ? rules[0] : { kind: 'all-of', rules };
}

/** What stays when the person goes to another section: the day, the rule for scores and the selection. */
export const carriedOver = ({ asOf, rule, limits, segments, cell, cohort }: UrlState): Partial<UrlState> => ({
	asOf,
	rule,
	limits,
	segments,
	cell,
	cohort
});
