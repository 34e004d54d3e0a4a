import { listImports, undoImport, undoTarget } from '$workers/storage/small';
import type { StorageFailure } from '$workers/contract';
import type { ImportRecord, UndoTarget } from '$workers/storage/types';

/** Imports of a workspace, newest first, and what an undo would do. */
export class History {
	imports = $state.raw<ImportRecord[]>([]);
	target = $state.raw<UndoTarget | null>(null);
	#asked = '';

	/** @param revision only to know that something has changed */
	async load(workspace: string, revision: string | null): Promise<void> {
		const asked = (this.#asked = `${workspace} ${revision}`);
		try {
			const [imports, target] = await Promise.all([listImports(workspace), undoTarget(workspace)]);
			if (asked !== this.#asked) return;
			this.imports = imports;
			this.target = target;
		} catch {
			// A database that cannot be read is told of by the list of workspaces, above every page.
			this.imports = [];
			this.target = null;
		}
	}

	undo(workspace: string): Promise<{ status: 'undone'; revision: string | null } | StorageFailure> {
		return undoImport(workspace);
	}
}
