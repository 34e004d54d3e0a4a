import type { RecordBlock } from './bytes/types';

/** Text without the apostrophe by which a spreadsheet marks text. */
export function withoutMark(text: string): string {
	return text.trim().replace(/^'/, '').trim();
}

/** Moves the start of cells behind the apostrophe by which a spreadsheet marks text. */
export function dropTextMarks(block: RecordBlock, column: number): void {
	const { bytes, rows, stride, starts, ends } = block;
	for (let r = 0, at = column; r < rows; r++, at += stride) {
		if (starts[at] < ends[at] && bytes[starts[at]] === 39) starts[at]++;
	}
}
