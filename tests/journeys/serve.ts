import { resolve } from 'node:path';
import { serveFolder } from '../setup/staticServer.mjs';

/** Serves the built app once for all journeys, at a free port; its address reaches them as APP_URL. */
export default async function serve(): Promise<() => Promise<void>> {
	const { url, close } = await serveFolder(resolve(import.meta.dirname, '../../build'));
	process.env.APP_URL = url;
	return close;
}
