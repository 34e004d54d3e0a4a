/** Records of a delimited text file as byte ranges, a block at a time; columns of a block are then read by column kernels. */
export interface RecordBlock {
	/** UTF-8. Doubled quotes are already undoubled in place; ranges never include the outer quotes. Valid until the next block is asked for. */
	bytes: Uint8Array;
	rows: number;
	/** Cells kept a record. */
	stride: number;
	/** Cell c of row r is bytes[starts[r * stride + c] .. ends[r * stride + c]); a missing cell is empty. */
	starts: Int32Array;
	ends: Int32Array;
	/** Cells that record r has (may be more than stride). */
	cells: Int32Array;
	/** 1 where a cell past the stride is not empty. */
	surplus: Uint8Array;
	/** Physical line of the record's first line, 1 = first line of the file. */
	lines: Uint32Array;
	/** Bits of {@link RECORD}. */
	flags: Uint8Array;
}
export const RECORD = {
	/** Nothing but delimiters and blanks. (Empty lines are no records and never appear.) */
	blank: 1,
	/** The last record: ends inside quotes, or has too few cells and no line end. */
	truncated: 2
} as const;
