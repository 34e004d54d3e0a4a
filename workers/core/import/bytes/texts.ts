import { NONE } from '../../tables';
import type { TextColumn } from '../../tables';
import type { RecordBlock } from './types';

const PAGE_BITS = 18;
const PAGE = 1 << PAGE_BITS;
const PAGE_MASK = PAGE - 1;

const FIRST_BITS = 8;
const FIRST_SLOTS = 1 << FIRST_BITS;
const MOST_BITS = 27;
/** Below this, slots grow fourfold at a time. */
const QUICK_BITS = 18;
/** Share of the slots that may be taken. */
const FULL = 0.7;
// Odd constants of Murmur3 and of Fibonacci hashing.
const MIX = 0x85ebca6b;
const LAST_MIX = 0xc2b2ae35;
const SPREAD = 0x9e3779b1;
const HIGH_BITS = 0x8080_8080 | 0;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** End to end UTF-8 texts in pages that never move: row i is found by number. At most 2 GiB of text. */
class TextArena {
	size = 0;
	/** Bytes of all texts. */
	length = 0;
	protected pages: Uint8Array[] = [];
	/** The same pages; a DataView reads four bytes at any place in one step. */
	protected views: DataView[] = [];
	/** Where each text starts; the start behind the last one is its end. */
	protected starts = new Int32Array(64);

	/** Memory held, in bytes. */
	get bytesUsed(): number {
		return this.pages.length * PAGE + this.starts.byteLength;
	}

	/** Number of the new last text, which is `length` bytes of `view` from `start`, in lower case if `fold`. */
	protected add(view: DataView, start: number, length: number, fold: boolean): number {
		const entry = this.size++;
		if (entry + 2 > this.starts.length) this.moreStarts();
		const place = this.length;
		if (place + length > 0x7fff_ffff) throw new RangeError('more than 2 GiB of text');
		const offset = place & PAGE_MASK;
		const pageIndex = place >>> PAGE_BITS;
		if (pageIndex === this.pages.length) this.addPage();
		if (length >= 4 && offset + length <= PAGE) {
			const page = this.views[pageIndex];
			const last = length - 4;
			for (let i = 0; i < last; i += 4) page.setInt32(offset + i, wordAt(view, start + i, fold), true);
			page.setInt32(offset + last, wordAt(view, start + last, fold), true);
		} else {
			for (let i = 0; i < length; i++) {
				const at = place + i;
				if (at >>> PAGE_BITS === this.pages.length) this.addPage();
				const byte = view.getUint8(start + i);
				this.pages[at >>> PAGE_BITS][at & PAGE_MASK] = fold ? LOWER[byte] : byte;
			}
		}
		this.length = place + length;
		this.starts[entry + 1] = place + length;
		return entry;
	}

	private moreStarts(): void {
		const starts = new Int32Array(Math.ceil(this.starts.length * 1.5));
		starts.set(this.starts);
		this.starts = starts;
	}

	private addPage(): void {
		const page = new Uint8Array(PAGE);
		this.pages.push(page);
		this.views.push(new DataView(page.buffer));
	}

	/** Bytes of text i: a view on the arena where it stands in one page, else new. Not to be written to. */
	view(entry: number): Uint8Array {
		const start = this.starts[entry];
		const end = this.starts[entry + 1];
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
		const base = this.starts[from];
		for (let i = from; i < to; i++) offsets[i - from + 1] = this.starts[i + 1] - base;
		return { bytes: this.copy(base, base + offsets[to - from]), offsets };
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
		this.add(viewOf(bytes), start, end - start, false);
	}

	pushText(text: string): void {
		const bytes = encoder.encode(text);
		this.add(viewOf(bytes), 0, bytes.length, false);
	}

	/** Texts from..to (exclusive) as a new column. */
	range(from: number, to: number): TextColumn {
		return this.textColumn(from, to);
	}
}

/** What is known of a row before the table is asked. */
const NEW = 0;
const LIKE_LAST = 1;
const EMPTY = 2;
const UNLIKE_KEY = 3;
/** A table with fewer texts lies in the cache as it is. */
const CACHED_TEXTS = 4096;

/**
 * Different texts, numbered from 0 in order of first appearance. Open addressing over byte ranges, no strings: about 10 to
 * 15 bytes a text beside the text itself. At most 2^27 texts.
 */
