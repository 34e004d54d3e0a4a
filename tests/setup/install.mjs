// Installs what is missing, with nothing but Node's built-ins: packages when the lock file changed, a browser when none is found.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findBrowser } from './browser.mjs';

const root = resolve(import.meta.dirname, '../..');
const stamp = join(root, 'node_modules', '.installed-lock');

function run(command, args, options = {}) {
	const { status, error } = spawnSync(command, args, {
		cwd: root,
		stdio: ['ignore', 'inherit', 'inherit'],
		shell: process.platform === 'win32',
		...options
	});
	if (error || status !== 0) {
		console.error(
			`\n${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ` with exit code ${status}`}.`
		);
		process.exit(1);
	}
}

const lock = createHash('sha256')
	.update(readFileSync(join(root, 'package-lock.json')))
	.digest('hex');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
	console.log('Installing packages (once for this version) …');
	run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
	writeFileSync(stamp, lock);
}

if (process.argv.includes('--browser') && !findBrowser()) {
	const debian = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
	console.log(debian ? 'Installing Chromium from Debian …' : 'Installing Chromium for Playwright …');
	if (debian) {
		run('apt-get', ['update', '-qq']);
		run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
		});
	} else run('npx', ['playwright', 'install', 'chromium']);
}
