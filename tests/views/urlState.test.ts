import { describe, expect, it } from 'vitest';
import { DEFAULT_URL_STATE, parseUrlState, rfmOptions, selectionOf, writeUrlState } from '../../src/lib/state/urlState';

const parse = (search: string) => parseUrlState(new URLSearchParams(search));

describe('the address of a view', () => {
	it('is empty for the usual view and begins with its version otherwise', () => {
		expect(writeUrlState({})).toBe('');
		expect(writeUrlState({ asOf: 15_317, rule: 'B_first' })).toBe('?v=1&asof=2011-12-09&rule=B_first');
	});

	it('reads back what it wrote', () => {
		const view = {
			asOf: 15_317,
			rule: 'fixed' as const,
			limits: { r: [30, 60, 90, 120], f: [1, 2, 3, 5], m: [50, 100, 200, 400] } as typeof DEFAULT_URL_STATE.limits,
			segments: ['at-risk' as const, 'cant-lose' as const],
			cohort: '2011-Q1',
			sort: 'last' as const,
			descending: false,
			period: 'quarter' as const,
			metric: 'cumulative' as const,
			customer: 17
		};
		const address = writeUrlState(view);
		expect(address).toBe(
			'?v=1&asof=2011-12-09&rule=fixed&r=30,60,90,120&segment=at-risk,cant-lose&period=quarter&cohort=2011-Q1&metric=cumulative&sort=last&dir=up&c=17'
		);
		const { state, notices } = parse(address);
		expect(notices).toEqual([]);
		expect(state).toEqual({ ...DEFAULT_URL_STATE, ...view });
	});

	it('reads back what the curves of cohorts show', () => {
		const address = writeUrlState({ curve: 'share', expected: false, pin: '2011-03' });
		expect(address).toBe('?v=1&pin=2011-03&curve=share&ahead=no');
		expect(parse(address).state).toMatchObject({ curve: 'share', expected: false });
		expect(parse(writeUrlState({ expected: true })).state.expected).toBe(true);
	});

	it('uses nothing of an address of another version, and says so', () => {
		const { state, notices } = parse('?v=2&rule=B_first&asof=2011-12-09');
		expect(state).toEqual(DEFAULT_URL_STATE);
		expect(notices).toEqual([{ code: 'version', name: 'v', value: '2' }]);
	});

	it.each([
		['asof=2011-02-30', 'the day'],
		['asof=yesterday', 'the day'],
		['rule=__proto__', 'the rule for scores'],
		['sort=constructor', 'the order of rows'],
		['segment=champions,toString', 'the segment'],
		['cell=9**', 'the cell'],
		['period=decade', 'the period'],
		['metric=<script>', 'the metric'],
		['cohort=2011-13', 'the cohort'],
		['c=1e9', 'the customer'],
		['c=-1', 'the customer'],
		['r=1,2,3', 'the limits of R'],
		['r=4,3,2,1', 'the limits of R'],
		['dir=sideways', 'the direction'],
		['curve=margin', 'the figure of the curves'],
		['ahead=perhaps', 'what is expected']
	])('falls back where it says %s, and names the part', (part, name) => {
		const { state, notices } = parse(`?v=1&${part}`);
		expect(state).toEqual(DEFAULT_URL_STATE);
		expect(notices.map((notice) => notice.name)).toEqual([name]);
	});

	it('ignores parts it does not know', () => {
		expect(parse('?v=1&utm_source=mail')).toEqual({ state: DEFAULT_URL_STATE, notices: [] });
	});

	it('turns segment, cell and cohort into one selection', () => {
		expect(selectionOf(DEFAULT_URL_STATE)).toBeNull();
		expect(selectionOf({ ...DEFAULT_URL_STATE, cohort: '2011-W09' })).toEqual({
			kind: 'cohort',
			period: 'week',
			cohorts: ['2011-W09']
		});
		expect(selectionOf({ ...DEFAULT_URL_STATE, segments: ['lost'], cell: '11*' })).toEqual({
			kind: 'all-of',
			rules: [
				{ kind: 'segment', rfm: { rule: 'A_min_rank' }, segments: ['lost'] },
				{ kind: 'cell', rfm: { rule: 'A_min_rank' }, cells: ['11*'] }
			]
		});
	});

	it('narrows to a cell of the cohorts, and keeps what is chosen and highlighted there', () => {
		const address = writeUrlState({
			cohort: '2011-03',
			age: 2,
			pick: { cohort: '2011-Q1', age: 12 },
			pin: '2010-W52'
		});
		expect(address).toBe('?v=1&cohort=2011-03&age=2&pick=2011-Q1.12&pin=2010-W52');
		const { state, notices } = parse(address);
		expect(notices).toEqual([]);
		expect(state).toMatchObject({ age: 2, pick: { cohort: '2011-Q1', age: 12 }, pin: '2010-W52' });
		expect(selectionOf(state)).toEqual({ kind: 'cohort-active', period: 'month', cohort: '2011-03', age: 2 });
		// Of no cohort an age says nothing.
		expect(writeUrlState({ age: 2 })).toBe('');
		expect(parse('?v=1&pick=2011-03').notices.map(({ name }) => name)).toEqual(['the chosen cell']);
		expect(parse('?v=1&pick=<b>.1&pin=x&age=-1').notices).toHaveLength(3);
	});

	it('names limits only for the fixed rule', () => {
		expect(rfmOptions(DEFAULT_URL_STATE)).toEqual({ rule: 'A_min_rank' });
		expect(rfmOptions({ ...DEFAULT_URL_STATE, rule: 'fixed' })).toEqual({
			rule: 'fixed',
			limits: { r: [60, 120, 240, 420], f: [1, 2, 3, 5], m: [50, 100, 200, 400] }
		});
	});
});
