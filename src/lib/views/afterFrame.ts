/**
 * Runs `work` in a task of its own, once the browser has drawn what is there now: focus, for one, asks for a layout, which
 * then is there already. Gives what cancels it.
 */
export function afterFrame(work: () => void): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	// A page that nobody sees draws no frames.
	const hidden = document.visibilityState === 'hidden';
	const later = () => (timer = setTimeout(work));
	const frame = hidden ? 0 : requestAnimationFrame(later);
	if (hidden) later();
	return () => {
		cancelAnimationFrame(frame);
		clearTimeout(timer);
	};
}
