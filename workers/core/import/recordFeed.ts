import { RecordReader } from './bytes/records';
import type { RecordOptions } from './bytes/records';
import { ReadFailure } from './bytes/failure';
import { openText } from './bytes/source';
import type { TextSource } from './bytes/source';
import type { RecordBlock } from './bytes/types';
import type { CustomerKeys } from './customerKeys';
import type { IdentitySource } from './customerKeys';
import { dropTextMarks } from './textMarks';
import type { Encoding, ImportFile } from './types';

/** A file and how its records are told apart. */
export interface FeedRequest {
	file: ImportFile;
	encoding: Encoding;
	records: RecordOptions & { blockRows: number };
	/** Columns whose cells may begin with the apostrophe by which a spreadsheet marks text. */
	marked: number[];
	identity: IdentitySource[];
}

/** Records with the customer that each tells: everything that can be read of a file without what was read before. */
export interface FedBlock {
	block: RecordBlock;
	/** Number of the customer's key, or NONE. */
	customer: Int32Array;
	/** Position of the way by which the customer was told. */
	rank: Uint8Array;
	/** 1 where a cell that should hold an e-mail holds something else. */
	invalid: Uint8Array;
}

/** The records of a file, a block at a time. */
export class RecordFeed {
	readonly #records: RecordReader;
	readonly #text: TextSource;
	readonly #request: FeedRequest;
	readonly #customers: CustomerKeys;
	readonly #customer: Int32Array;
	readonly #rank: Uint8Array;
	readonly #invalid: Uint8Array;

	/** @throws {@link ReadFailure} */
	static async open(request: FeedRequest, customers: CustomerKeys): Promise<RecordFeed> {
		const text = await openText(request.file, { encoding: request.encoding });
		if (text.status === 'failed') throw new ReadFailure(text);
		return new RecordFeed(text, request, customers);
	}

	private constructor(text: TextSource, request: FeedRequest, customers: CustomerKeys) {
		const { blockRows } = request.records;
		this.#text = text;
		this.#request = request;
		this.#customers = customers;
		this.#records = new RecordReader(text.chunks(), request.records);
		this.#customer = new Int32Array(blockRows);
		this.#rank = new Uint8Array(blockRows);
		this.#invalid = new Uint8Array(blockRows);
	}

	/** Bytes of the file, as stored, that have been read so far. */
	get storedBytes(): number {
		return this.#text.storedBytes;
	}

	/**
	 * The next records, valid until the ones behind them are asked for; null behind the last.
	 * @throws {@link ReadFailure}
	 */
	async next(): Promise<FedBlock | null> {
		const block = await this.#records.next();
		if (block === null) return null;
		for (const column of this.#request.marked) dropTextMarks(block, column);
		const [customer, rank, invalid] = [this.#customer, this.#rank, this.#invalid];
		this.#customers.read(block, this.#request.identity, customer, rank, invalid);
		return { block, customer, rank, invalid };
	}

	close(): Promise<void> {
		return this.#records.close();
	}
}
