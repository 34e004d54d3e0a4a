// A server that behaves like a plain static host: exact file, folder/index.html, a redirect that adds the slash, else 404.html.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { createGzip } from 'node:zlib';

const TYPES = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.mjs': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.json': 'application/json; charset=utf-8',
	'.webmanifest': 'application/manifest+json; charset=utf-8',
	'.svg': 'image/svg+xml',
	'.png': 'image/png',
	'.ico': 'image/x-icon',
	'.woff2': 'font/woff2',
	'.wasm': 'application/wasm',
	'.txt': 'text/plain; charset=utf-8'
};
const COMPRESSED = new Set(['.html', '.js', '.mjs', '.css', '.json', '.webmanifest', '.svg', '.txt']);

/**
 * Serves a folder.
 * @param {string} folder what to serve
 * @param {{ port?: number, base?: string, onRequest?: (request: import('node:http').IncomingMessage) => void }} [options] base: the path it stands under, such as '/repo'
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export function serveFolder(folder, { port = 0, base = '', onRequest } = {}) {
	const server = createServer((request, response) => {
		onRequest?.(request);
		const url = new URL(request.url ?? '/', 'http://host');
		let path;
		try {
			path = decodeURIComponent(url.pathname);
		} catch {
			response.writeHead(400).end();
			return;
		}
		if (request.method !== 'GET' && request.method !== 'HEAD') {
			response.writeHead(405, { allow: 'GET, HEAD' }).end();
			return;
		}
		if (base && path === base) {
			response.writeHead(301, { location: `${base}/${url.search}` }).end();
			return;
		}
		const inside = path.startsWith(`${base}/`) ? normalize(path.slice(base.length)) : null;
		let file = inside === null || inside.includes(`..${sep}`) ? null : join(folder, inside);
		if (file && existsSync(file) && statSync(file).isDirectory()) {
			if (!path.endsWith('/')) {
				response.writeHead(301, { location: `${path}/${url.search}` }).end();
				return;
			}
			file = join(file, 'index.html');
		}
		let status = 200;
		if (!file || !existsSync(file)) {
			file = join(folder, '404.html');
			status = 404;
			if (!existsSync(file)) {
				response.writeHead(404).end();
				return;
			}
		}
		const type = extname(file);
		const gzip = COMPRESSED.has(type) && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
		response.writeHead(status, {
			'content-type': TYPES[type] ?? 'application/octet-stream',
			'cache-control': inside?.includes(`${sep}immutable${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
			vary: 'accept-encoding',
			...(gzip ? { 'content-encoding': 'gzip' } : { 'content-length': statSync(file).size })
		});
		if (request.method === 'HEAD') response.end();
		else if (gzip) createReadStream(file).pipe(createGzip()).pipe(response);
		else createReadStream(file).pipe(response);
	});
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => {
			const { port: open } = /** @type {import('node:net').AddressInfo} */ (server.address());
			resolve({
				url: `http://localhost:${open}${base}/`,
				close: () =>
					new Promise((done) => {
						server.close(() => done());
						server.closeAllConnections();
					})
			});
		});
	});
}
