import { NONE } from '../tables';
import { IntBlocks } from './bytes/blocks';
import { TextBlocks, TextTable, internColumn, trimEnd, trimStart } from './bytes/texts';
import type { RecordBlock } from './bytes/types';

/** Products by id, or by name where a line has no id. */
export class Products {
	readonly keys = new TextTable();
	/** 1: the key is a name. */
	readonly #named = new IntBlocks(0);
	readonly #name = new IntBlocks(NONE);
	readonly #category = new IntBlocks(NONE);
	readonly #texts = new TextBlocks();

	/** Product of each row, {@link NONE} where the line names none. */
	read(block: RecordBlock, id: number | null, name: number | null, out: Int32Array, scratch: Int32Array): void {
		const { rows } = block;
		if (id !== null) internColumn(block, id, this.keys, out);
		else out.fill(NONE, 0, rows);
		this.#grow(0);
		if (name === null) return;
		if (id !== null) {
			let open = false;
			for (let r = 0; r < rows && !open; r++) open = out[r] < 0;
			if (!open) return;
			const { bytes, stride, starts, ends } = block;
			for (let r = 0; r < rows; r++) {
				if (out[r] >= 0) continue;
				const start = trimStart(bytes, starts[r * stride + name], ends[r * stride + name]);
				const end = trimEnd(bytes, start, ends[r * stride + name]);
				if (start < end) out[r] = this.keys.intern(bytes, start, end);
			}
		} else {
			internColumn(block, name, this.keys, scratch);
			out.set(scratch.subarray(0, rows));
		}
		this.#grow(1);
	}

	/** Keeps what a row says of its product, where nothing was said before. */
	note(product: number, block: RecordBlock, row: number, name: number | null, category: number | null): void {
		if (name !== null && this.#name.get(product) < 0) this.#keep(this.#name, product, block, row, name);
		if (category !== null && this.#category.get(product) < 0) {
			this.#keep(this.#category, product, block, row, category);
		}
	}

	id(product: number): string {
		return this.#named.get(product) === 1 ? '' : this.keys.get(product);
	}

	name(product: number): string {
		const at = this.#name.get(product);
		return at < 0 ? (this.#named.get(product) === 1 ? this.keys.get(product) : '') : this.#texts.get(at);
	}

	category(product: number): string {
		const at = this.#category.get(product);
		return at < 0 ? '' : this.#texts.get(at);
	}

	#grow(named: number): void {
		const missing = this.keys.size - this.#named.length;
		if (missing === 0) return;
		this.#named.repeat(named, missing);
		this.#name.repeat(NONE, missing);
		this.#category.repeat(NONE, missing);
	}

	#keep(field: IntBlocks, product: number, block: RecordBlock, row: number, column: number): void {
		const { bytes, stride, starts, ends } = block;
		const start = trimStart(bytes, starts[row * stride + column], ends[row * stride + column]);
		const end = trimEnd(bytes, start, ends[row * stride + column]);
		if (start >= end) return;
		field.set(product, this.#texts.size);
		this.#texts.push(bytes, start, end);
	}
}
