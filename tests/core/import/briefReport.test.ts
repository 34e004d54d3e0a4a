import { describe, expect, it } from 'vitest';
import { briefReport } from '../../../workers/core/import/briefReport';
import type { ImportReport } from '../../../workers/core/import/types';

const report = (excluded: number): ImportReport => ({
	kind: 'orders',
	detect: ['generic'],
	files: [],
	rows: { records: excluded, stored: excluded, rejected: 0, skipped: 0 },
	rejectedBy: {},
	skippedBy: {},
	warnings: [],
	orders: {
		read: excluded,
		counted: 0,
		excluded: Array.from({ length: excluded }, (_, i) => ({ order: String(i), reason: 'unpaid' }))
	},
	excludedBy: { unpaid: excluded },
	customers: 0,
	ordersWithoutCustomer: 0,
	totals: {},
	byMonth: {},
	firstDay: null,
	lastDay: null,
	answered: [],
	hints: [],
	mapping: {},
	preset: 'generic'
});

describe('the brief report', () => {
	it('is the report itself where no list is long', () => {
		const short = report(200);
		expect(briefReport(short)).toBe(short);
	});

	it('cuts long lists and keeps every count', () => {
		const brief = briefReport(report(31_000));
		expect(brief.orders.excluded).toHaveLength(200);
		expect(brief.orders.excluded[199]).toEqual({ order: '199', reason: 'unpaid' });
		expect(brief.orders.read).toBe(31_000);
		expect(brief.excludedBy).toEqual({ unpaid: 31_000 });
	});
});
