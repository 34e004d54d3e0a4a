/**
 * Sum that carries what rounding loses: exact for whole numbers as long as the result is below 2^53, and the nearest
 * double or its neighbour above.
 * @see Knuth, The Art of Computer Programming 2, section 4.2.2, theorem B (two-sum); Ogita, Rump & Oishi (2005), Sum2
 */
export const exactSum = (values: ArrayLike<number>): number =>
	sumFloats(values instanceof Float64Array ? values : new Float64Array(values));

function sumFloats(values: Float64Array): number {
	let sum = 0;
	let lost = 0;
	for (let i = 0; i < values.length; i++) {
		const value = values[i];
		const next = sum + value;
		const added = next - sum;
		lost += sum - (next - added) + (value - added);
		sum = next;
	}
	return sum + lost;
}
