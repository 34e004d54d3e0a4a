import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	internColumn,
	internKeyColumn,
	isPlainKey,
	lowerAscii,
	normaliseKey,
	TextBlocks,
	TextTable,
	trimEnd,
	trimStart
} from '../../../../workers/core/import/bytes/texts';
import { NONE } from '../../../../workers/core/tables';
import { columnOf } from './columns';

const utf8 = (text: string) => new TextEncoder().encode(text);
const internAll = (cells: string[], table = new TextTable()) => {
	const out = new Int32Array(cells.length);
	internColumn(columnOf(cells), 0, table, out);
	return [...out];
};
const keysOf = (cells: string[], table = new TextTable()) => {
	const out = new Int32Array(cells.length);
	internKeyColumn(columnOf(cells), 0, table, out);
	return [...out].map((i) => (i === NONE ? null : table.get(i)));
};

describe('TextTable', () => {
	it('numbers texts in order of first appearance', () => {
		const table = new TextTable();
		expect(['b', 'a', 'b', '', 'c', ''].map((text) => table.internText(text))).toEqual([0, 1, 0, 2, 3, 2]);
		expect(table.size).toBe(4);
		expect([0, 1, 2, 3].map((i) => table.get(i))).toEqual(['b', 'a', '', 'c']);
		expect(table.findText('c')).toBe(3);
		expect(table.findText('d')).toBe(NONE);
		expect(table.size).toBe(4);
	});

	it('tells texts apart that begin, end or sort alike', () => {
		const table = new TextTable();
		const texts = [
			'1001',
			'1002',
			'2001',
			'100',
			'1001 ',
			' 1001',
			'1001\u0000',
			'abcdefgh',
			'abcdefgi',
			'bbcdefgh',
			'abcdXfgh',
			'__proto__',
			'constructor',
			'é',
			'e\u0301'
		];
		expect(texts.map((text) => table.internText(text))).toEqual(texts.map((_, i) => i));
		expect(texts.map((text) => table.findText(text))).toEqual(texts.map((_, i) => i));
		expect(texts.map((_, i) => table.get(i))).toEqual(texts);
	});

	it('keeps 300,000 texts apart, in about their own bytes and 16 a text', () => {
		const table = new TextTable();
		const count = 300_000;
		let bytes = 0;
		let right = 0;
		for (let i = 0; i < count; i++) {
			const text = `customer-${i}@example.com`;
			bytes += text.length;
			if (table.internText(text) === i) right++;
		}
		expect(right).toBe(count);
		for (const i of [0, 1, 65_535, 65_536, 131_071, 131_072, 299_999]) {
			expect(table.get(i)).toBe(`customer-${i}@example.com`);
			expect(table.findText(`customer-${i}@example.com`)).toBe(i);
		}
		expect(table.bytesUsed).toBeLessThan(bytes + 16 * count + 1_000_000);
	});

	it('keeps texts that are longer than a page', () => {
		const table = new TextTable();
		const long = 'x'.repeat(1_000_000);
		expect(table.internText('a')).toBe(0);
		expect(table.internText(long)).toBe(1);
		expect(table.internText(`${long}y`)).toBe(2);
		expect(table.internText(long)).toBe(1);
		expect(table.get(2)).toBe(`${long}y`);
		for (let i = 0; i < 2000; i++) table.internText(`more ${i}`);
		expect(table.findText(long)).toBe(1);
	});

	it('gives columns of its texts', () => {
		const table = new TextTable();
		for (const text of ['a', '', 'ccc', 'dé']) table.internText(text);
		expect(table.textColumn(1, 4)).toEqual({ bytes: utf8('cccdé'), offsets: Int32Array.of(0, 0, 3, 6) });
		expect(table.textColumn(2, 2)).toEqual({ bytes: new Uint8Array(0), offsets: Int32Array.of(0) });
		const many = new TextTable();
		for (let i = 0; i < 140_000; i++) many.internText(String(i));
		const { bytes, offsets } = many.textColumn(65_530, 131_080);
		const decoder = new TextDecoder();
		for (const i of [65_530, 65_536, 131_072, 131_079]) {
			expect(decoder.decode(bytes.subarray(offsets[i - 65_530], offsets[i - 65_529]))).toBe(String(i));
		}
	});

	it('makes room for what is expected', () => {
		const table = new TextTable(100_000);
		const before = table.bytesUsed;
		for (let i = 0; i < 1000; i++) table.internText(String(i));
		expect(table.findText('999')).toBe(999);
		expect(table.bytesUsed - before).toBeLessThan(600_000);
	});
});

