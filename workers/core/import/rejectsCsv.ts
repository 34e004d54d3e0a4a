import { REASON_SENTENCES } from './hints';
import type { ProblemsTable } from './types';

const PART = 1000;

/**
 * Rejected and skipped records as CSV: file, line, field, value, reason, hint. Cells that a spreadsheet would run as a
 * formula begin with an apostrophe.
 * @param files names of the run's files
 * @param sentences reason code → what it means and what to do
 */
export function rejectsCsv(
	problems: ProblemsTable,
	files: readonly string[],
	sentences: Readonly<Record<string, string>> = REASON_SENTENCES
): string {
	const decoder = new TextDecoder();
	const { bytes, offsets } = problems.values;
	const known = new Map(Object.entries(sentences));
	const parts: string[] = ['file,line,field,value,reason,hint\r\n'];
	let rows: string[] = [];
	for (let i = 0; i < problems.length; i++) {
		const reason = problems.reasons[problems.reason[i]];
		rows.push(
			[
				files[problems.file[i]] ?? '',
				String(problems.line[i]),
				problems.fields[problems.field[i]],
				decoder.decode(bytes.subarray(offsets[i], offsets[i + 1])),
				reason,
				known.get(reason) ?? ''
			]
				.map(csvCell)
				.join(',')
		);
		if (rows.length === PART) {
			parts.push(`${rows.join('\r\n')}\r\n`);
			rows = [];
		}
	}
	if (rows.length > 0) parts.push(`${rows.join('\r\n')}\r\n`);
	return parts.join('');
}

/** A cell of a CSV file with formulas disarmed, quoted where it must be. */
export function csvCell(text: string): string {
	const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
