/** An address nobody can own: the reserved domain of names that never exist. */
const NOWHERE = 'https://perennial.invalid/proof';
/** How long a browser may take to answer a try. */
const PATIENCE = 4000;

export type Attempt = { when: number; outcome: 'blocked' | 'unreached' | 'sent' };

interface Told {
	type?: string;
	/** It went to another origin. */
	foreign?: boolean;
	/** It was of a kind that can carry data. */
	carried?: boolean;
}

const isForeign = (address: string): boolean => {
	const url = new URL(address, location.href);
	return (url.protocol === 'http:' || url.protocol === 'https:') && url.origin !== location.origin;
};

/** What the policy of this page lets it talk to, in the policy's own words; null where it has none. */
function allowedSources(): string | null {
	const meta = document.querySelector<HTMLMetaElement>('meta[http-equiv="content-security-policy" i]');
	return /(?:^|;)\s*connect-src ([^;]*)/.exec(meta?.content ?? '')?.[1].trim() ?? null;
}

/**
 * What this page can measure about itself: requests to others, requests that carried data, and what the browser lets it
 * reach. The page sees its own requests; the service worker sees those of the page and of its workers, and tells of each
 * that is not a plain reading of the app's own files.
 */
class Proof {
	/** When the page was opened, milliseconds since 1970. */
	since = $state(0);
	foreign = $state(0);
	carried = $state(0);
	/** Requests that carry data are seen by the service worker alone. */
	seesAll = $state(false);
	/** The browser lets this page reach: only itself, more than that, or there is no rule at all. */
	reach = $state<'itself' | 'more' | 'unbound' | null>(null);
	attempt = $state.raw<Attempt | null>(null);
	trying = $state(false);
	/** Nothing of what was measured speaks against it. */
	clean = $derived(this.foreign === 0 && this.carried === 0 && this.attempt?.outcome !== 'sent');
	#started = false;

	/** Begins to measure. Call once, from the layout. */
	start(): void {
		if (this.#started) return;
		this.#started = true;
		this.since = performance.timeOrigin;
		const sources = allowedSources();
		this.reach = sources === null ? 'unbound' : sources === "'self'" ? 'itself' : 'more';
		new PerformanceObserver((list) => {
			for (const { name } of list.getEntries()) if (isForeign(name) && name !== NOWHERE) this.foreign++;
		}).observe({ type: 'resource', buffered: true });
		const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
		if (!workers) return;
		this.seesAll = workers.controller !== null;
		workers.addEventListener('controllerchange', () => (this.seesAll = true));
		workers.addEventListener('message', ({ data }: MessageEvent<Told | null>) => {
			if (data?.type !== 'request') return;
			if (data.foreign) this.foreign++;
			if (data.carried) this.carried++;
		});
		workers.startMessages();
	}

	/** Tries to send a word to another address. A browser that keeps to the page's policy stops it before it leaves. */
	async try(): Promise<void> {
		this.trying = true;
		let refused = false;
		const hear = ({ blockedURI }: SecurityPolicyViolationEvent) => (refused ||= blockedURI.startsWith(NOWHERE));
		document.addEventListener('securitypolicyviolation', hear);
		let answered = false;
		try {
			await fetch(NOWHERE, { method: 'POST', body: 'a word', mode: 'no-cors', signal: AbortSignal.timeout(PATIENCE) });
			answered = true;
		} catch {
			// That is what should happen; why, the event tells, and some browsers send it a moment later.
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		document.removeEventListener('securitypolicyviolation', hear);
		this.attempt = { when: Date.now(), outcome: answered ? 'sent' : refused ? 'blocked' : 'unreached' };
		this.trying = false;
	}
}

export const proof = new Proof();