export class TextTable extends TextArena {
	/** Linear probing. A slot is 0, or (entry + 1) in the low `bits` bits under the top bits of its hash. */
	private slots = new Int32Array(FIRST_SLOTS);
	private bits = FIRST_BITS;
	private limit = FIRST_SLOTS * FULL;
	// Without a seed, a file could be made whose texts all fall into one slot. Numbers do not depend on it.
	private readonly seed = (Math.random() * 0x1_0000_0000) | 0;
	private rows = new RowScratch(0);

	/** @param expected texts for which room is made at once */
	constructor(expected = 0) {
		super();
		while (this.limit < expected && this.bits < MOST_BITS) {
			this.bits++;
			this.limit = 2 ** this.bits * FULL;
		}
		if (this.bits !== FIRST_BITS) this.slots = new Int32Array(2 ** this.bits);
	}

	override get bytesUsed(): number {
		return super.bytesUsed + this.slots.byteLength;
	}

	/** Number of the text bytes[start..end), which is copied when it is new. */
	intern(bytes: Uint8Array, start: number, end: number): number {
		const view = viewOf(bytes);
		return this.internHashed(view, start, end - start, hashOf(view, start, end - start, this.seed), false);
	}

	internText(text: string): number {
		const bytes = encoder.encode(text);
		return this.intern(bytes, 0, bytes.length);
	}

	/** Number of the text, or {@link NONE}. */
	find(bytes: Uint8Array, start: number, end: number): number {
		const view = viewOf(bytes);
		const hash = hashOf(view, start, end - start, this.seed);
		const slot = this.slotOf(view, start, end - start, hash, false);
		return (this.slots[slot] & ((1 << this.bits) - 1)) - 1;
	}

	findText(text: string): number {
		const bytes = encoder.encode(text);
		return this.find(bytes, 0, bytes.length);
	}

	/**
	 * Numbers of `count` texts bytes[starts[i]..ends[i]), as {@link intern} gives them; an empty one is `none`. It goes over
	 * all of them step by step, so that the memory that each needs is on its way before it is waited for.
	 * @param keys intern the normalised key ({@link normaliseKey}) of each text in its stead
	 */
	internAll(
		bytes: Uint8Array,
		starts: Int32Array,
		ends: Int32Array,
		count: number,
		out: Int32Array,
		none = NONE,
		keys = false
	): void {
		if (this.rows.size < count) this.rows = new RowScratch(count);
		const view = viewOf(bytes);
		// What is known of each row stands in `out` until its number does.
		if (keys) hashKeyRows(view, starts, ends, count, this.seed, out, this.rows.hashes);
		else hashRows(view, starts, ends, count, this.seed, out, this.rows.hashes);
		if (this.size > CACHED_TEXTS) this.lookUp(starts, ends, count, out);
		else this.rows.candidates.fill(-1, 0, count);
		this.settle(bytes, view, starts, ends, count, out, none, keys);
	}

	/** Finds for each new row the text that its hash points at first, if it is as long, and where that lies. */
	private lookUp(starts: Int32Array, ends: Int32Array, count: number, kinds: Int32Array): void {
		const { hashes, candidates, places } = this.rows;
		const { slots, bits, starts: textStarts } = this;
		const mask = (1 << bits) - 1;
		const shift = 32 - bits;
		for (let i = 0; i < count; i++) {
			const hash = hashes[i];
			const found = slots[Math.imul(hash, SPREAD) >>> shift];
			candidates[i] = ((found ^ hash) & ~mask) === 0 ? (found & mask) - 1 : -1;
		}
		for (let i = 0; i < count; i++) {
			const entry = candidates[i];
			if (entry < 0 || kinds[i] !== NEW) continue;
			const place = textStarts[entry];
			places[i] = place;
			if (textStarts[entry + 1] - place !== ends[i] - starts[i]) candidates[i] = -1;
		}
	}

