export type Cell = string | number | null;

/** Spreadsheets run a text that begins with one of these. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: Cell): string {
	if (value === null) return '';
	if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
	// An apostrophe makes it text in every spreadsheet; numbers are written as numbers and need none.
	const safe = FORMULA.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A table as RFC 4180 text (CRLF, header first), formulas disarmed, with a byte order mark so that spreadsheets read UTF-8. */
export const csv = (header: readonly string[], rows: readonly (readonly Cell[])[]): string =>
	`\uFEFF${[header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;

/** The records of a small CSV text, such as the first rows of a rejects file; at most `limit` records. */
export function parseCsv(text: string, limit = Infinity): string[][] {
	const records: string[][] = [];
	let record: string[] = [];
	let value = '';
	let quoted = false;
	for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length && records.length < limit; i++) {
		const sign = text[i];
		if (quoted) {
			if (sign !== '"') value += sign;
			else if (text[i + 1] === '"') {
				value += '"';
				i++;
			} else quoted = false;
		} else if (sign === '"') quoted = true;
		else if (sign === ',') {
			record.push(value);
			value = '';
		} else if (sign === '\n') {
			record.push(value.replace(/\r$/, ''));
			records.push(record);
			record = [];
			value = '';
		} else value += sign;
	}
	if (records.length < limit && (value !== '' || record.length > 0)) records.push([...record, value]);
	return records;
}
