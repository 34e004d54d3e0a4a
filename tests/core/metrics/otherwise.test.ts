import { describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { openLedger } from '$workers/core/ledger/ledger';
import { otherwise } from '$workers/core/metrics/otherwise';
import { dataSet } from '../helpers/dataSet';
import { eightCustomers } from '../helpers/eightCustomers';

const everybody = { asOf: null, selection: null };

describe('the same by other definitions', () => {
	const found = otherwise(openLedger(DEFAULT_COUNTING, eightCustomers()), everybody);

	it('again within 12 months of the first order is of those with 12 months behind them', () => {
		// a after 160 days, b on the very day a year later, c never; d to h came too late.
		expect(found.repeatedWithinYear).toMatchObject({ count: 2, of: 3 });
	});

	it('kept of all earlier ones', () => {
		expect(found.keptOfAllEarlier).toMatchObject({ count: 2, of: 3 });
	});

	it('a figure a customer for gaps: a 245, b 366, d 213', () => {
		expect(found.ownGap).toBe(245);
	});

	it('the tenth with the most orders: a with 4 of 14', () => {
		expect(found.topTenthOfOrders).toBe(4 / 14);
	});

	it('net with refunds on the day they were paid back', () => {
		const ledger = openLedger(
			DEFAULT_COUNTING,
			dataSet(
				[
					{ id: 'first', customer: 'a', day: '2024-01-01', gross: 100_00 },
					{ customer: 'b', day: '2024-04-09', gross: 50_00 }
				],
				[{ order: 'first', customer: 'a', day: '2024-03-01', amount: 40_00 }]
			)
		);
		// Halves: 1 January to 19 February, then to 9 April. The refund of January's order lowers the second.
		expect(otherwise(ledger, everybody).refundsOnTheirDay).toEqual([{ currency: 'EUR', net: 10 }]);
		const own = { ...ledger, counting: { ...DEFAULT_COUNTING, refundsIn: 'own-period' as const } };
		expect(otherwise(own, everybody).refundsOnTheirDay).toBeNull();
	});

	it('has nothing to say without orders', () => {
		expect(otherwise(openLedger(DEFAULT_COUNTING, dataSet([])), everybody)).toMatchObject({
			ownGap: null,
			topTenthOfOrders: null,
			refundsOnTheirDay: null
		});
	});
});
