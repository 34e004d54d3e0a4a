import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

export interface Run {
	exit: number;
	said: string;
	out: string;
	/** Text of a file that was written. */
	text(name: string): string;
	json(name: string): Json;
}
/** Parsed JSON of another program: looked into leaf by leaf. */
export type Json = ReturnType<typeof JSON.parse>;

/** Runs `npm run analyse` as a person does: a process of its own, with its exit code. */
export function analyse(...args: string[]): Run {
	const out = mkdtempSync(join(tmpdir(), 'perennial-'));
	const child = spawnSync(process.execPath, ['--import', 'tsx', 'workers/headless/analyse.ts', ...args, '--out', out], {
		cwd: root,
		encoding: 'utf8',
		env: { ...process.env, NODE_OPTIONS: '' }
	});
	const text = (name: string): string => readFileSync(join(out, name), 'utf8');
	return {
		exit: child.status ?? -1,
		said: child.stdout + child.stderr,
		out,
		text,
		json: (name) => JSON.parse(text(name))
	};
}

/** Rows of a CSV without quoted line ends, by header. */
export function rowsOf(text: string): Map<string, string>[] {
	const [header, ...lines] = text.trimEnd().split('\r\n').map(cellsOf);
	return lines.map((cells) => new Map(cells.map((cell, i) => [header[i], cell])));
}

const cellsOf = (line: string): string[] =>
	[...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
		([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain
	);
