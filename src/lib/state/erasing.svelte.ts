import type { AnyFailure } from '$lib/format/sentences';
import { eraseEverything, remains, type Remains } from '$workers/storage/small';
import { deviceStorage } from './deviceStorage.svelte';
import { failureOf } from './failures';
import { releaseLedger } from './ledger.svelte';
import { forgetResults } from './resultCache';
import { workspaces } from './workspaces.svelte';

/** What an erasure left, as it was read from storage afterwards. */
export interface Proved {
	/** Name of the workspace that went; null: everything. */
	what: string | null;
	when: number;
	left: Remains;
	/** Choices that the browser keeps apart from the database: the theme. */
	choices: string[];
}

/** Keys that this app has put into the browser's small store. */
function choicesKept(): string[] {
	try {
		return Object.keys(localStorage).filter((key) => key.startsWith('perennial'));
	} catch {
		// Some private windows refuse to be asked.
		return [];
	}
}

/** Erasing, and reading anew what is there after it. */
class Erasing {
	working = $state(false);
	proved = $state.raw<Proved | null>(null);

	async #run(
		what: string | null,
		id: string | null,
		erase: () => Promise<{ status: string } | AnyFailure>
	): Promise<AnyFailure | null> {
		this.working = true;
		this.proved = null;
		try {
			const answer = await erase();
			if (answer.status === 'failed') return answer as AnyFailure;
			// The worker's memory and the page's hold figures of what is gone.
			releaseLedger();
			forgetResults();
			await workspaces.refresh();
			await deviceStorage.look();
			this.proved = { what, when: Date.now(), left: await remains(id), choices: choicesKept() };
			return null;
		} catch (error) {
			return failureOf(error);
		} finally {
			this.working = false;
		}
	}

	workspace(id: string, name: string): Promise<AnyFailure | null> {
		return this.#run(name, id, () => workspaces.remove(id));
	}

	everything(): Promise<AnyFailure | null> {
		return this.#run(null, null, eraseEverything);
	}
}

export const erasing = new Erasing();
