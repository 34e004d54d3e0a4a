import {
	Field,
	FixedSizeBinary,
	Float64,
	Int16,
	Int32,
	Int8,
	RecordBatch,
	Schema,
	Struct,
	Table,
	Uint16,
	Uint32,
	Uint8,
	Utf8,
	makeData,
	tableToIPC,
	type Data,
	type DataType
} from 'apache-arrow';
import type { TextColumn } from '../core/tables';

export type PlainArray = Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** One column of an Arrow record batch: typed numbers, UTF-8 texts, or texts of one width. */
export interface ArrowColumn {
	name: string;
	values: PlainArray | { text: TextColumn } | { fixed: Uint8Array; width: number };
	metadata?: Map<string, string>;
}

function dataOf(values: ArrowColumn['values'], length: number): Data {
	if (values instanceof Int8Array) return makeData({ type: new Int8(), length, nullCount: 0, data: values });
	if (values instanceof Int16Array) return makeData({ type: new Int16(), length, nullCount: 0, data: values });
	if (values instanceof Int32Array) return makeData({ type: new Int32(), length, nullCount: 0, data: values });
	if (values instanceof Uint8Array) return makeData({ type: new Uint8(), length, nullCount: 0, data: values });
	if (values instanceof Uint16Array) return makeData({ type: new Uint16(), length, nullCount: 0, data: values });
	if (values instanceof Uint32Array) return makeData({ type: new Uint32(), length, nullCount: 0, data: values });
	if (values instanceof Float64Array) return makeData({ type: new Float64(), length, nullCount: 0, data: values });
	if ('fixed' in values) {
		return makeData({ type: new FixedSizeBinary(values.width), length, nullCount: 0, data: values.fixed });
	}
	const { bytes, offsets } = values.text;
	const valueOffsets = offsets.subarray(0, length + 1);
	return makeData({ type: new Utf8(), length, nullCount: 0, valueOffsets, data: bytes.subarray(0, offsets[length]) });
}

/** Arrow IPC bytes of one record batch, in an array of their own: a chunk may be transferred or stored as it is. */
export function batchToIpc(
	columns: ArrowColumn[],
	length: number,
	metadata: Map<string, string>,
	format: 'stream' | 'file'
): Uint8Array<ArrayBuffer> {
	const children = columns.map(({ values }) => dataOf(values, length));
	const fields = columns.map(({ name, metadata }, k) => new Field<DataType>(name, children[k].type, false, metadata));
	const schema = new Schema(fields, metadata);
	const data = makeData({ type: new Struct(fields), length, nullCount: 0, children });
	const bytes = tableToIPC(new Table(schema, new RecordBatch(schema, data)), format);
	return ownBytes(bytes);
}

/** The same bytes in a buffer that holds nothing else: Arrow may answer with a view on a bigger one. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	const { buffer } = bytes;
	if (buffer instanceof ArrayBuffer && bytes.byteLength === buffer.byteLength) return new Uint8Array(buffer);
	return new Uint8Array(bytes);
}
