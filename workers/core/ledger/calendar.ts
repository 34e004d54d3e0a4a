/** A date of the Gregorian calendar; month 1 to 12, date 1 to 31. */
export interface Civil {
	year: number;
	month: number;
	date: number;
}

/**
 * Date of a day number (days since 1970-01-01).
 * @see Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days
 */
export function civil(day: number): Civil {
	const z = day + 719_468;
	const era = Math.floor(z / 146_097);
	const dayOfEra = z - era * 146_097;
	const yearOfEra = Math.floor(
		(dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365
	);
	const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const shifted = Math.floor((5 * dayOfYear + 2) / 153);
	const month = shifted < 10 ? shifted + 3 : shifted - 9;
	return {
		year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
		month,
		date: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
	};
}

/** Day number of a date; months beyond 1 to 12 carry into the year. */
export function dayNumber(year: number, month: number, date: number): number {
	const carried = year + Math.floor((month - 1) / 12);
	const m = ((((month - 1) % 12) + 12) % 12) + 1;
	const y = m <= 2 ? carried - 1 : carried;
	const era = Math.floor(y / 400);
	const yearOfEra = y - era * 400;
	const dayOfYear = Math.floor((153 * (m > 2 ? m - 3 : m + 9) + 2) / 5) + date - 1;
	const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
	return era * 146_097 + dayOfEra - 719_468;
}

/** The same date some months on (or back); the last of the month where it is shorter. */
export function addMonths(day: number, months: number): number {
	const { year, month, date } = civil(day);
	const lastOfMonth = dayNumber(year, month + months + 1, 1) - 1;
	return Math.min(dayNumber(year, month + months, date), lastOfMonth);
}

/** "2011-12-09". */
export function isoDate(day: number): string {
	const { year, month, date } = civil(day);
	return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}
