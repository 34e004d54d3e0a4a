import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'vitest';

/** The folder of real data and reference values; never part of the project. */
const folder = resolve(process.env.PERENNIAL_SHARED ?? '../shared');
const present = existsSync(resolve(folder, 'reference'));

/** Absolute path of a file in the shared folder. */
export const shared = (path: string): string => resolve(folder, path);

/**
 * A group of tests that needs the shared folder: fails where CI says it must be there, says so plainly and is counted as skipped elsewhere.
 */
export function describeShared(name: string, tests: () => void): void {
	if (present) describe(name, tests);
	else if (process.env.CI === 'true')
		it(`${name}: needs PERENNIAL_SHARED`, () => {
			throw new Error(`${folder} is missing: set PERENNIAL_SHARED to the folder that holds data/ and reference/`);
		});
	else describe.skip(`${name} (no ${folder}: set PERENNIAL_SHARED to run these)`, tests);
}
