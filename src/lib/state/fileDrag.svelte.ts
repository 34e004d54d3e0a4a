/** Files that are held over the window, before they are let go. */
class FileDrag {
	/** Pixels from the window's left edge to their pointer; null while none are held. */
	x = $state<number | null>(null);
}

export const fileDrag = new FileDrag();
