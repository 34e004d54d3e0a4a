const DIGIT = 11;
const BUCKETS = 1 << DIGIT;
/** Below this, comparing is as fast. */
const FEW = 2048;

/**
 * Sorts whole numbers ascending, in place: by digits where their range fits 32 bits, which a million amounts of money
 * nearly always do, else by comparing.
 * @param values whole numbers, never NaN
 */
export function sortWhole(values: Float64Array): void {
	const n = values.length;
	if (n < FEW) {
		values.sort();
		return;
	}
	let min = values[0];
	let max = values[0];
	for (let i = 1; i < n; i++) {
		const value = values[i];
		if (value < min) min = value;
		if (value > max) max = value;
	}
	const range = max - min;
	if (range > 0xffff_ffff) {
		values.sort();
		return;
	}
	let from = new Uint32Array(n);
	for (let i = 0; i < n; i++) from[i] = values[i] - min;
	let to = new Uint32Array(n);
	for (let shift = 0; shift < 32 && range / 2 ** shift >= 1; shift += DIGIT) {
		const starts = new Int32Array(BUCKETS + 1);
		for (let i = 0; i < n; i++) starts[((from[i] >>> shift) & (BUCKETS - 1)) + 1]++;
		for (let b = 1; b < BUCKETS; b++) starts[b] += starts[b - 1];
		for (let i = 0; i < n; i++) {
			const key = from[i];
			to[starts[(key >>> shift) & (BUCKETS - 1)]++] = key;
		}
		[from, to] = [to, from];
	}
	for (let i = 0; i < n; i++) values[i] = from[i] + min;
}
