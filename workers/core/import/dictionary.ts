import { NONE } from '../tables';
import { TextTable, internColumn } from './bytes/texts';
import type { RecordBlock } from './bytes/types';

/** The texts of a coded field: cells become codes, codes stay what they were in the workspace. */
export class Dictionary {
	/** Cells as printed. */
	readonly #printed = new TextTable();
	readonly #entries = new TextTable();
	/** Entry of a printed text, by its number; without a clean-up both are one table. */
	readonly #entryOf: number[] = [];
	readonly #clean: ((text: string) => string | null) | null;

	/**
	 * @param known entries that the workspace has; they keep their codes
	 * @param clean what a printed text is kept as, null: as nothing
	 */
	constructor(known: readonly string[] = [], clean: ((text: string) => string | null) | null = null) {
		this.#clean = clean;
		for (const text of known) this.#entries.internText(text);
	}

	get size(): number {
		return this.#entries.size;
	}

	/** Code of each row's cell, {@link NONE} where it is empty. @param out at least block.rows long */
	read(block: RecordBlock, column: number, out: Int32Array): void {
		if (this.#clean === null) {
			internColumn(block, column, this.#entries, out);
			return;
		}
		internColumn(block, column, this.#printed, out);
		while (this.#entryOf.length < this.#printed.size) {
			const text = this.#clean(this.#printed.get(this.#entryOf.length));
			this.#entryOf.push(text === null ? NONE : this.#entries.internText(text));
		}
		const entryOf = this.#entryOf;
		for (let r = 0; r < block.rows; r++) if (out[r] >= 0) out[r] = entryOf[out[r]];
	}

	/** Fills the rows that have none from another column. */
	fill(block: RecordBlock, column: number, out: Int32Array, scratch: Int32Array): void {
		this.read(block, column, scratch);
		for (let r = 0; r < block.rows; r++) if (out[r] < 0) out[r] = scratch[r];
	}

	code(text: string): number {
		return this.#entries.internText(text);
	}

	get(code: number): string {
		return this.#entries.get(code);
	}

	texts(): string[] {
		return Array.from({ length: this.size }, (_, code) => this.#entries.get(code));
	}
}
