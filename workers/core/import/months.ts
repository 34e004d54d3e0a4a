/** Months as numbers: year × 12 + month counted from 0. */
export function monthOfDay(day: number): number {
	const date = new Date(day * 86_400_000);
	return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** As in 2024-03. */
export function monthText(month: number): string {
	return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
}

/**
 * Months of consecutive days, counted from the first one's.
 * @param from days since 1970-01-01; `to` is one of them
 */
export function monthsOfDays(from: number, to: number): { first: number; months: Int32Array } {
	const first = monthOfDay(from);
	const months = new Int32Array(to - from + 1);
	let month = first;
	let next = firstDayOf(month + 1);
	for (let day = from; day <= to; day++) {
		if (day === next) next = firstDayOf(++month + 1);
		months[day - from] = month - first;
	}
	return { first, months };
}

function firstDayOf(month: number): number {
	return Date.UTC(Math.floor(month / 12), month % 12, 1) / 86_400_000;
}
