import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where Playwright keeps browsers it downloaded. */
function playwrightBrowsers() {
	const home = process.env.PLAYWRIGHT_BROWSERS_PATH;
	if (home && home !== '0') return home;
	if (process.platform === 'darwin') return join(homedir(), 'Library/Caches/ms-playwright');
	if (process.platform === 'win32') return join(process.env.LOCALAPPDATA ?? '', 'ms-playwright');
	return join(homedir(), '.cache/ms-playwright');
}

/**
 * A Chromium to drive: CHROMIUM_PATH, Debian's, else the one Playwright downloaded.
 * @returns {{ path?: string } | null} `path` is missing where Playwright is to find its own; null where there is none
 */
export function findBrowser() {
	for (const path of [process.env.CHROMIUM_PATH, '/usr/bin/chromium']) if (path && existsSync(path)) return { path };
	const folder = playwrightBrowsers();
	return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('chromium')) ? {} : null;
}

/** What a browser that tests drive needs: no sandbox where root runs it, and no talk of its own to the network. */
export const BROWSER_ARGS = [
	...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run'
];
