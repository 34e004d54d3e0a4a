import type { Delimiter } from '../types';
import { ReadFailure } from './failure';
import { trimEnd, trimStart } from './texts';
import { RECORD } from './types';
import type { RecordBlock } from './types';

export interface RecordOptions {
	delimiter: Delimiter;
	/** Do quotes at the start of a cell enclose it? */
	quoting: boolean;
	/** Cells kept a record; further ones are only counted. */
	stride: number;
	/** Cells of the header, to tell a truncated last record; default `stride`. */
	columns?: number;
	/** Physical line with which the records begin; lines before it are passed over. Default 1. */
	firstLine?: number;
	/** Records of a block, at most; default {@link BLOCK_ROWS}. */
	blockRows?: number;
	/** A longer record is refused; default 16 MiB. */
	maxRecordBytes?: number;
}

export const MAX_RECORD_BYTES = 16 * 1024 * 1024;
/** Small enough to stay in the second-level cache together with the ranges of its cells and the columns made from it. */
export const BLOCK_ROWS = 2048;
const BUFFER = 128 * 1024;
/** Records read byte by byte before the fast way is tried again. */
const QUOTED_RUN = 32;
/** Records of the first block; each of the first few has twice as many as the one before. */
const FIRST_ROWS = 16;
const SHORT_BLOCKS = 7;

const ONES = 0x0101_0101;
const HIGH_BITS = 0x8080_8080 | 0;

const COMMA = 44;
const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const QUOTE = 34;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Finds the records in a buffer that is filled from outside. */
class RecordScanner {
	/** Filled bytes are buffer[from..to); one byte behind them is kept free for a sentinel. */
	buffer!: Uint8Array;
	private words!: Int32Array;
	from = 0;
	to = 0;
	/** Physical line that begins at `from`. */
	line = 1;
	readonly block: RecordBlock;
	private readonly delimiter: number;
	private readonly second: number;
	private readonly blanks: boolean;
	private readonly quote: number;
	private readonly columns: number;
	private readonly firstLine: number;
	private readonly blockRows: number;
	/** Bytes below this are looked at one by one, in each byte of a word. */
	private readonly limits: number;
	/** The delimiter in each byte of a word, where it is not below the limit. */
	private readonly delimiters: number;
	/** Cells of the present record whose quotes are still to be undone. */
	private readonly dirty: number[] = [];
	private begun = false;
	/** Blocks given so far. */
	private blocks = 0;

	constructor(options: RecordOptions, capacity: number) {
		const { delimiter, stride, blockRows = BLOCK_ROWS } = options;
		this.blanks = delimiter === 'blanks';
		this.delimiter = this.blanks ? SPACE : delimiter === 'tab' ? TAB : delimiter.charCodeAt(0);
		this.second = this.blanks ? TAB : this.delimiter;
		this.quote = options.quoting ? QUOTE : -1;
		this.columns = options.columns ?? stride;
		this.firstLine = options.firstLine ?? 1;
		this.blockRows = blockRows;
		const below = this.delimiter === COMMA ? COMMA + 1 : options.quoting ? QUOTE + 1 : CR + 1;
		this.limits = below * ONES;
		this.delimiters = this.delimiter < below ? 0 : this.delimiter * ONES;
		this.allocate(capacity);
		this.block = {
			bytes: this.buffer,
			rows: 0,
			stride,
			starts: new Int32Array(blockRows * stride),
			ends: new Int32Array(blockRows * stride),
			cells: new Int32Array(blockRows),
			surplus: new Uint8Array(blockRows),
			lines: new Uint32Array(blockRows),
			flags: new Uint8Array(blockRows)
		};
	}

	/** Bytes that the buffer can hold. */
	get capacity(): number {
		return this.buffer.length - 4;
	}

