import type { RecordBlock } from '../../../../workers/core/import/bytes/types';

/** A block of one column with these cells, laid out by hand. */
export function columnOf(cells: string[]): RecordBlock {
	const encoder = new TextEncoder();
	const parts = cells.map((cell) => encoder.encode(cell));
	const starts = new Int32Array(cells.length);
	const ends = new Int32Array(cells.length);
	const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length + 1, 1));
	let at = 0;
	for (const [i, part] of parts.entries()) {
		bytes.set(part, at);
		starts[i] = at;
		at += part.length;
		ends[i] = at;
		bytes[at++] = 10;
	}
	return {
		bytes,
		rows: cells.length,
		stride: 1,
		starts,
		ends,
		cells: new Int32Array(cells.length).fill(1),
		surplus: new Uint8Array(cells.length),
		lines: Uint32Array.from(cells, (_, i) => i + 1),
		flags: new Uint8Array(cells.length)
	};
}
