import {
	IDBFactory as FakeFactory,
	IDBKeyRange as FakeKeyRange,
	IDBTransaction as FakeTransaction
} from 'fake-indexeddb';
import { openStore, type Store } from '../../workers/storage/store';
import type { Change, Locks } from '../../workers/storage/database';
import { localLocks } from '../../workers/storage/locks';

/** What happens at a request of the database. */
export type Fault =
	/** The tab dies before the request: its transaction is lost, and it never does anything again. */
	| 'killed-before'
	/** The tab dies when the request is done and its transaction is not. */
	| 'killed-after'
	/** The request is done, then the browser aborts its transaction: no room. */
	| 'quota'
	/** The browser has cut the connection; a new one works. */
	| 'connection-lost';

interface Internals {
	mode: IDBTransactionMode;
	objectStoreNames: { length: number };
	_abort(error: string | null): void;
	_execRequestAsync(request: unknown): IDBRequest;
}

/** Counts the requests of all databases of this process, and lets one of them fail. */
class Faults {
	requests = 0;
	dead = false;
	#at = Infinity;
	#fault: Fault = 'quota';
	/** Quota faults only strike writers. */
	#writersOnly = false;

	/** From now on, the `at`th request (from 0; of writing transactions, for `quota`) fails this way. */
	plan(fault: Fault, at: number): void {
		this.requests = 0;
		this.dead = false;
		this.#fault = fault;
		this.#at = at;
		this.#writersOnly = fault === 'quota';
	}

	/** All is well again, as after a new start. */
	none(): void {
		this.plan('quota', Infinity);
	}

	run(transaction: Internals, execute: () => IDBRequest): IDBRequest {
		if (this.dead) throw new DOMException('The tab is gone', 'AbortError');
		if (this.#writersOnly && transaction.mode !== 'readwrite') return execute();
		const struck = this.requests++ === this.#at;
		if (!struck) return execute();
		switch (this.#fault) {
			case 'killed-before':
				this.dead = true;
				transaction._abort(null);
				throw new DOMException('The tab is gone', 'AbortError');
			case 'connection-lost':
				transaction._abort(null);
				throw new DOMException(
					'Connection to Indexed Database server lost. Refresh the page to try again',
					'UnknownError'
				);
			case 'killed-after':
			case 'quota': {
				const request = execute();
				request.addEventListener('success', () => {
					this.dead = this.#fault === 'killed-after';
					transaction._abort(this.#fault === 'quota' ? 'QuotaExceededError' : null);
				});
				return request;
			}
		}
	}
}

export const faults = new Faults();
const prototype = FakeTransaction.prototype as unknown as Internals;
const execute = prototype._execRequestAsync;
prototype._execRequestAsync = function (this: Internals, request: unknown) {
	return faults.run(this, () => execute.call(this, request));
};

/** A device: databases that outlive the tabs that open them, and the locks that tabs hold. */
export class Device {
	readonly indexedDB = new FakeFactory();
	readonly changes: Change[] = [];
	locks: Locks = localLocks();

	/** A new tab. */
	open(): Store {
		return openStore({
			name: 'test',
			indexedDB: this.indexedDB,
			IDBKeyRange: FakeKeyRange,
			locks: this.locks,
			announce: (change) => this.changes.push(change)
		});
	}

	/** What a browser does when it starts again: all tabs and their locks are gone. */
	restart(): Store {
		faults.none();
		this.locks = localLocks();
		return this.open();
	}
}
