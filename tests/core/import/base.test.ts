import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../../workers/core/import/types';
import { done, file, Imported, read } from './reading';

const MAPPING: Mapping = {
	columns: {
		order_id: 'Order',
		date: 'Date',
		email: 'Mail',
		status: 'State',
		product_name: 'Item',
		quantity: 'Qty',
		unit_price: 'Price',
		refunds: 'Back'
	},
	currency: 'EUR'
};
const HEADER = 'Order,Date,Mail,State,Item,Qty,Price,Back';
const csv = (...rows: string[]) => file(`${HEADER}\n${rows.join('\n')}\n`);
const FIRST = [
	'1,2025-01-05,a@x.com,paid,Mug,1,5,0',
	'1,2025-01-05,a@x.com,paid,Tea,2,3,0',
	'2,2025-01-06,b@x.com,paid,Mug,1,5,2'
];

describe('an import into a workspace that holds something', () => {
	it('the same content again adds nothing', async () => {
		const first = await done(csv(...FIRST), MAPPING);
		const again = await done(csv(...FIRST), MAPPING, { base: first.base });
		expect([again.orders, again.lines, again.refunds, again.identities, again.products]).toEqual([[], [], [], [], []]);
		expect([...again.result.dropOrders]).toEqual([]);
		expect(again.result.next).toEqual(first.result.next);
		expect(again.report.rows.stored).toBe(3);
		expect(again.report.hints).toContainEqual({ code: 'already_stored', count: 2, samples: [] });
	});

	it('rows in another sequence are the same content', async () => {
		const first = await done(csv(...FIRST), MAPPING);
		const again = await done(csv(FIRST[2], FIRST[1], FIRST[0]), MAPPING, { base: first.base });
		// The product of the first line is part of an order, the sequence of its lines is not.
		expect(again.orders).toEqual([]);
		expect([...again.result.dropOrders]).toEqual([]);
	});

	it('known customers, products and words keep their numbers; new ones get the next', async () => {
		const first = await done(csv(...FIRST), MAPPING);
		const second = await done(
			csv('3,2025-02-01,B@x.com,paid,Tea,1,3,0', '4,2025-02-02,c@x.com,complete,Cup,1,4,0'),
			MAPPING,
			{
				base: first.base,
				importId: 'import-2'
			}
		);
		const all = new Imported(second.result, first.keys);
		void all;
		expect(second.orders.map(({ number, id }) => [number, id])).toEqual([
			[2, '3'],
			[3, '4']
		]);
		expect([...second.tables.orders[0].customer]).toEqual([1, 2]);
		expect([...second.tables.lines[0].product]).toEqual([1, 2]);
		expect(second.identities.map(({ key }) => key)).toEqual(['c@x.com']);
		expect(second.products.map(({ name }) => name)).toEqual(['Cup']);
		expect(second.result.data.dictionaries.status).toEqual(['paid', 'complete']);
		expect(second.result.data.sources.map(({ importId }) => importId)).toEqual(['import-1', 'import-2']);
		expect(second.orders.map(({ source }) => source)).toEqual([1, 1]);
		expect(second.result.next).toEqual({ order: 4, customer: 3, product: 3 });
	});

	it('a later export replaces a differing order whole, under its old number', async () => {
		const first = await done(csv(...FIRST), MAPPING);
		const later = await done(
			csv('1,2025-01-05,a@x.com,paid,Mug,1,5,5', '9,2025-03-01,d@x.com,paid,Mug,1,5,0'),
			MAPPING,
			{
				base: first.base
			}
		);
		expect([...later.result.dropOrders]).toEqual([0]);
		expect(later.orders.map(({ number, id, gross }) => [number, id, gross])).toEqual([
			[0, '1', 5],
			[2, '9', 5]
		]);
		expect(later.refunds.map(({ order, amount }) => [order, amount])).toEqual([[0, 5]]);
	});

	it('other lines under the same sums are another version', async () => {
		const first = await done(csv(...FIRST), MAPPING);
		const later = await done(
			csv(FIRST[0], '1,2025-01-05,a@x.com,paid,Cup,2,3,0', '9,2025-03-01,d@x.com,paid,Mug,1,5,0'),
			MAPPING,
			{
				base: first.base
			}
		);
		expect([...later.result.dropOrders]).toEqual([0]);
	});

	it('an older export leaves the stored order as it is', async () => {
		const first = await done(csv(...FIRST), MAPPING);
		const older = await done(csv('1,2025-01-05,a@x.com,pending,Mug,1,5,0'), MAPPING, { base: first.base });
		expect([...older.result.dropOrders]).toEqual([]);
		expect(older.orders).toEqual([]);
		expect(older.report.hints).toContainEqual({ code: 'newer_version_stored', count: 1, samples: [] });
	});

	it('with equal stamps and other contents the person is asked which one stays', async () => {
		const first = await done(csv(...FIRST), MAPPING);
		const changed = csv('2,2025-01-06,b@x.com,paid,Mug,2,5,2');
		expect(await read(changed, { mapping: MAPPING, base: first.base })).toMatchObject({
			status: 'questions',
			questions: [
				{
					code: 'conflict',
					key: 'conflicts',
					orders: 1,
					samples: [{ order: '2', old: '2025-01-06 5 paid', new: '2025-01-06 10 paid' }]
				}
			]
		});
		const kept = await done(changed, { ...MAPPING, conflicts: 'keep_old' }, { base: first.base });
		expect(kept.orders).toEqual([]);
		const taken = await done(changed, MAPPING, {
			base: first.base,
			onQuestions: () => Promise.resolve({ conflicts: 'take_new' })
		});
		expect([...taken.result.dropOrders]).toEqual([1]);
		expect(taken.orders.map(({ number, gross }) => [number, gross])).toEqual([[1, 10]]);
	});

	it('refund rows of one id are replaced as a group by a later export, and left when they are equal', async () => {
		const mapping: Mapping = {
			columns: { order_id: 'Order', date: 'Date', email: 'Mail', amount: 'Amount' },
			currency: 'EUR'
		};
		const rows = (...lines: string[]) => file(`Order,Date,Mail,Amount\n${lines.join('\n')}\n`);
		const first = await done(
			rows('1,2025-01-05,a@x.com,10', 'R1,2025-01-06,a@x.com,-4', 'R2,2025-01-06,a@x.com,-1'),
			mapping
		);
		expect(first.refunds.map(({ id }) => id)).toEqual(['R1', 'R2']);
		const later = await done(
			rows('1,2025-01-05,a@x.com,10', 'R1,2025-01-06,a@x.com,-5', 'R2,2025-01-06,a@x.com,-1', '2,2025-02-01,a@x.com,9'),
			mapping,
			{ base: first.base }
		);
		expect(later.result.dropRefunds).toEqual(['R1']);
		expect(later.refunds.map(({ id, amount }) => [id, amount])).toEqual([['R1', 5]]);
		expect(later.orders.map(({ id }) => id)).toEqual(['2']);
	});

	it('a refund row finds the order it names among those stored before', async () => {
		const mapping: Mapping = {
			columns: { order_id: 'Order', date: 'Date', kind: 'Type', total: 'Total' },
			currency: 'EUR'
		};
		const rows = (...lines: string[]) => file(`Order,Date,Type,Total\n${lines.join('\n')}\n`);
		const first = await done(rows('0,2025-01-04,sale,10', '1,2025-01-05,sale,10'), mapping);
		const second = await done(rows('1,2025-02-05,refund,4', '2,2025-02-06,sale,1'), mapping, { base: first.base });
		expect(second.refunds).toEqual([{ id: '1', link: 1, order: 1, orderRef: '1', amount: 4, items: 4 }]);
	});
});
