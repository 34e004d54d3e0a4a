import { describe, expect, it } from 'vitest';
import { distinct, sortedBy } from '$workers/core/clv/distinct';
import { uniqueHistories } from '$workers/core/clv/histories';

const floats = (...values: number[]): Float64Array => Float64Array.from(values);

describe('unique histories', () => {
	it('merge customers with equal frequency, recency and age, and say who has which', () => {
		const { histories, row } = uniqueHistories(
			floats(2, 0, 2, 0, 2, 2),
			floats(3 / 7, 0, 3 / 7, 0, 5 / 7, 3 / 7),
			floats(10 / 7, 10 / 7, 10 / 7, 9 / 7, 10 / 7, 8 / 7)
		);
		expect(histories).toEqual({
			length: 5,
			frequency: floats(0, 0, 2, 2, 2),
			recency: floats(0, 0, 3 / 7, 3 / 7, 5 / 7),
			age: floats(9 / 7, 10 / 7, 8 / 7, 10 / 7, 10 / 7),
			weight: floats(1, 1, 1, 2, 1)
		});
		expect([...row]).toEqual([3, 1, 3, 0, 4, 2]);
	});

	it('keep times apart that are no whole days and differ in the last digit', () => {
		const { histories, row } = uniqueHistories(floats(1, 1, 1), floats(1.1, 1.1, 1.1 + 2 ** -52), floats(4, 4, 4));
		expect([...histories.weight]).toEqual([2, 1]);
		expect([...row]).toEqual([0, 0, 1]);
	});

	it('of nobody are none', () => {
		const { histories, row } = uniqueHistories(floats(), floats(), floats());
		expect(histories.length).toBe(0);
		expect(row.length).toBe(0);
	});
});

describe('distinct values', () => {
	it.each([
		['whole days', [3 / 7, 0, 3 / 7, 400 / 7], [0, 3 / 7, 400 / 7]],
		['other times', [0.43, 0, 0.43, 57.2], [0, 0.43, 57.2]],
		['two on one step', [0.1, 0.11, 0.1, 3], [0.1, 0.11, 3]],
		['far out', [1e9, 0, 1e9, 2e9], [0, 1e9, 2e9]]
	])('%s', (_, source, values) => {
		const found = distinct(Float64Array.from(source), 7);
		expect([...found.values]).toEqual(values);
		expect(Array.from(found.position, (i) => values[i])).toEqual(source);
	});

	it('rows sort by a column, and keep their order where it is equal', () => {
		const column = distinct(floats(2, 1, 2, 0, 1), 1);
		expect([...sortedBy(column, Int32Array.of(4, 3, 2, 1, 0))]).toEqual([3, 4, 1, 2, 0]);
	});
});
