import { NONE } from '../tables';
import { IntBlocks } from './bytes/blocks';
import { cellText } from './bytes/records';
import { TextTable, internColumn, internKeyColumn, normaliseKey } from './bytes/texts';
import type { RecordBlock } from './bytes/types';
import { e164 } from './phones';
import { withoutMark } from './textMarks';

/** One way to tell who the customer is; ways are tried in turn. Columns count from 0. */
export type IdentitySource =
	| { kind: 'email'; column: number }
	/** `prefix`: the platform, as in `uci:`; '' for files read by a mapping. */
	| { kind: 'id'; column: number; prefix: string }
	/** `country`: columns tried in turn for a national number. */
	| { kind: 'phone'; column: number; country: readonly number[] }
	| { kind: 'name'; column: number; postCode: number | null };

/** Names that are nobody. */
const NOBODY = new Set([
	'walk in',
	'walk-in',
	'cash',
	'cash sale',
	'guest',
	'anonymous',
	'unknown',
	'customer',
	'n/a',
	'-'
]);

const UNSEEN = 0;
const ITSELF = 1;
const OTHERWISE = 2;

/** Tells the customer of each record: customers are keys, numbered within this import. */
export class CustomerKeys {
	/** Every text that was looked at as a key; those that are none are never referred to. */
	readonly keys = new TextTable();
	readonly #ids = new TextTable();
	/** 1: the key is no e-mail; as far as keys were looked at. */
	readonly #noAddress = new IntBlocks(0);
	#anyNoAddress = false;
	readonly #isId = new IntBlocks(UNSEEN);
	/** Key of an id that is not its own key: 17850.0, or one with a prefix. */
	readonly #keyOfId = new Map<number, number>();
	readonly #keyOfPrefixed: number[] = [];
	#scratch = new Int32Array(0);

	/**
	 * Customer of each row, {@link NONE} where nobody is known.
	 * @param rank position in `sources` of the one that told
	 * @param invalid 1 where a cell that should hold an e-mail holds something else
	 */
	read(
		block: RecordBlock,
		sources: readonly IdentitySource[],
		out: Int32Array,
		rank: Uint8Array,
		invalid: Uint8Array
	): void {
		const { rows } = block;
		if (this.#scratch.length < rows) this.#scratch = new Int32Array(rows);
		const scratch = this.#scratch;
		out.fill(NONE, 0, rows);
		rank.fill(0, 0, rows);
		invalid.fill(0, 0, rows);
		let open = rows;
		for (const [i, source] of sources.entries()) {
			if (open === 0) break;
			const found = i === 0 ? out : scratch;
			if (source.kind === 'email') this.#readEmails(block, source.column, found, invalid);
			else if (source.kind === 'id') this.#readIds(block, source.column, source.prefix, found);
			else this.#readSlowly(block, source, out, found);
			open = 0;
			for (let r = 0; r < rows; r++) {
				if (i > 0 && out[r] < 0) {
					out[r] = found[r];
					rank[r] = i;
				}
				if (out[r] < 0) open++;
			}
		}
	}

	#readEmails(block: RecordBlock, column: number, out: Int32Array, invalid: Uint8Array): void {
		internKeyColumn(block, column, this.keys, out);
		this.#judgeNewKeys();
		if (!this.#anyNoAddress) return;
		for (let r = 0; r < block.rows; r++) {
			if (out[r] < 0 || this.#noAddress.get(out[r]) === 0) continue;
			out[r] = NONE;
			invalid[r] = 1;
		}
	}

	/** Which of the keys that came since the last time are no addresses; so that rows with addresses need no look. */
	#judgeNewKeys(): void {
		const from = this.#noAddress.length;
		const { bytes, offsets } = this.keys.textColumn(from, this.keys.size);
		for (let key = from; key < this.keys.size; key++) {
			const valid = isEmail(bytes, offsets[key - from], offsets[key - from + 1]);
			this.#noAddress.push(valid ? 0 : 1);
			this.#anyNoAddress ||= !valid;
		}
	}

	#readIds(block: RecordBlock, column: number, prefix: string, out: Int32Array): void {
		if (prefix !== '') {
			internColumn(block, column, this.#ids, out);
			while (this.#keyOfPrefixed.length < this.#ids.size) {
				const id = idKey(this.#ids.get(this.#keyOfPrefixed.length));
				this.#keyOfPrefixed.push(id === '' ? NONE : this.keys.internText(prefix + id));
			}
			for (let r = 0; r < block.rows; r++) if (out[r] >= 0) out[r] = this.#keyOfPrefixed[out[r]];
			return;
		}
		internKeyColumn(block, column, this.keys, out);
		const kinds = this.#isId;
		if (kinds.length < this.keys.size) kinds.repeat(UNSEEN, this.keys.size - kinds.length);
		for (let r = 0; r < block.rows; r++) {
			const key = out[r];
			if (key < 0) continue;
			let kind = kinds.get(key);
			if (kind === UNSEEN) {
				const text = this.keys.get(key);
				const id = idKey(text);
				kind = id === text ? ITSELF : OTHERWISE;
				kinds.set(key, kind);
				if (kind === OTHERWISE) this.#keyOfId.set(key, id === '' ? NONE : this.keys.internText(id));
				if (kinds.length < this.keys.size) kinds.repeat(UNSEEN, this.keys.size - kinds.length);
			}
			if (kind === OTHERWISE) out[r] = this.#keyOfId.get(key) ?? NONE;
		}
	}

	/** Phones and names: only for rows that are still open. */
	#readSlowly(
		block: RecordBlock,
		source: Extract<IdentitySource, { kind: 'phone' | 'name' }>,
		known: Int32Array,
		out: Int32Array
	): void {
		const { rows, stride, starts, ends } = block;
		const first = known === out;
		for (let r = 0; r < rows; r++) {
			if (!first && known[r] >= 0) continue;
			out[r] = NONE;
			const at = r * stride + source.column;
			if (starts[at] === ends[at]) continue;
			const text = cellText(block, r, source.column);
			if (source.kind === 'phone') {
				let country = '';
				for (const column of source.country) if (country === '') country = cellText(block, r, column).trim();
				const digits = e164(text, country);
				if (digits !== null) out[r] = this.keys.internText(`tel:+${digits}`);
			} else {
				const name = normaliseKey(text);
				if (name === '' || NOBODY.has(name)) continue;
				const postCode = source.postCode === null ? '' : normaliseKey(withoutMark(cellText(block, r, source.postCode)));
				out[r] = this.keys.internText(postCode === '' ? `name:${name}` : `name:${name}|${postCode}`);
			}
		}
	}
}

/** The form in which ids are compared; '' for one that is none. */
function idKey(text: string): string {
	const id = normaliseKey(withoutMark(text)).replace(/^(\d+)\.0+$/, '$1');
	return id === '0' ? '' : id;
}

/** One `@` with something before it, a dot behind it, no blank. */
function isEmail(bytes: Uint8Array, start: number, end: number): boolean {
	let at = -1;
	let dot = false;
	for (let i = start; i < end; i++) {
		const c = bytes[i];
		if (c === 64) {
			if (at >= 0 || i === start) return false;
			at = i;
		} else if (c === 46) dot ||= at >= 0;
		else if (c === 32) return false;
	}
	return dot;
}
