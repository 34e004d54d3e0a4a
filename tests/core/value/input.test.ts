import { describe, expect, it } from 'vitest';
import { DEFAULT_COUNTING } from '$workers/core/counting';
import { openLedger } from '$workers/core/ledger/ledger';
import { valueInput } from '$workers/core/value/input';
import type { InputContext } from '$workers/core/value/input';
import { columnsOf } from '$workers/core/value/columns';
import type { ValueInput } from '$workers/core/value/types';
import { dataSet, dayOf } from '../helpers/dataSet';
import { eightCustomers } from '../helpers/eightCustomers';

const context: InputContext = { asOf: null, selection: null, splits: [], productName: () => null, dataHash: 'abc' };
const made = (given: Partial<InputContext> = {}): ValueInput =>
	valueInput(openLedger(DEFAULT_COUNTING, eightCustomers()), { ...context, ...given }) ?? expect.fail('nothing counts');

describe('what the models are given', () => {
	it('is what each customer has done by the day, money in units', () => {
		const { now, asOf, firstDay, currency } = made();
		expect([asOf, firstDay]).toEqual([dayOf('2024-12-31'), dayOf('2023-01-01')]);
		expect(currency).not.toBeNull();
		// a, the first to come: three repeat days of 50, 60 and 40 in the 730 days to the last of them, which is the day itself.
		expect(now.frequency[0]).toBe(3);
		expect(now.recency[0]).toBeCloseTo(730 / 7, 12);
		expect(now.age[0]).toBeCloseTo(730 / 7, 12);
		expect(now.mean[0]).toBeCloseTo(50, 12);
		expect([...now.net]).toEqual([240, 130, 200, 20, 400, 0, -20, 25]);
		expect([...now.orders]).toEqual([4, 3, 1, 2, 1, 1, 1, 1]);
		expect(now.silence[0]).toBe(0);
		expect(now.silence[7]).toBe(50);
	});

	it('knows what came after an earlier day, and the same months a year before', () => {
		const { splits } = made({ splits: [{ day: dayOf('2024-06-30'), end: dayOf('2024-12-29') }] });
		const [split] = splits;
		// a, b, c, d, e, f had come; after it only d ordered, on 15 August: 46 days on, in the seventh week.
		expect(split.customer.length).toBe(6);
		expect([...split.holdoutDays]).toEqual([0, 0, 0, 1, 0, 0]);
		expect(split.holdoutValue[3]).toBe(10);
		expect(split.weekly).toHaveLength(26);
		expect([split.weekly[5], split.weekly[6], split.weekly[25]]).toEqual([0, 1, 1]);
		// From 1 July to 30 December 2023: c alone, on 20 November.
		expect([...(split.yearBefore ?? [])]).toEqual([0, 0, 1, 0, 0, 0]);
		// Six customers teach nobody anything.
		expect(split.behaviour).toBeNull();
	});

	it('has no year before where the data does not reach back', () => {
		const [split] = made({ splits: [{ day: dayOf('2023-12-15'), end: dayOf('2024-03-01') }] }).splits;
		expect(split.yearBefore).toBeNull();
	});

	it('counts who came new by calendar month, and says whether the last month is over', () => {
		const { firstMonth, newByMonth, lastMonthFinished } = made();
		expect(firstMonth).toBe(53 * 12);
		expect([...newByMonth]).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 1, 0]);
		expect(lastMonthFinished).toBe(true);
		expect(made({ asOf: dayOf('2024-12-30') }).lastMonthFinished).toBe(false);
	});

	it('names what customers came by, most frequent first, and leaves the unknown out', () => {
		const input = valueInput(openLedger(DEFAULT_COUNTING, eightCustomers()), {
			...context,
			productName: (product) => (product === 7 ? 'Carafe' : null)
		});
		const [products, channels, countries] = input?.groups ?? [];
		expect(products.names).toEqual(['Carafe']);
		expect([...products.code]).toEqual([-1, -1, 0, -1, -1, -1, -1, -1]);
		expect(channels.names.toSorted()).toEqual(['shop', 'web']);
		expect(countries.names).toEqual(['DE']);
	});

	it('sees every order for how long nobody ordered, whoever is selected', () => {
		// From 10 June 2023, a's second order, to 20 November.
		expect(made().longestGap).toBe(162);
		expect(made({ selection: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1) }).longestGap).toBe(162);
		// By then nobody but a and b: from 1 January to 5 March 2023. And since the last order of all, 31 December 2024.
		expect(made({ asOf: dayOf('2023-03-10') }).longestGap).toBe(62);
		expect(made({ asOf: dayOf('2025-08-31') }).longestGap).toBe(243);
		// A guest in the middle of the silence ends it: 80 days before, 82 after.
		const visited = dataSet([
			{ customer: 'a', day: 19_000, gross: 1 },
			{ day: 19_081, gross: 1 },
			{ customer: 'a', day: 19_164, gross: 1 }
		]);
		expect(valueInput(openLedger(DEFAULT_COUNTING, visited), context)?.longestGap).toBe(82);
	});

	it('crosses a thread with its columns, which stand beside it on the other side too', () => {
		const input = made({ splits: [{ day: dayOf('2024-06-30'), end: dayOf('2024-12-29') }] });
		const columns = columnsOf(input);
		const there = structuredClone({ value: input, columns }, { transfer: columns });
		expect(new Set(columnsOf(there.value))).toEqual(new Set(there.columns));
		expect(there.columns.length).toBeGreaterThan(20);
		expect(columns.every(({ byteLength }) => byteLength === 0)).toBe(true);
	});

	it('looks at the selection alone, and hands over every column', () => {
		const input = made({ selection: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0) });
		expect([...input.now.customer]).toEqual([0]);
		expect(columnsOf(input).length).toBeGreaterThan(10);
	});

	it('is nothing where no order counts', () => {
		expect(valueInput(openLedger(DEFAULT_COUNTING, dataSet([])), context)).toBeNull();
	});
});
