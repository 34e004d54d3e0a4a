import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Mapping } from '../../../workers/core/import/types';
import { describeShared, shared } from '../../shared';
import { done, fileAt, read } from './reading';

const expected = (fixture: string): Record<string, unknown> => {
	const all = JSON.parse(readFileSync(shared(`data/exports/${fixture}/expected.json`), 'utf8')) as Record<
		string,
		unknown
	>;
	delete all.fixture;
	delete all.notes;
	return all;
};
const mappingOf = (name: string) =>
	JSON.parse(readFileSync(new URL(`../../fixtures/mappings/${name}.json`, import.meta.url), 'utf8')) as Mapping;

describeShared('fixtures', () => {
	for (const [fixture, name] of [
		['shopify-orders', 'orders_export.csv'],
		['uci-online-retail', 'online_retail.csv']
	]) {
		it(`import.json of ${fixture} equals expected.json in every key`, async () => {
			const imported = await done(fileAt(shared(`data/exports/${fixture}/${name}`)));
			const { answered, hints, ...rest } = imported.json as unknown as Record<string, unknown>;
			expect(rest).toEqual(expected(fixture));
			expect([Array.isArray(answered), hints]).toEqual([true, []]);
		});
	}

	it('asks about 57 unpaid cash-on-delivery orders, then counts them or leaves them out', async () => {
		const cashOnDelivery = () => fileAt(shared('data/shopify_orders_pseudonymised/orders_export_a.csv'));
		const open = await read(cashOnDelivery());
		if (open.status !== 'questions') throw new Error(open.status);
		expect(open.questions).toHaveLength(1);
		expect(open.questions[0]).toMatchObject({ code: 'exclusion', key: 'exclusions.unpaid', orders: 57, of: 57 });
		expect(open.questions[0].code === 'exclusion' && open.questions[0].samples[0]).toEqual({
			order: '#1001',
			status: 'pending',
			payment: 'Cash on Delivery (COD)',
			total: '1675.00 BDT'
		});
		const counted = await done(cashOnDelivery(), { exclusions: { unpaid: 'count' } });
		expect(counted.json.orders).toEqual({ read: 57, counted: 57, excluded: [] });
		expect(counted.orders.every(({ flags }) => flags === 0)).toBe(true);
		const leftOut = await done(cashOnDelivery(), { exclusions: { unpaid: 'leave_out' } });
		expect(leftOut.json.orders.counted).toBe(0);
		expect(leftOut.json.orders.excluded).toHaveLength(57);
		expect(new Set(leftOut.json.orders.excluded.map(({ reason }) => reason))).toEqual(new Set(['unpaid']));
	});

	it('every record of Online Retail by its preset is stored, rejected or skipped', async () => {
		const { rows, detect } = (await done(fileAt(shared('data/online_retail/online_retail.csv.gz')))).report;
		expect(detect).toEqual(['uci.online_retail']);
		expect(rows.records).toBe(541_909);
		expect(rows.stored + rows.rejected + rows.skipped).toBe(541_909);
	});

	for (const [name, path] of [
		['cdnow_sample', 'data/cdnow/CDNOW_sample.txt'],
		['cdnow_master', 'data/cdnow/CDNOW_master.txt'],
		['online_retail', 'data/online_retail/online_retail.csv.gz'],
		['superstore', 'data/superstore/Sample-Superstore.csv.gz']
	]) {
		it(`the mapping of ${name} reads the customers, orders and revenue of its reference`, async () => {
			const reference = JSON.parse(readFileSync(shared(`reference/kpis_${name}.json`), 'utf8')) as {
				all: { customers: number; orders: number; revenue: number };
			};
			const { report } = await done(fileAt(shared(path)), mappingOf(name));
			expect(report.customers).toBe(reference.all.customers);
			expect(report.orders.counted).toBe(reference.all.orders);
			const [net] = Object.values(report.totals).map((totals) => Number(totals.net));
			expect(Math.abs(net - reference.all.revenue)).toBeLessThanOrEqual(0.005);
		});
	}
});
