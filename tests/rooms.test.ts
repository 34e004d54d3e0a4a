import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** The rooms, most specific first: a file belongs to the first that its path begins with. */
const ROOMS = [
	'src/routes',
	'src/lib/views',
	'src/lib/ui',
	'src/lib/state',
	'src/lib/client',
	'src/lib/format',
	'src/service-worker.ts',
	'workers/core/import',
	'workers/core',
	'workers/arrow',
	'workers/storage',
	'workers/headless',
	'workers/contract.ts',
	'workers/shells'
] as const;
type Room = (typeof ROOMS)[number];

/** Which way imports may point. `types` rooms give their types and constants only. */
const ARROWS: Record<Room, { code: Room[]; types: Room[] }> = {
	'src/routes': {
		code: ['src/lib/state', 'src/lib/views', 'src/lib/ui', 'src/lib/format'],
		types: ['workers/core', 'workers/core/import', 'workers/contract.ts', 'workers/storage']
	},
	'src/lib/views': { code: ['src/lib/format'], types: ['workers/core', 'workers/core/import', 'workers/contract.ts'] },
	'src/lib/ui': {
		code: ['src/lib/format', 'src/lib/views'],
		types: ['workers/core', 'workers/core/import', 'workers/contract.ts', 'workers/storage']
	},
	'src/lib/state': {
		code: ['src/lib/client', 'src/lib/format', 'workers/storage'],
		types: ['workers/core', 'workers/core/import', 'workers/contract.ts']
	},
	'src/lib/client': { code: ['src/lib/format'], types: ['workers/core', 'workers/core/import', 'workers/contract.ts'] },
	'src/lib/format': { code: [], types: ['workers/core', 'workers/core/import', 'workers/contract.ts'] },
	'src/service-worker.ts': { code: [], types: [] },
	'workers/core/import': { code: ['workers/core'], types: [] },
	'workers/core': { code: ['workers/core/import'], types: [] },
	'workers/arrow': { code: ['workers/core'], types: ['workers/core/import'] },
	'workers/storage': { code: ['workers/core', 'workers/core/import', 'workers/arrow'], types: ['workers/contract.ts'] },
	'workers/headless': { code: ['workers/core', 'workers/core/import'], types: [] },
	'workers/contract.ts': { code: [], types: ['workers/core', 'workers/core/import'] },
	'workers/shells': {
		code: ['workers/core', 'workers/core/import', 'workers/arrow', 'workers/storage'],
		types: ['workers/contract.ts']
	}
};

/** Files of src/ whose values (constants, pure data) the page may take from workers/core although it calls nothing there. */
const CONSTANTS = [
	/^workers\/core\/tables\.ts$/,
	/^workers\/core\/counting\.ts$/,
	/^workers\/core\/(\w+\/)*types\.ts$/,
	/^workers\/storage\/types\.ts$/
];
/** The only door of workers/storage for the page: the small tables, which never load Arrow. */
const SMALL_TABLES = /^workers\/storage\/(small|types)\.ts$/;

function files(folder: string): string[] {
	return readdirSync(join(root, folder)).flatMap((name) => {
		const path = join(folder, name);
		if (statSync(join(root, path)).isDirectory()) return files(path);
		return /\.(ts|svelte)$/.test(name) && !name.endsWith('.d.ts') ? [path.split(sep).join('/')] : [];
	});
}

function roomOf(path: string): Room | null {
	if (/^workers\/[^/]+\.worker\.ts$/.test(path)) return 'workers/shells';
	return ROOMS.find((room) => path === room || path.startsWith(`${room}/`)) ?? null;
}

interface Import {
	from: string;
	to: string;
	typeOnly: boolean;
}

/** Every import between two files of the project; packages and assets are not arrows. */
function importsOf(path: string): Import[] {
	const text = readFileSync(join(root, path), 'utf8');
	const found: Import[] = [];
	const pattern =
		/(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
	for (const match of text.matchAll(pattern)) {
		const name = (match[2] ?? match[3]).replace(/\?.*$/, '');
		const base = name.startsWith('.')
			? posix.join(dirname(path), name)
			: name.startsWith('$workers/')
				? name.replace('$workers', 'workers')
				: name.startsWith('$lib/')
					? name.replace('$lib', 'src/lib')
					: null;
		if (!base) continue;
		const to = [base, `${base}.ts`, `${base}.svelte.ts`, `${base}/index.ts`, base.replace(/\.js$/, '.ts')].find(
			(candidate) => {
				try {
					return statSync(join(root, candidate)).isFile();
				} catch {
					return false;
				}
			}
		);
		if (to) found.push({ from: path, to, typeOnly: Boolean(match[1]) });
	}
	return found;
}

const all = [...files('src'), ...files('workers')];
const arrows = all.flatMap(importsOf);

describe('rooms', () => {
	it('every file stands in a room', () => {
		expect(all.filter((path) => !roomOf(path) && !/^src\/(app|hooks)/.test(path))).toEqual([]);
	});

	it('imports between rooms are found (the check cannot pass by seeing nothing)', () => {
		expect(arrows.length).toBeGreaterThan(100);
		expect(arrows.some(({ from, to }) => from.startsWith('src/lib/client') && to.endsWith('.worker.ts'))).toBe(true);
	});

	it('every arrow points the way of the house plan', () => {
		const wrong = arrows.filter(({ from, to, typeOnly }) => {
			const [a, b] = [roomOf(from), roomOf(to)];
			if (!a || !b || a === b) return false;
			// A client starts a worker by its address: it names the shell, and runs none of it.
			if (a === 'src/lib/client' && b === 'workers/shells') return false;
			if (a === 'src/lib/state' && b === 'workers/storage') return !SMALL_TABLES.test(to);
			if (ARROWS[a].code.includes(b)) return false;
			return !(ARROWS[a].types.includes(b) && (typeOnly || CONSTANTS.some((constant) => constant.test(to))));
		});
		expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
	});

	it('the worker side imports nothing of the page', () => {
		expect(arrows.filter(({ from, to }) => from.startsWith('workers/') && to.startsWith('src/'))).toEqual([]);
	});

	it('the top level is the one agreed', () => {
		const tops = readdirSync(root).filter(
			(name) => !/^(node_modules|build|\.svelte-kit|\.git|test-results|playwright-report)$/.test(name)
		);
		expect(tops.sort()).toEqual(
			[
				'.ci',
				'.gitignore',
				'README.md',
				'docs',
				'package-lock.json',
				'package.json',
				'src',
				'static',
				'svelte.config.js',
				'tests',
				'tsconfig.json',
				'vite.config.ts',
				'workers'
			].sort()
		);
	});
});
