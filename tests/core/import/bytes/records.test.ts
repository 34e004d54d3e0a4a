import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadFailure } from '../../../../workers/core/import/bytes/failure';
import { cellIs, cellText, RecordReader, sampleRecords } from '../../../../workers/core/import/bytes/records';
import type { RecordOptions } from '../../../../workers/core/import/bytes/records';
import { RECORD } from '../../../../workers/core/import/bytes/types';

interface Row {
	line: number;
	cells: string[];
	count: number;
	surplus: boolean;
	blank: boolean;
	truncated: boolean;
}

const utf8 = (text: string) => new TextEncoder().encode(text);

async function readChunks(chunks: Iterable<Uint8Array>, options: Partial<RecordOptions> = {}): Promise<Row[]> {
	const reader = new RecordReader(chunks, { delimiter: ',', quoting: true, stride: 3, ...options });
	const rows: Row[] = [];
	for (let block = await reader.next(); block !== null; block = await reader.next()) {
		expect(block.rows).toBeGreaterThan(0);
		for (let r = 0; r < block.rows; r++) {
			const cells: string[] = [];
			for (let c = 0; c < block.stride; c++) cells.push(cellText(block, r, c));
			rows.push({
				line: block.lines[r],
				cells,
				count: block.cells[r],
				surplus: block.surplus[r] === 1,
				blank: (block.flags[r] & RECORD.blank) !== 0,
				truncated: (block.flags[r] & RECORD.truncated) !== 0
			});
		}
	}
	return rows;
}
const read = (text: string, options: Partial<RecordOptions> = {}) => readChunks([utf8(text)], options);
const cellsOf = async (text: string, options: Partial<RecordOptions> = {}) =>
	(await read(text, options)).map((row) => row.cells.slice(0, row.count));

