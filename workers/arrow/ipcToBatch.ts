import { tableFromIPC, type Data } from 'apache-arrow';
import type { TextColumn } from '../core/tables';
import type { PlainArray } from './batchToIpc';
import { UnreadableChunk } from './tables';

/** One record batch as it was read; columns are views on its bytes, at least `rows` long. */
export interface ArrowBatch {
	rows: number;
	metadata: Map<string, string>;
	/** Columns in order, with their own metadata. */
	fields: { name: string; metadata: Map<string, string> }[];
	numbers(name: string): PlainArray | null;
	text(name: string): TextColumn;
	/** Bytes of a FixedSizeBinary column. */
	fixed(name: string, width: number): Uint8Array;
}

function isPlainArray(values: unknown): values is PlainArray {
	return (
		values instanceof Int8Array ||
		values instanceof Int16Array ||
		values instanceof Int32Array ||
		values instanceof Uint8Array ||
		values instanceof Uint16Array ||
		values instanceof Uint32Array ||
		values instanceof Float64Array
	);
}

/**
 * Arrow IPC (stream or file) of one record batch without empty cells.
 * @throws UnreadableChunk when the bytes are anything else
 */
export function ipcToBatch(bytes: Uint8Array): ArrowBatch {
	let table;
	try {
		table = tableFromIPC(bytes);
	} catch (error) {
		throw new UnreadableChunk(`Not Arrow: ${error instanceof Error ? error.message : String(error)}`);
	}
	const { batches, schema } = table;
	if (batches.length !== 1) throw new UnreadableChunk(`Expected one record batch, found ${batches.length}`);
	const { data } = batches[0];
	const rows = batches[0].numRows;
	const places = new Map(schema.fields.map(({ name }, k) => [name, k]));
	const column = (name: string): Data | null => {
		const place = places.get(name);
		if (place === undefined) return null;
		const found = data.children[place];
		if (found.length !== rows || found.offset !== 0 || found.nullCount !== 0)
			throw new UnreadableChunk(`Column ${name} has empty or missing rows`);
		return found;
	};
	return {
		rows,
		metadata: schema.metadata,
		fields: schema.fields.map(({ name, metadata }) => ({ name, metadata })),
		numbers(name) {
			const found = column(name);
			if (!found) return null;
			const values: unknown = found.values;
			if (!isPlainArray(values) || found.valueOffsets || found.stride !== 1 || values.length < rows)
				throw new UnreadableChunk(`Column ${name} is not plain numbers`);
			return values;
		},
		text(name) {
			const found = column(name);
			const offsets: unknown = found?.valueOffsets;
			const values: unknown = found?.values;
			if (!(offsets instanceof Int32Array) || !(values instanceof Uint8Array))
				throw new UnreadableChunk(`Column ${name} is not text`);
			// Arrow writes no offsets at all for no rows.
			if (rows === 0) return { bytes: new Uint8Array(0), offsets: new Int32Array(1) };
			if (offsets.length < rows + 1 || offsets[0] !== 0) throw new UnreadableChunk(`Text of column ${name} is cut off`);
			for (let i = 0; i < rows; i++)
				if (offsets[i] > offsets[i + 1]) throw new UnreadableChunk(`Text of column ${name} runs backwards`);
			if (values.length < offsets[rows]) throw new UnreadableChunk(`Text of column ${name} is cut off`);
			return { bytes: values.subarray(0, offsets[rows]), offsets: offsets.subarray(0, rows + 1) };
		},
		fixed(name, width) {
			const found = column(name);
			const values: unknown = found?.values;
			if (!(values instanceof Uint8Array) || values.length < rows * width)
				throw new UnreadableChunk(`Column ${name} is not text of ${width} bytes`);
			return values.subarray(0, rows * width);
		}
	};
}
