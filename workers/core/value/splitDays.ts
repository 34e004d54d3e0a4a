/** Holdout of half a year at most, in days; longer ones leave too little to learn from. */
const LONGEST = 182;
/** A holdout below four weeks judges nothing. */
const SHORTEST = 28;
const MOST = 3;

/**
 * Days on which a shop's past is cut to judge predictions, latest first. Each holdout is 26 weeks or a third of the data,
 * in whole weeks and whichever is shorter; each earlier one ends half a holdout before, as long as 26 weeks or half of the
 * data come before it.
 * @param firstDay of the data, and the last day that counts
 * @returns at most three: day, the last of calibration, and end, the last of holdout; none where the data is too short
 */
export function splitDays(firstDay: number, asOf: number): { day: number; end: number }[] {
	const span = asOf - firstDay;
	const holdout = wholeWeeks(Math.min(LONGEST, span / 3));
	if (holdout < SHORTEST) return [];
	const step = wholeWeeks(holdout / 2);
	const least = Math.min(LONGEST, span / 2);
	return Array.from({ length: MOST }, (_, i) => asOf - i * step)
		.map((end) => ({ day: end - holdout, end }))
		.filter(({ day }) => day - firstDay >= least);
}

const wholeWeeks = (days: number): number => 7 * Math.floor(days / 7);
