/** How often records of a 64-bit hash were kept, and met in the present file. */
export class RecordCounts {
	readonly #mask: number;
	readonly #high: Int32Array;
	readonly #low: Int32Array;
	readonly #group: Int32Array;
	/** 0: the slot is free. */
	readonly #kept: Int32Array;
	readonly #file: Int32Array;
	readonly #met: Int32Array;

	/** @param most different records at most */
	constructor(most: number) {
		let slots = 16;
		while (slots < 2 * most) slots *= 2;
		this.#mask = slots - 1;
		this.#high = new Int32Array(slots);
		this.#low = new Int32Array(slots);
		this.#group = new Int32Array(slots);
		this.#kept = new Int32Array(slots);
		this.#file = new Int32Array(slots);
		this.#met = new Int32Array(slots);
	}

	/**
	 * Is this record one more than any file before held? Files are to come one after the other.
	 * @param group records of different groups never repeat each other
	 */
	isNew(group: number, high: number, low: number, file: number): boolean {
		let slot = (Math.imul(high ^ group, 0x9e3779b1) ^ low) & this.#mask;
		for (; this.#kept[slot] !== 0; slot = (slot + 1) & this.#mask) {
			if (this.#high[slot] !== high || this.#low[slot] !== low || this.#group[slot] !== group) continue;
			if (this.#file[slot] !== file) {
				this.#file[slot] = file;
				this.#met[slot] = 0;
			}
			if (++this.#met[slot] <= this.#kept[slot]) return false;
			this.#kept[slot]++;
			return true;
		}
		this.#high[slot] = high;
		this.#low[slot] = low;
		this.#group[slot] = group;
		this.#kept[slot] = 1;
		this.#file[slot] = file;
		this.#met[slot] = 1;
		return true;
	}
}
