import type { Ledger } from '../ledger/types';

/**
 * Longest stretch of days, up to D, on which nobody at all ordered: guests count, and so does the time from the last order to D.
 * @param until D
 */
export function longestGap({ firstDay, orders, day }: Ledger, until: number): number {
	if (firstDay === null || until < firstDay) return 0;
	const ordered = new Uint8Array(until - firstDay + 1);
	for (let i = 0; i < orders; i++) if (day[i] <= until) ordered[day[i] - firstDay] = 1;
	let longest = 0;
	let silent = 0;
	for (const any of ordered) {
		silent = any === 1 ? 0 : silent + 1;
		if (silent > longest) longest = silent;
	}
	return longest;
}
