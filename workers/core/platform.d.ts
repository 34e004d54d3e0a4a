/** What the pure core uses of the platform, in Node and in every worker: nothing that reaches a document, a thread or a store. */
declare class TextDecoder {
	constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
	decode(input?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string;
}
declare class TextEncoder {
	encode(input?: string): Uint8Array<ArrayBuffer>;
	encodeInto(source: string, destination: Uint8Array): { read: number; written: number };
}
interface ReadableStreamReadResult<T> {
	done: boolean;
	value?: T;
}
interface ReadableStreamDefaultReader<T> {
	read(): Promise<ReadableStreamReadResult<T>>;
	cancel(reason?: unknown): Promise<void>;
	releaseLock(): void;
}
interface ReadableStream<T = unknown> {
	getReader(): ReadableStreamDefaultReader<T>;
	pipeThrough<U>(transform: { readable: ReadableStream<U>; writable: unknown }): ReadableStream<U>;
}
interface WritableStreamDefaultWriter<T> {
	write(chunk: T): Promise<void>;
	close(): Promise<void>;
	abort(reason?: unknown): Promise<void>;
}
interface WritableStream<T = unknown> {
	getWriter(): WritableStreamDefaultWriter<T>;
}
interface Blob {
	readonly size: number;
	slice(start?: number, end?: number): Blob;
	stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
	arrayBuffer(): Promise<ArrayBuffer>;
}
declare class DecompressionStream {
	constructor(format: 'gzip' | 'deflate' | 'deflate-raw');
	readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>;
	readonly writable: WritableStream<Uint8Array<ArrayBuffer>>;
}
declare const performance: { now(): number };
