import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { customerKeys, keyOf } from '$workers/core/ledger/customerKeys';
import { openLedger } from '$workers/core/ledger/ledger';
import type { CustomerKeys, Ledger } from '$workers/core/ledger/types';
import { rfm } from '$workers/core/rfm/rfm';
import type { RfmScores } from '$workers/core/rfm/types';
import { describeShared } from '../../shared';
import { asDay, reference, referenceData, REFERENCE_SETS } from '../helpers/referenceData';

interface RfmReference {
	as_of: string;
	N: number;
	cutpoints: Record<'R' | 'F' | 'M', number[]>;
	segments_counts: Record<'A' | 'B' | 'C', Record<string, number>>;
	customers: Record<string, { R: number; F: number; M: number; A: string; B: string; C: string }>;
}

const RULES = { A: 'A_min_rank', B: 'B_first', C: 'C_cutpoints' } as const;

describeShared('RFM of the reference data sets', () => {
	describe.each(REFERENCE_SETS)('%s', (name) => {
		let expected: RfmReference;
		let ledger: Ledger;
		let keys: CustomerKeys;
		beforeAll(() => {
			expected = reference(`rfm_${name}.json`) as RfmReference;
			const data = referenceData(name);
			ledger = openLedger(DEFAULT_COUNTING, data);
			keys = customerKeys(ledger, data.identities);
		});
		const byRule = (rule: 'A' | 'B' | 'C'): RfmScores => {
			const result = rfm(ledger, { rule: RULES[rule] }, { asOf: null, selection: null, keys: () => keys });
			if (result.status !== 'scored') throw new Error(result.status);
			return result;
		};

		it.each(['A', 'B', 'C'] as const)('every cell of rule %s holds as many customers as the reference', (rule) => {
			const result = byRule(rule);
			expect(result.asOf).toBe(asDay(expected.as_of) - 1);
			expect(result.length).toBe(expected.N);
			expect(new Map(result.cells.map(({ cell, customers }) => [cell, customers]))).toEqual(
				new Map(Object.entries(expected.segments_counts[rule]))
			);
		});

		it('the cut points of rule C agree within 1e-9', () => {
			const { limits } = byRule('C');
			for (const [dimension, values] of [
				['r', expected.cutpoints.R],
				['f', expected.cutpoints.F],
				['m', expected.cutpoints.M]
			] as const) {
				values.forEach((value, i) => expect(Math.abs((limits?.[dimension][i] ?? NaN) / value - 1)).toBeLessThan(1e-9));
			}
		});

		it.each(['A', 'B', 'C'] as const)(
			'sampled customers have the days, orders, money and scores of rule %s',
			(rule) => {
				const result = byRule(rule);
				const rows = new Map(
					Array.from(result.customer, (number, i) => [keyOf(keys, ledger.customerNumber.indexOf(number)), i])
				);
				for (const [id, values] of Object.entries(expected.customers)) {
					const i = rows.get(id.toLowerCase()) as number;
					expect(result.rDays[i]).toBe(values.R);
					expect(result.f[i]).toBe(values.F);
					// The reference summed superstore in floats: half a cent may fall to either side.
					expect(Math.abs(result.m[i] - values.M)).toBeLessThan(name === 'superstore' ? 0.0101 : 0.005);
					expect(`${result.rScore[i]}${result.fScore[i]}${result.mScore[i]}`).toBe(values[rule]);
				}
			}
		);
	});
});
