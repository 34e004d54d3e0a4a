import { chromium, type BrowserContext, type LaunchOptions } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BROWSER_ARGS, findBrowser } from '../setup/browser.mjs';

/** A browser profile on disk: what a person's device keeps when the browser is closed and opened again. */
export class Device {
	readonly profile: string;
	#open: BrowserContext | null = null;

	private constructor(profile: string) {
		this.profile = profile;
	}

	static async make(): Promise<Device> {
		return new Device(await mkdtemp(join(tmpdir(), 'perennial-device-')));
	}

	/** Starts the browser on this profile. */
	async start(options: Pick<LaunchOptions, 'proxy'> = {}): Promise<BrowserContext> {
		this.#open = await chromium.launchPersistentContext(this.profile, {
			executablePath: findBrowser()?.path,
			args: BROWSER_ARGS,
			locale: 'en-GB',
			timezoneId: 'Pacific/Auckland',
			viewport: { width: 1440, height: 900 },
			...options
		});
		return this.#open;
	}

	/** Ends the browser; the profile stays. */
	async stop(): Promise<void> {
		await this.#open?.close();
		this.#open = null;
	}

	async throwAway(): Promise<void> {
		await this.stop();
		await rm(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	}
}
