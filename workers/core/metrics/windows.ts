import { addMonths } from '../ledger/calendar';
import type { Window } from './types';

/** The months up to and including D: of 2011-12-09, 12 months begin with 2010-12-10. */
export const monthsTo = (day: number, months: number): Window => ({ from: addMonths(day, -months) + 1, to: day });

/**
 * The 12 months to D and the 12 before; where the data begins later, its two halves of equal length (of an odd number of
 * days the first is left out). null when there is not a day for each.
 */
export function comparedWindows(
	firstDay: number,
	day: number
): { kind: 'year' | 'halves'; now: Window; before: Window } | null {
	const now = monthsTo(day, 12);
	const before = { from: addMonths(day, -24) + 1, to: now.from - 1 };
	if (firstDay <= before.from) return { kind: 'year', now, before };
	const half = Math.floor((day - firstDay + 1) / 2);
	if (half < 1) return null;
	return {
		kind: 'halves',
		now: { from: day - half + 1, to: day },
		before: { from: day - 2 * half + 1, to: day - half }
	};
}
