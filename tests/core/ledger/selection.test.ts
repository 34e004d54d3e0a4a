import { describe, expect, it } from 'vitest';
import { cohorts } from '$workers/core/cohorts/cohorts';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { openLedger } from '$workers/core/ledger/ledger';
import { selectCustomers } from '$workers/core/ledger/selection';
import type { SelectionContext, SelectionRule } from '$workers/core/ledger/types';
import type { RfmOptions } from '$workers/core/rfm/types';
import { dayOf } from '../helpers/dataSet';
import { eightCustomers } from '../helpers/eightCustomers';

const FIXED: RfmOptions = {
	rule: 'fixed',
	limits: { r: [100, 200, 300, 400], f: [1, 2, 3, 4], m: [0, 20, 130, 240] }
};
const ledger = openLedger(DEFAULT_COUNTING, eightCustomers());
// Customers in order of first appearance.
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const chosen = (rule: SelectionRule, context: SelectionContext = { asOf: null }): string =>
	[...selectCustomers(ledger, rule, context)].map((one, i) => (one ? NAMES[i] : '')).join('');

describe('selections of eight customers', () => {
	it.each<[SelectionRule, string]>([
		[{ kind: 'orders', min: 2, max: null }, 'abd'],
		[{ kind: 'orders', min: null, max: 1 }, 'cefgh'],
		[{ kind: 'net', min: 100, max: 240 }, 'abc'],
		[{ kind: 'net', min: null, max: -0.01 }, 'g'],
		[{ kind: 'cohort', period: 'month', cohorts: ['2023-01', '2024-05'] }, 'aef'],
		[{ kind: 'cohort', period: 'quarter', cohorts: ['2023-Q1'] }, 'ab'],
		// a came back in June, five months after January 2023; b in March 2024, twelve after.
		[{ kind: 'cohort-active', period: 'month', cohort: '2023-01', age: 5 }, 'a'],
		[{ kind: 'cohort-active', period: 'month', cohort: '2023-01', age: 6 }, ''],
		[{ kind: 'cohort-active', period: 'year', cohort: '2023', age: 0 }, 'abc'],
		[{ kind: 'cohort-active', period: 'year', cohort: '2023', age: 1 }, 'ab'],
		[{ kind: 'cohort-active', period: 'year', cohort: '2022', age: 1 }, ''],
		[{ kind: 'first-order', from: dayOf('2024-05-01'), to: dayOf('2024-09-09') }, 'efg'],
		[{ kind: 'last-order', from: null, to: dayOf('2024-03-05') }, 'bc'],
		[{ kind: 'active', from: dayOf('2024-02-01'), to: dayOf('2024-04-30') }, 'ab'],
		[{ kind: 'country', values: ['DE'] }, 'ab'],
		[{ kind: 'country', values: ['FR', '__proto__'] }, ''],
		[{ kind: 'country', values: [''] }, 'cdefgh'],
		[{ kind: 'channel', values: ['shop'] }, 'a'],
		[{ kind: 'channel', values: ['web'] }, 'b'],
		[{ kind: 'first-product', products: [7] }, 'c'],
		[
			{
				kind: 'all-of',
				rules: [
					{ kind: 'orders', min: 2, max: null },
					{ kind: 'net', min: 100, max: null }
				]
			},
			'ab'
		],
		[
			{
				kind: 'any-of',
				rules: [
					{ kind: 'first-product', products: [7] },
					{ kind: 'channel', values: ['shop'] }
				]
			},
			'ac'
		],
		[{ kind: 'not', rule: { kind: 'orders', min: 2, max: null } }, 'cefgh'],
		// Days to 1 Jan 2025: a 1, b 302, c 408, d 139, e and f 245, g 114, h 51.
		[{ kind: 'silent', min: 245, max: null }, 'bcef'],
		[{ kind: 'silent', min: null, max: 1 }, 'a'],
		// On 31 Dec 2023 a, b and c had 205, 302 and 42 days: R3, R2, R5 by these borders, with 2, 1 and 1 orders.
		[{ kind: 'segment', rfm: FIXED, segments: ['hibernating', 'new'], asOf: dayOf('2023-12-31') }, 'bc'],
		[
			{
				kind: 'all-of',
				rules: [
					{ kind: 'segment', rfm: FIXED, segments: ['about-to-sleep', 'new'], asOf: dayOf('2023-12-31') },
					{ kind: 'segment', rfm: FIXED, segments: ['lost'] }
				]
			},
			'c'
		]
	])('%j', (rule, expected) => {
		expect(chosen(rule)).toBe(expected);
	});

	it('are as of the day, and hold nobody who had not yet bought', () => {
		expect(chosen({ kind: 'orders', min: 1, max: 1 }, { asOf: dayOf('2023-06-09') })).toBe('ab');
		expect(chosen({ kind: 'country', values: ['FR'] }, { asOf: dayOf('2023-06-09') })).toBe('a');
		expect(chosen({ kind: 'not', rule: { kind: 'any-of', rules: [] } }, { asOf: dayOf('2023-12-31') })).toBe('abc');
	});

	it('a cell of the cohorts is as of the day, and holds as many as the matrix counts', () => {
		expect(
			chosen({ kind: 'cohort-active', period: 'year', cohort: '2023', age: 1 }, { asOf: dayOf('2024-02-29') })
		).toBe('a');
		const { labels, ages, customers } = cohorts(ledger, { period: 'quarter' }, { asOf: null, selection: null });
		labels.forEach((cohort, row) => {
			for (let age = 0; age < ages; age++)
				expect(chosen({ kind: 'cohort-active', period: 'quarter', cohort, age })).toHaveLength(
					customers[row * ages + age]
				);
		});
	});

	it('a list is looked up by its handle, and is nobody where it is not here', () => {
		const list = (handle: string): number[] | null => (handle === 'k3' ? [1, 7, 99] : null);
		expect(chosen({ kind: 'list', handle: 'k3' }, { asOf: null, list })).toBe('bh');
		expect(chosen({ kind: 'list', handle: 'gone' }, { asOf: null, list })).toBe('');
	});

	it('segments and cells are those of the rule over everybody', () => {
		// Fixed: at most 100 days score r 5; one order is f 1, two f 2, three f 3, four f 4.
		const rfm = {
			rule: 'fixed' as const,
			limits: {
				r: [100, 200, 300, 400] as [number, number, number, number],
				f: [1, 2, 3, 4] as [number, number, number, number],
				m: [0, 20, 130, 240] as [number, number, number, number]
			}
		};
		// Days to 2025-01-01: a 1, b 302, c 408, d 139, e 245, f 245, g 114, h 51.
		expect(chosen({ kind: 'segment', rfm, segments: ['champions', 'new'] })).toBe('ah');
		expect(chosen({ kind: 'cell', rfm, cells: ['5*4', '1*4'] })).toBe('ac');
	});
});
