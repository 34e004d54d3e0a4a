import { WALK_KEYS, nextMark, type WalkKey } from './nextMark';

const isWalkKey = (key: string): key is WalkKey => (WALK_KEYS as readonly string[]).includes(key);

/**
 * An attachment for the box of a chart. The box is its one tab stop; from there arrows, Home and End walk the marks
 * (elements with `data-mark` and `tabindex="-1"`, in reading order). Enter presses a mark that is no link.
 */
export function walk(box: HTMLElement): () => void {
	const press = (event: KeyboardEvent) => {
		if (event.altKey || event.ctrlKey || event.metaKey) return;
		const marks = [...box.querySelectorAll<HTMLElement | SVGElement>('[data-mark]')];
		const at = marks.findIndex((mark) => mark === document.activeElement);
		if (event.target !== box && at < 0) return;
		if (isWalkKey(event.key)) {
			const next = nextMark(
				marks.map((mark) => mark.getBoundingClientRect()),
				at,
				event.key
			);
			if (next < 0) return;
			event.preventDefault();
			marks[next].focus();
			marks[next].scrollIntoView({ block: 'nearest', inline: 'nearest' });
		} else if (event.key === 'Enter' && at >= 0 && !(marks[at] instanceof HTMLAnchorElement)) {
			marks[at].dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
		}
	};
	box.addEventListener('keydown', press);
	return () => box.removeEventListener('keydown', press);
}
