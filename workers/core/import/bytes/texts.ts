import { NONE } from '../../tables';
import type { TextColumn } from '../../tables';
import type { RecordBlock } from './types';

const PAGE_BITS = 18;
const PAGE = 1 << PAGE_BITS;
const PAGE_MASK = PAGE - 1;
const ENTRY_BITS = 16;
const ENTRIES = 1 << ENTRY_BITS;
const ENTRY_MASK = ENTRIES - 1;
const FIRST_SLOTS = 1 << 8;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** End to end UTF-8 texts in pages that never move: row i is found by number. At most 2 GiB of text. */
class TextArena {
	size = 0;
	/** Bytes of all texts. */
	length = 0;
	protected pages: Uint8Array[] = [];
	/** Page p holds the starts of texts p * 65536 up, and one more: the end of its last text. */
	protected starts: Int32Array[] = [];

	/** Memory held, in bytes. */
	get bytesUsed(): number {
		return this.pages.length * PAGE + this.starts.length * (ENTRIES + 1) * 4;
	}

	/** Number of the new last text. */
	protected add(bytes: Uint8Array, start: number, end: number): number {
		const entry = this.size++;
		const within = entry & ENTRY_MASK;
		if (within === 0) {
			const page = new Int32Array(ENTRIES + 1);
			page[0] = this.length;
			this.starts.push(page);
		}
		let at = this.length;
		if (at + (end - start) > 0x7fff_ffff) throw new RangeError('more than 2 GiB of text');
		for (let from = start; from < end; ) {
			const pageIndex = at >>> PAGE_BITS;
			if (pageIndex === this.pages.length) this.pages.push(new Uint8Array(PAGE));
			const page = this.pages[pageIndex];
			const offset = at & PAGE_MASK;
			const count = Math.min(end - from, PAGE - offset);
			// A call to set() costs more than copying a short text by hand.
			if (count <= 64) for (let i = 0; i < count; i++) page[offset + i] = bytes[from + i];
			else page.set(bytes.subarray(from, from + count), offset);
			from += count;
			at += count;
		}
		this.length = at;
		this.starts[entry >>> ENTRY_BITS][within + 1] = at;
		return entry;
	}

	/** Bytes of text i: a view on the arena where it stands in one page, else new. Not to be written to. */
	view(entry: number): Uint8Array {
		const starts = this.starts[entry >>> ENTRY_BITS];
		const start = starts[entry & ENTRY_MASK];
		const end = starts[(entry & ENTRY_MASK) + 1];
		if (start === end) return new Uint8Array(0);
		const offset = start & PAGE_MASK;
		if (offset + (end - start) <= PAGE) return this.pages[start >>> PAGE_BITS].subarray(offset, offset + (end - start));
		return this.copy(start, end);
	}

	/** Text i as a string. */
	get(entry: number): string {
		return decoder.decode(this.view(entry));
	}

	/** Texts from..to (exclusive) as a new column. */
	textColumn(from: number, to: number): TextColumn {
		const offsets = new Int32Array(to - from + 1);
		if (to <= from) return { bytes: new Uint8Array(0), offsets };
		const base = this.startOf(from);
		for (let i = from; i < to; i++) {
			offsets[i - from + 1] = this.starts[i >>> ENTRY_BITS][(i & ENTRY_MASK) + 1] - base;
		}
		return { bytes: this.copy(base, base + offsets[to - from]), offsets };
	}

	protected startOf(entry: number): number {
		return this.starts[entry >>> ENTRY_BITS][entry & ENTRY_MASK];
	}

	private copy(start: number, end: number): Uint8Array {
		const bytes = new Uint8Array(end - start);
		for (let at = start; at < end; ) {
			const offset = at & PAGE_MASK;
			const count = Math.min(end - at, PAGE - offset);
			bytes.set(this.pages[at >>> PAGE_BITS].subarray(offset, offset + count), at - start);
			at += count;
		}
		return bytes;
	}
}

/** Texts that need no interning, one after the other. */
export class TextBlocks extends TextArena {
	/** Appends bytes start..end of `bytes`, which are copied. */
	push(bytes: Uint8Array, start: number, end: number): void {
		this.add(bytes, start, end);
	}