describe('records', () => {
	it('reads LF, CRLF and CR line ends alike', async () => {
		const expected = [
			['a', 'b', 'c'],
			['1', '2', '3'],
			['4', '5', '6']
		];
		expect(await cellsOf('a,b,c\n1,2,3\n4,5,6\n')).toEqual(expected);
		expect(await cellsOf('a,b,c\r\n1,2,3\r\n4,5,6\r\n')).toEqual(expected);
		expect(await cellsOf('a,b,c\r1,2,3\r4,5,6\r')).toEqual(expected);
	});

	it('reads a last record without line end', async () => {
		expect(await read('a,b,c\n1,2,3')).toMatchObject([
			{ truncated: false },
			{ cells: ['1', '2', '3'], truncated: false }
		]);
	});

	it('marks a last record without line end and with too few cells as truncated', async () => {
		expect(await read('a,b,c\n1,2')).toMatchObject([{}, { cells: ['1', '2', ''], count: 2, truncated: true }]);
		expect(await read('a,b,c\n1,2\n')).toMatchObject([{}, { count: 2, truncated: false }]);
		expect(await read('a,b\n1', { columns: 1 })).toMatchObject([{}, { count: 1, truncated: false }]);
	});

	it('marks a last record that ends inside quotes as truncated, whatever its cells', async () => {
		expect(await read('a,b,c\n1,2,"3\n')).toMatchObject([{}, { cells: ['1', '2', '3\n'], truncated: true }]);
		expect(await read('a,b,c\n1,2,"3')).toMatchObject([{}, { cells: ['1', '2', '3'], truncated: true }]);
		expect(await read('a,b,c\n1,2,"')).toMatchObject([{}, { cells: ['1', '2', ''], truncated: true }]);
		expect(await read('a,b,c\n1,2,"3"')).toMatchObject([{}, { cells: ['1', '2', '3'], truncated: false }]);
	});

	it('undoubles quotes, keeps delimiters and line ends inside them, and counts physical lines', async () => {
		expect(await read('"a, ""b""","x\r\ny\nz\rw",c\r\n1,2,3\n')).toMatchObject([
			{ line: 1, cells: ['a, "b"', 'x\r\ny\nz\rw', 'c'] },
			{ line: 5, cells: ['1', '2', '3'] }
		]);
	});

	it('lets only a quote at the very start of a cell open it, and keeps text behind the closing one', async () => {
		expect(await cellsOf('5" pipe, "x",y"z"\n"a"b,"a"b"c","a" \n')).toEqual([
			['5" pipe', ' "x"', 'y"z"'],
			['ab', 'ab"c"', 'a ']
		]);
	});

	it('leaves quotes alone where the format has none', async () => {
		expect(await cellsOf('"a\tb"\t""\n', { delimiter: 'tab', quoting: false })).toEqual([['"a', 'b"', '""']]);
	});

	it('passes over empty lines and lines of blanks, but counts them', async () => {
		expect(await read('\n  \t \na,b,c\n\r\n1,2,3\n   ')).toMatchObject([{ line: 3 }, { line: 5 }]);
	});

	it('takes a line of blanks for a record where the tab is the delimiter and is in it', async () => {
		expect(await read('  \n \t \nx\ty\n', { delimiter: 'tab' })).toMatchObject([
			{ line: 2, blank: true, count: 2 },
			{ line: 3, blank: false }
		]);
	});

	it('marks records of delimiters and blanks only', async () => {
		expect((await read(',,\n , ,\n"","",""\n,x,\n"",x,\n,,,\n,,,x\n""\n')).map((row) => row.blank)).toEqual([
			true,
			true,
			true,
			false,
			false,
			true,
			false,
			true
		]);
	});

	it('fills missing cells and tells surplus ones that are not empty', async () => {
		expect(await read('1\n1,2,3,4\n1,2,3,\n1,2,3, ,"",5\n')).toMatchObject([
			{ cells: ['1', '', ''], count: 1, surplus: false },
			{ cells: ['1', '2', '3'], count: 4, surplus: true },
			{ cells: ['1', '2', '3'], count: 4, surplus: false },
			{ cells: ['1', '2', '3'], count: 6, surplus: true }
		]);
	});

	it('reads semicolon, tab and bar', async () => {
		expect(await cellsOf('a;1,5;c d!\n', { delimiter: ';' })).toEqual([['a', '1,5', 'c d!']]);
		expect(await cellsOf('a\t1,5\tc;d\n', { delimiter: 'tab' })).toEqual([['a', '1,5', 'c;d']]);
		expect(await cellsOf('a|1,5|c\td\n', { delimiter: '|' })).toEqual([['a', '1,5', 'c\td']]);
	});

	it('reads runs of blanks as one delimiter, none of them outside the cells', async () => {
		expect(await cellsOf(' 00004  19970101 \t 2\n\t1 "a b" c  \n\n x\n', { delimiter: 'blanks' })).toEqual([
			['00004', '19970101', '2'],
			['1', 'a b', 'c'],
			['x']
		]);
	});

	it('passes over a byte order mark, also when it comes in pieces', async () => {
		const bytes = utf8('\ufeff"a",b,c\n');
		expect(await readChunks([...bytes].map((byte) => Uint8Array.of(byte)))).toMatchObject([{ cells: ['a', 'b', 'c'] }]);
		expect(await read('\ufeff')).toEqual([]);
		expect(await read('')).toEqual([]);
		expect(await read('x')).toMatchObject([{ cells: ['x', '', ''] }]);
	});

	it('begins at the line that is asked for', async () => {
		expect(await read('title\r\n"h\nx,y\n1,2,3\n', { firstLine: 4 })).toMatchObject([
			{ line: 4, cells: ['1', '2', '3'] }
		]);
		expect(await read('title\rx,y\r1,2,3', { firstLine: 3 })).toMatchObject([{ line: 3, cells: ['1', '2', '3'] }]);
		expect(await read('title\n', { firstLine: 4 })).toEqual([]);
		expect(await read('title', { firstLine: 2 })).toEqual([]);
	});

	it('keeps UTF-8 as it is', async () => {
		expect(await cellsOf('Zoë,"Łódź",日本\n')).toEqual([['Zoë', 'Łódź', '日本']]);
	});

	it('compares a cell with bytes without the blanks around it', async () => {
		const reader = new RecordReader([utf8(' Total ,x,\n')], { delimiter: ',', quoting: true, stride: 3 });
		const block = await reader.next();
		expect(block && cellIs(block, 0, 0, utf8('Total'))).toBe(true);
		expect(block && cellIs(block, 0, 0, utf8('Totals'))).toBe(false);
		expect(block && cellIs(block, 0, 2, utf8(''))).toBe(true);
	});
});

