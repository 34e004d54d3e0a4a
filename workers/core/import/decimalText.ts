const POWERS = [1n, 10n, 100n, 1000n, 10_000n, 100_000n, 1_000_000n];

/**
 * A whole number at a scale as a decimal text with `decimals` places, rounded half away from zero, never "-0.00".
 * @param value whole; a bigint, or a safe integer
 * @param scale 0 to 6
 * @param decimals 0 to 6
 */
export function decimalText(value: number | bigint, scale: number, decimals: number): string {
	let whole = BigInt(value);
	const negative = whole < 0n;
	if (negative) whole = -whole;
	if (decimals >= scale) whole *= POWERS[decimals - scale];
	else {
		const unit = POWERS[scale - decimals];
		whole = (whole + unit / 2n) / unit;
	}
	const digits = whole.toString().padStart(decimals + 1, '0');
	const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
	return negative && whole !== 0n ? `-${text}` : text;
}

/** Sum of safe integers, exact however large it grows. */
export class WholeSum {
	#small = 0;
	#large = 0n;

	add(value: number): void {
		const sum = this.#small + value;
		if (sum > Number.MAX_SAFE_INTEGER || sum < Number.MIN_SAFE_INTEGER) {
			this.#large += BigInt(this.#small) + BigInt(value);
			this.#small = 0;
		} else this.#small = sum;
	}

	/** Adds values[from..to). */
	addAll(values: Float64Array, from: number, to: number): void {
		let sum = 0;
		let size = 0;
		for (let i = from; i < to; i++) {
			const value = values[i];
			sum += value;
			size += value < 0 ? -value : value;
		}
		// As long as the sizes together are a safe integer, so is every sum on the way.
		if (size <= Number.MAX_SAFE_INTEGER) this.add(sum);
		else for (let i = from; i < to; i++) this.add(values[i]);
	}

	get value(): bigint {
		return this.#large + BigInt(this.#small);
	}
}
