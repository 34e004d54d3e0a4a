import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { page } from '$app/state';
import { browser } from '$app/environment';
import { carriedOver, parseUrlState, writeUrlState, type UrlState } from './urlState';

export type Section =
	| '/'
	| '/import/'
	| '/overview/'
	| '/segments/'
	| '/customers/'
	| '/cohorts/'
	| '/value/'
	| '/churn/'
	| '/settings/'
	| '/method/';

/** The view that the address holds. A page is prerendered without one, so it is read in the browser only. */
class Address {
	#parsed = $derived(parseUrlState(browser ? page.url.searchParams : new URLSearchParams()));
	state = $derived(this.#parsed.state);
	notices = $derived(this.#parsed.notices);

	/** Changes the view in place. `push` when Back should undo it. */
	change(change: Partial<UrlState>, push = false): void {
		const search = writeUrlState({ ...this.state, ...change });
		void goto(`${page.url.pathname}${search}`, { replaceState: !push, keepFocus: true, noScroll: true });
	}

	/** Address of a section with the day, the rule and the selection kept. */
	link(section: Section, change: Partial<UrlState> = {}): string {
		return `${resolve(section)}${writeUrlState({ ...carriedOver(this.state), ...change })}`;
	}
}

export const address = new Address();
