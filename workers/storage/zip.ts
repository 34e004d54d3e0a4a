import { Inflate, Zip, ZipDeflate } from 'fflate';

/** Something about a zip that its own structure forbids. */
export class DamagedZip extends Error {
	override name = 'DamagedZip';
}

const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = 0x06054b50;
const LOCAL_SIZE = 30;
const ENTRY_SIZE = 46;
const END_SIZE = 22;
const STORED = 0;
const DEFLATED = 8;
/** Bits that may be set: how hard it was compressed (1, 2), sizes after the data (3) and names in UTF-8 (11). */
const FLAGS = 0x080e;
/** More entries than a zip without 64-bit fields can count. */
const MOST_ENTRIES = 65_534;
/** One part is one chunk, or the JSON beside it. */
const MOST_BYTES = 512 * 1024 * 1024;
/** Deflate cannot do better than this. */
const MOST_RATIO = 1032;

/** Writes a zip part by part, the same bytes for the same parts: times of parts are all the first that a zip can name. */
export class ZipWriter {
	readonly #parts: Uint8Array[] = [];
	readonly #zip: Zip;
	#failure: Error | null = null;

	constructor() {
		this.#zip = new Zip((error, part) => {
			if (error) this.#failure = error;
			else this.#parts.push(part);
		});
	}

	add(name: string, bytes: Uint8Array): void {
		const entry = new ZipDeflate(name, { level: 4 });
		entry.mtime = new Date(1980, 0, 1);
		this.#zip.add(entry);
		entry.push(bytes, true);
		if (this.#failure) throw this.#failure;
	}

	/** The zip, in one new array. */
	finish(): Uint8Array<ArrayBuffer> {
		this.#zip.end();
		if (this.#failure) throw this.#failure;
		const bytes = new Uint8Array(this.#parts.reduce((sum, { length }) => sum + length, 0));
		let at = 0;
		for (const part of this.#parts) {
			bytes.set(part, at);
			at += part.length;
		}
		return bytes;
	}
}

export interface ZipEntry {
	name: string;
	/** Bytes of the part itself, as the directory claims. */
	size: number;
	packed: number;
	method: number;
	/** Where its local header begins. */
	at: number;
}

const bytesOf = async (blob: Blob, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> =>
	new Uint8Array(await blob.slice(from, to).arrayBuffer());

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
	new DataView(buffer, byteOffset, byteLength);

/**
 * The directory of a zip, read from its end, with nothing unpacked.
 * @throws DamagedZip where it does not tie: cut off, parts that overlap or lie outside, sizes no zip of ours reaches
 */
export async function readDirectory(blob: Blob): Promise<ZipEntry[]> {
	if (blob.size < END_SIZE) throw new DamagedZip('too short');
	const endAt = blob.size - END_SIZE;
	const end = viewOf(await bytesOf(blob, endAt, blob.size));
	if (end.getUint32(0, true) !== DIRECTORY_END) throw new DamagedZip('no end');
	const count = end.getUint16(10, true);
	const size = end.getUint32(12, true);
	const from = end.getUint32(16, true);
	const oneDisk = end.getUint16(4, true) === 0 && end.getUint16(6, true) === 0 && end.getUint16(8, true) === count;
	if (!oneDisk || end.getUint16(20, true) !== 0 || count > MOST_ENTRIES || from + size !== endAt)
		throw new DamagedZip('the end does not tie');
	const directory = await bytesOf(blob, from, endAt);
	const view = viewOf(directory);
	const entries: ZipEntry[] = [];
	const names = new Set<string>();
	let at = 0;
	for (let k = 0; k < count; k++) {
		if (at + ENTRY_SIZE > size || view.getUint32(at, true) !== DIRECTORY_ENTRY) throw new DamagedZip('directory');
		const nameLength = view.getUint16(at + 28, true);
		const next = at + ENTRY_SIZE + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
		if (next > size) throw new DamagedZip('directory');
		const entry: ZipEntry = {
			name: new TextDecoder().decode(directory.subarray(at + ENTRY_SIZE, at + ENTRY_SIZE + nameLength)),
			size: view.getUint32(at + 24, true),
			packed: view.getUint32(at + 20, true),
			method: view.getUint16(at + 10, true),
			at: view.getUint32(at + 42, true)
		};
		const flags = view.getUint16(at + 8, true);
		const method = entry.method === STORED ? entry.size === entry.packed : entry.method === DEFLATED;
		if ((flags & ~FLAGS) !== 0 || !method || names.has(entry.name)) throw new DamagedZip('entry');
		if (entry.size > MOST_BYTES || entry.size > entry.packed * MOST_RATIO + 64) throw new DamagedZip('size');
		names.add(entry.name);
		entries.push(entry);
		at = next;
	}
	if (at !== size) throw new DamagedZip('directory');
	const inOrder = [...entries].sort((a, b) => a.at - b.at);
	inOrder.forEach((entry, k) => {
		const limit = k + 1 < inOrder.length ? inOrder[k + 1].at : from;
		if (entry.at + LOCAL_SIZE + entry.packed > limit) throw new DamagedZip('parts overlap');
	});
	return entries;
}

/** A name in the local header of the first part; empty where there is none. */
export async function firstName(blob: Blob): Promise<string> {
	const head = await bytesOf(blob, 0, LOCAL_SIZE + 256);
	if (head.length < LOCAL_SIZE || viewOf(head).getUint32(0, true) !== LOCAL_HEADER) return '';
	return new TextDecoder().decode(head.subarray(LOCAL_SIZE, LOCAL_SIZE + viewOf(head).getUint16(26, true)));
}

/** Unpacks as far as the directory claims and not a byte more. */
function inflate(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
	const out = new Uint8Array(size);
	let at = 0;
	const stream = new Inflate((part) => {
		if (at + part.length > size) throw new DamagedZip('a part is longer than the directory says');
		out.set(part, at);
		at += part.length;
	});
	const STEP = 65_536;
	try {
		for (let from = 0; from < packed.length; from += STEP)
			stream.push(packed.subarray(from, from + STEP), from + STEP >= packed.length);
	} catch (error) {
		throw error instanceof DamagedZip ? error : new DamagedZip(String(error));
	}
	if (at !== size) throw new DamagedZip('a part is shorter than the directory says');
	return out;
}

/**
 * One part, unpacked.
 * @throws DamagedZip when its header names another part, or its data are not what the directory says
 */
export async function readEntry(blob: Blob, entry: ZipEntry): Promise<Uint8Array<ArrayBuffer>> {
	const head = await bytesOf(blob, entry.at, entry.at + LOCAL_SIZE);
	if (head.length < LOCAL_SIZE || viewOf(head).getUint32(0, true) !== LOCAL_HEADER) throw new DamagedZip('header');
	const nameLength = viewOf(head).getUint16(26, true);
	const nameAt = entry.at + LOCAL_SIZE;
	const from = nameAt + nameLength + viewOf(head).getUint16(28, true);
	const rest = await bytesOf(blob, nameAt, from + entry.packed);
	if (rest.length !== from - nameAt + entry.packed) throw new DamagedZip('cut off');
	if (new TextDecoder().decode(rest.subarray(0, nameLength)) !== entry.name) throw new DamagedZip('header');
	const packed = rest.subarray(from - nameAt);
	return entry.method === STORED ? packed.slice() : inflate(packed, entry.size);
}
