import { describe, expect, it } from 'vitest';
import { IntBlocks } from '../../../workers/core/import/bytes/blocks';
import { TextTable } from '../../../workers/core/import/bytes/texts';
import { WholeSum } from '../../../workers/core/import/decimalText';
import { MarkBlocks } from '../../../workers/core/import/markBlocks';
import { monthText, monthsOfDays } from '../../../workers/core/import/months';
import { NONE } from '../../../workers/core/tables';
import { textOf } from './reading';

describe('MarkBlocks', () => {
	it('knows which bits some row has and which every row has', () => {
		const marks = new MarkBlocks();
		marks.append(Int32Array.of(0b0111, 0b0110, 0b1110), 3);
		expect([marks.some, marks.every]).toEqual([0b1111, 0b0110]);
		marks.push(0b0100);
		marks.repeat(0b10100, 2);
		expect([marks.some, marks.every]).toEqual([0b11111, 0b0100]);
	});

	it('never claims too little of some or too much of every when a row changes', () => {
		const marks = new MarkBlocks();
		marks.repeat(0b11, 2);
		marks.set(0, 0b100);
		marks.set(0, 0b11);
		expect(marks.some & 0b11).toBe(0b11);
		expect(marks.every & ~0b11).toBe(0);
	});
});

describe('IntBlocks', () => {
	it('is blank as long as every row has the default value', () => {
		const column = new IntBlocks(NONE);
		column.repeat(NONE, 100_000);
		expect(column.isBlank).toBe(true);
		column.set(99_999, 0);
		expect(column.isBlank).toBe(false);
	});

	it('lets go of whole blocks and keeps the others', () => {
		const column = new IntBlocks();
		column.append(
			Int32Array.from({ length: 200_000 }, (_, i) => i + 1),
			200_000
		);
		const before = column.bytesUsed;
		column.release(0, 65_536);
		expect(column.bytesUsed).toBeLessThan(before);
		expect(column.get(65_536)).toBe(65_537);
		column.release(65_536, 70_000);
		expect(column.get(65_536)).toBe(65_537);
		column.release(65_536, 200_000);
		expect(column.bytesUsed).toBe(0);
	});
});

describe('TextTable', () => {
	it('gives chosen texts as a column, in a row or not, across pages', () => {
		const texts = Array.from({ length: 40_000 }, (_, i) => `text number ${i * 7919}`);
		const table = new TextTable();
		for (const text of texts) table.internText(text);
		const scattered = Int32Array.from({ length: 5000 }, (_, i) => (i * 31) % 40_000);
		const column = table.pick(scattered);
		scattered.forEach((entry, i) => expect(textOf(column, i)).toBe(texts[entry]));
		const straight = table.pick(Int32Array.of(20_000, 20_001, 20_002));
		expect([0, 1, 2].map((i) => textOf(straight, i))).toEqual(texts.slice(20_000, 20_003));
		expect(table.pick(new Int32Array(0)).offsets).toEqual(new Int32Array(1));
	});
});

describe('WholeSum', () => {
	it('adds many values exactly, beyond the safe integers too', () => {
		const most = Number.MAX_SAFE_INTEGER;
		const sum = new WholeSum();
		sum.addAll(Float64Array.of(5, 1, 2, -4, 9), 1, 4);
		expect(sum.value).toBe(-1n);
		sum.addAll(Float64Array.of(most, most, most, -3), 0, 4);
		expect(sum.value).toBe(3n * BigInt(most) - 4n);
	});
});

describe('monthsOfDays', () => {
	it('counts months from the first one, over leap days and turns of the year, before 1970 as well', () => {
		// 2023-12-30 is day 19,721; 2024-02-29 and 2024-03-01 are 61 and 62 days later.
		const { first, months } = monthsOfDays(19_721, 19_721 + 62);
		expect([0, 1, 2, 32, 33, 61, 62].map((at) => monthText(first + months[at]))).toEqual([
			'2023-12',
			'2023-12',
			'2024-01',
			'2024-01',
			'2024-02',
			'2024-02',
			'2024-03'
		]);
		const early = monthsOfDays(-1, 0);
		expect([...early.months].map((month) => monthText(early.first + month))).toEqual(['1969-12', '1970-01']);
	});
});