	/** A new buffer, with the bytes from..to at its front. */
	allocate(capacity: number): void {
		const buffer = new Uint8Array((capacity + 7) & ~3);
		if (this.to > this.from) buffer.set(this.buffer.subarray(this.from, this.to));
		this.to -= this.from;
		this.from = 0;
		this.buffer = buffer;
		this.words = new Int32Array(buffer.buffer);
	}

	/** Fills the block with the whole records at `from` and moves `from` behind them. */
	scan(final: boolean): number {
		const bytes = this.buffer;
		const end = this.to;
		// Every loop below stops at a line end, so none has to look for the end of the data.
		bytes[end] = LF;
		this.block.bytes = bytes;
		if (!this.begun) {
			if (end - this.from < 3 && !final) return (this.block.rows = 0);
			this.begun = true;
			const at = this.from;
			if (end - at >= 3 && bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) this.from += 3;
		}
		if (this.line < this.firstLine && !this.skipLines(final)) return (this.block.rows = 0);

		this.block.rows = 0;
		// Engines compile a loop while it first runs, and again when it ends: better they see some short blocks whole before.
		const most = this.blocks < SHORT_BLOCKS ? Math.min(this.blockRows, FIRST_ROWS << this.blocks) : this.blockRows;
		if (this.blanks) this.scanBytes(final, most);
		else {
			while (this.block.rows < most && this.from < end) {
				const before = this.from;
				if (this.scanWords(most)) this.scanBytes(final, Math.min(most, this.block.rows + QUOTED_RUN));
				else if (final) this.scanBytes(final, most);
				else break;
				if (this.from === before) break;
			}
		}
		if (this.block.rows > 0) this.blocks++;
		return this.block.rows;
	}

	/**
	 * Adds whole records without quotes, four bytes a step, up to `most` in the block.
	 * @returns true when it stopped before a record with quotes
	 */
	private scanWords(most: number): boolean {
		const { words, buffer: bytes, delimiter, quote, limits, delimiters, to: end } = this;
		const { stride, starts, ends, cells, surplus, lines, flags } = this.block;
		let { rows } = this.block;
		let { line, from } = this;
		let stopped = false;
		let start = from;
		let at = rows * stride;
		let full = at + stride;
		/** Cells behind the kept ones. */
		let over = 0;
		let extra = 0;
		let keep = -1 << ((from & 3) << 3);
		const last = end >> 2;
		words: for (let i = from >> 2; i <= last; i++) {
			const word = words[i];
			// The high bit of each byte that is below the limit or is the delimiter; a few others too, by borrowing.
			let hits = (word - limits) & ~word;
			if (delimiters !== 0) {
				const other = word ^ delimiters;
				hits |= (other - ONES) & ~other;
			}
			hits &= HIGH_BITS & keep;
			keep = -1;
			while (hits !== 0) {
				const p = (i << 2) + ((31 - Math.clz32(hits & -hits)) >> 3);
				hits &= hits - 1;
				const byte = bytes[p];
				if (byte === delimiter) {
					if (at < full) {
						starts[at] = start;
						ends[at++] = p;
					} else {
						if (extra === 0 && !isBlank(bytes, start, p)) extra = 1;
						over++;
					}
					start = p + 1;
					continue;
				}
				let stop = p;
				if (byte === LF) {
					if (p >= end) break words;
					if (p > start && bytes[p - 1] === CR) stop--;
				} else if (byte === CR) {
					// Before LF it is that one's; the last byte may be before one that is still to come.
					if (p + 1 >= end) break words;
					if (bytes[p + 1] === LF) continue;
				} else {
					if (byte === quote && p === start && p < end) {
						stopped = true;
						break words;
					}
					continue;
				}
				if (start !== from || !isBlank(bytes, start, stop)) {
					if (at < full) {
						starts[at] = start;
						ends[at++] = stop;
					} else {
						if (extra === 0 && !isBlank(bytes, start, stop)) extra = 1;
						over++;
					}
					const count = at - full + stride + over;
					for (; at < full; at++) starts[at] = ends[at] = from;
					const first = bytes[from];
					cells[rows] = count;
					surplus[rows] = extra;
					lines[rows] = line;
					flags[rows] = extra === 0 && (first <= SPACE || first === delimiter) ? this.blankFlag(rows, count) : 0;
					rows++;
					full += stride;
					over = 0;
					extra = 0;
				}
				line++;
				from = start = p + 1;
				if (rows === most) break words;
			}
		}
		this.block.rows = rows;
		this.line = line;
		this.from = from;
		return stopped;
	}