describe('blocks and buffers', () => {
	it('gives at most blockRows records a block, in order', async () => {
		const text = Array.from({ length: 1000 }, (_, i) => `${i},x,y\n`).join('');
		const reader = new RecordReader([utf8(text)], { delimiter: ',', quoting: true, stride: 2, blockRows: 64 });
		const seen: string[] = [];
		for (let block = await reader.next(); block !== null; block = await reader.next()) {
			expect(block.rows).toBeLessThanOrEqual(64);
			for (let r = 0; r < block.rows; r++) seen.push(cellText(block, r, 0));
		}
		expect(seen).toEqual(Array.from({ length: 1000 }, (_, i) => String(i)));
	});

	it('reads records that are longer than the buffer', async () => {
		const long = 'x'.repeat(700_000);
		const rows = await read(`a,b,c\n1,"${long}\n""",3\n4,5,6\n`);
		expect(rows.map((row) => row.line)).toEqual([1, 2, 4]);
		expect(rows[1].cells[1]).toBe(`${long}\n"`);
	});

	it('refuses a line of 100 MB with its line number and without holding it', async () => {
		const piece = new Uint8Array(1 << 20).fill(120);
		let given = 0;
		function* chunks() {
			yield utf8('a,b,c\n1,2,3\n');
			for (let i = 0; i < 100; i++) {
				given++;
				yield piece;
			}
		}
		const failure = await readChunks(chunks()).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(ReadFailure);
		expect(failure).toMatchObject({ failure: { status: 'failed', code: 'record_too_long', line: 3 } });
		expect(given).toBeLessThanOrEqual(18);
	});

	it('refuses a quote that is never closed, with the line on which its record begins', async () => {
		const text = 'a,b,c\n1,"2,3\n' + '1,2,3\n'.repeat(1000);
		await expect(read(text, { maxRecordBytes: 4096 })).rejects.toMatchObject({
			failure: { code: 'record_too_long', line: 2 }
		});
		expect(await read('a,b,c\n1,"2,3\n4,5,6\n', { maxRecordBytes: 4096 })).toMatchObject([
			{ line: 1 },
			{ line: 2, cells: ['1', '2,3\n4,5,6\n', ''], truncated: true }
		]);
	});

	it('hands on what the chunks throw', async () => {
		const gone = new ReadFailure({ code: 'file_gone', file: 'x.csv' });
		function* chunks(): Generator<Uint8Array> {
			yield utf8('a,b,c\n');
			throw gone;
		}
		await expect(readChunks(chunks())).rejects.toBe(gone);
	});
});

const NASTY =
	'\ufeffid,na""me,"to\r\ntal"\r\n1,"a ""b"", c",\r\n\r\n , ,\n  \n"2","x\n\ny",3,4\r"",,"é€😀"\n5," 6"7 ",8"\n9';
const NASTY_ROWS = [
	{ line: 1, cells: ['id', 'na""me', 'to\r\ntal'], count: 3, surplus: false, blank: false, truncated: false },
	{ line: 3, cells: ['1', 'a "b", c', ''], count: 3, surplus: false, blank: false, truncated: false },
	{ line: 5, cells: [' ', ' ', ''], count: 3, surplus: false, blank: true, truncated: false },
	{ line: 7, cells: ['2', 'x\n\ny', '3'], count: 4, surplus: true, blank: false, truncated: false },
	{ line: 10, cells: ['', '', 'é€😀'], count: 3, surplus: false, blank: false, truncated: false },
	{ line: 11, cells: ['5', ' 67 "', '8"'], count: 3, surplus: false, blank: false, truncated: false },
	{ line: 12, cells: ['9', '', ''], count: 1, surplus: false, blank: false, truncated: true }
];

