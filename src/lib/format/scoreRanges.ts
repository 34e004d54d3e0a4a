/** What the scores 1 to 5 stand for, in words: from borders where there are some, else from the values that occur. */
import type { Band, Limits } from '$workers/core/rfm/types';
import { NOTHING, plain } from './numbers';

/** Days since the last order by score, best (5) first: "up to 60 days", "61 to 120", …, "over 420". */
export function recencyRanges(limits: Limits | null, bands: readonly Band[]): string[] {
	if (!limits) {
		return bands
			.toReversed()
			.map((band, i) => (band === null ? NOTHING : `${span(band.min, band.max)}${i === 0 ? ' days' : ''}`));
	}
	const whole = limits.map(Math.floor);
	const [first, , , last] = whole;
	return [
		first < 1 ? NOTHING : `up to ${plain(first)} ${first === 1 ? 'day' : 'days'}`,
		...[1, 2, 3].map((i) => between(Math.max(1, whole[i - 1] + 1), whole[i])),
		`over ${plain(last)}`
	];
}

/** Orders by score, fewest (1) first: "1 order", "2", "3", "4 to 5", "6 or more". */
export function frequencyRanges(limits: Limits | null, bands: readonly Band[]): string[] {
	if (!limits) {
		return bands.map((band, i) =>
			band === null ? NOTHING : `${span(band.min, band.max)}${i === 0 && band.max === 1 ? ' order' : ''}`
		);
	}
	const whole = limits.map(Math.floor);
	const [first, , , last] = whole;
	return [
		first < 1 ? NOTHING : first === 1 ? '1 order' : `1 to ${plain(first)}`,
		...[1, 2, 3].map((i) => between(Math.max(1, whole[i - 1] + 1), whole[i])),
		`${plain(Math.max(1, last + 1))} or more`
	];
}

/** Money by score, least (1) first; `show` prints an amount. */
export const moneyRanges = (limits: Limits, show: (value: number) => string): string[] => [
	`up to ${show(limits[0])}`,
	...[1, 2, 3].map((i) => `over ${show(limits[i - 1])} to ${show(limits[i])}`),
	`over ${show(limits[3])}`
];

const span = (from: number, to: number): string => (from === to ? plain(from) : `${plain(from)} to ${plain(to)}`);
/** A score between borders that hold no whole number is nobody's. */
const between = (from: number, to: number): string => (from > to ? NOTHING : span(from, to));
