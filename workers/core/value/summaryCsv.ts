import type { CustomerSummary } from '../clv/summary';
import { csv } from '../output/csv';

/**
 * The table that models are fitted to, for whoever fits them elsewhere: a row a customer by number of the row, times in
 * weeks, `zbar` the mean value of the repeat purchase days.
 */
export function summaryCsv({ length, frequency, recency, age, spendingDays, mean }: CustomerSummary): string {
	const head = ['row', 'x', 't_x', 'T', 'spending_days', 'zbar'];
	const rows = Array.from({ length }, (_, row) => [
		row + 1,
		frequency[row],
		recency[row],
		age[row],
		spendingDays[row],
		mean[row]
	]);
	return csv([head, ...rows]);
}