describe('internColumn', () => {
	it('trims blanks and gives NONE for an empty cell', () => {
		const table = new TextTable();
		expect(internAll(['x', ' x ', '', '  ', '\u00a0x\t', 'y', 'y', 'x'], table)).toEqual([
			0,
			0,
			NONE,
			NONE,
			0,
			1,
			1,
			0
		]);
		expect(table.size).toBe(2);
	});

	it('gives the number that is asked for instead of NONE', () => {
		const out = new Int32Array(2);
		internColumn(columnOf(['', 'x']), 0, new TextTable(), out, { none: -7 });
		expect([...out]).toEqual([-7, 0]);
	});

	it('agrees with a map of strings on any cells', () => {
		const cell = fc.oneof(
			fc.constantFrom('', 'paid', 'pending', 'a', 'ab', 'abc', 'abcd', 'abcde', 'abcdefghi', 'Abcd', 'ÄÖ', '日本'),
			fc.string({ unit: 'grapheme', maxLength: 20 }),
			fc.integer({ min: 100_000, max: 100_300 }).map(String)
		);
		fc.assert(
			fc.property(fc.array(cell, { maxLength: 300 }), (cells) => {
				const table = new TextTable();
				const expected = new Map<string, number>();
				const trimmed = cells.map((text) => text.replace(/^[ \t-\r\u00a0]+|[ \t-\r\u00a0]+$/g, ''));
				const numbers = trimmed.map((text) => {
					if (text === '') return NONE;
					if (!expected.has(text)) expected.set(text, expected.size);
					return expected.get(text);
				});
				expect(internAll(cells, table)).toEqual(numbers);
				expect(Array.from({ length: table.size }, (_, i) => table.get(i))).toEqual([...expected.keys()]);
			})
		);
	});

	it('agrees with a map of strings on ids that ascend or descend for a while, block by block', () => {
		const step = fc.integer({ min: 0, max: 3 });
		fc.assert(
			fc.property(
				fc.array(step, { minLength: 1, maxLength: 60 }),
				fc.boolean(),
				fc.array(fc.integer({ min: 0, max: 1200 }), { maxLength: 4 }),
				fc.constantFrom('', '#', 'Order-', 'ORD'),
				fc.integer({ min: 1, max: 20 }),
				fc.boolean(),
				(steps, down, strays, prefix, rows, keys) => {
					let id = down ? 1010 : 990;
					const ids = steps.map((by) => prefix + String((id += down ? -by : by)));
					const cells = [...ids, ...strays.map((stray) => prefix + String(stray)), ...ids];
					const table = new TextTable();
					const expected = new Map<string, number>();
					for (let at = 0; at < cells.length; at += rows) {
						const part = cells.slice(at, at + rows);
						const numbers = part.map((text) => {
							const own = keys ? text.toLowerCase() : text;
							if (!expected.has(own)) expected.set(own, expected.size);
							return expected.get(own);
						});
						const out = new Int32Array(part.length);
						(keys ? internKeyColumn : internColumn)(columnOf(part), 0, table, out);
						expect([...out]).toEqual(numbers);
						for (const [text, number] of expected) expect(table.findText(text)).toBe(number);
						expect(table.findText('(not set)')).toBe(NONE);
					}
					expect(Array.from({ length: table.size }, (_, i) => table.get(i))).toEqual([...expected.keys()]);
				}
			)
		);
	});

	it('needs four bytes a text beside the text itself while ids ascend', () => {
		const table = new TextTable();
		const ids = Array.from({ length: 100_000 }, (_, i) => String(1_000_000 + i));
		internAll(ids, table);
		expect(table.findText('1099999')).toBe(99_999);
		expect(table.bytesUsed).toBeLessThan(100_000 * (7 + 4 * 1.5) + 300_000);
	});

	it('agrees with a map of strings on large tables', () => {
		const table = new TextTable();
		const expected = new Map<string, number>();
		for (let block = 0; block < 60; block++) {
			const cells = Array.from({ length: 1000 }, (_, i) => `u${(block * 1000 + i * 7919) % 25_000}@shop.example`);
			const numbers = cells.map((text) => {
				if (!expected.has(text)) expected.set(text, expected.size);
				return expected.get(text);
			});
			expect(internAll(cells, table)).toEqual(numbers);
		}
		expect(table.size).toBe(25_000);
	});
});

