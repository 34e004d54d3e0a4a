import { civil } from '../ledger/calendar';

/** Share of the days after `day`, up to `end`, that lie in November and December. */
export function holidayShare(day: number, end: number): number {
	let holidays = 0;
	for (let date = day + 1; date <= end; date++) if (civil(date).month >= 11) holidays++;
	return end > day ? holidays / (end - day) : 0;
}