	/** RECORD.blank when no cell of the row that is kept has text. */
	private blankFlag(row: number, count: number): number {
		const { bytes, stride, starts, ends } = this.block;
		const base = row * stride;
		const kept = count < stride ? count : stride;
		for (let i = base; i < base + kept; i++) if (!isBlank(bytes, starts[i], ends[i])) return 0;
		return RECORD.blank;
	}

	/** Adds records of any kind byte by byte, up to `most` in the block. */
	private scanBytes(final: boolean, most: number): void {
		const bytes = this.buffer;
		const end = this.to;
		const { stride, starts, ends, cells, surplus, lines, flags } = this.block;
		const { delimiter, second, blanks, quote, columns, dirty } = this;
		const high = delimiter > CR ? delimiter : CR;
		let { rows } = this.block;
		let line = this.line;
		let p = this.from;

		records: while (rows < most && p < end) {
			const recordStart = p;
			const recordLine = line;
			const base = rows * stride;
			let count = 0;
			let extra = 0;
			let quoted = false;
			let open = false;
			let byte: number;
			dirty.length = 0;

			for (;;) {
				if (blanks) {
					while (bytes[p] === SPACE || bytes[p] === TAB) p++;
					byte = bytes[p];
					if (byte === LF || byte === CR) break;
				}
				let start = p;
				let stop: number;
				byte = bytes[p];
				if (byte === quote) {
					quoted = true;
					start = ++p;
					let doubled = false;
					for (;;) {
						byte = bytes[p];
						if (byte > QUOTE) {
							p++;
						} else if (byte === QUOTE) {
							if (bytes[p + 1] !== QUOTE) break;
							doubled = true;
							p += 2;
						} else {
							if (byte === LF) {
								if (p === end) {
									open = true;
									break;
								}
								line++;
							} else if (byte === CR && bytes[p + 1] !== LF) line++;
							p++;
						}
					}
					stop = p;
					if (!open) {
						byte = bytes[++p];
						if (byte !== delimiter && byte !== second && byte !== LF && byte !== CR) {
							// Text behind the closing quote belongs to the cell.
							doubled = true;
							while (byte > high || (byte !== delimiter && byte !== second && byte !== LF && byte !== CR)) {
								byte = bytes[++p];
							}
							stop = p;
						}
					}
					if (doubled && count < stride) dirty.push(base + count);
				} else {
					while (byte > high || (byte !== delimiter && byte !== second && byte !== LF && byte !== CR)) {
						byte = bytes[++p];
					}
					stop = p;
				}
				if (count < stride) {
					starts[base + count] = start;
					ends[base + count] = stop;
				} else if (extra === 0 && !isBlank(bytes, start, stop)) {
					extra = 1;
				}
				count++;
				if (byte === LF || byte === CR) break;
				p++;
			}

			let ended = true;
			if (p === end) {
				if (!final) {
					line = recordLine;
					p = recordStart;
					break records;
				}
				ended = false;
			} else if (byte === CR) {
				if (p + 1 === end && !final) {
					line = recordLine;
					p = recordStart;
					break records;
				}
				p += bytes[p + 1] === LF && p + 1 !== end ? 2 : 1;
				line++;
			} else {
				p++;
				line++;
			}

			if (count <= 1 && !quoted && (count === 0 || isBlank(bytes, starts[base], ends[base]))) continue;

			for (let i = 0; i < dirty.length; i++) {
				ends[dirty[i]] = undoubled(bytes, starts[dirty[i]], ends[dirty[i]]);
			}
			const first = bytes[recordStart];
			let flag = 0;
			if (extra === 0 && (first <= SPACE || first === delimiter || first === quote)) flag = this.blankFlag(rows, count);
			if (!ended && (open || count < columns)) flag |= RECORD.truncated;
			for (let i = count; i < stride; i++) starts[base + i] = ends[base + i] = recordStart;
			cells[rows] = count;
			surplus[rows] = extra;
			lines[rows] = recordLine;
			flags[rows] = flag;
			rows++;
		}
		this.line = line;
		this.from = p;
		this.block.rows = rows;
	}

