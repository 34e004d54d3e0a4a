/** Blanks around a cell's text: space, tab, CR, LF, NBSP. Start of what is left of bytes[start..end). */
export function trimStart(bytes: Uint8Array, start: number, end: number): number {
	while (start < end) {
		const c = bytes[start];
		if (c === 32 || (c >= 9 && c <= 13)) start++;
		else if (c === 0xc2 && start + 1 < end && bytes[start + 1] === 0xa0) start += 2;
		else break;
	}
	return start;
}

/** End of what is left of bytes[start..end) without the blanks of {@link trimStart}. */
export function trimEnd(bytes: Uint8Array, start: number, end: number): number {
	while (end > start) {
		const c = bytes[end - 1];
		if (c === 32 || (c >= 9 && c <= 13)) end--;
		else if (c === 0xa0 && end - 2 >= start && bytes[end - 2] === 0xc2) end -= 2;
		else break;
	}
	return end;
}
