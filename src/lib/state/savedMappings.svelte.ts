import { listMappings } from '$workers/storage/small';

/** How many matchings of columns this device has saved. */
export class SavedMappings {
	number = $state(0);

	async count(): Promise<void> {
		// A database that cannot be read is told of above every page.
		this.number = (await listMappings().catch(() => [])).length;
	}
}
