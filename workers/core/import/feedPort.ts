import { ReadFailure } from './bytes/failure';
import { TextTable } from './bytes/texts';
import type { TextColumn } from '../tables';
import { CustomerKeys } from './customerKeys';
import { OwnFeed } from './recordFeed';
import type { FedBlock, FeedRequest, RecordFeed, RecordFeeds } from './recordFeed';
import type { Encoding, ImportFailure } from './types';

/** One end of a channel between two threads. */
export interface FeedPort {
	postMessage(message: unknown, transfer: ArrayBuffer[]): void;
	onmessage: ((event: { data: unknown }) => void) | null;
}

/** Room for a block, which goes to and fro between the threads. */
interface Room {
	bytes: ArrayBuffer;
	columns: ArrayBuffer;
}

type ToReader =
	/** `fresh`: the first file of a reading, customers are numbered anew. */
	| { type: 'open'; feed: number; request: FeedRequest; fresh: boolean }
	| { type: 'room'; feed: number; room: Room }
	/** No more of this file is wanted, or of any. */
	| { type: 'close'; feed: number; all: boolean };

type FromReader = { feed: number } & (
	| { type: 'opened' }
	| { type: 'block'; room: Room; rows: number; storedBytes: number; keys: TextColumn | null }
	| { type: 'end' }
	| { type: 'failed'; failure: ImportFailure; retryAs: Encoding | null }
	| { type: 'broken'; message: string }
);

/** Blocks that may be on their way: enough that neither thread waits for the other at every block. */
const ROOMS = 12;
/** Bytes behind the last record that loops over whole words may look at. */
const MARGIN = 8;

/** A block whose columns stand in a room. */
function blockIn({ bytes, columns }: Room, { stride, blockRows }: FeedRequest['records']): FedBlock {
	const ints = (at: number, length: number) => new Int32Array(columns, at * 4, length);
	const cells = blockRows * stride;
	const bytesAt = 4 * (2 * cells + 3 * blockRows);
	const small = (nth: number) => new Uint8Array(columns, bytesAt + nth * blockRows, blockRows);
	return {
		block: {
			bytes: new Uint8Array(bytes),
			rows: 0,
			stride,
			starts: ints(0, cells),
			ends: ints(cells, cells),
			cells: ints(2 * cells, blockRows),
			lines: new Uint32Array(columns, 4 * (2 * cells + blockRows), blockRows),
			surplus: small(0),
			flags: small(1)
		},
		customer: ints(2 * (cells + blockRows), blockRows),
		rank: small(2),
		invalid: small(3)
	};
}

function columnBytes({ stride, blockRows }: FeedRequest['records']): number {
	return blockRows * (4 * (2 * stride + 3) + 4);
}

/** Copies a block into a room; where its bytes do not fit, the room gets new ones. */
function fill(room: Room, own: OwnFeed, { block, customer, rank, invalid }: FedBlock, request: FeedRequest): void {
	const { start, end } = own.extent;
	const { rows, stride } = block;
	if (room.bytes.byteLength < end + MARGIN) room.bytes = new ArrayBuffer(block.bytes.length + MARGIN);
	const to = blockIn(room, request.records);
	to.block.bytes.set(block.bytes.subarray(start, Math.min(end + MARGIN, block.bytes.length)), start);
	to.block.starts.set(block.starts.subarray(0, rows * stride));
	to.block.ends.set(block.ends.subarray(0, rows * stride));
	to.block.cells.set(block.cells.subarray(0, rows));
	to.block.lines.set(block.lines.subarray(0, rows));
	to.block.surplus.set(block.surplus.subarray(0, rows));
	to.block.flags.set(block.flags.subarray(0, rows));
	to.customer.set(customer.subarray(0, rows));
	to.rank.set(rank.subarray(0, rows));
	to.invalid.set(invalid.subarray(0, rows));
}

/** The rooms of a file, as the reading thread has them. */
class Rooms {
	closed = false;
	readonly #free: Room[] = [];
	#made = 0;
	#wake: (() => void) | null = null;

	constructor(readonly feed: number) {}

