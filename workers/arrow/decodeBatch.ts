import { CHUNK_ROWS, type DecimalColumn, type IntColumn, type TextColumn } from '../core/tables';
import { ipcToBatch, type ArrowBatch } from './ipcToBatch';
import {
	LAYOUT_KEY,
	type ChunkLayout,
	type ColumnLayout,
	type Formula,
	type IntLayout,
	type TextLayout
} from './layout';
import { fromNumbers } from './numberedText';
import { RowBitsReader } from './rowBits';
import { COLUMNS, UnreadableChunk, type StoredTable, type StoredTypes } from './tables';

type Numbers = Int32Array | Float64Array;
type Decoded = IntColumn | DecimalColumn | TextColumn | string[] | number;

class ChunkDecoder {
	readonly #arrow: ArrowBatch;
	readonly #bits: RowBitsReader;
	readonly #constants = new Map<number, Int32Array>();
	readonly #decoded: Map<string, Decoded>;

	constructor(arrow: ArrowBatch, decoded: Map<string, Decoded>) {
		this.#arrow = arrow;
		this.#decoded = decoded;
		this.#bits = new RowBitsReader(arrow.rows, (name) => {
			const values = arrow.numbers(name);
			if (values === null) return null;
			if (values instanceof Uint8Array || values instanceof Uint16Array || values instanceof Uint32Array) return values;
			throw new UnreadableChunk(`Column ${name} is not unsigned`);
		});
	}

	/** Numbers before `add`. Columns of one constant share an array: nobody writes into a batch that was read. */
	#plain(name: string, layout: IntLayout): Numbers {
		const { rows } = this.#arrow;
		switch (layout.as) {
			case 'constant': {
				const known = this.#constants.get(layout.value);
				if (known) return known;
				const values = new Int32Array(rows);
				if (layout.value !== 0) values.fill(layout.value);
				this.#constants.set(layout.value, values);
				return values;
			}
			case 'sequence': {
				const values = new Int32Array(rows);
				const { start, step } = layout;
				for (let i = 0; i < rows; i++) values[i] = start + step * i;
				return values;
			}
			case 'bits':
				return this.#bits.get(layout.at, layout.bits, layout.base);
			case 'steps':
				return this.#bits.getSteps(layout.at, layout.bits, layout.base, layout.first);
			case 'column': {
				const stored = this.#arrow.numbers(name);
				if (!stored) throw new UnreadableChunk(`Column ${name} is missing`);
				const values = new Int32Array(rows);
				values.set(stored.subarray(0, rows));
				if (layout.base !== 0) for (let i = 0; i < rows; i++) values[i] += layout.base;
				return values;
			}
			case 'floats': {
				const stored = this.#arrow.numbers(name);
				if (!(stored instanceof Float64Array)) throw new UnreadableChunk(`Column ${name} is missing`);
				return stored.subarray(0, rows);
			}
		}
	}

	ints(name: string, layout: IntLayout): Numbers {
		const values = this.#plain(name, layout);
		const { add } = layout;
		if (add === undefined) return values;
		const wide = new Float64Array(values.length);
		for (let i = 0; i < wide.length; i++) wide[i] = values[i] + add;
		return wide;
	}

	decimals(name: string, layout: IntLayout, formula: Formula | undefined): Numbers {
		const values = this.ints(name, layout);
		if (!formula) return values;
		const { rows } = this.#arrow;
		// A constant residue is an array shared by other columns.
		const out = new Int32Array(rows);
		out.set(values);
		if ('sum' in formula) {
			for (const [source, sign] of formula.sum) {
				const terms = this.#source(source);
				if (sign === 1) for (let i = 0; i < rows; i++) out[i] += terms[i];
				else for (let i = 0; i < rows; i++) out[i] -= terms[i];
			}
			return out;
		}
		const [a, b] = formula.product.map((source) => this.#source(source));
		const { divisor, multiplier } = formula;
		if (divisor === 1) for (let i = 0; i < rows; i++) out[i] += a[i] * b[i] * multiplier;
		else for (let i = 0; i < rows; i++) out[i] += Math.round((a[i] * b[i] * multiplier) / divisor);
		return out;
	}

	#source(name: string): Int32Array {
		const column = this.#decoded.get(name);
		const values = column && typeof column === 'object' && 'values' in column ? column.values : null;
		if (!(values instanceof Int32Array)) throw new UnreadableChunk(`A formula names ${name}, which is not there`);
		return values;
	}

	text(name: string, layout: TextLayout): TextColumn {
		const { rows } = this.#arrow;
		switch (layout.as) {
			case 'constant-text': {
				const one = new TextEncoder().encode(layout.value);
				const bytes = new Uint8Array(one.length * rows);
				if (one.length > 0) for (let i = 0; i < rows; i++) bytes.set(one, i * one.length);
				return { bytes, offsets: everySo(one.length, rows) };
			}
			case 'numbered': {
				const { prefix, width, number } = layout;
				return fromNumbers(prefix, width, this.#plain(name, number), number.add ?? 0);
			}
			case 'fixed':
				return { bytes: this.#arrow.fixed(name, layout.width), offsets: everySo(layout.width, rows) };
			case 'utf8':
				return this.#arrow.text(name);
		}
	}
}

function everySo(width: number, rows: number): Int32Array {
	const offsets = new Int32Array(rows + 1);
	if (width > 0) for (let i = 1; i <= rows; i++) offsets[i] = i * width;
	return offsets;
}

function layoutOf(arrow: ArrowBatch, table: StoredTable): ChunkLayout {
	const text = arrow.metadata.get(LAYOUT_KEY);
	if (text === undefined) throw new UnreadableChunk('The chunk has no layout');
	const layout = JSON.parse(text) as ChunkLayout;
	if (layout.version !== 1) throw new UnreadableChunk(`Layout version ${layout.version} is not known`);
	if (layout.table !== table) throw new UnreadableChunk(`The chunk is of ${layout.table}, not ${table}`);
	if (layout.rows !== arrow.rows) throw new UnreadableChunk(`${arrow.rows} rows where ${layout.rows} should be`);
	return layout;
}

/**
 * The batch that {@link encodeBatch} made these bytes from.
 * @param only columns to decode, for readers that need few; every column when left out. Those left out are missing
 * @returns whole numbers as Int32Array (Float64Array where they need it); columns may be views on `bytes` or share an
 * array with each other, so they are read, not written
 * @throws UnreadableChunk when the bytes are no chunk of this table
 */
export function decodeBatch<T extends StoredTable>(table: T, bytes: Uint8Array): StoredTypes[T];
export function decodeBatch<T extends StoredTable, C extends keyof StoredTypes[T] & string>(
	table: T,
	bytes: Uint8Array,
	only: readonly C[]
): Pick<StoredTypes[T], C | ('length' & keyof StoredTypes[T])>;
export function decodeBatch(table: StoredTable, bytes: Uint8Array, only?: readonly string[]): object {
	const arrow = ipcToBatch(bytes);
	if (arrow.rows > CHUNK_ROWS) throw new UnreadableChunk(`${arrow.rows} rows in one chunk`);
	const layout = layoutOf(arrow, table);
	const decoded = new Map<string, Decoded>();
	const decoder = new ChunkDecoder(arrow, decoded);
	const wanted = only && withSources(layout, only);
	const columns = COLUMNS[table];
	if (columns.some(({ name, kind }, k) => layout.columns[k]?.name !== name || layout.columns[k].kind !== kind))
		throw new UnreadableChunk(`The columns of ${table} are not the ones expected`);
	for (const column of layout.columns)
		if (!wanted || wanted.has(column.name)) decoded.set(column.name, decodeColumn(decoder, column));
	return { length: arrow.rows, ...Object.fromEntries(decoded) };
}

function decodeColumn(decoder: ChunkDecoder, column: ColumnLayout): Decoded {
	switch (column.kind) {
		case 'int':
			return decoder.ints(column.name, column.ints);
		case 'decimal':
			return { values: decoder.decimals(column.name, column.ints, column.formula), scale: column.scale };
		case 'text':
			return decoder.text(column.name, column.text);
		case 'list':
			return column.list;
		case 'number':
			return column.number;
	}
}

/** The columns asked for and the ones their formulas are made from. */
function withSources(layout: ChunkLayout, only: readonly string[]): Set<string> {
	const wanted = new Set(only);
	for (const column of layout.columns) {
		if (!wanted.has(column.name) || column.kind !== 'decimal' || !column.formula) continue;
		const { formula } = column;
		for (const name of 'sum' in formula ? formula.sum.map(([name]) => name) : formula.product) wanted.add(name);
	}
	return wanted;
}

/** Rows of a chunk, told by Arrow's own header: nothing is decoded. */
export function rowsOf(bytes: Uint8Array): number {
	return ipcToBatch(bytes).rows;
}
