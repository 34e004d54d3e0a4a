// Serves build/ on port 4173 (PORT) the way any static host would.
import { resolve } from 'node:path';
import { serveFolder } from './staticServer.mjs';

const port = Number(process.env.PORT ?? 4173);
try {
	const { url } = await serveFolder(resolve(import.meta.dirname, '../../build'), { port });
	console.log(`\nPerennial is at ${url}  (Ctrl C stops it)`);
} catch (error) {
	if (error.code !== 'EADDRINUSE') throw error;
	console.error(`\nPort ${port} is taken by another program. Stop that one, or choose another: PORT=4174 npm start`);
	process.exit(1);
}
