import type { Xoshiro128 } from '../numeric/xoshiro';

/**
 * Draws positions of a list, each as often as its weight says. Whole numbers only, so that nothing is rounded.
 * @param weights whole, at least 0, together 1 to 2^32
 */
export function pickFrom(weights: readonly number[]): (random: Xoshiro128) => number {
	const upTo = new Float64Array(weights.length);
	let total = 0;
	for (const [i, weight] of weights.entries()) upTo[i] = total += weight;
	return (random) => {
		const wanted = random.below(total);
		let [low, high] = [0, upTo.length - 1];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (upTo[middle] > wanted) high = middle;
			else low = middle + 1;
		}
		return low;
	};
}

/**
 * Says of one thing after the other whether it is chosen: exactly `count` of `of`, each set equally likely.
 * @see Knuth, The Art of Computer Programming 2, §3.4.2, algorithm S
 */
export function exactly(count: number, of: number): (random: Xoshiro128) => boolean {
	let open = count;
	let left = of;
	return (random) => {
		if (random.below(left--) >= open) return false;
		open--;
		return true;
	};
}
