import { chromium, type Browser, type BrowserContext } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { BROWSER_ARGS, findBrowser } from '../setup/browser.mjs';

/** A Chromium of our own on a profile: one that can be killed like a device loses its power. */
export class OwnChromium {
	readonly context: BrowserContext;
	readonly #process: ChildProcess;
	readonly #browser: Browser;
	readonly #ended: Promise<unknown>;

	private constructor(process: ChildProcess, browser: Browser) {
		this.#process = process;
		this.#browser = browser;
		this.#ended = once(process, 'exit');
		this.context = browser.contexts()[0];
	}

	static async start(profile: string): Promise<OwnChromium> {
		const portFile = join(profile, 'DevToolsActivePort');
		await rm(portFile, { force: true });
		// Its lock stays behind when it is killed.
		for (const name of ['SingletonLock', 'SingletonCookie', 'SingletonSocket'])
			await rm(join(profile, name), { force: true });
		const path = findBrowser()?.path ?? chromium.executablePath();
		const args = [
			...BROWSER_ARGS,
			'--headless=new',
			'--hide-scrollbars',
			'--mute-audio',
			'--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4',
			'--disable-background-timer-throttling',
			'--disable-backgrounding-occluded-windows',
			'--disable-renderer-backgrounding',
			'--disable-hang-monitor',
			'--disable-ipc-flooding-protection',
			'--disable-breakpad',
			'--disable-default-apps',
			'--disable-extensions',
			'--disable-field-trial-config',
			'--disable-component-extensions-with-background-pages',
			'--disable-features=Translate,OptimizationHints,MediaRouter,PaintHolding,LensOverlay,AutofillServerCommunication,CertificateTransparencyComponentUpdater',
			'--metrics-recording-only',
			'--remote-debugging-port=0',
			`--user-data-dir=${profile}`,
			'--password-store=basic',
			'--hide-crash-restore-bubble',
			'about:blank'
		];
		// A group of its own, so that all of its processes end at once.
		const child = spawn(path, args, { detached: true, stdio: 'ignore' });
		for (let tries = 0; !existsSync(portFile) || !(await readFile(portFile, 'utf8')).includes('\n'); tries++) {
			if (tries > 600 || child.exitCode !== null) throw new Error('Chromium does not start');
			await wait(50);
		}
		const [port] = (await readFile(portFile, 'utf8')).split('\n');
		return new OwnChromium(child, await chromium.connectOverCDP(`http://127.0.0.1:${port}`));
	}

	/** SIGKILL to every process of it, now. */
	kill(): void {
		if (this.#process.pid !== undefined && this.#process.exitCode === null && this.#process.signalCode === null)
			process.kill(-this.#process.pid, 'SIGKILL');
	}

	/** Resolves when the killed browser is gone. */
	async gone(): Promise<void> {
		await this.#ended;
		await this.#browser.close().catch(() => undefined);
	}

	/** Ends it in order, so that all it keeps is on the disk. */
	async close(): Promise<void> {
		const session = await this.#browser.newBrowserCDPSession();
		await session.send('Browser.close').catch(() => undefined);
		await this.gone();
	}
}
