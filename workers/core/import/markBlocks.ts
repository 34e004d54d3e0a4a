import type { IntColumn } from '../tables';
import { IntBlocks } from './bytes/blocks';

/** A growing column of bits, which knows what bits occur at all: loops that look for others can be left out. */
export class MarkBlocks extends IntBlocks {
	/** Bits that some row may have; no row has others. */
	some = 0;
	/** Bits that every row has; others may be missing. */
	every = ~0;

	constructor() {
		super(0);
	}

	override push(value: number): void {
		this.#note(value, value);
		super.push(value);
	}

	override append(values: IntColumn | number[], count: number, from = 0): void {
		let some = 0;
		let every = ~0;
		for (let i = from; i < from + count; i++) {
			some |= values[i];
			every &= values[i];
		}
		this.#note(some, every);
		super.append(values, count, from);
	}

	override repeat(value: number, count: number): void {
		if (count > 0) this.#note(value, value);
		super.repeat(value, count);
	}

	override set(row: number, value: number): void {
		this.#note(value, value);
		super.set(row, value);
	}

	#note(some: number, every: number): void {
		this.some |= some;
		this.every &= every;
	}
}
