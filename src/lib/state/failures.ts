import type { AnyFailure } from '$lib/format/sentences';

const isFailure = (value: unknown): value is AnyFailure =>
	typeof value === 'object' && value !== null && 'status' in value && value.status === 'failed' && 'code' in value;

/** The failure behind whatever a call threw: a typed one where there is one, else that the worker stopped. */
export function failureOf(thrown: unknown): AnyFailure {
	if (isFailure(thrown)) return thrown;
	if (thrown instanceof Error) {
		if (thrown.name === 'AbortError') return { status: 'failed', code: 'cancelled' };
		if ('failure' in thrown && isFailure(thrown.failure)) return thrown.failure;
		if (thrown.name === 'WorkerLost' && 'code' in thrown)
			return { status: 'failed', code: thrown.code === 'worker_unreachable' ? 'worker_unreachable' : 'worker_crashed' };
		if (thrown.name === 'QuotaExceededError') return { status: 'failed', code: 'quota' };
		if (/^(DatabaseClosed|InvalidState|OpenFailed|MissingAPI)/.test(thrown.name))
			return { status: 'failed', code: 'lost_database' };
	}
	console.error(thrown);
	return { status: 'failed', code: 'worker_crashed' };
}
