/**
 * What the address says about the view, and nothing about customers: `?v=1&asof=2011-12-09&rule=B_first…`.
 * Every part is checked; what is unknown or impossible falls back to its default and is told in words.
 */
import { COHORT_METRICS, CURVE_FIGURES, type CohortMetric, type CurveFigure } from '$lib/format/cohortMetrics';
import { parseIsoDay, isoDay } from '$lib/format/dates';
import type { UrlNotice } from '$lib/format/sentences';
import type { CustomerSort } from '$workers/contract';
import { COHORT_PERIODS, type CohortPeriod } from '$workers/core/cohorts/types';
import { CUSTOMER_COLUMNS, LONGEST_VALUE, TABLE_COLUMNS, type TableColumn } from '$workers/core/customers/types';
import { CUSTOMER_GROUPS, type CustomerGroup, type SelectionRule } from '$workers/core/ledger/types';
import {
	RFM_RULES,
	SEGMENTS,
	type Limits,
	type RfmOptions,
	type RfmRule,
	type SegmentId
} from '$workers/core/rfm/types';
import { MODEL_NAMES, USUAL_VALUE_OPTIONS, type ModelName } from '$workers/core/value/types';

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
	/** Customers by what they did, or null. */
	group: CustomerGroup | null;
	/** Product number of the first order, or null. */
	product: number | null;
	/** Country or channel as the file writes it; '' is customers without; null: any. */
	country: string | null;
	channel: string | null;
	/** The earlier day that the view is compared with; null: the usual one. */
	against: number | null;
	/** Segments on that day; 'none': not yet a customer. */
	was: (SegmentId | 'none')[];
	/** At least so many orders, so many days of silence, so much net. */
	leastOrders: number | null;
	leastSilence: number | null;
	leastNet: number | null;
	/** Columns of the table of customers; null: those of this device. */
	columns: TableColumn[] | null;
	/** Id of the figure whose sheet is open. */
	explain: string | null;
	/** How months are layered. */
	layers: 'first-order' | 'new-returning';
	/** Of `cohort`: only those with an order so many periods after the first; null: all of them. */
	age: number | null;
	/** Cohort and age of the chosen cell. */
	pick: { cohort: string; age: number } | null;
	/** Cohort that is highlighted. */
	pin: string | null;
	/** What the curves of cohorts show. */
	curve: CurveFigure;
	/** They go on with what is expected; null: where that is at hand. */
	expected: boolean | null;
	/** Months that value is expected over. */
	months: number;
	/** Model that the person chose; null: the scoreboard does. */
	model: ModelName | null;
	/** Chance with which an acquisition must pay. */
	certainty: number;
}

/** Horizons that value can be expected over. */
export const HORIZONS = [3, 6, 12, 24] as const;
/** Chances with which an acquisition can be asked to pay. */
export const CERTAINTIES = [0.5, 0.8, 0.95] as const;

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
	table: null,
	group: null,
	product: null,
	country: null,
	channel: null,
	explain: null,
	layers: 'first-order',
	age: null,
	pick: null,
	pin: null,
	curve: 'net',
	expected: null,
	months: USUAL_VALUE_OPTIONS.months,
	model: null,
	certainty: USUAL_VALUE_OPTIONS.certainty,
	against: null,
	was: [],
	leastOrders: null,
	leastSilence: null,
	leastNet: null,
	columns: null
};

const LABELS: Record<CohortPeriod, RegExp> = {
	week: /^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/,
	month: /^\d{4}-(0[1-9]|1[0-2])$/,
	quarter: /^\d{4}-Q[1-4]$/,
	year: /^\d{4}$/
};
/** A label tells its own kind of period. */
export const periodOf = (label: string): CohortPeriod | undefined =>
	COHORT_PERIODS.find((period) => LABELS[period].test(label));

const parseAge = (text: string): number | null => (/^\d{1,4}$/.test(text) ? Number(text) : null);

