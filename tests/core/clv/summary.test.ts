import { describe, expect, it } from 'vitest';
import { customerSummary } from '$workers/core/clv/summary';
import type { CustomerSummary, SummaryOptions } from '$workers/core/clv/summary';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import type { CountingDefinition } from '$workers/core/counting';
import { openLedger } from '$workers/core/ledger/ledger';
import { dataSet, dayOf } from '../helpers/dataSet';
import type { PlainOrder, PlainRefund } from '../helpers/dataSet';

/** a: four days, two orders on the second; b: came in February; c: once; d: twice, a guest between them. */
const ORDERS: PlainOrder[] = [
	{ id: 'a1', customer: 'a', day: '2024-01-01', gross: 50_00 },
	{ id: 'a2', customer: 'a', day: '2024-01-08', gross: 20_00 },
	{ id: 'a3', customer: 'a', day: '2024-01-08', gross: 10_00 },
	{ id: 'a4', customer: 'a', day: '2024-01-22', gross: 40_00 },
	{ id: 'a5', customer: 'a', day: '2024-03-01', gross: 60_00 },
	{ id: 'b1', customer: 'b', day: '2024-02-01', gross: 5_00 },
	{ id: 'c1', customer: 'c', day: '2024-01-10', gross: 15_00 },
	{ id: 'guest', day: '2024-01-15', gross: 99_00 },
	{ id: 'd1', customer: 'd', day: '2024-01-20', gross: 8_00 },
	{ id: 'd2', customer: 'd', day: '2024-01-31', gross: 6_00 }
];
const JANUARY: SummaryOptions = { asOf: dayOf('2024-01-31') };

function summaryOf(
	options: SummaryOptions,
	refunds: PlainRefund[] = [],
	counting: Partial<CountingDefinition> = {},
	orders = ORDERS
): CustomerSummary {
	return customerSummary(openLedger({ ...DEFAULT_COUNTING, ...counting }, dataSet(orders, refunds)), options);
}

describe('the summary of customers', () => {
	it.each([false, true])(
		'counts days, weeks and values up to a day, and what came after (merged: %s)',
		(mergeSameDay) => {
			expect(summaryOf(JANUARY, [], { mergeSameDay })).toEqual({
				day: dayOf('2024-01-31'),
				end: dayOf('2024-03-01'),
				currency: 'EUR',
				length: 3,
				customer: Int32Array.of(0, 2, 3),
				frequency: Float64Array.of(2, 0, 1),
				recency: Float64Array.of(3, 0, 11 / 7),
				age: Float64Array.of(30 / 7, 3, 11 / 7),
				weight: Float64Array.of(1, 1, 1),
				spendingDays: Float64Array.of(2, 0, 1),
				mean: Float64Array.of(35, 0, 6),
				holdoutDays: Float64Array.of(1, 0, 0),
				holdoutValue: Float64Array.of(60, 0, 0)
			});
		}
	);

	it('goes up to the last counted day unless told otherwise, with nothing after it', () => {
		const { day, end, frequency, age, holdoutDays } = summaryOf({});
		expect([day, end]).toEqual([dayOf('2024-03-01'), dayOf('2024-03-01')]);
		expect([...frequency]).toEqual([3, 0, 0, 1]);
		expect([...age]).toEqual([60 / 7, 29 / 7, 51 / 7, 41 / 7]);
		expect([...holdoutDays]).toEqual([0, 0, 0, 0]);
	});

	it('looks no farther than the end of the holdout', () => {
		const { end, holdoutDays } = summaryOf({ ...JANUARY, end: dayOf('2024-02-15') });
		expect(end).toBe(dayOf('2024-02-15'));
		expect([...holdoutDays]).toEqual([0, 0, 0]);
	});

	it('keeps to a selection', () => {
		const { customer, frequency } = summaryOf({ ...JANUARY, selection: Uint8Array.of(0, 1, 1, 1) });
		expect([...customer]).toEqual([2, 3]);
		expect([...frequency]).toEqual([0, 1]);
	});

	describe.each(['order-period', 'own-period'] as const)('with refunds in %s', (refundsIn) => {
		const late: PlainRefund = { order: 'a4', customer: 'a', day: '2024-02-10', amount: 10_00 };

		it('a refund lowers its order from its own day on', () => {
			expect(summaryOf(JANUARY, [late], { refundsIn }).mean[0]).toBe(35);
			expect(summaryOf({ asOf: dayOf('2024-02-15') }, [late], { refundsIn }).mean[0]).toBe(30);
			expect(summaryOf({ asOf: dayOf('2024-02-15') }, [late], { refundsIn, value: 'gross' }).mean[0]).toBe(35);
		});

		it('a refund of a later order lowers what came after', () => {
			const refund: PlainRefund = { order: 'a5', customer: 'a', day: '2024-03-01', amount: 20_00 };
			const { mean, holdoutValue } = summaryOf(JANUARY, [refund], { refundsIn });
			expect([mean[0], holdoutValue[0]]).toEqual([35, 40]);
		});

		it('a refund that fits no order is shared by all of the customer’s, in proportion', () => {
			// More than any order: half of the 120.00 by the end of January.
			const refund: PlainRefund = { customer: 'a', day: '2024-01-25', amount: 60_00 };
			expect(summaryOf(JANUARY, [refund], { refundsIn }).mean[0]).toBe(17.5);
		});
	});

	describe('in several currencies', () => {
		const orders: PlainOrder[] = [
			{ customer: 'a', day: '2024-01-01', gross: 50_00, currency: 'EUR' },
			{ customer: 'a', day: '2024-01-08', gross: 20_00, currency: 'EUR' },
			{ customer: 'a', day: '2024-01-15', gross: 70_00, currency: 'USD' },
			{ customer: 'a', day: '2024-01-15', gross: 10_00, currency: 'EUR' },
			{ customer: 'a', day: '2024-01-22', gross: 90_00, currency: 'USD' },
			{ customer: 'a', day: '2024-02-22', gross: 30_00, currency: 'USD' }
		];

		it('days count whatever was paid in, money in one of them only', () => {
			const inEuro = summaryOf({ ...JANUARY, currency: 'EUR' }, [], {}, orders);
			expect(inEuro.currency).toBe('EUR');
			expect([inEuro.frequency[0], inEuro.spendingDays[0], inEuro.mean[0]]).toEqual([3, 2, 15]);
			expect([inEuro.holdoutDays[0], inEuro.holdoutValue[0]]).toEqual([1, 0]);
			const inDollars = summaryOf({ ...JANUARY, currency: 'USD' }, [], {}, orders);
			expect([inDollars.frequency[0], inDollars.spendingDays[0], inDollars.mean[0]]).toEqual([3, 2, 80]);
			expect([inDollars.holdoutDays[0], inDollars.holdoutValue[0]]).toEqual([1, 30]);
		});

		it('without a choice there is no money', () => {
			const { currency, frequency, spendingDays, mean } = summaryOf(JANUARY, [], {}, orders);
			expect([currency, frequency[0], spendingDays[0], mean[0]]).toEqual([null, 3, 0, 0]);
		});
	});

	it('of no orders is empty', () => {
		expect(summaryOf({}, [], {}, [])).toMatchObject({ day: null, end: null, currency: null, length: 0 });
	});
});
