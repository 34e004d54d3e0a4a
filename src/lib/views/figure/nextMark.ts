/** Where a mark stands; pixels of any origin. */
export interface MarkBox {
	left: number;
	top: number;
	width: number;
	height: number;
}

export const WALK_KEYS = ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp', 'Home', 'End'] as const;
export type WalkKey = (typeof WALK_KEYS)[number];

/**
 * The mark that a key leads to, from one of them. Right and left walk in reading order, over the ends of rows; down and up
 * go to the nearest one below or above.
 * @param boxes marks in reading order
 * @param at index of the present one; −1: none yet
 * @returns its index; the present one where there is none in that direction; −1 without any mark
 */
export function nextMark(boxes: readonly MarkBox[], at: number, key: WalkKey): number {
	if (boxes.length === 0) return -1;
	if (key === 'End') return boxes.length - 1;
	if (at < 0 || key === 'Home') return 0;
	if (key === 'ArrowRight') return Math.min(at + 1, boxes.length - 1);
	if (key === 'ArrowLeft') return Math.max(at - 1, 0);
	const down = key === 'ArrowDown' ? 1 : -1;
	const own = boxes[at];
	const [x, y] = [own.left + own.width / 2, own.top + own.height / 2];
	let best = at;
	let least = Infinity;
	boxes.forEach((box, i) => {
		const ahead = down * (box.top + box.height / 2 - y);
		const shared = Math.min(own.top + own.height, box.top + box.height) - Math.max(own.top, box.top);
		// Bars of different height stand beside each other, not one below the other.
		if (i === at || ahead <= 0 || shared > Math.min(own.height, box.height) / 2) return;
		const aside = Math.abs(box.left + box.width / 2 - x);
		const far = ahead + 2 * aside;
		if (far < least) {
			least = far;
			best = i;
		}
	});
	return best;
}
