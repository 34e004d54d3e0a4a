import type { Database, Locks } from './database';
import { StorageError } from './storageError';

/** Locks of this thread alone, for places without `navigator.locks`. */
export function localLocks(): Locks {
	const held = new Set<string>();
	return {
		async request(name, _options, callback) {
			if (held.has(name)) return callback(null);
			held.add(name);
			try {
				return await callback({});
			} finally {
				held.delete(name);
			}
		}
	};
}

const ownLocks = localLocks();

function locksOf({ options }: Database): Locks {
	if (options.locks) return options.locks;
	// Typed as always there; older engines and Node 20 lack it.
	const navigator = globalThis.navigator as { locks?: LockManager } | undefined;
	return (navigator?.locks as Locks | undefined) ?? ownLocks;
}

/**
 * Runs work as the only writer of a workspace, in all tabs.
 * @throws StorageError `locked` at once where another writer is at work
 */
export function asOnlyWriter<T>(database: Database, workspace: string, work: () => Promise<T>): Promise<T> {
	const name = `${database.name}-write-${workspace}`;
	return locksOf(database).request(name, { ifAvailable: true }, (lock) => {
		if (!lock) return Promise.reject(new StorageError('locked'));
		return work();
	});
}
