import { describe, expect, it } from 'vitest';
import { attachRefunds } from '../../../workers/core/refunds/attach';
import type { AttachableRefunds } from '../../../workers/core/refunds/attach';
import { NO_DAY, NONE } from '../../../workers/core/tables';

interface Order {
	customer: number;
	day: number;
	minute?: number;
	total: number;
	cap?: number;
	currency?: number;
	lines?: [product: number, quantity: number][];
}
interface Refund {
	order?: number;
	customer?: number;
	day?: number;
	minute?: number;
	currency?: number;
	product?: number;
	quantity?: number;
	amount: number;
	items?: number;
}

function attach(orders: Order[], refunds: Refund[]) {
	const all = <T>(list: T[], read: (entry: T, i: number) => number) => list.map(read);
	const lines = orders.flatMap((order, row) =>
		(order.lines ?? []).map(([product, quantity]) => ({ row, product, quantity }))
	);
	const columns: AttachableRefunds = {
		length: refunds.length,
		order: all(refunds, (refund) => refund.order ?? NONE),
		customer: all(refunds, (refund) => refund.customer ?? NONE),
		currency: all(refunds, (refund) => refund.currency ?? 0),
		day: all(refunds, (refund) => refund.day ?? NO_DAY),
		minute: all(refunds, (refund) => refund.minute ?? -1),
		product: all(refunds, (refund) => refund.product ?? NONE),
		quantity: all(refunds, (refund) => refund.quantity ?? 0),
		amount: all(refunds, (refund) => refund.amount),
		items: all(refunds, (refund) => refund.items ?? refund.amount)
	};
	const result = attachRefunds(
		{
			length: orders.length,
			position: all(orders, (_, i) => i),
			customer: all(orders, (order) => order.customer),
			currency: all(orders, (order) => order.currency ?? 0),
			day: all(orders, (order) => order.day),
			minute: all(orders, (order) => order.minute ?? -1),
			total: all(orders, (order) => order.total),
			cap: all(orders, (order) => order.cap ?? order.total)
		},
		[
			{
				length: lines.length,
				order: lines.map(({ row }) => row),
				product: lines.map(({ product }) => product),
				quantity: lines.map(({ quantity }) => quantity)
			}
		],
		columns
	);
	return refunds.map((_, i) => [result.order[i], result.items[i]]);
}

