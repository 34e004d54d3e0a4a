import type { AnyFailure } from '$lib/format/sentences';
import { untrack } from 'svelte';
import { failureOf } from './failures';
import { isKnown, recall, remember } from './resultCache';

/** Under this many milliseconds nothing is shown of a wait. */
const PATIENCE = 300;

/** One result that a screen shows: the old value stays until the new one is there. */
export class Result<T> {
	value = $state.raw<T | null>(null);
	failure = $state.raw<AnyFailure | null>(null);
	/** True after 0.3 s of waiting. */
	slow = $state(false);
	/** The value belongs to an earlier question. */
	stale = $state(false);
	/** A question was answered, be it with nothing. */
	asked = $state(false);
	#asked = '';

	/** @param make is called only when the key is not known; it may show something before it is done */
	async ask(key: string, make: (early: (value: T) => void) => Promise<T>): Promise<void> {
		if (key === this.#asked) return;
		this.#asked = key;
		this.failure = null;
		if (isKnown(key)) {
			this.value = recall(key) as T;
			this.asked = true;
			this.slow = this.stale = false;
			return;
		}
		// Effects ask; they must not run again because the answer is there.
		this.stale = untrack(() => this.value !== null);
		const timer = setTimeout(() => (this.slow = this.#asked === key), PATIENCE);
		const early = (value: T) => {
			if (this.#asked !== key) return;
			clearTimeout(timer);
			this.value = value;
			this.asked = true;
			this.slow = this.stale = false;
		};
		try {
			const value = await make(early);
			remember(key, value);
			early(value);
		} catch (error) {
			if (this.#asked === key) this.failure = failureOf(error);
		} finally {
			clearTimeout(timer);
			if (this.#asked === key) this.slow = this.stale = false;
		}
	}

	clear(): void {
		this.#asked = '';
		this.asked = false;
		this.value = this.failure = null;
		this.slow = this.stale = false;
	}
}
