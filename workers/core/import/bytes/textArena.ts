import type { TextColumn } from '../../tables';
import { hashOf, lowerWord, orderOfBytes, sameBytes, viewOf, wordAt } from './words';

const PAGE_BITS = 18;
const PAGE = 1 << PAGE_BITS;
const PAGE_MASK = PAGE - 1;
const FIRST_ROOM = 1024;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** UTF-8 texts end to end, in pages that never move; a text has a number. At most 2 GiB of text. */
export class TextArena {
	/** Texts so far. */
	size = 0;
	/** Bytes of all texts. */
	length = 0;
	private readonly pages: Uint8Array[] = [];
	private readonly views: DataView[] = [];
	/** Bytes that the pages hold. */
	private room = 0;
	/** Where each text starts; the start behind the last one is its end. */
	protected starts = new Int32Array(64);

	/** Memory held, in bytes. */
	get bytesUsed(): number {
		return this.room + this.starts.byteLength;
	}

	/** Bytes of text i: a view on the arena where it stands in one page, else new. Not to be written to. */
	view(entry: number): Uint8Array {
		const start = this.starts[entry];
		const end = this.starts[entry + 1];
		const offset = start & PAGE_MASK;
		if (start === end || offset + (end - start) > PAGE) return this.copy(start, end);
		return this.pages[start >>> PAGE_BITS].subarray(offset, offset + (end - start));
	}

	/** Text i as a string. */
	get(entry: number): string {
		return decoder.decode(this.view(entry));
	}

	/** Texts from..to (exclusive) as a new column. */
	textColumn(from: number, to: number): TextColumn {
		if (to <= from) return { bytes: new Uint8Array(0), offsets: new Int32Array(1) };
		const offsets = new Int32Array(to - from + 1);
		const base = this.starts[from];
		for (let i = from; i < to; i++) offsets[i - from + 1] = this.starts[i + 1] - base;
		return { bytes: this.copy(base, base + offsets[to - from]), offsets };
	}

	/** Chosen texts as a new column. */
	pick(entries: Int32Array): TextColumn {
		const { length } = entries;
		const { starts } = this;
		const offsets = new Int32Array(length + 1);
		let sequence = true;
		for (let i = 0; i < length; i++) {
			const entry = entries[i];
			sequence &&= entry === entries[0] + i;
			offsets[i + 1] = offsets[i] + starts[entry + 1] - starts[entry];
		}
		if (length > 0 && sequence)
			return { bytes: this.copy(starts[entries[0]], starts[entries[length - 1] + 1]), offsets };
		const bytes = new Uint8Array(offsets[length]);
		for (let i = 0; i < length; i++) {
			const place = starts[entries[i]];
			const page = this.pages[place >>> PAGE_BITS];
			const from = place & PAGE_MASK;
			const at = offsets[i];
			const size = offsets[i + 1] - at;
			if (from + size > PAGE) bytes.set(this.copy(place, place + size), at);
			// A call of set() costs more than copying a short text by hand.
			else if (size < 40) for (let b = 0; b < size; b++) bytes[at + b] = page[from + b];
			else bytes.set(page.subarray(from, from + size), at);
		}
		return { bytes, offsets };
	}

	/** Appends `length` bytes of `view` from `start`, in lower case if `fold`; gives the number of the text. */
	protected add(view: DataView, start: number, length: number, fold: boolean): number {
		const place = this.length;
		const entry = this.open(length);
		const offset = place & PAGE_MASK;
		if (length >= 4 && offset + length <= PAGE) {
			const page = this.views[place >>> PAGE_BITS];
			const last = length - 4;
			for (let i = 0; i < last; i += 4) page.setInt32(offset + i, wordAt(view, start + i, fold), true);
			page.setInt32(offset + last, wordAt(view, start + last, fold), true);
		} else {
			for (let i = 0; i < length; i++) {
				const byte = view.getUint8(start + i);
				this.pages[(place + i) >>> PAGE_BITS][(place + i) & PAGE_MASK] = fold ? lowerWord(byte) : byte;
			}
		}
		return entry;
	}

