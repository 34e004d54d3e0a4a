// What the figures were measured on.
import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';

/** @returns {string} two lines: machine and versions */
export function machine(browserVersion) {
	const { dependencies } = JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8'));
	const peers = Object.entries(dependencies).map(([name, version]) => `${name} ${version}`);
	return [
		`${cpus()[0]?.model.trim() ?? arch()}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GB, ${platform()} ${release()}`,
		`Chromium ${browserVersion}, Node ${process.version}; ${peers.join(', ')}`
	].join('\n');
}
