import { briefReport } from '../core/import/briefReport';
import type { ImportReport } from '../core/import/types';
import type { ImportRecord } from './types';

/** A report as a record keeps it: brief for the page, and whole as text, which costs next to nothing to read past. */
export function keptReport(report: ImportReport): Pick<ImportRecord, 'report' | 'whole'> {
	const brief = briefReport(report);
	return { report: brief, whole: brief === report ? null : JSON.stringify(report) };
}

/** The report as the import made it. */
export const wholeReport = ({ report, whole }: ImportRecord): ImportReport =>
	whole === null ? report : (JSON.parse(whole) as ImportReport);