	/** Numbers the rows. */
	private settle(
		bytes: Uint8Array,
		view: DataView,
		starts: Int32Array,
		ends: Int32Array,
		count: number,
		out: Int32Array,
		none: number,
		keys: boolean
	): void {
		const { hashes, candidates, places } = this.rows;
		let last = none;
		for (let i = 0; i < count; i++) {
			const kind = out[i];
			if (kind === NEW) {
				const start = starts[i];
				const length = ends[i] - start;
				const entry = candidates[i];
				if (entry >= 0 && this.isAt(places[i], view, start, length, keys)) last = entry;
				else last = this.internHashed(view, start, length, hashes[i], keys);
			} else if (kind === EMPTY) {
				last = none;
			} else if (kind === UNLIKE_KEY) {
				const key = normaliseKey(decoder.decode(bytes.subarray(starts[i], ends[i])));
				last = key === '' ? none : this.internText(key);
			}
			out[i] = last;
		}
	}

	/** The slot that holds the text, or the free one where it belongs. */
	private slotOf(view: DataView, start: number, length: number, hash: number, fold: boolean): number {
		const { slots, bits, starts } = this;
		const mask = (1 << bits) - 1;
		let slot = Math.imul(hash, SPREAD) >>> (32 - bits);
		for (;;) {
			const found = slots[slot];
			if (found === 0) return slot;
			if (((found ^ hash) & ~mask) === 0) {
				const entry = (found & mask) - 1;
				const place = starts[entry];
				if (starts[entry + 1] - place === length && this.isAt(place, view, start, length, fold)) return slot;
			}
			slot = (slot + 1) & mask;
		}
	}

	private internHashed(view: DataView, start: number, length: number, hash: number, fold: boolean): number {
		const slot = this.slotOf(view, start, length, hash, fold);
		const mask = (1 << this.bits) - 1;
		const found = this.slots[slot];
		if (found !== 0) return (found & mask) - 1;
		const entry = this.add(view, start, length, fold);
		this.slots[slot] = (hash & ~mask) | (entry + 1);
		if (this.size > this.limit) this.grow();
		return entry;
	}

	/** Is the text of this length that lies at `place` the one at `start`? */
	private isAt(place: number, view: DataView, start: number, length: number, fold: boolean): boolean {
		const offset = place & PAGE_MASK;
		if (offset + length > PAGE) return this.isAcrossPages(place, view, start, length, fold);
		return length === 0 || sameBytes(this.views[place >>> PAGE_BITS], offset, view, start, length, fold);
	}

	private isAcrossPages(place: number, view: DataView, start: number, length: number, fold: boolean): boolean {
		for (let i = 0; i < length; i++) {
			const at = place + i;
			const byte = view.getUint8(start + i);
			if (this.pages[at >>> PAGE_BITS][at & PAGE_MASK] !== (fold ? LOWER[byte] : byte)) return false;
		}
		return true;
	}

	/** Makes more slots and fills them anew from the texts, which saves keeping a hash a text and both tables at once. */
	private grow(): void {
		if (this.bits >= MOST_BITS) throw new RangeError('too many different texts');
		const bits = this.bits + (this.bits < QUICK_BITS ? 2 : 1);
		const mask = (1 << bits) - 1;
		this.bits = bits;
		this.slots = new Int32Array(0);
		const slots = new Int32Array(2 ** bits);
		this.slots = slots;
		this.limit = slots.length * FULL;
		for (let entry = 0; entry < this.size; entry++) {
			const start = this.starts[entry];
			const end = this.starts[entry + 1];
			const offset = start & PAGE_MASK;
			const whole = offset + (end - start) <= PAGE && start !== end;
			const hash = whole
				? hashOf(this.views[start >>> PAGE_BITS], offset, end - start, this.seed)
				: hashOf(viewOf(this.view(entry)), 0, end - start, this.seed);
			let slot = Math.imul(hash, SPREAD) >>> (32 - bits);
			while (slots[slot] !== 0) slot = (slot + 1) & mask;
			slots[slot] = (hash & ~mask) | (entry + 1);
		}
	}
}

/** What {@link TextTable.internAll} knows of each row of a block. */
class RowScratch {
	readonly hashes: Int32Array;
	readonly candidates: Int32Array;
	readonly places: Int32Array;

	constructor(readonly size: number) {
		this.hashes = new Int32Array(size);
		this.candidates = new Int32Array(size);
		this.places = new Int32Array(size);
	}
}

function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Four ASCII bytes in lower case: 0x20 is set in each that is A to Z. */
function lowerWord(word: number): number {
	return word | ((((word + 0x3f3f_3f3f) & ~(word + 0x2525_2525)) & 0x8080_8080) >>> 2);
}

