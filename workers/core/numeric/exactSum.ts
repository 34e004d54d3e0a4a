/**
 * Sum that carries what rounding loses: exact for whole numbers as long as the result is below 2^53, and the nearest
 * double or its neighbour above.
 * @see Knuth, The Art of Computer Programming 2, section 4.2.2, theorem B (two-sum); Ogita, Rump & Oishi (2005), Sum2
 */
export function exactSum(values: ArrayLike<number>): number {
	if (values instanceof Float64Array) return sumFloats(values);
	return values instanceof Int32Array ? sumInts(values) : sumFloats(new Float64Array(values));
}

/** Four million numbers of 31 bits stay below 2^53. */
function sumInts(values: Int32Array): number {
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += values[i];
	return sum;
}

function sumFloats(values: Float64Array): number {
	// Two sums at once: each waits for its own last step only.
	let even = 0;
	let odd = 0;
	let lostEven = 0;
	let lostOdd = 0;
	const n = values.length;
	const pairs = n - (n % 2);
	for (let i = 0; i < pairs; i += 2) {
		const first = values[i];
		const second = values[i + 1];
		const nextEven = even + first;
		const nextOdd = odd + second;
		const addedEven = nextEven - even;
		const addedOdd = nextOdd - odd;
		lostEven += even - (nextEven - addedEven) + (first - addedEven);
		lostOdd += odd - (nextOdd - addedOdd) + (second - addedOdd);
		even = nextEven;
		odd = nextOdd;
	}
	const rest = n > pairs ? values[pairs] : 0;
	const both = even + odd;
	const addedBoth = both - even;
	const lostBoth = even - (both - addedBoth) + (odd - addedBoth);
	const sum = both + rest;
	const added = sum - both;
	const lost = lostEven + lostOdd + lostBoth + (both - (sum - added) + (rest - added));
	return sum + lost;
}
