import type { CohortPeriod } from '../cohorts/types';
import { civil, dayNumber } from './calendar';

const MONTHS_OF = { month: 1, quarter: 3, year: 12 } as const;

/**
 * Number of the calendar period a day lies in: weeks (ISO, from Monday) since the one of 1970-01-01, or months, quarters,
 * years since year 0. Neighbouring periods have neighbouring numbers.
 * @param monthStart day of the month on which a month begins, 1 to 28; a month is named by the month it begins in
 */
export function periodOf(day: number, period: CohortPeriod, monthStart: number): number {
	// 1970-01-01 was a Thursday.
	if (period === 'week') return Math.floor((day + 3) / 7);
	const { year, month, date } = civil(day);
	return Math.floor((year * 12 + month - 1 - (date < monthStart ? 1 : 0)) / MONTHS_OF[period]);
}

/** First day of a period. */
export function periodStart(index: number, period: CohortPeriod, monthStart: number): number {
	return period === 'week' ? index * 7 - 3 : dayNumber(0, index * MONTHS_OF[period] + 1, monthStart);
}

/** "2011-W49", "2011-12", "2011-Q4" or "2011". */
export function periodLabel(index: number, period: CohortPeriod): string {
	if (period === 'week') {
		// The year of a week is that of its Thursday.
		const thursday = index * 7;
		const { year } = civil(thursday);
		return `${year}-W${pad(Math.floor((thursday - dayNumber(year, 1, 1)) / 7) + 1)}`;
	}
	const perYear = 12 / MONTHS_OF[period];
	const year = Math.floor(index / perYear);
	const part = index - year * perYear + 1;
	if (period === 'year') return String(year);
	return period === 'quarter' ? `${year}-Q${part}` : `${year}-${pad(part)}`;
}

/** Period numbers of the days `from` to `to`, both included: row d is that of day from + d. */
export function periodTable(from: number, to: number, period: CohortPeriod, monthStart: number): Int32Array {
	const table = new Int32Array(to - from + 1);
	let index = periodOf(from, period, monthStart);
	let next = periodStart(index + 1, period, monthStart);
	for (let day = from; day <= to; day++) {
		if (day === next) next = periodStart(++index + 1, period, monthStart);
		table[day - from] = index;
	}
	return table;
}

const pad = (number: number): string => String(number).padStart(2, '0');