describe('chunks', () => {
	it('reads a nasty file the same wherever it is cut', async () => {
		const bytes = utf8(NASTY);
		expect(await readChunks([bytes.slice()])).toEqual(NASTY_ROWS);
		for (let cut = 0; cut <= bytes.length; cut++) {
			expect(await readChunks([bytes.slice(0, cut), bytes.slice(cut)])).toEqual(NASTY_ROWS);
			expect(await readChunks([bytes.slice()], { blockRows: 1 + (cut % 4) })).toEqual(NASTY_ROWS);
		}
		expect(await readChunks([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(NASTY_ROWS);
	});

	it('reads a nasty file the same wherever the buffer ends', async () => {
		const bytes = utf8(NASTY);
		for (let limit = 30; limit <= bytes.length + 1; limit++) {
			expect(await readChunks([bytes.slice()], { maxRecordBytes: limit })).toEqual(NASTY_ROWS);
		}
	});

	/** Character by character, as the rules are written. */
	function simply(text: string, delimiter: string, quoting: boolean): { line: number; cells: string[] }[] {
		const rows: { line: number; cells: string[] }[] = [];
		let line = 1;
		let at = 0;
		while (at < text.length) {
			const first = line;
			const cells: string[] = [];
			let quotes = false;
			for (;;) {
				let cell = '';
				if (quoting && text[at] === '"') {
					quotes = true;
					at++;
					while (at < text.length) {
						if (text[at] === '"') {
							if (text[at + 1] !== '"') break;
							at++;
						} else if (text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n')) line++;
						cell += text[at++];
					}
					at++;
				}
				while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') cell += text[at++];
				cells.push(cell);
				if (text[at] !== delimiter) break;
				at++;
			}
			if (text[at] === '\r' && text[at + 1] === '\n') at++;
			at++;
			line++;
			if (cells.length > 1 || quotes || !/^[ \t]*$/.test(cells[0])) rows.push({ line: first, cells });
		}
		return rows;
	}

	it('reads any text as a simple reader does, however it is cut', async () => {
		const piece = fc.constantFrom(
			',',
			';',
			'\t',
			'|',
			'"',
			'""',
			'\n',
			'\r\n',
			'\r',
			' ',
			'-',
			'.',
			'a',
			'1',
			'!',
			'é',
			'€',
			'.com',
			'2024-01-05'
		);
		await fc.assert(
			fc.asyncProperty(
				fc.array(piece, { maxLength: 120 }),
				fc.constantFrom<[',' | ';' | 'tab' | '|', string]>([',', ','], [';', ';'], ['tab', '\t'], ['|', '|']),
				fc.boolean(),
				fc.array(fc.nat(300), { maxLength: 6 }),
				fc.integer({ min: 1, max: 9 }),
				async (pieces, [delimiter, character], quoting, cuts, blockRows) => {
					const text = pieces.join('');
					const bytes = utf8(text);
					const at = [...new Set([0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length])].sort(
						(a, b) => a - b
					);
					const chunks = at.slice(1).map((end, i) => bytes.slice(at[i], end));
					const rows = await readChunks(chunks, { delimiter, quoting, blockRows, stride: 200, columns: 0 });
					expect(rows.map(({ line, cells, count }) => ({ line, cells: cells.slice(0, count) }))).toEqual(
						simply(text, character, quoting)
					);
				}
			),
			{ numRuns: 400 }
		);
	});
});

describe('samples', () => {
	it('gives the first records with their lines and leaves out the one that is cut', () => {
		const head = utf8('title\n\n"a\nb",c\n1,2,3\n4,5');
		const before = head.slice();
		const options = { delimiter: ',' as const, quoting: true, max: 10, whole: false };
		expect(sampleRecords(head, options)).toEqual([
			{ line: 1, lastLine: 1, cells: ['title'], blank: false, truncated: false },
			{ line: 3, lastLine: 4, cells: ['a\nb', 'c'], blank: false, truncated: false },
			{ line: 5, lastLine: 5, cells: ['1', '2', '3'], blank: false, truncated: false }
		]);
		expect(sampleRecords(head, { ...options, whole: true }).at(-1)).toMatchObject({
			line: 6,
			lastLine: 6,
			cells: ['4', '5']
		});
		expect(sampleRecords(head, { ...options, max: 1 })).toHaveLength(1);
		expect(head).toEqual(before);
	});
});
