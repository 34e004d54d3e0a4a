/** Buffers of all typed arrays in a value, however deep, each once: what a thread hands over without copying. */
export function columnsOf(value: unknown): ArrayBuffer[] {
	const found = new Set<ArrayBuffer>();
	const look = (part: unknown): void => {
		if (ArrayBuffer.isView(part)) {
			if (part.buffer instanceof ArrayBuffer) found.add(part.buffer);
		} else if (typeof part === 'object' && part !== null) for (const inner of Object.values(part)) look(inner);
	};
	look(value);
	return [...found];
}
