import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReadFailure } from '../../../../workers/core/import/bytes/failure';
import { openText } from '../../../../workers/core/import/bytes/source';
import type { TextSource } from '../../../../workers/core/import/bytes/source';
import { isAscii, Utf8Validator } from '../../../../workers/core/import/bytes/utf8';
import type { Encoding } from '../../../../workers/core/import/types';

const fileOf = (bytes: Uint8Array | string, name = 'orders.csv') => {
	const blob = new Blob([bytes as BlobPart]);
	return { name, size: blob.size, blob };
};
const utf16 = (text: string, big = false) => {
	const bytes = new Uint8Array(text.length * 2);
	for (let i = 0; i < text.length; i++) {
		bytes[i * 2 + (big ? 1 : 0)] = text.charCodeAt(i) & 255;
		bytes[i * 2 + (big ? 0 : 1)] = text.charCodeAt(i) >> 8;
	}
	return bytes;
};
async function opened(bytes: Uint8Array | string, encoding?: Encoding): Promise<TextSource> {
	const source = await openText(fileOf(bytes), encoding ? { encoding } : {});
	if (source.status !== 'open') throw new Error(source.code);
	return source;
}
async function textOf(source: TextSource): Promise<string> {
	const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
	let text = '';
	for await (const chunk of source.chunks()) text += decoder.decode(chunk, { stream: true });
	return text + decoder.decode();
}

const TEXT = 'id,name\n1,Zoë €\n2,Łódź 😀\n';

describe('encodings', () => {
	it('reads UTF-8 with and without byte order mark', async () => {
		for (const [mark, encoding] of [
			['', 'utf-8'],
			['\ufeff', 'utf-8-bom']
		] as const) {
			const source = await opened(mark + TEXT);
			expect(source).toMatchObject({ encoding, guessed: false, gzip: false, headIsWhole: true });
			expect(new TextDecoder().decode(source.head)).toBe(TEXT);
			expect(await textOf(source)).toBe(TEXT);
		}
		expect((await opened('a,b\n')).encoding).toBe('utf-8');
	});

	it('reads UTF-16 with byte order mark, and without it by its zero bytes', async () => {
		for (const big of [false, true]) {
			for (const mark of ['', '\ufeff']) {
				const source = await opened(utf16(mark + TEXT, big));
				expect(source.encoding).toBe(`utf-16${big ? 'be' : 'le'}${mark ? '-bom' : ''}`);
				expect(await textOf(source)).toBe(TEXT);
			}
		}
		const japanese = '注文番号,日付\n１,2024-01-05\n'.repeat(20);
		expect(await textOf(await opened(utf16(japanese)))).toBe(japanese);
	});

	it('guesses windows-1252 where the head is no UTF-8', async () => {
		const bytes = Uint8Array.from('id,name\n1,Zo\xeb \x80\n', (c) => c.charCodeAt(0));
		const source = await opened(bytes);
		expect(source).toMatchObject({ encoding: 'windows-1252', guessed: true });
		expect(await textOf(source)).toBe('id,name\n1,Zoë €\n');
	});

	it('notices far into a file that it is no UTF-8, and how to read it then', async () => {
		const bytes = gzipSync(Buffer.alloc(2_000_000, 'a').fill(0xeb, 1_500_000, 1_500_001));
		const source = await opened(bytes);
		expect(source.encoding).toBe('utf-8');
		const failure = await textOf(source).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(ReadFailure);
		expect(failure).toMatchObject({ failure: { code: 'wrong_encoding', file: 'orders.csv' }, retryAs: 'windows-1252' });
		const again = await opened(bytes, 'windows-1252');
		expect(again.guessed).toBe(false);
		expect((await textOf(again)).indexOf('ë')).toBe(1_500_000);
	});

	it('refuses a file that is not in the encoding that was named', async () => {
		const bytes = Uint8Array.from('Zo\xeb\n', (c) => c.charCodeAt(0));
		expect(await openText(fileOf(bytes), { encoding: 'utf-8' })).toMatchObject({
			status: 'failed',
			code: 'wrong_encoding'
		});
		expect(await openText(fileOf(Uint8Array.of(97, 0, 98)), { encoding: 'utf-16le' })).toMatchObject({
			code: 'wrong_encoding'
		});
	});

	it('refuses a character that the end of the file cuts', async () => {
		const bytes = Buffer.alloc(400_000, 'a').fill(Uint8Array.of(0xe2, 0x82), 399_998);
		await expect(textOf(await opened(gzipSync(bytes)))).rejects.toMatchObject({ failure: { code: 'wrong_encoding' } });
		expect((await opened(Uint8Array.of(97, 0xe2, 0x82))).encoding).toBe('windows-1252');
	});

	it('gives the whole text in pieces and counts the bytes of the file', async () => {
		const text = 'order,é,12.50\n'.repeat(100_000);
		const source = await opened(text);
		expect(source.headIsWhole).toBe(false);
		expect(source.head.length).toBeGreaterThanOrEqual(256 * 1024);
		expect(text.startsWith(new TextDecoder().decode(source.head.subarray(0, 1500)))).toBe(true);
		expect(await textOf(source)).toBe(text);
		expect(source.storedBytes).toBe(1_500_000);
	});

	it('gives pieces that may be written to without changing the head', async () => {
		const source = await opened(TEXT);
		for await (const chunk of source.chunks()) chunk.fill(0);
		expect(new TextDecoder().decode(source.head)).toBe(TEXT);
	});

	it('lets go of a file that is not read to its end', async () => {
		const source = await opened('order,12.50\n'.repeat(200_000));
		await source.close();
		const other = await opened('order,12.50\n'.repeat(200_000));
		for await (const chunk of other.chunks()) {
			expect(chunk.length).toBeGreaterThan(0);
			break;
		}
		await other.close();
		const zipped = await opened(gzipSync('order,12.50\n'.repeat(200_000)));
		await zipped.close();
	});
});

