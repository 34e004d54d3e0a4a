/** Bytes of one part. */
const PART = 1 << 18;
/** More than one piece ever adds. */
const SPARE = 1 << 10;

/** UTF-8 text, piece by piece into parts; no string a row is made or kept. */
export class TextBytes {
	readonly #parts: Uint8Array<ArrayBuffer>[] = [];
	#bytes = new Uint8Array(PART);
	#length = 0;

	/** @param bytes at most 1,024 */
	add(bytes: Uint8Array): void {
		this.#makeRoom();
		this.#bytes.set(bytes, this.#length);
		this.#length += bytes.length;
	}

	/** @param text ASCII only, at most 1,024 characters */
	ascii(text: string): void {
		this.#makeRoom();
		for (let i = 0; i < text.length; i++) this.#bytes[this.#length++] = text.charCodeAt(i);
	}

	/** @param n whole, 0 to 10^15 */
	whole(n: number): void {
		this.#makeRoom();
		let digits = 1;
		for (let rest = n; rest >= 10; rest = Math.floor(rest / 10)) digits++;
		this.#length += digits;
		let rest = n;
		for (let i = 1; i <= digits; i++) {
			const left = Math.floor(rest / 10);
			this.#bytes[this.#length - i] = 48 + rest - left * 10;
			rest = left;
		}
	}

	/** A comma and an amount with two decimals. */
	amount(cents: number): void {
		const units = Math.floor(cents / 100);
		this.ascii(',');
		this.whole(units);
		this.ascii('.');
		this.twoDigits(cents - units * 100);
	}

	/** @param n whole, 0 to 99 */
	twoDigits(n: number): void {
		if (n < 10) this.ascii('0');
		this.whole(n);
	}

	parts(): Uint8Array<ArrayBuffer>[] {
		return [...this.#parts, this.#bytes.subarray(0, this.#length)];
	}

	#makeRoom(): void {
		if (this.#length + SPARE <= PART) return;
		this.#parts.push(this.#bytes.subarray(0, this.#length));
		this.#bytes = new Uint8Array(PART);
		this.#length = 0;
	}
}
