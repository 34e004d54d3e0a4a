/** Numbers to take quantiles of; never NaN. */
export type Numbers = Float64Array | Int32Array;

const BUCKETS = 65_536;
/** A count a value is worth its memory up to here: 8 MB. */
const MOST_COUNTS = 2 ** 21;
/** Below this, sorting is as fast as bucketing. */
const SORT_BELOW = 4096;

/**
 * Order statistics: the values at the given 0-based ranks of the ascending order, without sorting everything.
 * @param ranks whole numbers in [0, values.length), ascending; repeats are fine
 * @returns a value a rank
 */
export function orderStatistics(values: Numbers, ranks: readonly number[]): number[] {
	if (values.length <= SORT_BELOW) {
		const sorted = values.slice().sort();
		return ranks.map((rank) => sorted[rank]);
	}
	// A loop for each type of array: one that meets both is slower on either.
	return values instanceof Int32Array ? fromInts(values, ranks) : fromFloats(values, ranks);
}

function fromInts(values: Int32Array, ranks: readonly number[]): number[] {
	let min = values[0];
	let max = values[0];
	for (let i = 1; i < values.length; i++) {
		const value = values[i];
		if (value < min) min = value;
		if (value > max) max = value;
	}
	if (max - min >= Math.max(BUCKETS, Math.min(MOST_COUNTS, 4 * values.length)))
		return fromFloats(new Float64Array(values), ranks);
	const counts = new Int32Array(max - min + 1);
	for (let i = 0; i < values.length; i++) counts[values[i] - min]++;
	return ranksOfCounts(counts, min, ranks);
}

/** @param ranks ascending */
function ranksOfCounts(counts: Int32Array, min: number, ranks: readonly number[]): number[] {
	let below = 0;
	let v = 0;
	return ranks.map((rank) => {
		while (below + counts[v] <= rank) below += counts[v++];
		return min + v;
	});
}

function fromFloats(values: Float64Array, ranks: readonly number[]): number[] {
	let min = values[0];
	let max = values[0];
	for (let i = 1; i < values.length; i++) {
		const value = values[i];
		if (value < min) min = value;
		if (value > max) max = value;
	}
	if (min === max) return ranks.map(() => min);

	// Multiplying is monotone, so buckets keep the order whatever it rounds to.
	const perUnit = (BUCKETS - 1) / (max - min);
	const counts = new Int32Array(BUCKETS);
	for (let i = 0; i < values.length; i++) counts[((values[i] - min) * perUnit) | 0]++;

	const wanted = new Map<number, { below: number; filled: number; values: Float64Array; ranks: number[] }>();
	let bucket = 0;
	let below = 0;
	for (const rank of ranks) {
		while (below + counts[bucket] <= rank) below += counts[bucket++];
		const found = wanted.get(bucket);
		if (found) found.ranks.push(rank);
		else wanted.set(bucket, { below, filled: 0, values: new Float64Array(counts[bucket]), ranks: [rank] });
	}
	const slot = new Uint8Array(BUCKETS);
	const groups = [...wanted.values()];
	[...wanted.keys()].forEach((key, g) => (slot[key] = g + 1));
	for (let i = 0; i < values.length; i++) {
		const g = slot[((values[i] - min) * perUnit) | 0];
		if (g) {
			const group = groups[g - 1];
			group.values[group.filled++] = values[i];
		}
	}
	return groups.flatMap((group) =>
		orderStatistics(
			group.values,
			group.ranks.map((rank) => rank - group.below)
		)
	);
}

/**
 * Quantiles by linear interpolation between order statistics (type 7 of Hyndman & Fan 1996; the default of R and NumPy).
 * @param values at least one
 * @param probabilities in [0, 1], ascending
 */
export function quantiles(values: Numbers, probabilities: readonly number[]): number[] {
	const places = probabilities.map((p) => (values.length - 1) * p);
	const ranks = places.flatMap((h) => [Math.floor(h), Math.min(Math.floor(h) + 1, values.length - 1)]);
	const found = orderStatistics(
		values,
		ranks.toSorted((a, b) => a - b)
	);
	const at = new Map(ranks.toSorted((a, b) => a - b).map((rank, i) => [rank, found[i]]));
	return places.map((h, i) => {
		const low = at.get(ranks[2 * i]) as number;
		const high = at.get(ranks[2 * i + 1]) as number;
		return low + (h - Math.floor(h)) * (high - low);
	});
}

/**
 * Type 7 quantiles of whole numbers that are given by how often each occurs.
 * @param counts counts[v] times the value v; at least one in all
 */
export function quantilesOfCounts(counts: Int32Array, probabilities: readonly number[]): number[] {
	let n = 0;
	for (let v = 0; v < counts.length; v++) n += counts[v];
	return probabilities.map((p) => {
		const h = (n - 1) * p;
		const [low, high] = ranksOfCounts(counts, 0, [Math.floor(h), Math.min(Math.floor(h) + 1, n - 1)]);
		return low + (h - Math.floor(h)) * (high - low);
	});
}