function wordAt(view: DataView, at: number, fold: boolean): number {
	const word = view.getInt32(at, true);
	return fold ? lowerWord(word) : word;
}

/** The one to three bytes of a short text as a word. */
function shortWord(view: DataView, start: number, length: number): number {
	if (length === 0) return 0;
	let word = view.getUint8(start);
	if (length > 1) word |= view.getUint8(start + 1) << 8;
	if (length > 2) word |= view.getUint8(start + 2) << 16;
	return word;
}

/**
 * 32-bit hash of `length` bytes, four a step, the last four by themselves: two steps, and no loop to guess the end of, for a
 * text of up to eight.
 */
function hashOf(view: DataView, start: number, length: number, seed: number): number {
	let hash = seed ^ length;
	if (length < 4) hash = Math.imul(hash ^ shortWord(view, start, length), MIX);
	else {
		const last = start + length - 4;
		let i = start;
		do {
			hash = Math.imul(hash ^ view.getInt32(i, true), MIX);
			hash ^= hash >>> 15;
			i += 4;
		} while (i < last);
		hash = Math.imul(hash ^ view.getInt32(last, true), MIX);
	}
	hash = Math.imul(hash ^ (hash >>> 15), LAST_MIX);
	return hash ^ (hash >>> 16);
}

/** Tells of each row whether it is empty, equals the one before it, or has to be looked up; then its {@link hashOf}. */
function hashRows(
	view: DataView,
	starts: Int32Array,
	ends: Int32Array,
	count: number,
	seed: number,
	kinds: Int32Array,
	hashes: Int32Array
): void {
	// Rows of one order or one customer often stand together, in some columns never: the first rows tell.
	let repeats = 0;
	let look = true;
	let lastStart = 0;
	let lastLength = 0;
	for (let i = 0; i < count; i++) {
		const start = starts[i];
		const length = ends[i] - start;
		if (length === 0) {
			kinds[i] = EMPTY;
		} else if (look && length === lastLength && sameBytes(view, start, view, lastStart, length, false)) {
			repeats++;
			kinds[i] = LIKE_LAST;
		} else {
			kinds[i] = NEW;
			hashes[i] = hashOf(view, start, length, seed);
		}
		if ((i & 63) === 63 && repeats < i >> 1) look = false;
		lastStart = start;
		lastLength = length;
	}
}

/** {@link hashRows} of the keys of texts; those that are not ASCII above the blank are left to {@link normaliseKey}. */
function hashKeyRows(
	view: DataView,
	starts: Int32Array,
	ends: Int32Array,
	count: number,
	seed: number,
	kinds: Int32Array,
	hashes: Int32Array
): void {
	let repeats = 0;
	let look = true;
	let lastStart = 0;
	let lastLength = 0;
	for (let i = 0; i < count; i++) {
		const start = starts[i];
		const length = ends[i] - start;
		if (length === 0) {
			kinds[i] = EMPTY;
		} else if (look && length === lastLength && sameBytes(view, start, view, lastStart, length, false)) {
			repeats++;
			kinds[i] = LIKE_LAST;
		} else {
			let hash = seed ^ length;
			let special: number;
			if (length < 4) {
				const word = shortWord(view, start, length);
				special = notInKeys(word | (0x7f7f_7f7f << (length << 3)));
				hash = Math.imul(hash ^ lowerWord(word), MIX);
			} else {
				const last = start + length - 4;
				let at = start;
				special = 0;
				do {
					const word = view.getInt32(at, true);
					special |= notInKeys(word);
					hash = Math.imul(hash ^ lowerWord(word), MIX);
					hash ^= hash >>> 15;
					at += 4;
				} while (at < last);
				const word = view.getInt32(last, true);
				special |= notInKeys(word);
				hash = Math.imul(hash ^ lowerWord(word), MIX);
			}
			hash = Math.imul(hash ^ (hash >>> 15), LAST_MIX);
			hashes[i] = hash ^ (hash >>> 16);
			kinds[i] = (special & HIGH_BITS) === 0 || isSpacedKey(view, start, length) ? NEW : UNLIKE_KEY;
		}
		if ((i & 63) === 63 && repeats < i >> 1) look = false;
		lastStart = start;
		lastLength = length;
	}
}

/** Has a high bit set for a byte that is not ASCII above the blank. */
function notInKeys(word: number): number {
	return (word - 0x2121_2121) | word;
}

