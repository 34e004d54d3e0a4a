import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');

/** Every file that `npm run analyse` writes about these files, by name. */
export async function analysed(...args: string[]): Promise<Map<string, Buffer>> {
	const out = await mkdtemp(join(tmpdir(), 'perennial-headless-'));
	try {
		const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
		const command = [tsx, 'workers/headless/analyse.ts', ...args, '--out', out];
		await promisify(execFile)(process.execPath, command, { cwd: root });
		const files = new Map<string, Buffer>();
		for (const name of await readdir(out)) files.set(name, await readFile(join(out, name)));
		return files;
	} finally {
		await rm(out, { recursive: true, force: true });
	}
}
