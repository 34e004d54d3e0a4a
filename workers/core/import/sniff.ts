import { dateReading } from './bytes/dates';
import { sampleRecords } from './bytes/records';
import type { SampleRecord } from './bytes/records';
import { normaliseHeader, printedHeader } from './headers';
import { GENERIC, PRESETS, presetScore } from './presets/index';
import type { Delimiter, ImportFailure, Mapping } from './types';

const CANDIDATES: readonly Delimiter[] = [',', ';', 'tab', '|', 'blanks'];
const LOOKED_AT = 50;
const HEADER_WITHIN = 30;
/** Records of the head that are looked at for values. */
const PROBED = 1000;
export const MAX_COLUMNS = 4096;

/** What the beginning of a file tells. */
export interface Sniffed {
	delimiter: Delimiter;
	quoting: boolean;
	/** Physical line of the header row, 0 where there is none. */
	headerLine: number;
	/** Physical line with which the data begin. */
	firstLine: number;
	/** As printed; 'Column 1' … where there is no header row. */
	headers: string[];
	columns: number;
	layout: string;
	certain: boolean;
	guesses: string[];
	/** Cells of the first data records. */
	records: string[][];
	/** `records` is all there is. */
	whole: boolean;
}

/**
 * Finds delimiter, header row and layout in the first bytes of a file.
 * @param head UTF-8
 * @param whole the file ends with `head`
 */
export function sniff(
	file: string,
	head: Uint8Array,
	whole: boolean,
	mapping: Mapping,
	preset: string | undefined
): Sniffed | ImportFailure {
	const sep = separatorLine(head);
	const start = sep === null ? 1 : 2;
	const sample = (delimiter: Delimiter, quoting: boolean, max: number, firstLine = start) =>
		sampleRecords(head, { delimiter, quoting, max, whole, firstLine });
	const given = mapping.delimiter ?? sep;
	const best = bestDelimiter(given === null ? CANDIDATES : [given], (delimiter, quoting) =>
		sample(delimiter, quoting, LOOKED_AT)
	);
	if (best.records === 0) {
		return whole
			? { status: 'failed', code: 'empty_file', file }
			: { status: 'failed', code: 'record_too_long', file, line: start };
	}
	if (best.columns <= 1 && mapping.columns === undefined && given === null) {
		return { status: 'failed', code: 'no_columns', file };
	}
	const { delimiter, quoting } = best;
	const first = sample(delimiter, quoting, HEADER_WITHIN);
	const header = findHeader(first, best.columns, mapping, preset);
	const columns = header === null ? Math.max(best.columns, 1) : header.record.cells.length;
	if (columns > MAX_COLUMNS) return { status: 'failed', code: 'too_many_columns', file, params: { columns } };
	const firstLine = header === null ? start : header.record.lastLine + 1;
	const data = sample(delimiter, quoting, PROBED, firstLine);
	return {
		delimiter,
		quoting,
		headerLine: header === null ? 0 : header.record.line,
		firstLine,
		headers:
			header === null
				? Array.from({ length: columns }, (_, i) => `Column ${i + 1}`)
				: header.record.cells.map(printedHeader),
		columns,
		layout: header?.layout ?? GENERIC,
		certain: header?.certain ?? false,
		guesses: header?.guesses ?? [],
		records: data.filter((record) => !record.blank).map((record) => record.cells),
		whole: whole && data.length < PROBED
	};
}

/** The delimiter that a first line `sep=;` names. */
function separatorLine(head: Uint8Array): Delimiter | null {
	const line = /^sep=(.)\r?(\n|$)/i.exec(new TextDecoder().decode(head.subarray(0, 16)));
	if (line === null) return null;
	return line[1] === '\t' ? 'tab' : (CANDIDATES.find((delimiter) => delimiter === line[1]) ?? null);
}