	pushText(text: string): void {
		const bytes = encoder.encode(text);
		this.add(bytes, 0, bytes.length);
	}

	/** Texts from..to (exclusive) as a new column. */
	range(from: number, to: number): TextColumn {
		return this.textColumn(from, to);
	}
}

/**
 * Different texts, numbered from 0 in order of first appearance. Open addressing over byte ranges, no strings: about 10 to
 * 15 bytes a text beside the text itself. At most 2^27 texts.
 */
export class TextTable extends TextArena {
	/** Linear probing. A slot is 0, or (entry + 1) in the low `bits` bits under the top bits of its hash. */
	private slots = new Int32Array(FIRST_SLOTS);
	private bits = 8;
	private limit = FIRST_SLOTS * 0.7;
	// Without a seed, a file could be made whose texts all fall into one slot. Numbers do not depend on it.
	private readonly seed = (Math.random() * 0x1_0000_0000) | 0;

	override get bytesUsed(): number {
		return super.bytesUsed + this.slots.byteLength;
	}

	/** Number of the text bytes[start..end), which is copied when it is new. */
	intern(bytes: Uint8Array, start: number, end: number): number {
		return this.internHashed(bytes, start, end, hashOf(bytes, start, end, this.seed));
	}

	/**
	 * Numbers of `count` texts bytes[starts[i]..ends[i]); an empty one is `none`.
	 * Goes over all of them step by step, so that the memory each one needs is on its way before it is waited for.
	 */
	internAll(
		bytes: Uint8Array,
		starts: Int32Array,
		ends: Int32Array,
		count: number,
		out: Int32Array,
		none: number
	): void {
		if (this.hashes.length < count) this.hashes = new Int32Array(Math.max(count, 2048));
		const { hashes, seed } = this;
		// Rows of one order or one customer often stand together, in some columns never: the first rows tell.
		let repeats = 0;
		let look = true;
		for (let i = 0; i < count; i++) {
			const start = starts[i];
			const end = ends[i];
			if (look && i > 0) {
				if (repeats === 0 && i === 64) look = false;
				if (end - start === ends[i - 1] - starts[i - 1]) {
					let p = end - 1;
					const shift = ends[i - 1] - end;
					while (p >= start && bytes[p] === bytes[p + shift]) p--;
					if (p < start) {
						repeats++;
						hashes[i] = hashes[i - 1];
						out[i] = SAME;
						continue;
					}
				}
			}
			out[i] = NEW;
			hashes[i] = hashOf(bytes, start, end, seed);
		}
		const before = this.size;
		if (this.bits > CACHED_BITS) this.touch(hashes, count);
		let last = none;
		for (let i = 0; i < count; i++) {
			if (out[i] === NEW) {
				const start = starts[i];
				const end = ends[i];
				last = start === end ? none : this.internHashed(bytes, start, end, hashes[i]);
			}
			out[i] = last;
		}
		// Slots that were looked at before the table grew are not those that were used, which only costs time.
		if (this.size < before) throw new RangeError('a table never shrinks');
	}

	internText(text: string): number {
		const bytes = encoder.encode(text);
		return this.intern(bytes, 0, bytes.length);
	}

	/** Number of the text, or {@link NONE}. */
	find(bytes: Uint8Array, start: number, end: number): number {
		const hash = hashOf(bytes, start, end, this.seed);
		const bits = this.bits;
		const mask = (1 << bits) - 1;
		const tag = hash & ~mask;
		let slot = Math.imul(hash, 0x9e3779b1) >>> (32 - bits);
		for (;;) {
			const found = this.slots[slot];
			if (found === 0) return NONE;
			if (((found ^ tag) & ~mask) === 0) {
				const entry = (found & mask) - 1;
				if (this.equals(entry, bytes, start, end)) return entry;
			}
			slot = (slot + 1) & mask;
		}
	}

	findText(text: string): number {
		const bytes = encoder.encode(text);
		return this.find(bytes, 0, bytes.length);
	}

