/** A cell: text from anywhere, a number as it prints, or nothing. */
export type Cell = string | number | null;

/**
 * Comma-separated text for spreadsheets (RFC 4180, CRLF after every row). Text that a spreadsheet would run as a formula
 * gets an apostrophe in front; numbers, negative ones too, stay numbers.
 */
export const csv = (rows: Iterable<readonly Cell[]>): string => {
	let text = '';
	for (const row of rows) text += `${row.map(cellText).join(',')}\r\n`;
	return text;
};

function cellText(cell: Cell): string {
	if (cell === null) return '';
	if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
	const disarmed = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
	return /[",\r\n]/.test(disarmed) ? `"${disarmed.replaceAll('"', '""')}"` : disarmed;
}
