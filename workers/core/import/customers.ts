import { NO_DAY, NONE } from '../tables';
import { IntBlocks } from './bytes/blocks';
import { cellText } from './bytes/records';
import { TextBlocks, normaliseKey } from './bytes/texts';
import type { TextTable } from './bytes/texts';
import type { RecordBlock } from './bytes/types';
import { withoutMark } from './textMarks';

/** Columns that a customer's particulars come from, null where there is none. */
export interface ParticularColumns {
	email: number | null;
	phones: readonly number[];
	name: number | null;
	platformId: number | null;
}

/** What the files say of each customer, by the number of its key. */
export class Customers {
	readonly texts = new TextBlocks();
	readonly email = new IntBlocks(NONE);
	readonly phone = new IntBlocks(NONE);
	readonly name = new IntBlocks(NONE);
	readonly platformId = new IntBlocks(NONE);
	readonly since = new IntBlocks(NO_DAY);

	/** @param keys every text that was looked at as a key; those that are none are never referred to */
	constructor(readonly keys: TextTable) {}

	/** Makes room for the particulars of every key seen so far. */
	grow(): void {
		const missing = this.keys.size - this.email.length;
		if (missing === 0) return;
		this.email.repeat(NONE, missing);
		this.phone.repeat(NONE, missing);
		this.name.repeat(NONE, missing);
		this.platformId.repeat(NONE, missing);
		this.since.repeat(NO_DAY, missing);
	}

	/** Keeps what a row says of its customer, where nothing was said before. Call {@link grow} first. */
	note(customer: number, block: RecordBlock, row: number, columns: ParticularColumns): void {
		if (columns.name !== null && this.name.get(customer) < 0) this.#keep(this.name, customer, block, row, columns.name);
		if (columns.platformId !== null && this.platformId.get(customer) < 0) {
			this.#keep(this.platformId, customer, block, row, columns.platformId);
		}
		if (columns.email !== null && this.email.get(customer) < 0) {
			const address = normaliseKey(cellText(block, row, columns.email));
			if (looksLikeEmail(address)) this.#keepText(this.email, customer, address);
		}
		for (const column of columns.phones) {
			if (this.phone.get(customer) < 0) this.#keep(this.phone, customer, block, row, column);
		}
	}

	#keep(field: IntBlocks, customer: number, block: RecordBlock, row: number, column: number): void {
		if (block.starts[row * block.stride + column] === block.ends[row * block.stride + column]) return;
		const text = withoutMark(cellText(block, row, column).normalize('NFC').trim());
		if (text !== '') this.#keepText(field, customer, text);
	}

	#keepText(field: IntBlocks, customer: number, text: string): void {
		field.set(customer, this.texts.size);
		this.texts.pushText(text);
	}
}

function looksLikeEmail(text: string): boolean {
	return /^[^\s@]+@[^\s@]*\.[^\s@]*$/u.test(text);
}
