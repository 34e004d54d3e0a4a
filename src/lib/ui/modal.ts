/** An attachment for a dialog: it is open as long as it is there, and afterwards the focus is where it was before. */
export function modal(dialog: HTMLDialogElement): () => void {
	const before = document.activeElement;
	dialog.showModal();
	return () => {
		dialog.close();
		// It has left the page by now, so the browser does not give the focus back; and nothing may change before all is drawn.
		queueMicrotask(() => {
			if (before instanceof HTMLElement && before.isConnected && document.activeElement === document.body)
				before.focus({ preventScroll: true });
		});
	};
}
