/** The form in which headers are compared: no byte order mark, no outer quotes or blanks, inner blanks to one, NFC, lower case. */
export function normaliseHeader(text: string): string {
	return text
		.normalize('NFC')
		.replace(/^\uFEFF/, '')
		.trim()
		.replace(/^"(.*)"$/s, '$1')
		.replace(/\s+/gu, ' ')
		.trim()
		.toLowerCase();
}

/** A header as it is shown: trimmed, without byte order mark. */
export function printedHeader(text: string): string {
	return text.replace(/^\uFEFF/, '').trim();
}

/** What a saved mapping is found again by. */
export function headerSignature(headers: readonly string[]): string {
	return headers.map(normaliseHeader).join('\u001f');
}
