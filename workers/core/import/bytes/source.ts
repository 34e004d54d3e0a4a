import type { Encoding, ImportFailure, ImportFile } from '../types';
import { ReadFailure } from './failure';
import { isAscii, Utf8Validator } from './utf8';

/** Bytes of text that decide the encoding and are given as `head`. */
export const HEAD_BYTES = 256 * 1024;

export interface OpenOptions {
	/** Told by a person or by a first reading; otherwise found from the bytes. */
	encoding?: Encoding;
}

/** A text file that is being read. */
export interface TextSource {
	status: 'open';
	/** Name of the file. */
	file: string;
	/** Plain ASCII is 'utf-8'. */
	encoding: Encoding;
	/** The bytes do not tell: windows-1252 because they are no UTF-8. */
	guessed: boolean;
	gzip: boolean;
	/** At least the first 256 KB as UTF-8 without byte order mark; the whole text where `headIsWhole`. A copy. */
	head: Uint8Array;
	headIsWhole: boolean;
	/** Bytes of the file, as stored, that have been read so far. */
	readonly storedBytes: number;
	/**
	 * The text as UTF-8 without byte order mark, from its beginning, to be iterated once. A chunk belongs to whoever gets
	 * it; the next one is being read meanwhile.
	 * @throws ReadFailure damaged_gzip, wrong_encoding (then `retryAs`), file_changed, file_gone
	 */
	chunks(): AsyncIterable<Uint8Array>;
	/** Lets go of the file when the chunks are not read to their end. */
	close(): Promise<void>;
}

/**
 * Opens a text file: undoes gzip, finds the encoding (byte order mark; UTF-16 by its zero bytes; strict UTF-8;
 * windows-1252). A file that looks like UTF-8 in its head is checked to its end.
 * @returns the failure empty_file, not_text (`params.kind`), damaged_gzip, wrong_encoding, file_changed or file_gone as a value
 */
export async function openText(file: ImportFile, options: OpenOptions = {}): Promise<TextSource | ImportFailure> {
	const stored = new StoredBytes(file);
	try {
		return await open(file, stored, options.encoding);
	} catch (error) {
		await stored.close();
		if (error instanceof ReadFailure) return error.failure;
		throw error;
	}
}

type Pieces = AsyncGenerator<Uint8Array, void, undefined>;

async function open(file: ImportFile, stored: StoredBytes, told: Encoding | undefined): Promise<TextSource> {
	const { name } = file;
	let pieces: Pieces = stored.pieces();
	let head = await gather(pieces, 4);
	if (head.bytes.length === 0) throw new ReadFailure({ code: 'empty_file', file: name });
	const gzip = head.bytes.length > 2 && head.bytes[0] === 0x1f && head.bytes[1] === 0x8b;
	if (gzip) pieces = inflated(name, continued(head.bytes, pieces));
	else pieces = continued(head.bytes, pieces);
	head = await gather(pieces, HEAD_BYTES);
	if (head.bytes.length === 0) throw new ReadFailure({ code: 'empty_file', file: name });

	const kind = binaryKind(head.bytes);
	const found = kind === null ? encodingOf(head.bytes, head.whole) : null;
	const encoding = told === undefined ? found : withMark(told, head.bytes);
	if (kind !== null || encoding === null) {
		throw new ReadFailure({ code: 'not_text', file: name, params: { kind: kind ?? 'binary' } });
	}
	const guessed = told === undefined && encoding === 'windows-1252';
	const text = prefetched(asUtf8(name, continued(head.bytes, pieces), encoding, told === undefined));
	const first = await gather(text, HEAD_BYTES);
	if (first.bytes.length === 0) throw new ReadFailure({ code: 'empty_file', file: name });
	return {
		status: 'open',
		file: name,
		encoding,
		guessed,
		gzip,
		head: first.bytes.slice(),
		headIsWhole: first.whole,
		get storedBytes() {
			return stored.count;
		},
		chunks: () => continued(first.bytes, text),
		close: async () => {
			await stored.close();
			await text.return();
		}
	};
}

/** The bytes of the file, counted, with the failures of reading told apart. */
class StoredBytes {
	count = 0;
	private reader: ReadableStreamDefaultReader<Uint8Array> | null = null;