/** Is a trimmed text a key but for its case, blanks and all? */
function isSpacedKey(view: DataView, start: number, length: number): boolean {
	let last = 0;
	for (let i = start; i < start + length; i++) {
		const byte = view.getUint8(i);
		if (byte < 32 || byte > 126 || (byte === 32 && last === 32)) return false;
		last = byte;
	}
	return true;
}

/** Are `length` > 0 bytes equal, those of b in lower case if `fold`? Unlike texts mostly differ at their end, which is looked at first. */
function sameBytes(a: DataView, aStart: number, b: DataView, bStart: number, length: number, fold: boolean): boolean {
	if (length < 4) {
		const word = shortWord(b, bStart, length);
		return shortWord(a, aStart, length) === (fold ? lowerWord(word) : word);
	}
	let left = length - 4;
	if (a.getInt32(aStart + left, true) !== wordAt(b, bStart + left, fold)) return false;
	while (left > 4) {
		left -= 4;
		if (a.getInt32(aStart + left, true) !== wordAt(b, bStart + left, fold)) return false;
	}
	return a.getInt32(aStart, true) === wordAt(b, bStart, fold);
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

let trimmedStarts = new Int32Array(0);
let trimmedEnds = new Int32Array(0);

/** Fills {@link trimmedStarts} and {@link trimmedEnds} with the trimmed ranges of a column. */
function trimColumn(block: RecordBlock, column: number): void {
	const { bytes, rows, stride, starts, ends } = block;
	if (trimmedStarts.length < rows) {
		trimmedStarts = new Int32Array(rows);
		trimmedEnds = new Int32Array(rows);
	}
	const from = trimmedStarts;
	const to = trimmedEnds;
	for (let r = 0, at = column; r < rows; r++, at += stride) {
		let start = starts[at];
		let end = ends[at];
		if (start !== end) {
			const first = bytes[start];
			if (first <= 32 || first === 0xc2) start = trimStart(bytes, start, end);
			const last = bytes[end - 1];
			if (last <= 32 || last === 0xa0) end = trimEnd(bytes, start, end);
		}
		from[r] = start;
		to[r] = end;
	}
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
	options: InternOptions = {}
): void {
	trimColumn(block, column);
	table.internAll(block.bytes, trimmedStarts, trimmedEnds, block.rows, out, options.none);
}

/** Lower case of each ASCII letter; other bytes as they are. */
const LOWER = new Uint8Array(256).map((_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));
const BLANK = 1;
const SPECIAL = 2;
/** What of a key a byte may change: 0 nothing but its case, {@link BLANK}, or {@link SPECIAL} for all that is not printable ASCII. */
const KIND = new Uint8Array(256).map((_, byte) => (byte === 32 ? BLANK : byte > 32 && byte < 127 ? 0 : SPECIAL));

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
	options: InternOptions = {}
): void {
	trimColumn(block, column);
	table.internAll(block.bytes, trimmedStarts, trimmedEnds, block.rows, out, options.none, true);
}

function hasDoubledBlank(bytes: Uint8Array, start: number, end: number): boolean {
	for (let i = start + 1; i < end; i++) if (bytes[i] === 32 && bytes[i - 1] === 32) return true;
	return false;
}

/** The form in which keys are compared: Unicode NFC, no outer blanks, inner blanks to one, lower case without locale. */
export function normaliseKey(text: string): string {
	return text.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();
}

/** Is bytes[start..end) its own {@link normaliseKey} for certain: printable ASCII, lower case, no outer or doubled blanks? */
export function isPlainKey(bytes: Uint8Array, start: number, end: number): boolean {
	let kinds = 0;
	for (let i = start; i < end; i++) {
		const byte = bytes[i];
		if (LOWER[byte] !== byte) return false;
		kinds |= KIND[byte];
	}
	if (kinds === 0) return true;
	return kinds === BLANK && bytes[start] !== 32 && bytes[end - 1] !== 32 && !hasDoubledBlank(bytes, start, end);
}

/** Lower-cases the ASCII letters of bytes[start..end) in place; other bytes stay. */
export function lowerAscii(bytes: Uint8Array, start: number, end: number): void {
	for (let i = start; i < end; i++) bytes[i] = LOWER[bytes[i]];
}
