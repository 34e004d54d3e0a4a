/// <reference lib="webworker" />
import { PrecacheController } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & {
	__WB_MANIFEST: { url: string; revision: string | null }[];
};

const files = self.__WB_MANIFEST;
const PREFIX = 'perennial-files-';

/** A short name of this list of files, so that every version keeps its own cache. */
function versionOf(list: typeof files): string {
	let hash = 0x811c9dc5;
	for (const sign of JSON.stringify(list)) hash = Math.imul(hash ^ sign.charCodeAt(0), 0x01000193) >>> 0;
	return `${list.length}-${hash.toString(16)}`;
}

const cacheName = PREFIX + versionOf(files);
const kept = new PrecacheController({ cacheName });
kept.addToCacheList(files);

/** A kept file, of this version or (for a tab that still runs it) of one before. */
async function find(url: string): Promise<Response | undefined> {
	const key = kept.getCacheKeyForURL(url);
	const own = key ? await (await caches.open(cacheName)).match(key) : undefined;
	return own ?? caches.match(url);
}

/** Files of versions before go once no other tab can be using them. What is not of this version may also be of the next one. */
async function forgetOldVersions(): Promise<void> {
	if (self.registration.installing ?? self.registration.waiting) return;
	const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
	if (windows.length > 1) return;
	for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== cacheName) await caches.delete(name);
}

function withPolicy(response: Response, policy: string | null): Response {
	if (!policy) return response;
	const headers = new Headers(response.headers);
	headers.set('content-security-policy', policy);
	headers.set('x-content-type-options', 'nosniff');
	return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** The policy that a page was built with, its hashes included. */
const policyIn = (html: string): string | null =>
	/http-equiv="content-security-policy" content="([^"]*)"/i.exec(html)?.[1] ?? null;

/** The same for a worker's script, which has no inline parts. */
async function workerPolicy(): Promise<string | null> {
	const start = await find(self.registration.scope);
	const policy = start ? policyIn(await start.text()) : null;
	return policy?.replace(/ 'sha256-[^']+'/g, '') ?? null;
}

/** Says so without the app's own scripts and styles. */
function noSuchPage(): Response {
	const html = `<!doctype html>
<html lang="en">
	<head>
		<meta charset="utf-8" />
		<meta name="viewport" content="width=device-width, initial-scale=1" />
		<meta name="color-scheme" content="light dark" />
		<title>Nothing here · Perennial</title>
	</head>
	<body>
		<h1>There is no page at this address</h1>
		<p>Your data is untouched. The link may come from another version of Perennial, or a letter of it is wrong.</p>
		<p><a href="${self.registration.scope}">To the start</a></p>
	</body>
</html>
`;
	const headers = {
		'content-type': 'text/html; charset=utf-8',
		'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
		'x-content-type-options': 'nosniff'
	};
	return new Response(html, { status: 404, headers });
}

async function page(url: URL): Promise<Response> {
	const path = new URL(url.pathname, url.origin).href;
	const exact = (await find(path)) ?? (path.endsWith('/') ? undefined : await find(`${path}/`));
	if (exact && !path.endsWith('/') && !/\.\w+$/.test(path)) return Response.redirect(`${path}/${url.search}`, 301);
	const response = exact ?? (await find(new URL('404.html', self.registration.scope).href));
	if (!response) return fetch(url);
	const html = await response.clone().text();
	// The fallback names its scripts from the root. Where the app lives in another folder than it was built for, they are not there.
	if (!exact && !html.includes(`"${new URL(self.registration.scope).pathname}_app/`)) return noSuchPage();
	const policy = policyIn(html);
	return withPolicy(
		exact ? response : new Response(html, { status: 404, headers: { 'content-type': 'text/html; charset=utf-8' } }),
		policy && `${policy}; frame-ancestors 'none'`
	);
}

registerRoute(
	new NavigationRoute(async ({ url }) => {
		await forgetOldVersions();
		return page(url);
	})
);

registerRoute(
	({ sameOrigin, request }) => sameOrigin && request.mode !== 'navigate',
	async ({ url, request }) => {
		const response = (await find(url.href)) ?? (await fetch(request));
		const isWorker = request.destination === 'worker' || request.destination === 'sharedworker';
		return isWorker ? withPolicy(response, await workerPolicy()) : response;
	}
);

self.addEventListener('install', (event) => void kept.install(event));
self.addEventListener('activate', (event) => {
	event.waitUntil(forgetOldVersions().then(() => self.clients.claim()));
});
// A new version waits until the person takes it.
self.addEventListener('message', (event) => {
	if ((event.data as { type?: string } | null)?.type === 'take-over') event.waitUntil(self.skipWaiting());
});
