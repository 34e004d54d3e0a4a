import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecimalBlocks, IntBlocks } from '../../../../workers/core/import/bytes/blocks';
import { NO_DAY } from '../../../../workers/core/tables';

describe('IntBlocks', () => {
	it('costs nothing while every value is the default', () => {
		const column = new IntBlocks(-1);
		column.repeat(-1, 1_000_000);
		column.append(new Int32Array(1000).fill(-1), 1000);
		column.push(-1);
		expect(column.length).toBe(1_001_001);
		expect(column.bytesUsed).toBe(0);
		expect(column.get(1_000_999)).toBe(-1);
		expect(column.range(0, 65_536)).toEqual(new Int8Array(65_536).fill(-1));
	});

	it('is as narrow as its values allow, block by block', () => {
		const column = new IntBlocks();
		column.push(127);
		expect(column.range(0, 1)).toEqual(Int8Array.of(127));
		column.push(-129);
		expect(column.range(0, 2)).toEqual(Int16Array.of(127, -129));
		column.push(40_000);
		expect(column.range(0, 3)).toEqual(Int32Array.of(127, -129, 40_000));
		column.push(2 ** 31);
		column.push(Number.MAX_SAFE_INTEGER);
		expect(column.range(0, 5)).toEqual(Float64Array.of(127, -129, 40_000, 2 ** 31, Number.MAX_SAFE_INTEGER));
		column.repeat(0, 65_531);
		column.push(1);
		expect(column.bytesUsed).toBe(65_536 * 9);
	});

	it('holds its default where it is wide', () => {
		const column = new IntBlocks(NO_DAY);
		column.push(NO_DAY);
		column.push(5);
		expect(column.range(0, 2)).toEqual(Int32Array.of(NO_DAY, 5));
		expect(new IntBlocks(NO_DAY).range(0, 0)).toHaveLength(0);
	});

	it('sets rows, also in a block that does not exist yet', () => {
		const column = new IntBlocks();
		column.repeat(0, 70_000);
		column.set(69_999, 7);
		column.set(0, 0);
		expect(column.bytesUsed).toBe(65_536);
		column.set(69_999, 70_000);
		expect([column.get(69_998), column.get(69_999)]).toEqual([0, 70_000]);
	});

	it('equals a plain array, whatever is done to it', () => {
		const value = fc.oneof(
			fc.constant(-1),
			fc.integer({ min: -130, max: 130 }),
			fc.integer({ min: -40_000, max: 40_000 }),
			fc.integer(),
			fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, NO_DAY)
		);
		const step = fc.oneof(
			fc.record({ push: value }),
			fc.record({ append: fc.array(value, { maxLength: 5 }), times: fc.constantFrom(1, 7000) }),
			fc.record({ repeat: value, count: fc.integer({ min: 0, max: 70_000 }) }),
			fc.record({ set: value, at: fc.nat() })
		);
		fc.assert(
			fc.property(fc.array(step, { maxLength: 8 }), fc.nat(), fc.nat(), (steps, a, b) => {
				const column = new IntBlocks(-1);
				let plain: number[] = [];
				for (const s of steps) {
					if ('push' in s) {
						column.push(s.push);
						plain.push(s.push);
					} else if ('append' in s) {
						const values = Array.from({ length: s.times }, () => s.append).flat();
						column.append(values, values.length);
						plain = plain.concat(values);
					} else if ('repeat' in s) {
						column.repeat(s.repeat, s.count);
						plain = plain.concat(new Array<number>(s.count).fill(s.repeat));
					} else if (plain.length > 0) {
						column.set(s.at % plain.length, s.set);
						plain[s.at % plain.length] = s.set;
					}
				}
				expect(column.length).toBe(plain.length);
				const [from, to] = [a % (plain.length + 1), b % (plain.length + 1)].sort((x, y) => x - y);
				const range = column.range(from, to);
				expect(range.length).toBe(to - from);
				let equal = true;
				for (let i = from; i < to; i++) equal &&= range[i - from] === plain[i] && column.get(i) === plain[i];
				expect(equal).toBe(true);
			}),
			{ numRuns: 60 }
		);
	});

	it('appends a part of an array', () => {
		const column = new IntBlocks();
		column.append([1, 2, 3, 4], 2, 1);
		expect([...column.range(0, 2)]).toEqual([2, 3]);
	});
});

describe('DecimalBlocks', () => {
	it('brings earlier rows to the largest scale when they are read', () => {
		const column = new DecimalBlocks(2);
		column.append(Float64Array.of(1250, -5), 2, 2);
		column.push(19_575, 4);
		column.push(7, 0);
		column.append(Float64Array.of(25, 30), 2, 1);
		column.repeat(3, 2, 2);
		expect(column.scale).toBe(4);
		expect(column.range(0, 8)).toEqual({
			values: Int32Array.of(125_000, -500, 19_575, 70_000, 25_000, 30_000, 300, 300),
			scale: 4
		});
		expect([column.get(0), column.get(3)]).toEqual([125_000, 70_000]);
		expect(column.fits()).toBe(true);
	});

	it('costs nothing while all is 0', () => {
		const column = new DecimalBlocks(2);
		column.append(new Float64Array(5000), 5000, 2);
		column.push(0, 6);
		column.append(new Float64Array(200_000), 200_000, 6);
		expect(column.bytesUsed).toBe(0);
		expect(column.range(0, 3)).toEqual({ values: Int8Array.of(0, 0, 0), scale: 6 });
	});

	it('tells when a value leaves the safe integers at the scale of the column', () => {
		const column = new DecimalBlocks();
		column.push(2 ** 52, 0);
		expect(column.fits()).toBe(true);
		column.push(5, 1);
		expect(column.fits()).toBe(false);
	});

	it('sets a row, raising the scale where it must', () => {
		const column = new DecimalBlocks(2);
		column.append(Float64Array.of(100, 200), 2, 2);
		column.set(1, 5, 0);
		expect(column.range(0, 2)).toEqual({ values: Int16Array.of(100, 500), scale: 2 });
		column.set(0, 12_345, 3);
		expect(column.range(0, 2)).toEqual({ values: Int16Array.of(12_345, 5000), scale: 3 });
	});
});
