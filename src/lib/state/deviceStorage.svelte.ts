import { getSetting, putSetting } from '$workers/storage/small';

/** How safe the data is in this browser, as far as the browser tells. */
class DeviceStorage {
	/** null: not asked yet. */
	persisted = $state<boolean | 'unsupported' | null>(null);
	used = $state<number | null>(null);
	quota = $state<number | null>(null);

	async look(): Promise<void> {
		// Private windows of some engines have no such object at all, whatever the types say.
		const storage = navigator.storage as StorageManager | undefined;
		if (!storage?.persist) this.persisted = 'unsupported';
		else if (await storage.persisted()) this.persisted = true;
		else this.persisted = (await getSetting('persist-asked').catch(() => null)) === true ? false : null;
		const estimate = await storage?.estimate?.().catch(() => null);
		this.used = estimate?.usage ?? null;
		this.quota = estimate?.quota ?? null;
	}

	/** Asks the browser to keep the data; the answer is in `persisted`. */
	async ask(): Promise<void> {
		const storage = navigator.storage as StorageManager | undefined;
		if (!storage?.persist) this.persisted = 'unsupported';
		else {
			this.persisted = await storage.persist().catch(() => false);
			await putSetting('persist-asked', true).catch(() => undefined);
		}
	}

	/** The same, unless it was asked before. */
	async askOnce(): Promise<void> {
		await this.look();
		if (this.persisted === null) await this.ask();
	}
}

export const deviceStorage = new DeviceStorage();