	private equals(entry: number, bytes: Uint8Array, start: number, end: number): boolean {
		const starts = this.starts[entry >>> ENTRY_BITS];
		const within = entry & ENTRY_MASK;
		const from = starts[within];
		const length = end - start;
		if (starts[within + 1] - from !== length) return false;
		const offset = from & PAGE_MASK;
		if (offset + length <= PAGE) {
			const page = this.pages[from >>> PAGE_BITS];
			for (let i = 0; i < length; i++) if (page[offset + i] !== bytes[start + i]) return false;
			return true;
		}
		for (let i = 0; i < length; i++) {
			const at = from + i;
			if (this.pages[at >>> PAGE_BITS][at & PAGE_MASK] !== bytes[start + i]) return false;
		}
		return true;
	}

	/** Doubles the slots and fills them anew from the texts, which saves keeping a hash a text and both tables at once. */
	private grow(): void {
		if (this.bits >= 27) throw new RangeError('more than 2^27 different texts');
		const bits = ++this.bits;
		const mask = (1 << bits) - 1;
		this.slots = new Int32Array(0);
		const slots = new Int32Array(1 << bits);
		this.slots = slots;
		this.limit = slots.length * 0.7;
		for (let entry = 0; entry < this.size; entry++) {
			const starts = this.starts[entry >>> ENTRY_BITS];
			const start = starts[entry & ENTRY_MASK];
			const end = starts[(entry & ENTRY_MASK) + 1];
			const offset = start & PAGE_MASK;
			let hash: number;
			if (offset + (end - start) <= PAGE && start !== end) {
				hash = hashOf(this.pages[start >>> PAGE_BITS], offset, offset + (end - start), this.seed);
			} else {
				const bytes = this.view(entry);
				hash = hashOf(bytes, 0, bytes.length, this.seed);
			}
			let slot = Math.imul(hash, 0x9e3779b1) >>> (32 - bits);
			while (slots[slot] !== 0) slot = (slot + 1) & mask;
			slots[slot] = (hash & ~mask) | (entry + 1);
		}
	}
}

/** 32-bit hash of a byte range, four bytes a step. */
function hashOf(bytes: Uint8Array, start: number, end: number, seed: number): number {
	let hash = seed ^ (end - start);
	let i = start;
	for (const last = end - 4; i <= last; i += 4) {
		const word = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
		hash = Math.imul(hash ^ word, 0x85ebca6b);
		hash ^= hash >>> 15;
	}
	if (i < end) {
		let word = bytes[i];
		if (i + 1 < end) word |= bytes[i + 1] << 8;
		if (i + 2 < end) word |= bytes[i + 2] << 16;
		hash = Math.imul(hash ^ word, 0x85ebca6b);
		hash ^= hash >>> 15;
	}
	hash = Math.imul(hash, 0xc2b2ae35);
	return hash ^ (hash >>> 16);
}

export interface InternOptions {
	/** Number of an empty cell; default {@link NONE}. */
	none?: number;
}

/** Blanks around a cell's text: space, tab, CR, LF, NBSP. Start of what is left of bytes[start..end). */
export function trimStart(bytes: Uint8Array, start: number, end: number): number {
	while (start < end) {
		const c = bytes[start];
		if (c === 32 || (c >= 9 && c <= 13)) start++;
		else if (c === 0xc2 && start + 1 < end && bytes[start + 1] === 0xa0) start += 2;
		else break;
	}
	return start;
}

/** End of what is left of bytes[start..end) without the blanks of {@link trimStart}. */
export function trimEnd(bytes: Uint8Array, start: number, end: number): number {
	while (end > start) {
		const c = bytes[end - 1];
		if (c === 32 || (c >= 9 && c <= 13)) end--;
		else if (c === 0xa0 && end - 2 >= start && bytes[end - 2] === 0xc2) end -= 2;
		else break;
	}
	return end;
}

/**
 * Numbers of the texts of a column, blanks around them trimmed: out[r] for each row of the block.
 * @param out at least block.rows long
 */