	async take(records: FeedRequest['records']): Promise<Room> {
		if (this.#free.length === 0 && this.#made < ROOMS) {
			this.#made++;
			return { bytes: new ArrayBuffer(0), columns: new ArrayBuffer(columnBytes(records)) };
		}
		while (this.#free.length === 0 && !this.closed) await new Promise<void>((wake) => (this.#wake = wake));
		return this.#free.pop() ?? { bytes: new ArrayBuffer(0), columns: new ArrayBuffer(columnBytes(records)) };
	}

	give(room: Room): void {
		this.#free.push(room);
		this.#wake?.();
	}

	close(): void {
		this.closed = true;
		this.#wake?.();
	}
}

/** Reads the records of files for {@link remoteFeeds} at the other end. */
export function serveFeeds(port: FeedPort): void {
	let session = { customers: new CustomerKeys(), keysSent: 0 };
	let rooms = new Rooms(-1);
	const post = (message: FromReader, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

	async function serve(request: FeedRequest, own: Rooms): Promise<void> {
		const { feed } = own;
		const numbered = session;
		const { customers } = numbered;
		let source: OwnFeed | null = null;
		try {
			source = await OwnFeed.open(request, customers);
			post({ type: 'opened', feed });
			for (let fed = await source.next(); fed !== null && !own.closed; fed = await source.next()) {
				const room = await own.take(request.records);
				if (own.closed) break;
				fill(room, source, fed, request);
				const { keys } = customers;
				const news = keys.size > numbered.keysSent ? keys.textColumn(numbered.keysSent, keys.size) : null;
				numbered.keysSent = keys.size;
				const transfer = [room.bytes, room.columns];
				if (news !== null) transfer.push(news.bytes.buffer as ArrayBuffer, news.offsets.buffer as ArrayBuffer);
				post(
					{ type: 'block', feed, room, rows: fed.block.rows, storedBytes: source.storedBytes, keys: news },
					transfer
				);
			}
			post({ type: 'end', feed });
		} catch (error) {
			if (error instanceof ReadFailure) post({ type: 'failed', feed, failure: error.failure, retryAs: error.retryAs });
			else post({ type: 'broken', feed, message: String(error) });
		} finally {
			await source?.close();
		}
	}

	port.onmessage = ({ data }) => {
		const message = data as ToReader;
		if (message.type === 'open') {
			rooms.close();
			rooms = new Rooms(message.feed);
			if (message.fresh) session = { customers: new CustomerKeys(), keysSent: 0 };
			void serve(message.request, rooms);
		} else if (message.feed === rooms.feed) {
			if (message.type === 'room') rooms.give(message.room);
			else {
				rooms.close();
				if (message.all) session = { customers: new CustomerKeys(), keysSent: 0 };
			}
		}
	};
}

/** Messages of the other thread about one file, in order. */
class Inbox {
	readonly #messages: FromReader[] = [];
	#wait: ((message: FromReader) => void) | null = null;

	put(message: FromReader): void {
		const wait = this.#wait;
		this.#wait = null;
		if (wait === null) this.#messages.push(message);
		else wait(message);
	}

	/** @throws {@link ReadFailure} as the other thread met it, Error where that thread was lost */
	async take(): Promise<FromReader> {
		const message = this.#messages.shift() ?? (await new Promise<FromReader>((wait) => (this.#wait = wait)));
		if (message.type === 'failed') throw new ReadFailure(message.failure, message.retryAs);
		if (message.type === 'broken') throw new Error(message.message);
		return message;
	}
}

/** Lets the thread at the other end, where {@link serveFeeds} runs, read the records. */
export class RemoteFeeds implements RecordFeeds {
	readonly keys = new TextTable();
	readonly #port: FeedPort;
	static #opened = 0;
	#feed = -1;
	#first = true;
	#inbox = new Inbox();

	constructor(port: FeedPort) {
		this.#port = port;
		port.onmessage = ({ data }) => {
			const message = data as FromReader;
			if (message.feed === this.#feed) this.#inbox.put(message);
		};
	}

	async open(request: FeedRequest): Promise<RecordFeed> {
		this.#feed = RemoteFeeds.#opened++;
		this.#inbox = new Inbox();
		this.#post({ type: 'open', feed: this.#feed, request, fresh: this.#first });
		this.#first = false;
		await this.#inbox.take();
		return new RemoteFeed(request, this.#inbox, {
			keys: this.keys,
			giveBack: (room) => this.#post({ type: 'room', feed: this.#feed, room }, [room.bytes, room.columns]),
			close: () => this.#post({ type: 'close', feed: this.#feed, all: false })
		});
	}

	close(): void {
		this.#post({ type: 'close', feed: this.#feed, all: true });
	}

	/** The other thread is lost. */
	lose(message: string): void {
		this.#inbox.put({ type: 'broken', feed: this.#feed, message });
	}

	#post(message: ToReader, transfer: ArrayBuffer[] = []): void {
		this.#port.postMessage(message, transfer);
	}
}

class RemoteFeed implements RecordFeed {
	storedBytes = 0;
	readonly #request: FeedRequest;
	readonly #inbox: Inbox;
	readonly #reader: { keys: TextTable; giveBack(room: Room): void; close(): void };
	#room: Room | null = null;
	#ended = false;

	constructor(
		request: FeedRequest,
		inbox: Inbox,
		reader: { keys: TextTable; giveBack(room: Room): void; close(): void }
	) {
		this.#request = request;
		this.#inbox = inbox;
		this.#reader = reader;
	}

	async next(): Promise<FedBlock | null> {
		if (this.#room !== null) this.#reader.giveBack(this.#room);
		this.#room = null;
		if (this.#ended) return null;
		const message = await this.#inbox.take();
		if (message.type !== 'block') {
			this.#ended = true;
			return null;
		}
		this.#room = message.room;
		this.storedBytes = message.storedBytes;
		if (message.keys !== null) this.#reader.keys.extend(message.keys);
		const fed = blockIn(message.room, this.#request.records);
		fed.block.rows = message.rows;
		return fed;
	}

	async close(): Promise<void> {
		if (!this.#ended) this.#reader.close();
		this.#ended = true;
	}
}
