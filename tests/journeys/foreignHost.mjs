import { createServer } from 'node:http';

/**
 * A live host of another origin that answers everything with 200 and open doors, and counts every connection: whatever
 * a policy does not stop arrives here.
 * @returns {Promise<{ url: string, connections: () => number, requests: string[], close: () => Promise<void> }>}
 */
export function foreignHost() {
	const requests = [];
	let connections = 0;
	const server = createServer((request, response) => {
		requests.push(`${request.method} ${request.url}`);
		const path = request.url ?? '/';
		const type = path.endsWith('.js')
			? 'text/javascript'
			: path.endsWith('.svg')
				? 'image/svg+xml'
				: path.endsWith('events')
					? 'text/event-stream'
					: 'text/plain';
		response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' });
		response.end(type === 'image/svg+xml' ? '<svg xmlns="http://www.w3.org/2000/svg"/>' : ' ');
	});
	server.on('connection', () => connections++);
	server.on('upgrade', (request, socket) => {
		requests.push(`UPGRADE ${request.url}`);
		socket.destroy();
	});
	return new Promise((resolve) => {
		server.listen(0, '127.0.0.1', () => {
			const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
			resolve({
				url: `http://127.0.0.1:${port}/`,
				connections: () => connections,
				requests,
				close: () =>
					new Promise((done) => {
						server.close(() => done());
						server.closeAllConnections();
					})
			});
		});
	});
}
