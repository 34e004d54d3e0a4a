import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { openLedger } from '$workers/core/ledger/ledger';
import type { Ledger } from '$workers/core/ledger/types';
import { cohortsJson } from '$workers/core/output/cohortsJson';
import { metricsJson } from '$workers/core/output/metricsJson';
import { describeShared } from '../../shared';
import { asDay, reference, referenceData, REFERENCE_SETS } from '../helpers/referenceData';

type Leaf = string | number | null;
interface Tree {
	[key: string]: Leaf | Tree;
}
interface CohortFile {
	dataset: string;
	cohorts: Record<
		string,
		Record<'age' | 'customers' | 'orders' | 'revenue' | 'retention', number[]> & { size: number }
	>;
}

/** Prose of the reference, and what says the same in our own words. */
const PROSE = new Set(['retention_rate_alt', 'rule']);

/** Every leaf of `expected` is in `actual`: counts equal, money within 0.005, ratios within 1e-9. */
function expectLeaves(actual: Tree, expected: Tree, path: string): void {
	for (const [key, value] of Object.entries(expected)) {
		if (PROSE.has(key)) continue;
		const here = `${path}.${key}`;
		const found = actual[key];
		if (typeof value === 'object' && value !== null) expectLeaves(found as Tree, value, here);
		else if (typeof value !== 'number' || Number.isInteger(value)) expect(found, here).toBe(value);
		else if (key === 'revenue') expect(Math.abs((found as number) - value), here).toBeLessThan(0.005);
		else expect(Math.abs((found as number) / value - 1), here).toBeLessThan(1e-9);
	}
}

describeShared('result files of the reference data sets', () => {
	const ledgers = new Map<string, Ledger>();
	beforeAll(() => {
		for (const name of REFERENCE_SETS) ledgers.set(name, openLedger(DEFAULT_COUNTING, referenceData(name)));
	});

	describe.each(REFERENCE_SETS)('%s', (name) => {
		it('metrics.json has every key and figure of the reference', () => {
			const expected = reference(`kpis_${name}.json`) as Tree & { rule: { split: string } };
			const split = asDay(expected.rule.split);
			const actual = JSON.parse(
				metricsJson(ledgers.get(name) as Ledger, null, { dataset: name, asOf: null, split })
			) as Tree;
			expectLeaves(actual, expected, name);
			expect(Object.keys(actual.rule as Tree)).toEqual(expect.arrayContaining(Object.keys(expected.rule)));
			expect((actual.rule as Tree).split).toBe(expected.rule.split);
		});
	});

	describe.each(['cdnow_master', 'online_retail', 'superstore'] as const)('%s', (name) => {
		it('cohorts.json equals the reference cell by cell', () => {
			const expected = reference(`cohort_month_${name}.json`) as CohortFile;
			const actual = JSON.parse(
				cohortsJson(ledgers.get(name) as Ledger, null, { dataset: name, asOf: null, period: 'month' })
			) as CohortFile;
			expect(actual.dataset).toBe(name);
			expect(Object.keys(actual.cohorts)).toEqual(Object.keys(expected.cohorts));
			for (const [label, cohort] of Object.entries(expected.cohorts)) {
				const found = actual.cohorts[label];
				expect(found.size).toBe(cohort.size);
				expect(found.age).toEqual(cohort.age);
				expect(found.customers).toEqual(cohort.customers);
				expect(found.orders).toEqual(cohort.orders);
				cohort.retention.forEach((share, i) => expect(Math.abs(found.retention[i] / share - 1)).toBeLessThan(1e-9));
				// The reference rounded superstore from floats.
				const within = name === 'superstore' ? 0.0101 : 0.005;
				cohort.revenue.forEach((money, i) => expect(Math.abs(found.revenue[i] - money)).toBeLessThan(within));
			}
		});
	});
});
