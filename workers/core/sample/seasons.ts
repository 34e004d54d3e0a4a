import { civil } from '../ledger/calendar';
import type { Xoshiro128 } from '../numeric/xoshiro';
import { pickFrom } from './weights';

/** New customers of a day, by half months: spring and the weeks before Christmas are the seasons of the shop. */
const HALF_MONTHS = [
	58, 48, 44, 50, 66, 82, 104, 118, 134, 138, 118, 96, 70, 56, 50, 54, 76, 94, 122, 146, 214, 268, 250, 130
];
/** Sunday to Saturday. */
const WEEKDAYS = [12, 11, 10, 10, 10, 9, 11];
/** The shop wins a quarter more customers a day at its end than at its beginning. */
const GROWTH = 0.25;

/** Draws the days on which customers first come, as days after the first one. */
export function arrivals(firstDay: number, lastDay: number): (random: Xoshiro128) => number {
	const days = lastDay - firstDay + 1;
	const weights = Array.from({ length: days }, (_, day) => {
		const { month, date } = civil(firstDay + day);
		const season = HALF_MONTHS[2 * (month - 1) + (date > 15 ? 1 : 0)];
		const weekday = WEEKDAYS[(firstDay + day + 4) % 7];
		return Math.floor(season * weekday * (1 + (GROWTH * day) / days));
	});
	return pickFrom(weights);
}

/** Orders by hour of the day: lunch and evening. */
const HOURS = [2, 1, 1, 1, 1, 2, 5, 9, 14, 18, 21, 23, 27, 24, 21, 20, 21, 23, 28, 35, 40, 36, 22, 8];

/** Draws minutes of the day, 0 to 1439. */
export function minutes(): (random: Xoshiro128) => number {
	const hour = pickFrom(HOURS);
	return (random) => hour(random) * 60 + random.below(60);
}
