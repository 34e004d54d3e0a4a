/** Pixels that a finger needs, and as far as it may miss a mark. */
const TARGET = 44;
const REACH = TARGET / 2;
/** Pixels between two rings that are looked at, and places on each. */
const STEP = 4;
const PLACES = 16;

/** A box that is large enough needs no help: what stands beside it is something else. */
function isSmall(mark: HTMLElement | SVGElement): boolean {
	if (mark instanceof SVGElement) return true;
	const { width, height } = mark.getBoundingClientRect();
	return Math.min(width, height) < TARGET;
}

/** The mark that is drawn nearest to a point; the browser knows where curves and thin lines are hit, boxes do not. */
function nearest(box: HTMLElement, x: number, y: number): HTMLElement | SVGElement | null {
	for (let far = STEP; far <= REACH; far += STEP)
		for (let place = 0; place < PLACES; place++) {
			const angle = (place / PLACES) * 2 * Math.PI;
			const hit = document.elementFromPoint(x + far * Math.cos(angle), y + far * Math.sin(angle));
			const mark = hit?.closest<HTMLElement | SVGElement>('[data-mark]');
			if (mark && box.contains(mark) && isSmall(mark)) return mark;
		}
	return null;
}

/** An attachment for the box of a chart: a finger that hits no mark presses the nearest within its reach. */
export function reach(box: HTMLElement): () => void {
	let finger = false;
	const down = (event: PointerEvent) => (finger = event.pointerType === 'touch');
	const press = (event: MouseEvent) => {
		if (!finger || !(event.target instanceof Element) || event.target.closest('[data-mark], a, button, label, select'))
			return;
		const mark = nearest(box, event.clientX, event.clientY);
		if (!mark) return;
		event.stopImmediatePropagation();
		mark.focus({ preventScroll: true });
		mark.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
	};
	box.addEventListener('pointerdown', down);
	box.addEventListener('click', press, { capture: true });
	return () => {
		box.removeEventListener('pointerdown', down);
		box.removeEventListener('click', press, { capture: true });
	};
}
