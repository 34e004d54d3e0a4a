import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Sent {
	method: string;
	url: string;
	/** Bytes of its body. */
	body: number;
}

/**
 * A proxy through which a whole browser goes, loopback included: page, workers, service worker and the browser itself.
 * It writes down every request and lets through those to `allowed`.
 */
export async function recordingProxy(
	allowed: string
): Promise<{ url: string; sent: Sent[]; close: () => Promise<void> }> {
	const sent: Sent[] = [];
	const server = createServer((request, response) => {
		const entry: Sent = { method: request.method ?? '', url: request.url ?? '', body: 0 };
		sent.push(entry);
		request.on('data', (bytes: Buffer) => (entry.body += bytes.length));
		if (!entry.url.startsWith(allowed)) {
			request.resume();
			response.writeHead(403).end();
			return;
		}
		const onward = send(entry.url, { method: request.method, headers: request.headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		});
		onward.on('error', () => response.destroy());
		request.pipe(onward);
	});
	server.on('connect', (request, socket) => {
		sent.push({ method: 'CONNECT', url: request.url ?? '', body: 0 });
		socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		sent,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};
}
