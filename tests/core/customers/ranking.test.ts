import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ranked } from '../../../workers/core/customers/ranking';

const all = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);

describe('ranking customers', () => {
	it('orders by value, ties by customer', () => {
		const values = [5, -1, 5, 0, 7];
		expect([...ranked(all(5), (c) => values[c], false)]).toEqual([1, 3, 0, 2, 4]);
		expect([...ranked(all(5), (c) => values[c], true)]).toEqual([4, 0, 2, 3, 1]);
	});

	it('orders only the customers it is given', () => {
		const values = [9, 8, 7, 6];
		expect([...ranked(Int32Array.of(0, 2, 3), (c) => values[c], false)]).toEqual([3, 2, 0]);
		expect([...ranked(new Int32Array(0), () => 0, true)]).toEqual([]);
	});

	it('agrees with a stable sort by comparison', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: -20, max: 20 })), fc.boolean(), (values, descending) => {
				const expected = values
					.map((_, i) => i)
					.sort((a, b) => (descending ? values[b] - values[a] : values[a] - values[b]) || a - b);
				expect([...ranked(all(values.length), (c) => values[c], descending)]).toEqual(expected);
			})
		);
	});
});
