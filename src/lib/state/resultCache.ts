/** Results by (call, revision, counting, selection, day, options): the same question is never computed twice in a visit. */
const cache = new Map<string, unknown>();
const KEPT = 40;

export const isKnown = (key: string): boolean => cache.has(key);

/** A known result; asking for it makes it the last to be forgotten. */
export function recall(key: string): unknown {
	const value = cache.get(key);
	remember(key, value);
	return value;
}

export function remember(key: string, value: unknown): void {
	cache.delete(key);
	cache.set(key, value);
	if (cache.size > KEPT) cache.delete(cache.keys().next().value as string);
}

export const forgetResults = (): void => cache.clear();