	/** Passes over the lines before the first one; false when the buffer ends before it. */
	private skipLines(final: boolean): boolean {
		const bytes = this.buffer;
		const end = this.to;
		while (this.line < this.firstLine) {
			let p = this.from;
			while (bytes[p] !== LF && bytes[p] !== CR) p++;
			if (p === end || (bytes[p] === CR && p + 1 === end && !final)) {
				if (final) this.from = end;
				return final;
			}
			this.from = p + (bytes[p] === CR && bytes[p + 1] === LF && p + 1 !== end ? 2 : 1);
			this.line++;
		}
		return true;
	}
}

/** Is there nothing but spaces and tabs in bytes[start..end)? */
function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
	while (start < end && (bytes[start] === SPACE || bytes[start] === TAB)) start++;
	return start >= end;
}

/** Undoes the quotes of bytes[start..end), which begins behind the opening quote, in place; gives the new end. */
function undoubled(bytes: Uint8Array, start: number, end: number): number {
	let to = start;
	let i = start;
	while (i < end) {
		const byte = bytes[i++];
		if (byte === QUOTE) {
			if (i < end && bytes[i] === QUOTE) i++;
			else break;
		}
		bytes[to++] = byte;
	}
	while (i < end) bytes[to++] = bytes[i++];
	return to;
}

/**
 * Reads the records of a delimited text, a block at a time. A block is valid until the next one is asked for.
 * Quotes follow the usual rule: one at the very start of a cell opens it, a doubled one inside is one quote, text behind
 * the closing quote is kept. Line ends are LF, CRLF or CR.
 */
export class RecordReader {
	private readonly scanner: RecordScanner;
	private readonly chunks: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
	private readonly limit: number;
	private readonly base: number;
	private pending: Uint8Array | null = null;
	private ended = false;

	/** @param chunks UTF-8, cut anywhere */
	constructor(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, options: RecordOptions) {
		this.limit = options.maxRecordBytes ?? MAX_RECORD_BYTES;
		this.base = Math.min(BUFFER, this.limit);
		this.scanner = new RecordScanner(options, this.base);
		this.chunks = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
	}

	/** Physical line that begins behind the records read so far. */
	get line(): number {
		return this.scanner.line;
	}

	/**
	 * The next records, or null behind the last one.
	 * @throws ReadFailure `record_too_long` with the line on which the record begins, and whatever the chunks throw
	 */
	async next(): Promise<RecordBlock | null> {
		const { scanner } = this;
		for (;;) {
			if (scanner.from < scanner.to && scanner.scan(this.ended) > 0) return scanner.block;
			if (this.ended) return null;
			await this.fill();
		}
	}

	/** Lets go of the chunks when the records are not read to their end. */
	async close(): Promise<void> {
		this.ended = true;
		this.scanner.from = this.scanner.to = 0;
		await this.chunks.return?.();
	}

