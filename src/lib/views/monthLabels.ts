export interface MonthLabel {
	/** "2011-03" */
	key: string;
	x: number;
	/** The first, and the first of its year, say the year. */
	withYear: boolean;
}

/** Room for one label, pixels. */
const ROOM = 62;
const STEPS = [1, 2, 3, 4, 6, 12, 24, 36, 60, 120];

/**
 * Months that are named under an axis: as many as there is room for, the year written once.
 * @param at x of the month at a place
 * @param step pixels from one month to the next
 */
export function monthLabels(months: readonly string[], at: (place: number) => number, step: number): MonthLabel[] {
	const every = STEPS.find((months) => months * step >= ROOM) ?? STEPS[STEPS.length - 1];
	// Whole years begin with their January where more than a quarter lies between two labels.
	const january = months.findIndex((month) => month.endsWith('-01'));
	const from = every >= 4 && january >= 0 ? january % every : 0;
	let year = '';
	return months.flatMap((key, place) => {
		if (place < from || (place - from) % every !== 0) return [];
		const withYear = key.slice(0, 4) !== year;
		year = key.slice(0, 4);
		return [{ key, x: at(place), withYear }];
	});
}