	/** {@link add} for those who have no view. */
	protected addBytes(bytes: Uint8Array, start: number, end: number): number {
		let place = this.length;
		const entry = this.open(end - start);
		while (start < end) {
			const page = this.pages[place >>> PAGE_BITS];
			const offset = place & PAGE_MASK;
			const count = Math.min(end - start, PAGE - offset);
			// A call of set() costs more than copying a short text by hand.
			if (count < 40) for (let i = 0; i < count; i++) page[offset + i] = bytes[start + i];
			else page.set(bytes.subarray(start, start + count), offset);
			start += count;
			place += count;
		}
		return entry;
	}

	/** Is the text of `length` bytes that starts at `place` equal to those of `view`, in lower case if `fold`? */
	protected isAt(place: number, view: DataView, start: number, length: number, fold: boolean): boolean {
		const offset = place & PAGE_MASK;
		if (offset + length > PAGE)
			return sameBytes(viewOf(this.copy(place, place + length)), 0, view, start, length, fold);
		return length === 0 || sameBytes(this.views[place >>> PAGE_BITS], offset, view, start, length, fold);
	}

	/** Last words of the texts of `lengths` that start at `places`; 0 for one of less than four bytes, or that a page cuts. */
	protected fetchTails(places: Int32Array, lengths: Int32Array, out: Int32Array, first: number, rows: number): void {
		const { views, length: end } = this;
		for (let r = first; r < rows; r++) {
			const place = places[r];
			const offset = (place & PAGE_MASK) + lengths[r] - 4;
			const whole = lengths[r] >= 4 && offset + 4 <= PAGE && place + lengths[r] <= end;
			out[r] = whole ? views[place >>> PAGE_BITS].getInt32(offset, true) : 0;
		}
	}

	/** Sign of the order of bytes of `view` (in lower case if `fold`) and text i: the shorter first, then by their bytes. */
	protected orderTo(entry: number, view: DataView, start: number, length: number, fold: boolean): number {
		const text = this.view(entry);
		return length === text.length
			? orderOfBytes(view, start, viewOf(text), 0, length, fold)
			: Math.sign(length - text.length);
	}

	/** Makes room for a text of `length` bytes; gives its number. */
	private open(length: number): number {
		const end = this.length + length;
		if (end > 0x7fff_ffff) throw new RangeError('more than 2 GiB of text');
		while (this.room < end || this.room === 0) this.addPage(end);
		const entry = this.size++;
		if (entry + 2 > this.starts.length) {
			const starts = new Int32Array(Math.ceil(this.starts.length * 1.5));
			starts.set(this.starts);
			this.starts = starts;
		}
		this.starts[entry + 1] = end;
		this.length = end;
		return entry;
	}

	private addPage(end: number): void {
		// The first page begins small and is copied until it is whole: most tables hold a few words.
		const first = this.room < PAGE;
		const page = new Uint8Array(first && end <= PAGE >> 2 ? Math.max(FIRST_ROOM, 2 * this.room, end) : PAGE);
		if (first && this.room > 0) page.set(this.pages[0]);
		const index = first ? 0 : this.pages.length;
		this.pages[index] = page;
		this.views[index] = new DataView(page.buffer);
		this.room = index * PAGE + page.length;
	}

	/** Bytes from..to of the arena, new. */
	private copy(from: number, to: number): Uint8Array {
		const bytes = new Uint8Array(to - from);
		for (let at = from; at < to;) {
			const offset = at & PAGE_MASK;
			const count = Math.min(to - at, PAGE - offset);
			bytes.set(this.pages[at >>> PAGE_BITS].subarray(offset, offset + count), at - from);
			at += count;
		}
		return bytes;
	}

	/** {@link hashOf} of text i. */
	protected hashOfText(entry: number, seed: number): number {
		const start = this.starts[entry];
		const length = this.starts[entry + 1] - start;
		const offset = start & PAGE_MASK;
		if (offset + length > PAGE) return hashOf(viewOf(this.copy(start, start + length)), 0, length, seed);
		return hashOf(this.views[start >>> PAGE_BITS], offset, length, seed);
	}
}
