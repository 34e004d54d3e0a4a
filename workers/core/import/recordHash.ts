import { trimEnd, trimStart } from './bytes/texts';
import type { RecordBlock } from './bytes/types';

/**
 * 64-bit hash of what chosen columns of a record print, the same on every device and in every run. Empty cells do not
 * enter, and the sequence of the columns does not matter, only their tags: a file with its columns moved hashes alike.
 */
export class RecordHash {
	high = 0;
	low = 0;
	readonly #columns: readonly number[];
	readonly #tags: Int32Array;

	/** @param names name of each column; columns of one name are told apart by their place among them */
	constructor(columns: readonly number[], names: readonly string[]) {
		this.#columns = columns;
		const seen = new Map<string, number>();
		this.#tags = Int32Array.from(names, (name) => {
			const nth = (seen.get(name) ?? 0) + 1;
			seen.set(name, nth);
			return textHash(`${name}\u001f${nth}`);
		});
	}

	/** Hashes a record into {@link high} and {@link low}. */
	of(block: RecordBlock, row: number): void {
		const { bytes, stride, starts, ends } = block;
		let high = 0;
		let low = 0;
		for (let c = 0; c < this.#columns.length; c++) {
			const at = row * stride + this.#columns[c];
			let start = starts[at];
			let end = ends[at];
			if (start === end) continue;
			start = trimStart(bytes, start, end);
			end = trimEnd(bytes, start, end);
			if (start >= end) continue;
			let a = this.#tags[c];
			let b = ~this.#tags[c];
			for (let i = start; i < end; i++) {
				a = Math.imul(a ^ bytes[i], 0x01000193);
				b = Math.imul(b + bytes[i], 0x5bd1e995) ^ (b >>> 13);
			}
			a = Math.imul(a ^ (a >>> 15), 0x85ebca6b);
			b = Math.imul(b ^ (b >>> 16), 0xc2b2ae35);
			high = (high + (a ^ (a >>> 13) ^ (b << 7))) | 0;
			low = (low + (b ^ (b >>> 15) ^ Math.imul(a, 0x9e3779b1))) | 0;
		}
		this.high = high;
		this.low = low;
	}

	/** The hash as 16 hexadecimal digits. */
	get hex(): string {
		return hex32(this.high) + hex32(this.low);
	}
}

/** 32-bit hash of a text. */
export function textHash(text: string): number {
	let hash = 0x811c9dc5 | 0;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
	return hash ^ (hash >>> 13);
}

function hex32(value: number): string {
	return (value >>> 0).toString(16).padStart(8, '0');
}