export function internColumn(
	block: RecordBlock,
	column: number,
	table: TextTable,
	out: Int32Array,
	{ none = NONE }: InternOptions = {}
): void {
	const { bytes, rows, stride, starts, ends } = block;
	let lastStart = 0;
	let lastLength = -1;
	let last = none;
	for (let r = 0, at = column; r < rows; r++, at += stride) {
		let start = starts[at];
		let end = ends[at];
		if (start === end) {
			out[r] = none;
			continue;
		}
		if (bytes[start] <= 32 || bytes[start] === 0xc2) start = trimStart(bytes, start, end);
		if (bytes[end - 1] <= 32 || bytes[end - 1] === 0xa0) end = trimEnd(bytes, start, end);
		const length = end - start;
		if (length <= 0) {
			out[r] = none;
			continue;
		}
		// Rows of one order or one customer often stand together; unlike texts mostly differ at their end.
		if (length === lastLength) {
			let i = length - 1;
			while (i >= 0 && bytes[start + i] === bytes[lastStart + i]) i--;
			if (i < 0) {
				out[r] = last;
				continue;
			}
		}
		last = table.intern(bytes, start, end);
		lastStart = start;
		lastLength = length;
		out[r] = last;
	}
}

/**
 * Numbers of the normalised keys ({@link normaliseKey}) of a column: out[r] for each row of the block. The block's bytes
 * stay as they are.
 * @param out at least block.rows long
 */
export function internKeyColumn(
	block: RecordBlock,
	column: number,
	table: TextTable,
	out: Int32Array,
	{ none = NONE }: InternOptions = {}
): void {
	const { bytes, rows, stride, starts, ends } = block;
	let lastStart = 0;
	let lastLength = -1;
	let last = none;
	let scratch = new Uint8Array(256);
	for (let r = 0, at = column; r < rows; r++, at += stride) {
		let start = starts[at];
		let end = ends[at];
		if (start === end) {
			out[r] = none;
			continue;
		}
		if (bytes[start] <= 32 || bytes[start] === 0xc2) start = trimStart(bytes, start, end);
		if (bytes[end - 1] <= 32 || bytes[end - 1] === 0xa0) end = trimEnd(bytes, start, end);
		const length = end - start;
		if (length <= 0) {
			out[r] = none;
			continue;
		}
		if (length === lastLength) {
			let i = length - 1;
			while (i >= 0 && bytes[start + i] === bytes[lastStart + i]) i--;
			if (i < 0) {
				out[r] = last;
				continue;
			}
		}
		lastStart = start;
		lastLength = length;
		if (isPlainKey(bytes, start, end)) {
			last = table.intern(bytes, start, end);
		} else {
			if (scratch.length < length) scratch = new Uint8Array(length * 2);
			for (let i = 0; i < length; i++) scratch[i] = bytes[start + i];
			lowerAscii(scratch, 0, length);
			if (isPlainKey(scratch, 0, length)) last = table.intern(scratch, 0, length);
			else {
				const key = normaliseKey(decoder.decode(bytes.subarray(start, end)));
				last = key === '' ? none : table.internText(key);
			}
		}
		out[r] = last;
	}
}

/** The form in which keys are compared: Unicode NFC, no outer blanks, inner blanks to one, lower case without locale. */
export function normaliseKey(text: string): string {
	return text.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();
}

/** Is bytes[start..end) its own {@link normaliseKey} for certain: printable ASCII, lower case, no outer or doubled blanks? */
export function isPlainKey(bytes: Uint8Array, start: number, end: number): boolean {
	if (start < end && (bytes[start] === 32 || bytes[end - 1] === 32)) return false;
	for (let i = start; i < end; i++) {
		const c = bytes[i];
		if (c >= 97 ? c > 126 : c < 33 ? c !== 32 || bytes[i - 1] === 32 : c >= 65 && c <= 90) return false;
	}
	return true;
}

/** Lower-cases the ASCII letters of bytes[start..end) in place; other bytes stay. */
export function lowerAscii(bytes: Uint8Array, start: number, end: number): void {
	for (let i = start; i < end; i++) {
		const c = bytes[i];
		if (c >= 65 && c <= 90) bytes[i] = c + 32;
	}
}