/** "2011-03.2": the second period after March 2011. */
function parsePick(text: string): UrlState['pick'] {
	const dot = text.lastIndexOf('.');
	const cohort = text.slice(0, dot);
	const age = parseAge(text.slice(dot + 1));
	return dot > 0 && age !== null && periodOf(cohort) ? { cohort, age } : null;
}

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
		(text) => CUSTOMER_COLUMNS.find((sort) => sort === text),
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
	read(
		'who',
		'the group of customers',
		(text) => CUSTOMER_GROUPS.find((group) => group === text),
		(group) => (state.group = group)
	);
	read(
		'first',
		'the first product',
		(text) => (/^\d{1,10}$/.test(text) ? Number(text) : null),
		(product) => (state.product = product)
	);
	for (const key of ['country', 'channel'] as const)
		read(
			key,
			`the ${key}`,
			(text) => (text.length <= LONGEST_VALUE ? text : null),
			(value) => (state[key] = value)
		);
	read(
		'explain',
		'the figure',
		(text) => (/^[a-z0-9-]{1,40}$/.test(text) ? text : null),
		(figure) => (state.explain = figure)
	);
	read(
		'layers',
		'the layers of months',
		(text) => (text === 'new-returning' || text === 'first-order' ? text : null),
		(layers) => (state.layers = layers)
	);
	read('age', 'the period after the first', parseAge, (age) => (state.age = age));
	read('pick', 'the chosen cell', parsePick, (pick) => (state.pick = pick));
	read(
		'pin',
		'the highlighted cohort',
		(text) => (periodOf(text) ? text : null),
		(cohort) => (state.pin = cohort)
	);
	read(
		'curve',
		'the figure of the curves',
		(text) => CURVE_FIGURES.find((figure) => figure === text),
		(curve) => (state.curve = curve)
	);
	read(
		'ahead',
		'what is expected',
		(text) => (text === 'yes' ? true : text === 'no' ? false : null),
		(expected) => (state.expected = expected)
	);
	read(
		'months',
		'the months ahead',
		(text) => HORIZONS.find((months) => String(months) === text),
		(months) => (state.months = months)
	);
	read(
		'model',
		'the model',
		(text) => MODEL_NAMES.find((model) => model === text),
		(model) => (state.model = model)
	);
	read(
		'sure',
		'the certainty',
		(text) => CERTAINTIES.find((certainty) => String(certainty) === text),
		(certainty) => (state.certainty = certainty)
	);
	read('against', 'the day compared with', parseIsoDay, (day) => (state.against = day));
	read(
		'was',
		'the earlier segment',
		(text) => {
			const found = text
				.split(',')
				.map((part) => (part === 'none' ? part : SEGMENTS.find((segment) => segment === part)));
			return found.every((segment) => segment !== undefined) ? [...new Set(found)] : null;
		},
		(was) => (state.was = was)
	);
	const wholeNumber = (text: string) => (/^\d{1,7}$/.test(text) ? Number(text) : null);
	read('orders', 'the least orders', wholeNumber, (least) => (state.leastOrders = least));
	read('silent', 'the days of silence', wholeNumber, (least) => (state.leastSilence = least));
	read(
		'net',
		'the least net',
		(text) => (/^-?\d{1,12}(\.\d{1,6})?$/.test(text) ? Number(text) : null),
		(least) => (state.leastNet = least)
	);
	read(
		'cols',
		'the columns',
		(text) => {
			const found = text.split(',').map((part) => TABLE_COLUMNS.find((column) => column === part));
			return found.every((column) => column !== undefined) ? [...new Set(found)] : null;
		},
		(columns) => (state.columns = columns)
	);
	if (state.was.length > 0 && state.against === null) {
		notices.push({ code: 'value', name: 'the earlier segment', value: state.was.join() });
		state.was = [];
	}
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
	if (full.group !== null) parts.push(['who', full.group]);
	if (full.product !== null) parts.push(['first', String(full.product)]);
	for (const key of ['country', 'channel'] as const) {
		const value = full[key];
		if (value !== null && value.length <= LONGEST_VALUE) parts.push([key, value]);
	}
	if (full.explain !== null) parts.push(['explain', full.explain]);
	if (full.layers !== DEFAULT_URL_STATE.layers) parts.push(['layers', full.layers]);
	if (full.cohort !== null && full.age !== null) parts.push(['age', String(full.age)]);
	if (full.pick !== null) parts.push(['pick', `${full.pick.cohort}.${full.pick.age}`]);
	if (full.pin !== null) parts.push(['pin', full.pin]);
	if (full.curve !== DEFAULT_URL_STATE.curve) parts.push(['curve', full.curve]);
	if (full.expected !== null) parts.push(['ahead', full.expected ? 'yes' : 'no']);
	if (full.months !== DEFAULT_URL_STATE.months) parts.push(['months', String(full.months)]);
	if (full.model !== null) parts.push(['model', full.model]);
	if (full.certainty !== DEFAULT_URL_STATE.certainty) parts.push(['sure', String(full.certainty)]);
	if (full.against !== null) parts.push(['against', isoDay(full.against)]);
	if (full.was.length > 0) parts.push(['was', full.was.join()]);
	if (full.leastOrders !== null) parts.push(['orders', String(full.leastOrders)]);
	if (full.leastSilence !== null) parts.push(['silent', String(full.leastSilence)]);
	if (full.leastNet !== null) parts.push(['net', String(full.leastNet)]);
	if (full.columns !== null) parts.push(['cols', full.columns.join()]);
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
	if (state.cohort !== null && period)
		rules.push(
			state.age === null
				? { kind: 'cohort', period, cohorts: [state.cohort] }
				: { kind: 'cohort-active', period, cohort: state.cohort, age: state.age }
		);
	if (state.product !== null) rules.push({ kind: 'first-product', products: [state.product] });
	if (state.country !== null) rules.push({ kind: 'country', values: [state.country] });
	if (state.channel !== null) rules.push({ kind: 'channel', values: [state.channel] });
	if (state.was.length > 0 && state.against !== null) rules.push(whereTheyWere(state, state.against));
	if (state.leastOrders !== null) rules.push({ kind: 'orders', min: state.leastOrders, max: null });
	if (state.leastSilence !== null) rules.push({ kind: 'silent', min: state.leastSilence, max: null });
	if (state.leastNet !== null) rules.push({ kind: 'net', min: state.leastNet, max: null });
	const among: SelectionRule | null =
		rules.length === 0 ? null : rules.length === 1 ? rules[0] : { kind: 'all-of', rules };
	return state.group === null ? among : { kind: 'group', group: state.group, among };
}

