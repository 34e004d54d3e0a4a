import { DECIMAL, decimalState, readDecimals } from './bytes/decimals';
import type { DecimalState, NumberFormat } from './bytes/decimals';
import { cellIs } from './bytes/records';
import { trimEnd, trimStart } from './bytes/texts';
import type { RecordBlock } from './bytes/types';
import type { BoundFilter } from './columns';

interface NumberTest {
	column: number;
	values: Float64Array;
	marks: Uint8Array;
	state: DecimalState;
}

interface Test {
	column: number;
	kind: 'is' | 'not' | 'above' | 'starts' | 'not_starts';
	text: Uint8Array;
	/** Number to compare with, where the mapping gives one. */
	number: number | null;
	cells: NumberTest | null;
}

/** The row filters of a mapping: all must hold for a row to count. */
export class RowFilters {
	readonly #tests: Test[];
	readonly #format: NumberFormat;

	constructor(filters: readonly BoundFilter[], format: NumberFormat, capacity: number) {
		this.#format = format;
		this.#tests = filters.map((filter) => {
			const [kind, value] =
				'is' in filter
					? (['is', filter.is] as const)
					: 'not' in filter
						? (['not', filter.not] as const)
						: 'above' in filter
							? (['above', filter.above] as const)
							: 'starts' in filter
								? (['starts', filter.starts] as const)
								: (['not_starts', filter.not_starts] as const);
			const number = typeof value === 'number' ? value : null;
			return {
				column: filter.at,
				kind,
				text: new TextEncoder().encode(String(value).trim()),
				number,
				cells:
					number === null
						? null
						: {
								column: filter.at,
								values: new Float64Array(capacity),
								marks: new Uint8Array(capacity),
								state: decimalState(0)
							}
			};
		});
	}

	get none(): boolean {
		return this.#tests.length === 0;
	}

	/** Prepares the rows of a block. */
	read(block: RecordBlock): void {
		for (const { cells } of this.#tests) {
			if (cells !== null) readDecimals(block, cells.column, this.#format, cells.values, cells.marks, cells.state);
		}
	}

	/** −1: all filters hold; −2: the row is left out; else the column of an `above` whose cell is no number. */
	verdict(block: RecordBlock, row: number): number {
		for (const test of this.#tests) {
			if (test.kind === 'above') {
				const { values, marks, state } = test.cells!;
				if (marks[row] & (DECIMAL.bad | DECIMAL.tooLarge)) return test.column;
				if (!(values[row] / 10 ** state.scale > test.number!)) return -2;
			} else if (test.kind === 'is' || test.kind === 'not') {
				if (equals(block, row, test) !== (test.kind === 'is')) return -2;
			} else if (startsWith(block, row, test.column, test.text) !== (test.kind === 'starts')) return -2;
		}
		return -1;
	}
}

function equals(block: RecordBlock, row: number, { column, text, number, cells }: Test): boolean {
	if (cells === null || number === null) return cellIs(block, row, column, text);
	if (cells.marks[row] & (DECIMAL.bad | DECIMAL.tooLarge | DECIMAL.empty)) return false;
	return cells.values[row] / 10 ** cells.state.scale === number;
}

function startsWith(block: RecordBlock, row: number, column: number, text: Uint8Array): boolean {
	const { bytes, stride, starts, ends } = block;
	const start = trimStart(bytes, starts[row * stride + column], ends[row * stride + column]);
	const end = trimEnd(bytes, start, ends[row * stride + column]);
	if (end - start < text.length) return false;
	for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text[i]) return false;
	return true;
}
