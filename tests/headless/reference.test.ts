import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { describeShared, shared } from '../shared';
import { analyse, rowsOf } from './analyse';
import type { Json, Run } from './analyse';

const reference = (name: string): Json => JSON.parse(readFileSync(shared(`reference/${name}.json`), 'utf8'));

const SETS = [
	{ set: 'cdnow_sample', file: 'data/cdnow/CDNOW_sample.txt', cohorts: false, money: 0.005 },
	{ set: 'cdnow_master', file: 'data/cdnow/CDNOW_master.txt', cohorts: true, money: 0.005 },
	{ set: 'online_retail', file: 'data/online_retail/online_retail.csv.gz', cohorts: true, money: 0.005 },
	// The reference rounded floats of parts of a cent: within 0.01 for M of a customer and revenue of a cohort cell.
	{ set: 'superstore', file: 'data/superstore/Sample-Superstore.csv.gz', cohorts: true, money: 0.01 }
];

const MONEY = new Set(['revenue']);
const COUNTS = /^(customers|orders|purchase_days|customers_|new_in_period|retained|n$)/;

/** Every numeric leaf of the reference is in the result: counts exact, money within half a cent, ratios within 1e-9. */
function compare(actual: Json, expected: Json, path: string): number {
	let leaves = 0;
	for (const [key, value] of Object.entries(expected)) {
		const at = `${path}.${key}`;
		if (typeof value === 'object') leaves += compare(actual[key], value, at);
		if (typeof value !== 'number') continue;
		leaves++;
		const found = actual?.[key];
		if (MONEY.has(key)) expect(Math.abs(found - value), `${at}: ${found} for ${value}`).toBeLessThanOrEqual(0.005);
		else if (COUNTS.test(key)) expect(found, at).toBe(value);
		else expect(Math.abs(found - value), `${at}: ${found} for ${value}`).toBeLessThanOrEqual(1e-9 * Math.abs(value));
	}
	return leaves;
}

for (const { set, file, cohorts, money } of SETS) {
	describeShared(`npm run analyse on ${set}`, () => {
		const kpis = reference(`kpis_${set}`);
		const rfm = reference(`rfm_${set}`);
		let run: Run;
		beforeAll(() => {
			const mapping = resolve(import.meta.dirname, `../fixtures/mappings/${set}.json`);
			run = analyse(shared(file), '--map', mapping, '--split', kpis.rule.split);
		});

		it('ends with 0 and accounts for every record', () => {
			expect(run.said).toContain('orders counted');
			expect(run.exit).toBe(0);
			const { records, stored, rejected, skipped } = run.json('import.json').rows;
			expect(stored + rejected + skipped).toBe(records);
		});

		it('reaches every headline figure of the reference', () => {
			const metrics = run.json('metrics.json');
			expect(metrics.dataset).toBe(set);
			expect(metrics.rule.split).toBe(kpis.rule.split);
			for (const rule of Object.keys(kpis.rule)) expect(metrics.rule, 'rule').toHaveProperty(rule);
			expect(compare(metrics, kpis, set)).toBeGreaterThan(40);
		});

		it('counts every RFM cell of the three rules as the reference does', () => {
			const cells: Record<string, Record<string, number>> = { A: {}, B: {}, C: {} };
			for (const row of rowsOf(run.text('segments.csv')))
				cells[row.get('rule') as string][row.get('cell') as string] = Number(row.get('customers'));
			expect(cells).toEqual(rfm.segments_counts);
		});

		it('scores the sampled customers as the reference does', () => {
			const byId = new Map(rowsOf(run.text('customers.csv')).map((row) => [row.get('id'), row]));
			expect(byId.size).toBe(rfm.N);
			const sample = Object.entries(rfm.customers as Record<string, Json>);
			expect(sample.length).toBeGreaterThan(100);
			for (const [id, { R, F, M, A, B, C }] of sample) {
				const row = byId.get(id.toLowerCase());
				expect(row, id).toBeDefined();
				const scores = ['r_days', 'f', 'rfm_a', 'rfm_b', 'rfm_c'].map((name) => row?.get(name));
				expect(scores, id).toEqual([String(R), String(F), A, B, C]);
				expect(Math.abs(Number(row?.get('m')) - M), id).toBeLessThanOrEqual(money + 1e-9);
			}
		});

		if (!cohorts) return;
		it('draws the cohort matrix of the reference', () => {
			const expected = reference(`cohort_month_${set}`).cohorts as Record<string, Json>;
			const found = run.json('cohorts.json').cohorts;
			expect(Object.keys(found)).toEqual(Object.keys(expected));
			for (const [label, cohort] of Object.entries(expected)) {
				for (const key of ['size', 'age', 'customers', 'orders'])
					expect(found[label][key], `${label} ${key}`).toEqual(cohort[key]);
				cohort.revenue.forEach((value: number, i: number) =>
					expect(Math.abs(found[label].revenue[i] - value), `${label} revenue ${i}`).toBeLessThanOrEqual(money + 1e-9)
				);
				cohort.retention.forEach((value: number, i: number) =>
					expect(Math.abs(found[label].retention[i] - value), `${label} retention ${i}`).toBeLessThanOrEqual(
						1e-9 * value
					)
				);
			}
		});
	});
}
