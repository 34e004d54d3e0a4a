/**
 * Logarithm and exponential made of +, −, × and ÷ alone. ECMAScript fixes these four to the last bit and leaves
 * Math.log and Math.exp to the engine: what must come out the same everywhere is computed with these.
 */

/** ln 2 as a double whose last 21 bits are 0, so that whole multiples of it are exact, and the rest of it. */
const LN2_HIGH = 0.693_147_180_369_123_8;
const LN2_LOW = 1.908_214_929_270_587_7e-10;
const SQRT_HALF = Math.SQRT1_2;
/** 1/21, 1/19 … 1/3. */
const ODD = Float64Array.from({ length: 10 }, (_, i) => 1 / (21 - 2 * i));
/** 1/14!, 1/13! … 1/0!. */
const FACTORIAL = new Float64Array(15);
for (let n = 0, product = 1; n < 15; product *= ++n) FACTORIAL[14 - n] = 1 / product;

/**
 * Natural logarithm, off by a few units of the last place at most.
 * @param x above 0 and finite
 * @throws RangeError
 */
export function ln(x: number): number {
	if (!(x > 0) || x === Infinity) throw new RangeError('ln needs a positive, finite number');
	let mantissa = x;
	let exponent = 0;
	while (mantissa >= 2 * SQRT_HALF) {
		mantissa /= 2;
		exponent++;
	}
	while (mantissa < SQRT_HALF) {
		mantissa *= 2;
		exponent--;
	}
	// ln m = 2 artanh((m − 1) / (m + 1)); |s| ≤ 0.1716, so that s^23 / 23 is below half a unit of the last place.
	const s = (mantissa - 1) / (mantissa + 1);
	const square = s * s;
	let sum = 0;
	for (let i = 0; i < ODD.length; i++) sum = square * (sum + ODD[i]);
	return exponent * LN2_HIGH + (2 * s + (2 * s * sum + exponent * LN2_LOW));
}

/**
 * e to the power of x, off by a few units of the last place at most; 0 below −708.
 * @param x at most 709
 * @throws RangeError
 */
export function exp(x: number): number {
	if (!(x <= 709)) throw new RangeError('exp needs a number up to 709');
	if (x < -708) return 0;
	const halvings = Math.floor(x / LN2_HIGH + 0.5);
	const rest = x - halvings * LN2_HIGH - halvings * LN2_LOW;
	// |rest| ≤ 0.3466: the term of power 15 is below a tenth of a unit of the last place.
	let sum = 0;
	for (let i = 0; i < FACTORIAL.length; i++) sum = rest * sum + FACTORIAL[i];
	for (let n = halvings; n > 0; n--) sum *= 2;
	for (let n = halvings; n < 0; n++) sum /= 2;
	return sum;
}
