import { resolve } from 'node:path';
import { serveFolder } from '../setup/staticServer.mjs';

/** The built app; BUILD_DIR names another folder than build/. */
export const buildFolder = resolve(process.env.BUILD_DIR ?? resolve(import.meta.dirname, '../../build'));

/** Serves the built app once for all journeys, at a free port; its address reaches them as APP_URL. */
export default async function serve(): Promise<() => Promise<void>> {
	const { url, close } = await serveFolder(buildFolder);
	process.env.APP_URL = url;
	return close;
}