	constructor(private readonly file: ImportFile) {}

	async *pieces(): Pieces {
		const { blob, name } = this.file;
		try {
			this.reader = blob.stream().getReader();
			for (;;) {
				const { done, value } = await this.reader.read();
				if (done || value === undefined) break;
				this.count += value.length;
				if (value.length > 0) yield value;
			}
		} catch (error) {
			throw new ReadFailure({ code: await this.reasonOf(error), file: name });
		} finally {
			await this.close();
		}
		// A file that became shorter ends early without an error in some engines.
		if (this.count !== blob.size) throw new ReadFailure({ code: 'file_changed', file: name });
	}

	async close(): Promise<void> {
		const { reader } = this;
		this.reader = null;
		try {
			await reader?.cancel();
		} catch {
			// A stream that failed has nothing left to let go of.
		}
	}

	private async reasonOf(error: unknown): Promise<'file_changed' | 'file_gone'> {
		if (nameOf(error) === 'NotFoundError') return 'file_gone';
		if (nameOf(error) === 'NotReadableError') return 'file_changed';
		// Some engines give a plain network error: a second look tells.
		try {
			await this.file.blob.slice(0, 1).arrayBuffer();
		} catch (second) {
			if (nameOf(second) === 'NotFoundError') return 'file_gone';
		}
		return 'file_changed';
	}
}

function nameOf(error: unknown): string {
	return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
}

/** Reads at least `bytes` bytes, as one piece; `whole` when nothing follows. */
async function gather(pieces: Pieces, bytes: number): Promise<{ bytes: Uint8Array; whole: boolean }> {
	const parts: Uint8Array[] = [];
	let length = 0;
	let whole = false;
	while (length < bytes) {
		const next = await pieces.next();
		if (next.done) {
			whole = true;
			break;
		}
		parts.push(next.value);
		length += next.value.length;
	}
	if (parts.length === 1) return { bytes: parts[0], whole };
	const joined = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		joined.set(part, at);
		at += part.length;
	}
	return { bytes: joined, whole };
}

async function* continued(first: Uint8Array, rest: Pieces): Pieces {
	if (first.length > 0) yield first;
	yield* rest;
}

/** Asks for the next piece before the present one is worked on. */
async function* prefetched(pieces: Pieces): Pieces {
	let next = pieces.next();
	try {
		for (;;) {
			const { done, value } = await next;
			if (done) return;
			next = pieces.next();
			// Its failure is told when it is awaited, also when that is much later.
			next.catch(() => undefined);
			yield value;
		}
	} finally {
		await pieces.return();
	}
}

/** Undoes gzip. */
async function* inflated(file: string, pieces: Pieces): Pieces {
	const stream = new DecompressionStream('gzip');
	const writer = stream.writable.getWriter();
	let failure: unknown = null;
	const pump = (async () => {
		try {
			for await (const piece of pieces) await writer.write(piece as Uint8Array<ArrayBuffer>);
			await writer.close();
		} catch (error) {
			// Where reading failed, that is the reason; where writing did, the reader below fails too.
			if (error instanceof ReadFailure) failure = error;
			await writer.abort(error).catch(() => undefined);
		}
	})();
	const reader = stream.readable.getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done || value === undefined) break;
			if (value.length > 0) yield value;
		}
	} catch {
		throw failure ?? new ReadFailure({ code: 'damaged_gzip', file });
	} finally {
		await reader.cancel().catch(() => undefined);
		await pump;
	}
}