describe('keys', () => {
	it('are NFC, trimmed, with single blanks, in lower case without locale', () => {
		expect(normaliseKey('  Jose\u0301  Ñ\u00a0X ')).toBe('josé ñ x');
		expect(normaliseKey('STRASSE ß')).toBe('strasse ß');
		expect(normaliseKey('I')).toBe('i');
		expect(
			keysOf([
				'Bob@Example.COM',
				' bob@example.com',
				'CUST1',
				'ab',
				'A',
				'Z[@`{',
				'',
				'\u00a0',
				'Jose\u0301',
				'JOSÉ',
				'a  b',
				'A B',
				'a\u00a0b'
			])
		).toEqual([
			'bob@example.com',
			'bob@example.com',
			'cust1',
			'ab',
			'a',
			'z[@`{',
			null,
			null,
			'josé',
			'josé',
			'a b',
			'a b',
			'a b'
		]);
	});

	it('of a column equal normaliseKey of its texts, and the block stays as it was', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ maxLength: 12 }), fc.emailAddress()),
					{ maxLength: 80 }
				),
				(cells) => {
					const block = columnOf(cells);
					const before = block.bytes.slice();
					const table = new TextTable();
					const out = new Int32Array(cells.length);
					internKeyColumn(block, 0, table, out);
					expect([...out].map((i) => (i === NONE ? '' : table.get(i)))).toEqual(
						cells.map((text) => normaliseKey(text))
					);
					expect(block.bytes).toEqual(before);
				}
			)
		);
	});

	it('are plain when nothing is to be done to them', () => {
		const plain = (text: string) => isPlainKey(utf8(text), 0, utf8(text).length);
		expect(['a', 'bob@example.com', 'a b c', '#1001', '', '~'].map(plain)).toEqual([
			true,
			true,
			true,
			true,
			true,
			true
		]);
		expect([' a', 'a ', 'a  b', 'A', 'é', 'a\tb', '\u007f'].map(plain)).toEqual([
			false,
			false,
			false,
			false,
			false,
			false,
			false
		]);
	});

	it('lower-cases ASCII in place and leaves other bytes', () => {
		const bytes = utf8('@AZ[az{ÄÉ');
		lowerAscii(bytes, 0, bytes.length);
		expect(new TextDecoder().decode(bytes)).toBe('@az[az{ÄÉ');
	});

	it('trims blanks, line ends and no-break spaces', () => {
		const bytes = utf8(' \t\u00a0\r\nà b\u00a0 \n');
		const start = trimStart(bytes, 0, bytes.length);
		expect(new TextDecoder().decode(bytes.subarray(start, trimEnd(bytes, start, bytes.length)))).toBe('à b');
	});
});

describe('TextBlocks', () => {
	it('keeps texts one after the other', () => {
		const texts = new TextBlocks();
		const bytes = utf8('hello world');
		texts.push(bytes, 0, 5);
		texts.push(bytes, 5, 5);
		texts.pushText('wörld');
		expect(texts.size).toBe(3);
		expect(texts.range(0, 3)).toEqual({ bytes: utf8('hellowörld'), offsets: Int32Array.of(0, 5, 5, 11) });
		expect(texts.get(2)).toBe('wörld');
	});
});
