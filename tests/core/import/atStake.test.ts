import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../../workers/core/import/types';
import { done, file } from './reading';

/** The report of an import; `lastModified` makes the file's own date known. */
async function imported(text: string, { mapping, lastModified }: { mapping: Mapping; lastModified?: number }) {
	return (await done(file(text, 'orders.csv', lastModified), mapping, { useLastModified: true })).result;
}

const DAY = 86_400_000;

describe('money at stake', () => {
	it('tells what rejected records print, by reason and currency', async () => {
		const { report } = await imported(
			[
				'order,date,email,total,currency',
				'1,2024-01-02,a@x.example,10.50,EUR',
				'2,2024-13-02,b@x.example,20.25,EUR',
				'3,2024-14-02,c@x.example,7,GBP',
				'4,2024-15-02,d@x.example,n/a,EUR',
				''
			].join('\n'),
			{
				mapping: {
					columns: { order_id: 'order', date: 'date', email: 'email', total: 'total', currency: 'currency' },
					date_order: 'ymd'
				}
			}
		);
		expect(report.atStake).toEqual({
			rejected: { bad_date: { EUR: '20.25', GBP: '7.00' } },
			skipped: {},
			excluded: {},
			unread: 1
		});
	});

	it('multiplies quantity and price where the file prices lines, and follows a rejected record to its whole order', async () => {
		const { report } = await imported(
			[
				'order,date,email,quantity,price',
				'1,2024-01-02,a@x.example,1,5.00',
				'2,2024-01-03,b@x.example,3,2.50',
				'2,2024-99-03,b@x.example,2,1.10',
				''
			].join('\n'),
			{
				mapping: {
					columns: { order_id: 'order', date: 'date', email: 'email', quantity: 'quantity', unit_price: 'price' },
					currency: 'EUR',
					date_order: 'ymd'
				}
			}
		);
		expect(report.rows).toEqual({ records: 3, stored: 1, rejected: 2, skipped: 0 });
		// 3 × 2.50 + 2 × 1.10
		expect(report.atStake?.rejected).toEqual({ bad_date: { EUR: '9.70' } });
	});

	it('tells what skipped records and excluded orders come to', async () => {
		const { report } = await imported(
			[
				'order,date,email,total,status,kind',
				'1,2024-01-02,a@x.example,10,paid,web',
				'2,2024-01-02,b@x.example,11,cancelled,web',
				'3,2024-01-02,c@x.example,12,paid,draft',
				''
			].join('\n'),
			{
				mapping: {
					columns: { order_id: 'order', date: 'date', email: 'email', total: 'total', status: 'status' },
					filters: [{ column: 'kind', is: 'web' }],
					currency: 'EUR',
					date_order: 'ymd'
				}
			}
		);
		expect(report.atStake).toEqual({
			rejected: {},
			skipped: { filtered: { EUR: '12.00' } },
			excluded: { cancelled: { EUR: '11.00' } },
			unread: 0
		});
	});
});

describe('orders that had not come when their file was written', () => {
	const text = ['order,date,email,total', '1,2024-01-02,a@x.example,10', '2,2024-02-02,b@x.example,11', ''].join('\n');
	const mapping = {
		columns: { order_id: 'order', date: 'date', email: 'email', total: 'total' },
		currency: 'EUR',
		date_order: 'ymd'
	} as const;
	/** 2024-01-30 and 2024-01-31. */
	const [early, late] = [19_752, 19_753].map((day) => day * DAY);

	it('are told of when they lie more than two days after the file’s own date', async () => {
		const { report } = await imported(text, { mapping, lastModified: early });
		expect(report.laterThanFile).toEqual({ orders: 1, file: 'orders.csv' });
	});

	it('are not when they lie two days after it, or when that date is not known', async () => {
		expect((await imported(text, { mapping, lastModified: late })).report.laterThanFile).toBeUndefined();
		expect((await imported(text, { mapping })).report.laterThanFile).toBeUndefined();
	});
});
