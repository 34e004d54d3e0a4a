/** One short notice at a time, never an error. */
class Toasts {
	current = $state.raw<{ id: number; text: string; action?: { label: string; run: () => void } } | null>(null);
	#next = 0;

	show(text: string, action?: { label: string; run: () => void }): void {
		this.current = { id: this.#next++, text, action };
	}

	close(): void {
		this.current = null;
	}
}

export const toasts = new Toasts();
