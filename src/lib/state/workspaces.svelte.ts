import type { AnyFailure } from '$lib/format/sentences';
import type { StorageFailure } from '$workers/contract';
import type { CountingDefinition } from '$workers/core/counting';
import type { BuyingHabit } from '$workers/core/habit/types';
import { SAMPLE_FILE, SAMPLE_NAME } from '$workers/core/sample/types';
import {
	createWorkspace,
	deleteWorkspace,
	getSetting,
	listImports,
	listWorkspaces,
	putSetting,
	removeStale,
	renameWorkspace,
	setBuying,
	setCounting,
	setKeep,
	setWorth,
	workspaceContents,
	type WorkspaceContents
} from '$workers/storage/small';
import type { Workspace, Worth } from '$workers/storage/types';
import { failureOf } from './failures';

/** What a workspace holds, the last day of an order in it, and whether all of it is the sample shop's. */
export type Held = WorkspaceContents & { lastDay: number | null; sample: boolean };

async function heldBy(id: string): Promise<Held> {
	const [contents, imports] = await Promise.all([workspaceContents(id), listImports(id)]);
	const days = imports.map(({ report }) => report.lastDay).filter((day) => day !== null);
	const sample =
		imports.length > 0 &&
		imports.every(
			({ report }) => report.mapping.name === SAMPLE_NAME && report.files.every(({ name }) => name === SAMPLE_FILE)
		);
	return { ...contents, lastDay: contents.orders > 0 && days.length > 0 ? Math.max(...days) : null, sample };
}

/** The person's clients or shops, which one is open, and news of them from other tabs. */
class Workspaces {
	list = $state.raw<Workspace[]>([]);
	contents = $state.raw<ReadonlyMap<string, Held>>(new Map());
	/** False until the list was read once: nothing is said about an empty device before that. */
	ready = $state(false);
	failure = $state.raw<AnyFailure | null>(null);
	#chosen = $state<string | null>(null);
	#started = false;
	#unseen: string | null = null;

	/** The one in use; null on a device without any. */
	current = $derived(this.list.find(({ id }) => id === this.#chosen) ?? this.list[0] ?? null);
	/** It has data. */
	filled = $derived(this.current?.revision !== null && this.current !== null);

	/** Reads the list, clears what a killed tab left, and listens to other tabs. Call once, from the layout. */
	async start(): Promise<void> {
		if (this.#started) return;
		this.#started = true;
		const channel = new BroadcastChannel('perennial');
		channel.addEventListener('message', () => void this.refresh());
		try {
			await removeStale();
			const chosen = await getSetting('workspace');
			if (typeof chosen === 'string') this.#chosen = chosen;
		} catch (error) {
			this.failure = failureOf(error);
		}
		await this.refresh();
	}

	async refresh(): Promise<void> {
		try {
			const list = (await listWorkspaces()).filter(({ id }) => id !== this.#unseen);
			const contents = await Promise.all(list.map(async ({ id }): Promise<[string, Held]> => [id, await heldBy(id)]));
			this.list = list;
			this.contents = new Map(contents);
			this.failure = null;
		} catch (error) {
			this.failure = failureOf(error);
		}
		this.ready = true;
	}

	async use(id: string): Promise<void> {
		this.#chosen = id;
		await putSetting('workspace', id);
	}

	/** Makes one and opens it. */
	async create(name: string): Promise<Workspace> {
		const made = await createWorkspace(name, Date.now());
		await this.use(made.id);
		await this.refresh();
		return made;
	}

	/** Makes one that is not shown before it is opened by {@link reveal} (or removed). */
	async prepare(name: string): Promise<Workspace> {
		const made = await createWorkspace(name, Date.now());
		this.#unseen = made.id;
		return made;
	}

	async reveal(id: string): Promise<void> {
		this.#unseen = null;
		await this.use(id);
		await this.refresh();
	}

	async rename(id: string, name: string): Promise<void> {
		await renameWorkspace(id, name);
		await this.refresh();
	}

	async count(id: string, counting: CountingDefinition): Promise<void> {
		await setCounting(id, counting);
		await this.refresh();
	}

	async value(id: string, worth: Worth): Promise<void> {
		await setWorth(id, worth);
		await this.refresh();
	}

	async habit(id: string, buying: BuyingHabit): Promise<void> {
		await setBuying(id, buying);
		await this.refresh();
	}

	async keep(id: string, revisions: number): Promise<void> {
		await setKeep(id, revisions);
		await this.refresh();
	}

	async remove(id: string): Promise<{ status: 'deleted' } | StorageFailure> {
		const answer = await deleteWorkspace(id);
		await this.refresh();
		return answer;
	}
}

export const workspaces = new Workspaces();
