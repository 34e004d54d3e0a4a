import { makeSample, warmSampler } from '$lib/client/importing';
import { warmLedger } from '$lib/client/ledger';
import type { AnyFailure } from '$lib/format/sentences';
import { SAMPLE_NAME } from '$workers/core/sample/types';
import type { ImportProgress } from '$workers/core/import/types';
import { whileBusy } from './appVersion.svelte';
import { failureOf } from './failures';
import { workspaces } from './workspaces.svelte';

/** Under this many milliseconds nothing is shown of a wait. */
const PATIENCE = 300;
/** Milliseconds within which a browser has let go of a terminated worker, and between two looks. */
const GRACE = 6000;
const PAUSE = 250;

/** The sample shop: made on this device, in a workspace of its own, by the same import as any file. */
class SampleShop {
	/** It is being made. */
	busy = $state(false);
	/** True after 0.3 s of it. */
	slow = $state(false);
	progress = $state.raw<ImportProgress | null>(null);
	failure = $state.raw<AnyFailure | null>(null);
	#abort: AbortController | null = null;
	/** Settles when what was stopped is cleared away. */
	#cleared: Promise<void> = Promise.resolve();

	/** Has its worker started while the person reads. */
	warm(): void {
		if (!this.busy) warmSampler();
	}

	/**
	 * Opens it, and makes it first where there is none.
	 * @returns false when it could not be made or was stopped: then nothing of it is kept
	 */
	async open(): Promise<boolean> {
		if (this.busy) return false;
		this.busy = true;
		// The figures are asked for as soon as it is stored.
		warmLedger();
		await this.#cleared;
		if (!workspaces.ready) await workspaces.refresh();
		this.failure = null;
		this.progress = null;
		const timer = setTimeout(() => (this.slow = true), PATIENCE);
		const abort = (this.#abort = new AbortController());
		let made: string | null = null;
		try {
			const there = workspaces.list.find(
				({ id, revision }) => revision !== null && workspaces.contents.get(id)?.sample
			);
			if (there) {
				await workspaces.use(there.id);
				return true;
			}
			// One whose import was taken back is filled again.
			const empty = workspaces.list.find(({ name, revision }) => name === SAMPLE_NAME && revision === null);
			const workspace = empty?.id ?? (made = (await workspaces.prepare(SAMPLE_NAME)).id);
			const call = { workspace, importId: crypto.randomUUID(), now: Date.now() };
			const outcome = await whileBusy(() =>
				makeSample(call, { signal: abort.signal, onProgress: (progress) => (this.progress = progress) })
			);
			if (outcome.status === 'failed') this.failure = outcome;
			else {
				made = null;
				await workspaces.reveal(workspace);
				return true;
			}
		} catch (error) {
			const failure = failureOf(error);
			this.failure = failure.code === 'cancelled' ? null : failure;
		} finally {
			clearTimeout(timer);
			this.busy = this.slow = false;
			if (made !== null) this.#cleared = this.#forget(made);
		}
		return false;
	}

	/** A worker that was terminated in mid-loop holds its lock for some seconds yet. */
	async #forget(workspace: string): Promise<void> {
		for (let waited = 0; waited < GRACE; waited += PAUSE) {
			const answer = await workspaces.remove(workspace);
			if (answer.status === 'deleted' || answer.code !== 'locked') return;
			await new Promise((resolve) => setTimeout(resolve, PAUSE));
		}
	}

	/** Stops; nothing of it is kept. */
	stop(): void {
		this.#abort?.abort();
	}
}

export const sampleShop = new SampleShop();