	/** Moves the begun record to the front of the buffer and fills the rest of it. */
	private async fill(): Promise<void> {
		const { scanner } = this;
		const kept = scanner.to - scanner.from;
		let { capacity } = scanner;
		if (kept >= this.limit) {
			throw new ReadFailure({ code: 'record_too_long', line: scanner.line, params: { limit: this.limit } });
		}
		if (kept >= capacity) capacity = Math.min(capacity * 2, this.limit);
		else if (capacity > this.base && kept < this.base / 2) capacity = this.base;
		if (capacity !== scanner.capacity) scanner.allocate(capacity);
		else {
			scanner.buffer.copyWithin(0, scanner.from, scanner.to);
			scanner.from = 0;
			scanner.to = kept;
		}
		capacity = scanner.capacity;
		while (scanner.to < capacity) {
			if (this.pending === null) {
				const next = await this.chunks.next();
				if (next.done) {
					this.ended = true;
					return;
				}
				this.pending = next.value;
			}
			const count = Math.min(this.pending.length, capacity - scanner.to);
			scanner.buffer.set(count === this.pending.length ? this.pending : this.pending.subarray(0, count), scanner.to);
			scanner.to += count;
			this.pending = count === this.pending.length ? null : this.pending.subarray(count);
		}
	}
}

export interface SampleRecord {
	/** Physical lines on which the record begins and ends. */
	line: number;
	lastLine: number;
	/** All cells as printed, quotes undone, not trimmed. */
	cells: string[];
	blank: boolean;
	truncated: boolean;
}

/** Cells of a sampled record, at most. */
export const MAX_SAMPLE_CELLS = 16_384;
/** Room for them that is tried first: it is filled for each record. */
const SAMPLE_CELLS = 256;

/**
 * The first records of the head of a text, all their cells as strings, for a look at the file. Bytes of `head` stay as they are.
 * @param options `whole`: the head is the whole text; otherwise the record that its end cuts is left out. `stride` is not
 * needed: up to {@link MAX_SAMPLE_CELLS} cells are given
 */
export function sampleRecords(
	head: Uint8Array,
	options: Omit<RecordOptions, 'stride' | 'blockRows' | 'maxRecordBytes'> & { max: number; whole: boolean }
): SampleRecord[] {
	return sample(head, options, SAMPLE_CELLS) ?? sample(head, options, MAX_SAMPLE_CELLS) ?? [];
}

/** The samples, or null when a record has more cells than `stride`, which must not happen at the most. */
function sample(head: Uint8Array, options: Parameters<typeof sampleRecords>[1], stride: number): SampleRecord[] | null {
	const scanner = new RecordScanner({ columns: 0, ...options, stride, blockRows: 1 }, head.length);
	scanner.buffer.set(head);
	scanner.to = head.length;
	const samples: SampleRecord[] = [];
	while (samples.length < options.max && scanner.scan(options.whole) > 0) {
		const { block } = scanner;
		const count = Math.min(block.cells[0], stride);
		if (count < block.cells[0] && stride < MAX_SAMPLE_CELLS) return null;
		const last = scanner.buffer[scanner.from - 1];
		samples.push({
			line: block.lines[0],
			lastLine: last === LF || last === CR ? scanner.line - 1 : scanner.line,
			cells: Array.from({ length: count }, (_, c) => cellText(block, 0, c)),
			blank: (block.flags[0] & RECORD.blank) !== 0,
			truncated: (block.flags[0] & RECORD.truncated) !== 0
		});
	}
	return samples;
}

/** Text of a cell, not trimmed. */
export function cellText(block: RecordBlock, row: number, column: number): string {
	const at = row * block.stride + column;
	return decoder.decode(block.bytes.subarray(block.starts[at], block.ends[at]));
}

/** Is the cell, without the blanks around it, exactly these bytes? */
export function cellIs(block: RecordBlock, row: number, column: number, utf8: Uint8Array): boolean {
	const { bytes } = block;
	const at = row * block.stride + column;
	const start = trimStart(bytes, block.starts[at], block.ends[at]);
	const end = trimEnd(bytes, start, block.ends[at]);
	if (end - start !== utf8.length) return false;
	for (let i = 0; i < utf8.length; i++) if (bytes[start + i] !== utf8[i]) return false;
	return true;
}
