import type { DataSet } from '$workers/core/tables';
import { dataSet } from './dataSet';
import type { PlainOrder, PlainRefund } from './dataSet';

/**
 * Eight customers, a guest, and one thing of each kind; money in cents.
 *
 * | | orders (value) | refunds | net |
 * |---|---|---|---|
 * | a | 2023-01-01 100 − 10 = 90, 2023-06-10 50, 2024-02-10 60, 2024-12-31 40 | | 240 |
 * | b | 2023-03-05 80, 2024-03-05 20 and 30 | | 130 |
 * | c | 2023-11-20 200 | | 200 |
 * | d | 2024-01-15 10, 2024-08-15 10 | | 20 |
 * | e | 2024-05-01 500 | 100 in the order's record, undated | 400 |
 * | f | 2024-05-01 30 | 30 on 2024-07-15, names the order | 0 |
 * | g | 2024-09-09 70 | 90 on 2024-10-10, fits no order | −20 |
 * | h | 2024-11-11 25, 2024-11-12 999 cancelled | | 25 |
 * | guest | 2024-06-01 15 | | 15 |
 *
 * gross 1240 − discounts 10 − refunds 220 = net 1010, of which 995 is that of customers.
 */
export const EIGHT_ORDERS: PlainOrder[] = [
	{
		id: 'a1',
		customer: 'a',
		day: '2023-01-01',
		gross: 100_00,
		discount: 10_00,
		units: 2,
		country: 'FR',
		channel: 'shop'
	},
	{ id: 'b1', customer: 'b', day: '2023-03-05', gross: 80_00, units: 1, country: 'DE' },
	{ id: 'a2', customer: 'a', day: '2023-06-10', gross: 50_00, units: 1, country: 'DE', channel: 'web' },
	{ id: 'c1', customer: 'c', day: '2023-11-20', gross: 200_00, units: 1, product: 7 },
	{ id: 'd1', customer: 'd', day: '2024-01-15', gross: 10_00, units: 1 },
	{ id: 'a3', customer: 'a', day: '2024-02-10', gross: 60_00, units: 1 },
	{ id: 'b2', customer: 'b', day: '2024-03-05', minute: 600, gross: 20_00, units: 1, channel: 'web' },
	{ id: 'b3', customer: 'b', day: '2024-03-05', minute: 700, gross: 30_00, units: 1 },
	{ id: 'e1', customer: 'e', day: '2024-05-01', gross: 500_00, units: 1 },
	{ id: 'f1', customer: 'f', day: '2024-05-01', gross: 30_00, units: 1 },
	{ id: 'guest', day: '2024-06-01', gross: 15_00, units: 1 },
	{ id: 'd2', customer: 'd', day: '2024-08-15', gross: 10_00, units: 1 },
	{ id: 'g1', customer: 'g', day: '2024-09-09', gross: 70_00, units: 1 },
	{ id: 'h1', customer: 'h', day: '2024-11-11', gross: 25_00, units: 1 },
	{ id: 'h2', customer: 'h', day: '2024-11-12', gross: 999_00, units: 1, flags: 1 },
	{ id: 'a4', customer: 'a', day: '2024-12-31', gross: 40_00, units: 1 }
];

export const EIGHT_REFUNDS: PlainRefund[] = [
	{ order: 'e1', ofOrder: true, customer: 'e', amount: 100_00 },
	{ order: 'f1', customer: 'f', day: '2024-07-15', amount: 30_00 },
	{ customer: 'g', day: '2024-10-10', amount: 90_00 }
];

export const eightCustomers = (): DataSet => dataSet(EIGHT_ORDERS, EIGHT_REFUNDS, { batch: 5 });
