import url from '$workers/any.worker.ts?worker&url';
import { releaseProxy, wrap } from 'comlink';

/** A worker that was lost: its script could not be loaded, or it stopped without an answer. */
export class WorkerLost extends Error {
	constructor(readonly code: 'worker_crashed' | 'worker_unreachable') {
		super(code);
		this.name = 'WorkerLost';
	}
}

/** The shells that workers/any.worker.ts knows. */
export type WorkerName = 'import' | 'ledger' | 'model';

const aborted = (): DOMException => new DOMException('Stopped by the person', 'AbortError');

export interface LazyWorker<T> {
	/**
	 * Starts the worker if it is not running and calls it.
	 * Aborting terminates it: every pending call is rejected with AbortError, because their promises would never settle.
	 * @throws AbortError, {@link WorkerLost}, or what the worker threw
	 */
	run<R>(signal: AbortSignal | undefined, call: (worker: T) => Promise<R>): Promise<R>;
	/** Starts it if it is not running, so that the next call finds it ready. */
	warm(): void;
	/** Terminates it now; pending calls are rejected with AbortError. */
	stop(): void;
}

/**
 * A module worker that starts with its first call, from a blob that imports the real address: a worker that is started
 * from an address has the policy of that response (on most hosts none), one started from a blob inherits the page's.
 * @param name which of the workers it becomes
 * @param idle milliseconds without a call after which it is released; never by default
 */
export function lazyWorker<T>(name: WorkerName, { idle = Infinity }: { idle?: number } = {}): LazyWorker<T> {
	let running: { worker: Worker; remote: T; release: () => void } | null = null;
	let answered = false;
	let timer: ReturnType<typeof setTimeout> | undefined;
	const pending = new Set<(reason: unknown) => void>();

	function end(reason: unknown): void {
		clearTimeout(timer);
		if (running) {
			const { worker, release } = running;
			running = null;
			worker.onerror = null;
			release();
			worker.terminate();
		}
		for (const reject of [...pending]) reject(reason);
		pending.clear();
	}

	// A page that is left may be kept for the way back, its worker frozen in the middle of a transaction: every later page
	// would wait for that one.
	const leave = () => end(aborted());

	function start(): T {
		clearTimeout(timer);
		if (running) return running.remote;
		globalThis.addEventListener('pagehide', leave, { once: true });
		const absolute = new URL(url, location.href).href;
		const blob = URL.createObjectURL(new Blob([`import ${JSON.stringify(absolute)};`], { type: 'text/javascript' }));
		const worker = new Worker(blob, { type: 'module', name });
		answered = false;
		worker.addEventListener('message', () => (answered = true), { once: true });
		// The address must live until the worker has fetched it, which its first message or error tells.
		const revoke = () => URL.revokeObjectURL(blob);
		worker.addEventListener('message', revoke, { once: true });
		worker.onerror = (event) => {
			event.preventDefault();
			revoke();
			end(new WorkerLost(answered ? 'worker_crashed' : 'worker_unreachable'));
		};
		const wrapped = wrap<T>(worker);
		// Every call of a contract answers with a promise already, so the remote has its type.
		const remote = wrapped as unknown as T;
		running = { worker, remote, release: () => wrapped[releaseProxy]() };
		return remote;
	}

	/** From now on it is released when nobody calls. */
	const rest = () => {
		if (pending.size === 0 && running && Number.isFinite(idle)) timer = setTimeout(() => end(aborted()), idle);
	};

	return {
		run<R>(signal: AbortSignal | undefined, call: (worker: T) => Promise<R>): Promise<R> {
			if (signal?.aborted) return Promise.reject(aborted());
			return new Promise<R>((resolve, reject) => {
				const abort = () => end(aborted());
				const settle = <V>(done: (value: V) => void) => {
					return (value: V) => {
						pending.delete(rejectNow);
						signal?.removeEventListener('abort', abort);
						rest();
						done(value);
					};
				};
				const rejectNow = settle(reject);
				pending.add(rejectNow);
				signal?.addEventListener('abort', abort, { once: true });
				call(start()).then(settle(resolve), rejectNow);
			});
		},
		warm() {
			start();
			rest();
		},
		stop: () => end(aborted())
	};
}
