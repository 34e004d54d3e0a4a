import { describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { openLedger } from '$workers/core/ledger/ledger';
import { selectCustomers } from '$workers/core/ledger/selection';
import type { CustomerGroup, SelectionRule } from '$workers/core/ledger/types';
import { overview } from '$workers/core/metrics/overview';
import { dataSet } from '../helpers/dataSet';
import { eightCustomers } from '../helpers/eightCustomers';

const ledger = openLedger(DEFAULT_COUNTING, eightCustomers());
const NAMES = 'abcdefgh';
const who = (group: CustomerGroup, among: SelectionRule | null = null): string =>
	[...selectCustomers(ledger, { kind: 'group', group, among }, { asOf: null })]
		.map((chosen, i) => (chosen ? NAMES[i] : ''))
		.join('');

describe('groups of customers', () => {
	// The window is 2024, the one before 2023.
	it.each<[CustomerGroup, string]>([
		['active', 'abdefgh'],
		['repeated', 'abd'],
		['new', 'defgh'],
		['returning', 'ab'],
		['before', 'abc'],
		['kept', 'ab'],
		['left', 'c'],
		['best', 'e'],
		['silent', ''],
		['best-silent', ''],
		// c's one order is of November 2023; those of e to h are younger than a year.
		['once', 'c'],
		['again', 'abd'],
		['back', 'abd']
	])('%s: %s', (group, expected) => expect(who(group)).toBe(expected));

	it('are as many as the headline figures count', () => {
		const { windows, all } = overview(ledger, { asOf: null }, null);
		expect(who('active')).toHaveLength(windows?.now.customers ?? -1);
		expect(who('repeated')).toHaveLength(windows?.now.repeatPurchaseRate.count ?? -1);
		expect(who('kept')).toHaveLength(windows?.retention.count ?? -1);
		expect(who('new')).toHaveLength(windows?.now.newCustomers ?? -1);
		expect(who('returning')).toHaveLength(windows?.now.returningCustomers ?? -1);
		expect(who('again')).toHaveLength(all?.repeatPurchaseRate.count ?? -1);
		expect(who('back')).toHaveLength(all?.repeatPurchaseRateDays.count ?? -1);
	});

	it('are among others: the best of those who ordered twice is a', () => {
		expect(who('best', { kind: 'orders', min: 2, max: null })).toBe('a');
		expect(who('new', { kind: 'orders', min: 2, max: null })).toBe('d');
	});

	it('on data of one day the window is that day, and nobody was there before', () => {
		const day = openLedger(DEFAULT_COUNTING, dataSet([{ customer: 'a', day: '2024-01-01', gross: 1 }]));
		const count = (group: CustomerGroup) =>
			selectCustomers(day, { kind: 'group', group, among: null }, { asOf: null })[0];
		expect([count('active'), count('new'), count('before'), count('kept'), count('left')]).toEqual([1, 1, 0, 0, 0]);
	});

	it('the best are nobody while the currency must be asked', () => {
		const two = openLedger(
			DEFAULT_COUNTING,
			dataSet([
				{ customer: 'a', day: '2024-01-01', gross: 1, currency: 'EUR' },
				{ customer: 'b', day: '2024-01-01', gross: 1, currency: 'USD' }
			])
		);
		expect([...selectCustomers(two, { kind: 'group', group: 'best', among: null }, { asOf: null })]).toEqual([0, 0]);
	});
});
