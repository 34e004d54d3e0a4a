import type { StorageFailure } from '../contract';

/** An expected failure of storage on its way to the border, where it becomes the value it carries. */
export class StorageError extends Error {
	override name = 'StorageError';
	readonly failure: StorageFailure;

	constructor(code: StorageFailure['code'], params?: StorageFailure['params'], cause?: unknown) {
		super(code, { cause });
		this.failure = params ? { status: 'failed', code, params } : { status: 'failed', code };
	}
}

/** The error and what it was caused by: Dexie keeps the browser's own error inside its own. */
function* causesOf(error: unknown): Generator<{ name: string; message: string }> {
	for (let depth = 0; depth < 8 && error instanceof Object; depth++) {
		const { name, message, inner, cause } = error as Record<'name' | 'message' | 'inner' | 'cause', unknown>;
		yield { name: String(name), message: String(message) };
		error = inner ?? cause;
	}
}

const some = (error: unknown, test: (name: string, message: string) => boolean): boolean =>
	[...causesOf(error)].some(({ name, message }) => test(name, message));

/** The device has no room: refused by the quota, or by the disk while values were written. */
export const isQuota = (error: unknown): boolean =>
	some(
		error,
		(name, message) =>
			name === 'QuotaExceededError' || /quota|failed to write blobs|no space left|disk (is )?full/i.test(message)
	);

/** The connection broke (iOS cuts those of tabs in the background): a new one may work. */
export const isConnectionLost = (error: unknown): boolean =>
	some(
		error,
		(name, message) =>
			name === 'InvalidStateError' ||
			name === 'DatabaseClosedError' ||
			/connection to indexed database server lost|connection is closing|database connection is closed/i.test(message)
	);

/**
 * The failure behind an error, as the value that crosses the thread.
 * @returns null where the error is none that storage expects: broken code, to be thrown on
 */
export function failureOf(error: unknown): StorageFailure | null {
	if (error instanceof StorageError) return error.failure;
	if (isQuota(error)) return { status: 'failed', code: 'quota' };
	if (isConnectionLost(error)) return { status: 'failed', code: 'lost_database' };
	if (some(error, (name) => name === 'OpenFailedError' || name === 'MissingAPIError' || name === 'UnknownError'))
		return { status: 'failed', code: 'lost_database' };
	return null;
}
