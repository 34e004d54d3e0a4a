import { CHUNK_ROWS, type DecimalColumn, type IntColumn, type TextColumn } from '../core/tables';
import { batchToIpc, type ArrowColumn, type PlainArray } from './batchToIpc';
import { ipcToBatch } from './ipcToBatch';
import { COLUMNS, UnreadableChunk, type StoredTable, type StoredTypes } from './tables';
import { Scratch, toWhole } from './whole';

type Columns = Record<string, IntColumn | DecimalColumn | TextColumn | string[] | number>;

const scratch = new Scratch();

/** The column in the narrowest signed type that holds it, 64-bit floats beyond 32 bits. */
function narrowest(column: IntColumn, rows: number): PlainArray {
	const whole = toWhole(column, rows, scratch);
	if (!whole || whole.add !== 0) return Float64Array.from(column.subarray(0, rows));
	let low = 0;
	let high = 0;
	for (const value of whole.values) {
		if (value < low) low = value;
		if (value > high) high = value;
	}
	if (low >= -128 && high <= 127) return new Int8Array(whole.values);
	if (low >= -32_768 && high <= 32_767) return new Int16Array(whole.values);
	return new Int32Array(whole.values);
}

/**
 * A batch as an Arrow IPC file that any Arrow reader understands: every column in full, whole numbers in the narrowest
 * type, texts as UTF-8. Decimals are whole numbers whose field carries `scale` in its metadata; lists and single numbers
 * of a table stand in the schema's metadata as JSON.
 * @returns new bytes, the same for the same batch
 */
export function encodePlain<T extends StoredTable>(table: T, batch: StoredTypes[T]): Uint8Array<ArrayBuffer> {
	const rows = batch.length;
	if (rows > CHUNK_ROWS) throw new RangeError(`A batch has at most ${CHUNK_ROWS} rows`);
	const source = batch as unknown as Columns;
	const metadata = new Map([
		['table', table],
		['version', '1']
	]);
	const columns: ArrowColumn[] = [];
	for (const { name, kind } of COLUMNS[table]) {
		if (kind === 'int') columns.push({ name, values: narrowest(source[name] as IntColumn, rows) });
		else if (kind === 'decimal') {
			const { values, scale } = source[name] as DecimalColumn;
			columns.push({ name, values: narrowest(values, rows), metadata: new Map([['scale', String(scale)]]) });
		} else if (kind === 'text') columns.push({ name, values: { text: source[name] as TextColumn } });
		else metadata.set(name, JSON.stringify(source[name]));
	}
	return batchToIpc(columns, rows, metadata, 'file');
}

function scaleOf(metadata: Map<string, string> | undefined, name: string): number {
	const text = metadata?.get('scale');
	if (text === undefined || !/^[0-6]$/.test(text)) throw new UnreadableChunk(`Column ${name} has no scale from 0 to 6`);
	return Number(text);
}

/** Floats that hold whole numbers; other types always do. */
function requireWhole(name: string, values: PlainArray, rows: number): void {
	if (!(values instanceof Float64Array)) return;
	for (let i = 0; i < rows; i++)
		if (!Number.isSafeInteger(values[i]))
			throw new UnreadableChunk(`Column ${name} holds something that is no whole number`);
}

function single(kind: 'list' | 'number', name: string, text: string | undefined): string[] | number {
	const value: unknown = text === undefined ? undefined : JSON.parse(text);
	if (kind === 'number' && typeof value === 'number') return value;
	if (kind === 'list' && Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value;
	throw new UnreadableChunk(`${name} is not a ${kind}`);
}

/**
 * The batch of {@link encodePlain}, from bytes that may come from anywhere.
 * @throws UnreadableChunk when a column is missing, empty in places, cut off, or of another type
 */
export function decodePlain<T extends StoredTable>(table: T, bytes: Uint8Array): StoredTypes[T] {
	const arrow = ipcToBatch(bytes);
	const { rows } = arrow;
	if (rows > CHUNK_ROWS) throw new UnreadableChunk(`${rows} rows in one file`);
	if (arrow.metadata.get('table') !== table) throw new UnreadableChunk(`The file does not hold ${table}`);
	const metadata = new Map(arrow.fields.map((field) => [field.name, field.metadata]));
	const columns = new Map<string, IntColumn | DecimalColumn | TextColumn | string[] | number>();
	for (const { name, kind } of COLUMNS[table]) {
		if (kind === 'int' || kind === 'decimal') {
			const values = arrow.numbers(name);
			if (!values) throw new UnreadableChunk(`Column ${name} is missing`);
			requireWhole(name, values, rows);
			const own = values.subarray(0, rows);
			columns.set(name, kind === 'int' ? own : { values: own, scale: scaleOf(metadata.get(name), name) });
		} else if (kind === 'text') columns.set(name, arrow.text(name));
		else columns.set(name, single(kind, name, arrow.metadata.get(name)));
	}
	return { length: rows, ...Object.fromEntries(columns) } as unknown as StoredTypes[T];
}