function bestDelimiter(
	candidates: readonly Delimiter[],
	sample: (delimiter: Delimiter, quoting: boolean) => SampleRecord[]
): { delimiter: Delimiter; quoting: boolean; columns: number; records: number } {
	let best = { delimiter: candidates[0], quoting: candidates[0] !== 'blanks', columns: 0, records: 0, share: -1 };
	for (const delimiter of candidates) {
		for (const quoting of delimiter === 'tab' ? [true, false] : [delimiter !== 'blanks']) {
			const records = sample(delimiter, quoting).filter((record) => !record.blank);
			const counts = new Map<number, number>();
			for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
			let columns = 0;
			for (const [count, times] of counts) {
				if (count > 1 && times >= (counts.get(columns) ?? 0)) columns = count;
			}
			// One line with a comma among others is prose.
			if (records.length > 1 && (counts.get(columns) ?? 0) < 2) columns = 0;
			if (columns === 0) columns = records.length > 0 ? 1 : 0;
			const share = columns <= 1 ? 0 : (counts.get(columns) ?? 0) / records.length;
			// Words of a sentence are no columns: blanks must hold nearly everywhere, and only where nothing else does.
			if (delimiter === 'blanks' && candidates.length > 1 && (share < 0.9 || best.share >= 0.8)) continue;
			if (
				share > best.share ||
				(share === best.share && columns > best.columns) ||
				(best.records === 0 && records.length > 0)
			) {
				best = { delimiter, quoting, columns, records: records.length, share };
			}
		}
	}
	return best;
}

interface FoundHeader {
	record: SampleRecord;
	layout: string;
	certain: boolean;
	guesses: string[];
}

function findHeader(
	records: SampleRecord[],
	columns: number,
	mapping: Mapping,
	preset: string | undefined
): FoundHeader | null {
	if (mapping.header === false) return null;
	let found: FoundHeader | null = null;
	let bestScore = 0;
	const wanted = mappedNames(mapping);
	for (const record of records) {
		const headers = new Set(record.cells.map(normaliseHeader));
		const scores = PRESETS.map((candidate) => ({ id: candidate.id, ...presetScore(candidate, headers) }));
		const guesses = scores
			.filter(({ score }) => score >= 0.5)
			.sort((a, b) => b.score - a.score)
			.map(({ id }) => id);
		const certain = scores.find((score) => score.certain);
		const named = scores.find((score) => score.id === preset);
		const score =
			wanted.length > 0
				? wanted.filter((name) => headers.has(name)).length / wanted.length
				: Math.max(...scores.map((candidate) => candidate.score)) + (certain ? 1 : 0);
		if (score <= bestScore || (wanted.length === 0 && score < 0.5)) continue;
		bestScore = score;
		found = {
			record,
			layout: (preset === undefined ? certain?.id : named?.id) ?? GENERIC,
			certain: certain !== undefined,
			guesses
		};
	}
	if (found !== null) return found;
	const record = records.find(
		(candidate) => !candidate.blank && (mapping.header === true || looksLikeHeader(candidate, columns))
	);
	return record === undefined ? null : { record, layout: GENERIC, certain: false, guesses: [] };
}

function mappedNames(mapping: Mapping): string[] {
	const columns = [
		...Object.values(mapping.columns ?? {}),
		...(mapping.columns === undefined ? [] : (mapping.filters ?? []).map((filter) => filter.column))
	];
	return columns.flatMap((column) =>
		typeof column === 'string'
			? [normaliseHeader(column)]
			: typeof column === 'number'
				? []
				: [normaliseHeader(column.name)]
	);
}

/** Most cells filled, mostly different, and no numbers, dates or addresses. */
function looksLikeHeader(record: SampleRecord, columns: number): boolean {
	const cells = record.cells.map((cell) => cell.trim());
	if (cells.length < columns) return false;
	const words = cells.filter((cell) => cell !== '' && !looksLikeValue(cell));
	return words.length >= 0.8 * cells.length && new Set(words).size >= 0.7 * words.length;
}

function looksLikeValue(cell: string): boolean {
	return (
		/^[-+(]?[\p{Sc}]?[\d\s.,'’%)-]+[\p{Sc}%]?$/u.test(cell) ||
		/^[^\s@]+@[^\s@]+$/u.test(cell) ||
		dateReading(cell, 'dmy') !== null ||
		dateReading(cell, 'mdy') !== null
	);
}