describe('gzip', () => {
	it('is undone by its first bytes, and progress counts what is stored', async () => {
		const text = 'order,é,12.50\n'.repeat(100_000);
		const bytes = gzipSync(text);
		const source = await opened(bytes);
		expect(source).toMatchObject({ gzip: true, encoding: 'utf-8' });
		expect(await textOf(source)).toBe(text);
		expect(source.storedBytes).toBe(bytes.length);
	});

	it('holds any encoding', async () => {
		const source = await opened(gzipSync(utf16(`\ufeff${TEXT}`)));
		expect(source).toMatchObject({ gzip: true, encoding: 'utf-16le-bom' });
		expect(await textOf(source)).toBe(TEXT);
	});

	it('is refused when it is damaged or cut', async () => {
		const lines = Array.from({ length: 200_000 }, (_, i) => `${i * 7919},x\n`).join('');
		const whole = gzipSync(lines);
		const damaged = whole.slice();
		damaged.fill(0xff, whole.length >> 1, (whole.length >> 1) + 64);
		await expect(opened(damaged).then(textOf)).rejects.toMatchObject({ failure: { code: 'damaged_gzip' } });
		await expect(opened(whole.slice(0, whole.length >> 1)).then(textOf)).rejects.toMatchObject({
			failure: { code: 'damaged_gzip' }
		});
		expect(await openText(fileOf(Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2, 3)))).toMatchObject({ code: 'damaged_gzip' });
	});

	it('is empty when nothing is in it', async () => {
		expect(await openText(fileOf(gzipSync('')))).toEqual({ status: 'failed', code: 'empty_file', file: 'orders.csv' });
	});
});

