/** Chromium's offer to install the app; other browsers have no such event. */
interface InstallPrompt extends Event {
	prompt(): Promise<void>;
	userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

/** Whether, and how, the app can be put on this device like any other. */
class Install {
	/** It runs in a window of its own. */
	installed = $state(false);
	/** The browser would install it when asked. */
	offered = $state(false);
	/** Installed from the share sheet, by the person. */
	byHand = $state(false);
	#prompt: InstallPrompt | null = null;

	/** Call once, from the layout. */
	start(): void {
		this.installed = matchMedia('(display-mode: standalone)').matches;
		// iPads call themselves Macs, but Macs have no touch screen.
		this.byHand =
			/iPhone|iPad/.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
		addEventListener('beforeinstallprompt', (event) => {
			event.preventDefault();
			this.#prompt = event as InstallPrompt;
			this.offered = true;
		});
		addEventListener('appinstalled', () => {
			this.installed = true;
			this.offered = false;
		});
	}

	async ask(): Promise<void> {
		const prompt = this.#prompt;
		if (!prompt) return;
		this.#prompt = null;
		this.offered = false;
		await prompt.prompt();
		await prompt.userChoice;
	}
}

export const install = new Install();