function whereTheyWere(state: UrlState, day: number): SelectionRule {
	const segments = state.was.filter((segment) => segment !== 'none');
	const parts: SelectionRule[] = [];
	if (segments.length > 0) parts.push({ kind: 'segment', rfm: rfmOptions(state), segments, asOf: day });
	if (state.was.includes('none')) parts.push({ kind: 'first-order', from: day + 1, to: null });
	return parts.length === 1 ? parts[0] : { kind: 'any-of', rules: parts };
}

/** The selection without what stands in the way of a look at all segments. */
export const besidesSegments = (state: UrlState): SelectionRule | null =>
	selectionOf({ ...state, segments: [], cell: null, was: [] });

/**
 * A state without what customers were chosen by because of what they did: a model that is fitted to the best ones alone
 * takes luck for character. Where they came from may be chosen.
 */
const WITHOUT_DEEDS = {
	segments: [],
	cell: null,
	age: null,
	group: null,
	was: [],
	leastOrders: null,
	leastSilence: null,
	leastNet: null
} satisfies Partial<UrlState>;

export const besidesDeeds = (state: UrlState): SelectionRule | null => selectionOf({ ...state, ...WITHOUT_DEEDS });

/** The view is narrowed by something that {@link besidesDeeds} leaves out. */
export const chosenByDeeds = (state: UrlState): boolean =>
	JSON.stringify(selectionOf(state)) !== JSON.stringify(besidesDeeds(state));

/** A state that narrows the view to nothing but its day and its rule for scores. */
export const EVERYBODY = {
	segments: [],
	cell: null,
	cohort: null,
	age: null,
	group: null,
	was: [],
	product: null,
	country: null,
	channel: null,
	leastOrders: null,
	leastSilence: null,
	leastNet: null
} satisfies Partial<UrlState>;

/** What stays when the person goes to another section: the day, the rule for scores, the selection, and what value is asked for. */
export const carriedOver = (state: UrlState): Partial<UrlState> => ({
	asOf: state.asOf,
	rule: state.rule,
	limits: state.limits,
	segments: state.segments,
	cell: state.cell,
	cohort: state.cohort,
	age: state.age,
	group: state.group,
	against: state.against,
	was: state.was,
	product: state.product,
	country: state.country,
	channel: state.channel,
	leastOrders: state.leastOrders,
	leastSilence: state.leastSilence,
	leastNet: state.leastNet,
	months: state.months,
	model: state.model,
	certainty: state.certainty
});