const MAGIC: [kind: string, bytes: number[]][] = [
	['xlsx', [0x50, 0x4b, 3, 4]],
	['zip', [0x50, 0x4b, 5, 6]],
	['xls', [0xd0, 0xcf, 0x11, 0xe0]],
	['parquet', [0x50, 0x41, 0x52, 0x31]],
	['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
	['arrow', [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31]],
	['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
	['bzip2', [0x42, 0x5a, 0x68, 0x39]],
	['7z', [0x37, 0x7a, 0xbc, 0xaf]],
	['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
	['rar', [0x52, 0x61, 0x72, 0x21, 0x1a]],
	['sqlite', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]],
	['image', [0x89, 0x50, 0x4e, 0x47]],
	['image', [0xff, 0xd8, 0xff]],
	['gzip', [0x1f, 0x8b]]
];

function binaryKind(head: Uint8Array): string | null {
	for (const [kind, bytes] of MAGIC) {
		if (bytes.every((byte, i) => head[i] === byte)) {
			if (kind !== 'xlsx') return kind;
			// A workbook is a zip; its first entry is nearly always one of these.
			const entry = new TextDecoder('windows-1252').decode(head.subarray(30, 60));
			return /^(\[Content_Types\]|_rels|xl\/|docProps)/.test(entry) ? 'xlsx' : 'zip';
		}
	}
	// Some shops save a web page under the name of a workbook.
	const start = new TextDecoder('windows-1252').decode(head.subarray(0, 64)).replace(/^ï»¿/, '').trimStart();
	return /^<(!doctype\s+html|html|table|\?xml)/i.test(start) ? 'html' : null;
}

/** Encoding of a text by its first bytes; null when they are no text. */
function encodingOf(head: Uint8Array, whole: boolean): Encoding | null {
	const marked = markOf(head);
	if (marked !== null) return marked;
	const zeros = [0, 0];
	let controls = 0;
	for (let i = 0; i < head.length; i++) {
		const byte = head[i];
		if (byte === 0) zeros[i & 1]++;
		else if (byte < 32 && (byte < 9 || byte > 13) && byte !== 0x1a && byte !== 0x1b) controls++;
	}
	const pairs = head.length >> 1;
	const [even, odd] = zeros;
	if (even + odd > 0) {
		// In UTF-16 the digits, delimiters and line ends of any language have a zero byte, always on the same side; on the
		// other side one letter in 256 has.
		if (odd >= pairs * 0.05 && even <= odd * 0.2) return 'utf-16le';
		if (even >= pairs * 0.05 && odd <= even * 0.2) return 'utf-16be';
		return null;
	}
	if (controls > head.length * 0.02 + 1) return null;
	const validator = new Utf8Validator();
	return validator.accepts(head) && (validator.complete || !whole) ? 'utf-8' : 'windows-1252';
}

function markOf(head: Uint8Array): Encoding | null {
	if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8-bom';
	if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le-bom';
	if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be-bom';
	return null;
}

/** The encoding that was told, with or without the byte order mark that the file really has. */
function withMark(told: Encoding, head: Uint8Array): Encoding {
	const marked = markOf(head);
	const plain = told.replace('-bom', '') as Encoding;
	return marked?.replace('-bom', '') === plain ? marked : plain;
}

/** Turns the bytes into valid UTF-8 without byte order mark. */
async function* asUtf8(file: string, pieces: Pieces, encoding: Encoding, found: boolean): Pieces {
	if (encoding === 'utf-8' || encoding === 'utf-8-bom') yield* validated(file, pieces, encoding, found);
	else yield* transcoded(file, pieces, encoding);
}

async function* validated(file: string, pieces: Pieces, encoding: 'utf-8' | 'utf-8-bom', found: boolean): Pieces {
	const wrong = () =>
		new ReadFailure({ code: 'wrong_encoding', file }, found && encoding === 'utf-8' ? 'windows-1252' : null);
	const validator = new Utf8Validator();
	let first = encoding === 'utf-8-bom';
	for await (const piece of pieces) {
		if (!validator.accepts(piece)) throw wrong();
		const text = first ? piece.subarray(3) : piece;
		first = false;
		if (text.length > 0) yield text;
	}
	if (!validator.complete) throw wrong();
}

async function* transcoded(file: string, pieces: Pieces, encoding: Encoding): Pieces {
	const single = encoding === 'windows-1252';
	const decoder = new TextDecoder(encoding.replace('-bom', ''), { fatal: true });
	const encoder = new TextEncoder();
	try {
		for await (const piece of pieces) {
			// Most pieces of a western export are plain ASCII, which is UTF-8 already.
			if (single && isAscii(piece)) {
				yield piece;
				continue;
			}
			const text = encoder.encode(decoder.decode(piece, { stream: true }));
			if (text.length > 0) yield text;
		}
		decoder.decode();
	} catch (error) {
		if (error instanceof ReadFailure) throw error;
		throw new ReadFailure({ code: 'wrong_encoding', file });
	}
}