describe('attaching refunds to orders', () => {
	it('a refund that names an order in the data belongs there, even to another customer or a later order', () => {
		expect(attach([{ customer: 1, day: 9, total: 10 }], [{ order: 0, customer: 2, day: 1, amount: 4 }])).toEqual([
			[0, 4]
		]);
	});

	it('otherwise the latest earlier order of the customer that covers the amount', () => {
		const orders = [
			{ customer: 1, day: 1, total: 50 },
			{ customer: 1, day: 2, total: 20 },
			{ customer: 1, day: 3, total: 5 },
			{ customer: 1, day: 9, total: 90 },
			{ customer: 2, day: 4, total: 90 }
		];
		expect(
			attach(orders, [
				{ customer: 1, day: 5, amount: 20 },
				{ customer: 1, day: 5, amount: 20 },
				{ customer: 1, day: 5, amount: 5 }
			])
		).toEqual([
			[1, 20],
			[0, 20],
			[2, 5]
		]);
	});

	it('same moment: the later in the file; the same day counts as not later when a minute is unknown', () => {
		const orders = [
			{ customer: 1, day: 5, minute: 600, total: 10 },
			{ customer: 1, day: 5, minute: 600, total: 10 },
			{ customer: 1, day: 5, minute: 700, total: 10 }
		];
		expect(attach(orders, [{ customer: 1, day: 5, minute: 650, amount: 1 }])).toEqual([[1, 1]]);
		expect(attach(orders, [{ customer: 1, day: 5, amount: 1 }])).toEqual([[2, 1]]);
	});

	it('a product goes to an order that sold it and has that many pieces left, else by amount', () => {
		const orders: Order[] = [
			{
				customer: 1,
				day: 1,
				total: 40,
				lines: [
					[7, 3],
					[7, 1]
				]
			},
			{ customer: 1, day: 2, total: 40, lines: [[7, 1]] },
			{ customer: 1, day: 3, total: 40, lines: [[8, 9]] }
		];
		const back = { customer: 1, day: 9, product: 7, amount: 10 };
		expect(
			attach(orders, [
				{ ...back, quantity: 1 },
				{ ...back, quantity: 1 },
				{ ...back, quantity: 3 },
				{ ...back, quantity: 3 },
				{ ...back, product: 99, quantity: 1 }
			])
		).toEqual([
			[1, 10],
			[0, 10],
			[0, 10],
			[2, 10],
			[2, 10]
		]);
	});

	it('a refund that names its order takes its pieces and its money too', () => {
		const orders: Order[] = [
			{ customer: 1, day: 1, total: 10, lines: [[7, 1]] },
			{ customer: 1, day: 2, total: 10, lines: [[7, 1]] }
		];
		expect(
			attach(orders, [
				{ order: 1, customer: 1, product: 7, quantity: 1, amount: 10 },
				{ customer: 1, day: 9, product: 7, quantity: 1, amount: 10 },
				{ customer: 1, day: 9, amount: 10 }
			])
		).toEqual([
			[1, 10],
			[0, 10],
			[NONE, 0]
		]);
	});

	it('nobody, another currency, too early or too much: unmatched', () => {
		const orders = [{ customer: 1, day: 5, total: 10 }];
		expect(
			attach(orders, [
				{ day: 9, amount: 1 },
				{ customer: 1, day: 9, currency: 1, amount: 1 },
				{ customer: 1, day: 4, amount: 1 },
				{ customer: 1, day: 9, amount: 11 },
				{ customer: 1, amount: 10 }
			])
		).toEqual([
			[NONE, 0],
			[NONE, 0],
			[NONE, 0],
			[NONE, 0],
			[0, 10]
		]);
	});

	it('the merchandise given back never exceeds gross − discounts of the order, all its refunds together', () => {
		expect(
			attach(
				[{ customer: 1, day: 1, total: 29, cap: 25 }],
				[
					{ order: 0, amount: 20 },
					{ order: 0, amount: 9 },
					{ order: 0, amount: 3, items: 0 }
				]
			)
		).toEqual([
			[0, 20],
			[0, 5],
			[0, 0]
		]);
	});

	it('9,000 refunds over 540,000 lines all find an order, also when one customer has them all', () => {
		const count = 25_000;
		const lines = 540_000;
		const order = Int32Array.from({ length: lines }, (_, i) => i % count);
		const product = Int32Array.from({ length: lines }, (_, i) => (i * 7) % 4000);
		const ones = new Float64Array(lines).fill(1);
		for (const customers of [4000, 1]) {
			const number = Int32Array.from({ length: count }, (_, i) => i);
			const result = attachRefunds(
				{
					length: count,
					position: number,
					customer: number.map((i) => i % customers),
					currency: new Int32Array(count),
					day: number.map((i) => i % 365),
					minute: new Int32Array(count),
					total: new Float64Array(count).fill(100),
					cap: new Float64Array(count).fill(100)
				},
				[{ length: lines, order, product, quantity: ones }],
				{
					length: 9000,
					order: new Int32Array(9000).fill(NONE),
					customer: Int32Array.from({ length: 9000 }, (_, i) => i % customers),
					currency: new Int32Array(9000),
					day: new Int32Array(9000).fill(365),
					minute: new Int32Array(9000),
					product: Int32Array.from({ length: 9000 }, (_, i) => (i * 7) % 4000),
					quantity: new Float64Array(9000).fill(1),
					amount: new Float64Array(9000).fill(3),
					items: new Float64Array(9000).fill(3)
				}
			);
			expect(result.order.every((row) => row >= 0)).toBe(true);
		}
	});
});
