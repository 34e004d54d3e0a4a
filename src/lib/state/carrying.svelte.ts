import { backupWorkspace, restoreBackup } from '$lib/client/importing';
import type { AnyFailure } from '$lib/format/sentences';
import { recordBackup } from '$workers/storage/small';
import { whileBusy } from './appVersion.svelte';
import { download } from './download';
import { failureOf } from './failures';
import { toasts } from './toasts.svelte';
import { workspaces } from './workspaces.svelte';

/** Backing a workspace up to a file, and restoring one. */
class Carrying {
	job = $state<'backup' | 'restore' | null>(null);
	/** 0 to 1. */
	done = $state(0);
	failure = $state.raw<AnyFailure | null>(null);
	#abort: AbortController | null = null;

	async #run(
		job: 'backup' | 'restore',
		work: (signal: AbortSignal, onProgress: (done: number) => void) => Promise<AnyFailure | null>
	): Promise<boolean> {
		if (this.job) return false;
		this.job = job;
		this.done = 0;
		this.failure = null;
		const abort = (this.#abort = new AbortController());
		try {
			this.failure = await whileBusy(() => work(abort.signal, (done) => (this.done = done)));
		} catch (error) {
			const failure = failureOf(error);
			this.failure = failure.code === 'cancelled' ? null : failure;
			if (failure.code === 'cancelled') return false;
		} finally {
			this.job = null;
		}
		return this.failure === null;
	}

	backup(workspace: string): Promise<boolean> {
		return this.#run('backup', async (signal, onProgress) => {
			const now = Date.now();
			const answer = await backupWorkspace(workspace, now, { signal, onProgress });
			if (answer.status === 'failed') return answer;
			download(answer.name, answer.bytes as Uint8Array<ArrayBuffer>, 'application/zip');
			await recordBackup(workspace, now);
			await workspaces.refresh();
			return null;
		});
	}

	restore(file: Blob): Promise<boolean> {
		return this.#run('restore', async (signal, onProgress) => {
			const answer = await restoreBackup(file, Date.now(), { signal, onProgress });
			if (answer.status === 'failed') return answer;
			await workspaces.use(answer.workspace);
			await workspaces.refresh();
			toasts.show(`${workspaces.current?.name ?? 'The workspace'} is restored.`);
			return null;
		});
	}

	stop(): void {
		this.#abort?.abort();
	}
}

export const carrying = new Carrying();
