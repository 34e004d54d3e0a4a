import type { DecimalColumn } from '../tables';
import { IntBlocks } from './bytes/blocks';

const CHUNK = 65_536;

/** A growing column of exact decimals whose rows can change; the scale only grows, and holds for all rows. */
export class AmountBlocks {
	#values = new IntBlocks(0);
	#scratch = new Float64Array(0);
	scale: number;
	/** True once a value left the safe integers. */
	overflow = false;

	/** @param scale 0 to 6 */
	constructor(scale: number) {
		this.scale = scale;
	}

	get length(): number {
		return this.#values.length;
	}

	/** True only when every row is 0. */
	get isBlank(): boolean {
		return this.#values.isBlank;
	}

	get(row: number): number {
		return this.#values.get(row);
	}

	/** @param value at {@link scale} */
	set(row: number, value: number): void {
		if (!Number.isSafeInteger(value)) this.overflow = true;
		else this.#values.set(row, value);
	}

	/** Sets value / 10 ** scale, raising the scale of the column where it must. */
	setScaled(row: number, value: number, scale: number): void {
		if (scale > this.scale) this.raise(scale);
		this.set(row, value * 10 ** (this.scale - scale));
	}

	/** Appends values[0..count), all at `scale`. */
	append(values: Float64Array, count: number, scale: number): void {
		if (scale > this.scale) this.raise(scale);
		if (scale === this.scale) this.#values.append(values, count);
		else {
			if (this.#scratch.length < count) this.#scratch = new Float64Array(count);
			const factor = 10 ** (this.scale - scale);
			for (let i = 0; i < count; i++) {
				const value = values[i] * factor;
				if (!Number.isSafeInteger(value)) this.overflow = true;
				this.#scratch[i] = value;
			}
			this.#values.append(this.#scratch, count);
		}
	}

	/** Appends `count` zeros. */
	zeros(count: number): void {
		this.#values.repeat(0, count);
	}

	/** Brings all rows to a larger scale. */
	raise(scale: number): void {
		if (scale <= this.scale) return;
		const factor = 10 ** (scale - this.scale);
		const raised = new IntBlocks(0);
		const scratch = new Float64Array(CHUNK);
		for (let from = 0; from < this.length; from += CHUNK) {
			const values = this.#values.range(from, Math.min(from + CHUNK, this.length));
			for (let i = 0; i < values.length; i++) {
				const value = values[i] * factor;
				if (!Number.isSafeInteger(value)) this.overflow = true;
				scratch[i] = value;
			}
			raised.append(scratch, values.length);
		}
		this.#values = raised;
		this.scale = scale;
	}

	/** Takes all rows of another column, which is not to be used any more. */
	replace(column: AmountBlocks): void {
		this.#values = column.#values;
		this.scale = column.scale;
	}

	/** As {@link IntBlocks.release}. */
	release(from: number, to: number): void {
		this.#values.release(from, to);
	}

	/** Rows from..to (exclusive), a view or new. */
	range(from: number, to: number): DecimalColumn {
		return { values: this.#values.range(from, to), scale: this.scale };
	}
}
