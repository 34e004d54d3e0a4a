import { toasts } from './toasts.svelte';

/** Hands bytes to the browser's download; whether they were saved, only the person can see. */
export function download(name: string, content: BlobPart, type: string): void {
	const address = URL.createObjectURL(new Blob([content], { type }));
	const link = document.createElement('a');
	link.href = address;
	link.download = name;
	link.click();
	// Some browsers read the address after the click has returned.
	setTimeout(() => URL.revokeObjectURL(address), 60_000);
	toasts.show(`${name} handed to the browser. Whether it was saved, only you can see.`);
}