describe('files that cannot be read', () => {
	it('are empty', async () => {
		expect(await openText(fileOf(''))).toEqual({ status: 'failed', code: 'empty_file', file: 'orders.csv' });
		expect(await openText(fileOf('\ufeff'))).toMatchObject({ code: 'empty_file' });
	});

	it('are no text, and say what they are', async () => {
		const zip = new Uint8Array(60);
		zip.set([0x50, 0x4b, 3, 4]);
		const workbook = zip.slice();
		workbook.set(new TextEncoder().encode('[Content_Types].xml'), 30);
		const cases: [Uint8Array | string, string][] = [
			[zip, 'zip'],
			[workbook, 'xlsx'],
			[gzipSync(workbook), 'xlsx'],
			['PAR1\x15\x04', 'parquet'],
			['%PDF-1.7\n', 'pdf'],
			['\ufeff\n<!DOCTYPE html><table>', 'html'],
			['<html><table><tr>', 'html'],
			[Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), 'xls'],
			[Uint8Array.of(97, 98, 0, 99, 100, 0, 0, 1, 2), 'binary'],
			[Uint8Array.from({ length: 1000 }, (_, i) => (i * 7919) & 255), 'binary'],
			[Uint8Array.from({ length: 1000 }, (_, i) => 1 + (i % 8)), 'binary']
		];
		for (const [bytes, kind] of cases) {
			expect(await openText(fileOf(bytes))).toEqual({
				status: 'failed',
				code: 'not_text',
				file: 'orders.csv',
				params: { kind }
			});
		}
	});
});

describe('files that change while they are read', () => {
	let folder = '';
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'source-'));
	});
	afterAll(() => rm(folder, { recursive: true }));

	it('are told from others', async () => {
		const path = join(folder, 'changing.csv');
		await writeFile(path, 'order,12.50\n'.repeat(200_000));
		const blob = await openAsBlob(path);
		const source = await openText({ name: 'changing.csv', size: blob.size, blob });
		if (source.status !== 'open') throw new Error(source.code);
		await writeFile(path, 'order\n');
		await expect(textOf(source)).rejects.toMatchObject({ failure: { code: 'file_changed', file: 'changing.csv' } });
	});

	it('are told by the name of the error that the platform gives', async () => {
		const failing = (name: string) => {
			const blob = new Blob(['x']);
			const error = Object.assign(new Error(name), { name });
			Object.defineProperty(blob, 'stream', {
				value: () => new ReadableStream({ start: (controller) => controller.error(error) })
			});
			return { name: 'x.csv', size: 1, blob };
		};
		expect(await openText(failing('NotFoundError'))).toEqual({ status: 'failed', code: 'file_gone', file: 'x.csv' });
		expect(await openText(failing('NotReadableError'))).toEqual({
			status: 'failed',
			code: 'file_changed',
			file: 'x.csv'
		});
		expect(await openText(failing('TypeError'))).toMatchObject({ code: 'file_changed' });
	});
});

describe('Utf8Validator', () => {
	const accepts = (chunks: Uint8Array[]) => {
		const validator = new Utf8Validator();
		return chunks.every((chunk) => validator.accepts(chunk)) && validator.complete;
	};
	const strictly = (bytes: Uint8Array) => {
		try {
			new TextDecoder('utf-8', { fatal: true }).decode(bytes);
			return true;
		} catch {
			return false;
		}
	};

	it('agrees with the platform on any bytes, wherever they are cut', () => {
		const piece = fc.oneof(
			fc.constantFrom(
				[0xc3, 0xa9],
				[0xe2, 0x82, 0xac],
				[0xf0, 0x9f, 0x98, 0x80],
				[0xed, 0x9f, 0xbf],
				[0xf4, 0x8f, 0xbf, 0xbf]
			),
			fc.constantFrom(
				[0xed, 0xa0, 0x80],
				[0xc0, 0x80],
				[0xe0, 0x80, 0x80],
				[0xf4, 0x90, 0x80, 0x80],
				[0xf5],
				[0x80],
				[0xe2, 0x82],
				[0xff]
			),
			fc.integer({ min: 1, max: 40 }).map((length) => new Array<number>(length).fill(97))
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 12 }), fc.nat(200), fc.nat(7), (pieces, cut, shift) => {
				const padded = Uint8Array.from([...new Array<number>(shift).fill(97), ...pieces.flat()]);
				const bytes = padded.subarray(shift);
				const expected = strictly(bytes);
				expect(accepts([bytes])).toBe(expected);
				expect(accepts([bytes.subarray(0, cut), bytes.subarray(cut)])).toBe(expected);
				expect(isAscii(bytes)).toBe(bytes.every((byte) => byte < 128));
			}),
			{ numRuns: 500 }
		);
	});
});
