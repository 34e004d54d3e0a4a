import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const directives = {
	'default-src': ['none'],
	'script-src': ['self'],
	'style-src': ['self'],
	'style-src-attr': ['unsafe-inline'],
	'img-src': ['self', 'blob:', 'data:'],
	'font-src': ['self'],
	'connect-src': ['self'],
	'worker-src': ['self', 'blob:'],
	'manifest-src': ['self'],
	'base-uri': ['none'],
	'form-action': ['none']
};

const quoted = new Set(['none', 'self', 'unsafe-inline']);
const policy = Object.entries(directives)
	.map(
		([name, sources]) => `${name} ${sources.map((source) => (quoted.has(source) ? `'${source}'` : source)).join(' ')}`
	)
	.join('; ');

/**
 * `_headers` for hosts that read it (Netlify, Cloudflare Pages and others): the policy of each page as it stands in that
 * page, hashes included, and the bare policy for scripts, which is what binds a worker that is started from its address.
 * Made after the build because the hashes are.
 */
function writeHeaders(folder) {
	const base = process.env.BASE_PATH ?? '';
	const blocks = [['/*', ['X-Content-Type-Options: nosniff', 'Referrer-Policy: no-referrer']]];
	const pages = readdirSync(folder, { recursive: true })
		.map(String)
		.filter((name) => name.endsWith('.html'))
		.sort();
	for (const page of pages) {
		const html = readFileSync(join(folder, page), 'utf8');
		const meta = /http-equiv="content-security-policy" content="([^"]*)"/i.exec(html);
		if (!meta) throw new Error(`${page} was built without a content security policy`);
		const path = `/${page.replaceAll('\\', '/').replace(/index\.html$/, '')}`;
		blocks.push([path, [`Content-Security-Policy: ${meta[1]}; frame-ancestors 'none'`]]);
	}
	blocks.push(['/_app/*', [`Content-Security-Policy: ${policy}`]]);
	const text = blocks
		.map(([path, lines]) => `${base}${path}\n${lines.map((line) => `  ${line}`).join('\n')}\n`)
		.join('\n');
	writeFileSync(join(folder, '_headers'), text);
}

const plain = adapter({ fallback: '404.html' });

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	kit: {
		adapter: {
			...plain,
			async adapt(builder) {
				await plain.adapt(builder);
				if (existsSync('build')) writeHeaders('build');
			}
		},
		alias: { $workers: 'workers' },
		paths: { base: process.env.BASE_PATH ?? '', relative: true },
		serviceWorker: { register: false },
		files: { serviceWorker: 'src/service-worker.ts' },
		csp: { mode: 'hash', directives }
	}
};
