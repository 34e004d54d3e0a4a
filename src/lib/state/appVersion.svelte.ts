import { asset, resolve } from '$app/paths';

/** Held, shared, by every tab that must not be reloaded now. */
const BUSY = 'perennial-busy';

/** Runs a job during which no tab may switch the app to a new version. */
export async function whileBusy<T>(job: () => Promise<T>): Promise<T> {
	const locks = navigator.locks as LockManager | undefined;
	return locks ? locks.request(BUSY, { mode: 'shared' }, job) : job();
}

async function someTabIsBusy(): Promise<boolean> {
	const locks = navigator.locks as LockManager | undefined;
	return locks ? ((await locks.query()).held ?? []).some(({ name }) => name === BUSY) : false;
}

/** The installed app: whether it works offline, and a new version that waits until the person takes it. */
class AppVersion {
	/** Every file of the app is kept in this browser. */
	offline = $state(false);
	/** A new version is loaded and waits. */
	waiting = $state(false);
	/** The person asked for it while some tab was importing. */
	held = $state(false);
	/** Another tab has switched: this one still runs the version before. */
	outdated = $state(false);
	#registration: ServiceWorkerRegistration | null = null;
	#taking = false;

	async start(): Promise<void> {
		const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
		if (!workers || import.meta.env.DEV) return;
		const hadController = Boolean(workers.controller);
		workers.addEventListener('controllerchange', () => {
			if (this.#taking) location.reload();
			else if (hadController) {
				this.waiting = false;
				this.outdated = true;
			}
		});
		try {
			const registration = await workers.register(asset('/service-worker.js'), {
				scope: resolve('/'),
				updateViaCache: 'none'
			});
			this.#registration = registration;
			this.waiting = Boolean(registration.waiting && workers.controller);
			registration.addEventListener('updatefound', () => {
				const coming = registration.installing;
				coming?.addEventListener('statechange', () => {
					if (coming.state === 'installed' && workers.controller) this.waiting = true;
				});
			});
			await workers.ready;
			this.offline = true;
		} catch {
			// Without a service worker (a private window, plain http) the app works as long as it is connected.
		}
	}

	/** Switches to the new version and reloads, unless some tab is importing. */
	async take(): Promise<void> {
		this.held = await someTabIsBusy();
		if (this.held) return;
		this.#taking = true;
		if (this.#registration?.waiting) this.#registration.waiting.postMessage({ type: 'take-over' });
		else location.reload();
	}
}

export const appVersion = new AppVersion();
