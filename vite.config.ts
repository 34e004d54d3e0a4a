import { sveltekit } from '@sveltejs/kit/vite';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
/** The fallback page is made after the precache list: its revision is that of the list itself, so it follows every build. */
const FALLBACK = '404.html';

export default defineConfig({
	define: { __VERSION__: JSON.stringify(version) },
	plugins: [
		sveltekit(),
		SvelteKitPWA({
			strategies: 'injectManifest',
			srcDir: 'src',
			filename: 'service-worker.ts',
			registerType: 'prompt',
			injectRegister: false,
			manifest: {
				name: 'Perennial',
				short_name: 'Perennial',
				description:
					'Who comes back, and what that is worth. Reads a shop’s order export on this device and nowhere else.',
				start_url: './',
				scope: './',
				display: 'standalone',
				background_color: '#F8F9F6',
				theme_color: '#F8F9F6',
				icons: [
					{ src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png' },
					{ src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png' },
					{ src: 'icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
					{ src: 'icons/icon.svg', sizes: 'any', type: 'image/svg+xml' }
				]
			},
			injectManifest: {
				globPatterns: ['client/**/*.{js,css,svg,wasm,webmanifest,png,woff2,html}', 'prerendered/**/*.html'],
				// Letters beyond western European are fetched when a name first needs them.
				// Startup images are fetched by the system that installs the app, which takes one of them.
				globIgnores: ['**/*latin-ext*', '**/splash/**'],
				// The plugin's own list has an absolute "/", which breaks every host that serves from a folder.
				manifestTransforms: [
					(entries) => {
						const manifest = entries.map((entry) => {
							const path = entry.url.replace(/^client\//, '').replace(/^prerendered\/(pages|dependencies)\//, '');
							return { ...entry, url: path === 'index.html' ? './' : path.replace(/\/index\.html$/, '/') };
						});
						const list = JSON.stringify(manifest.map(({ url, revision }) => [url, revision]));
						const revision = createHash('sha256').update(list).digest('hex').slice(0, 16);
						return { manifest: [...manifest, { url: FALLBACK, revision, size: 0 }], warnings: [] };
					}
				]
			},
			kit: { adapterFallback: FALLBACK, spa: true, includeVersionFile: false }
		})
	],
	worker: { format: 'es' },
	build: { assetsInlineLimit: 0 },
	optimizeDeps: { include: ['apache-arrow', 'comlink', 'dexie', 'd3'] },
	server: { fs: { allow: ['workers'] } }
});
