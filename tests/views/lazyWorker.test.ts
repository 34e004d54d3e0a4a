import { expose } from 'comlink';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lazyWorker } from '../../src/lib/client/lazyWorker';

vi.mock('$workers/any.worker.ts?worker&url', () => ({ default: '../_app/any.js' }));

interface Sums {
	add(a: number, b: number): Promise<number>;
	forever(): Promise<number>;
	fail(): Promise<number>;
}

/** A worker in this thread: both ends of a channel, and a count of those that run. */
let started: FakeWorker[] = [];
let blobs: string[] = [];
let page: EventTarget;
class FakeWorker extends EventTarget {
	readonly #channel = new MessageChannel();
	onerror: ((event: Event) => void) | null = null;
	terminated = false;

	constructor(
		readonly address: string,
		readonly options: WorkerOptions
	) {
		super();
		started.push(this);
		this.#channel.port1.addEventListener('message', (event) =>
			this.dispatchEvent(new MessageEvent('message', { data: (event as MessageEvent).data as unknown }))
		);
		this.#channel.port1.start();
		expose(
			{
				add: (a: number, b: number) => a + b,
				forever: () => new Promise(() => {}),
				fail: () => {
					throw new TypeError('broken code');
				}
			},
			this.#channel.port2
		);
	}
	postMessage(data: unknown, transfer: Transferable[] = []): void {
		this.#channel.port1.postMessage(data, transfer as never);
	}
	terminate(): void {
		this.terminated = true;
		this.#channel.port1.close();
		this.#channel.port2.close();
	}
	crash(): void {
		this.onerror?.(new Event('error', { cancelable: true }));
	}
}

beforeEach(() => {
	started = [];
	blobs = [];
	vi.stubGlobal('Worker', FakeWorker);
	page = new EventTarget();
	vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
	vi.stubGlobal('location', { href: 'https://shop.example/repo/import/' });
	vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
		void (blob as Blob).text().then((text) => blobs.push(text));
		return 'blob:started';
	});
	vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => {});
});
afterEach(() => {
	for (const worker of started) worker.terminate();
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
	vi.useRealTimers();
});

describe('a lazy worker', () => {
	it('is started beforehand, once, and released when nobody calls', async () => {
		vi.useFakeTimers();
		const worker = lazyWorker<Sums>('ledger', { idle: 50 });
		worker.warm();
		worker.warm();
		expect(started).toHaveLength(1);
		await vi.advanceTimersByTimeAsync(60);
		expect(started[0].terminated).toBe(true);
		vi.useRealTimers();
		worker.warm();
		expect(await worker.run(undefined, (sums) => sums.add(1, 2))).toBe(3);
		expect(started).toHaveLength(2);
		worker.stop();
	});

	it('starts with its first call, as a module from a blob that imports the whole address', async () => {
		const worker = lazyWorker<Sums>('ledger');
		expect(started).toHaveLength(0);
		expect(await worker.run(undefined, (sums) => sums.add(2, 3))).toBe(5);
		expect(started).toHaveLength(1);
		expect(started[0].options).toEqual({ type: 'module', name: 'ledger' });
		expect(blobs).toEqual(['import "https://shop.example/repo/_app/any.js";']);
	});

	it('is the same for every call', async () => {
		const worker = lazyWorker<Sums>('ledger');
		await worker.run(undefined, (sums) => sums.add(1, 1));
		await worker.run(undefined, (sums) => sums.add(1, 2));
		expect(started).toHaveLength(1);
	});

	it('is terminated by an abort, and every pending call is rejected with AbortError', async () => {
		const worker = lazyWorker<Sums>('ledger');
		const abort = new AbortController();
		const stopped = worker.run(abort.signal, (sums) => sums.forever());
		const other = worker.run(undefined, (sums) => sums.forever());
		abort.abort();
		await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
		await expect(other).rejects.toMatchObject({ name: 'AbortError' });
		expect(started[0].terminated).toBe(true);
	});

	it('is terminated when its page is left, kept for the way back or not', async () => {
		const worker = lazyWorker<Sums>('ledger');
		const call = worker.run(undefined, (sums) => sums.forever());
		page.dispatchEvent(new Event('pagehide'));
		await expect(call).rejects.toMatchObject({ name: 'AbortError' });
		expect(started[0].terminated).toBe(true);
		expect(await worker.run(undefined, (sums) => sums.add(2, 2))).toBe(4);
		page.dispatchEvent(new Event('pagehide'));
		expect(started[1].terminated).toBe(true);
	});

	it('starts anew after an abort', async () => {
		const worker = lazyWorker<Sums>('ledger');
		const abort = new AbortController();
		const stopped = worker.run(abort.signal, (sums) => sums.forever());
		abort.abort();
		await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
		expect(await worker.run(undefined, (sums) => sums.add(20, 3))).toBe(23);
		expect(started).toHaveLength(2);
	});

	it('does not start for a call that is already aborted', async () => {
		const worker = lazyWorker<Sums>('ledger');
		await expect(worker.run(AbortSignal.abort(), (sums) => sums.add(1, 1))).rejects.toMatchObject({
			name: 'AbortError'
		});
		expect(started).toHaveLength(0);
	});

	it('says that it cannot be reached when it breaks before its first answer', async () => {
		const worker = lazyWorker<Sums>('ledger');
		const call = worker.run(undefined, (sums) => sums.forever());
		started[0].crash();
		await expect(call).rejects.toMatchObject({ name: 'WorkerLost', code: 'worker_unreachable' });
	});

	it('says that it crashed when it breaks later', async () => {
		const worker = lazyWorker<Sums>('ledger');
		await worker.run(undefined, (sums) => sums.add(1, 1));
		const call = worker.run(undefined, (sums) => sums.forever());
		started[0].crash();
		await expect(call).rejects.toMatchObject({ name: 'WorkerLost', code: 'worker_crashed' });
	});

	it('hands on what the worker throws', async () => {
		const worker = lazyWorker<Sums>('ledger');
		await expect(worker.run(undefined, (sums) => sums.fail())).rejects.toThrow('broken code');
	});

	it('is released when nobody has called it for a while', async () => {
		const worker = lazyWorker<Sums>('ledger', { idle: 30 });
		await worker.run(undefined, (sums) => sums.add(1, 1));
		expect(started[0].terminated).toBe(false);
		await vi.waitFor(() => expect(started[0].terminated).toBe(true));
		expect(await worker.run(undefined, (sums) => sums.add(4, 4))).toBe(8);
	});
});
