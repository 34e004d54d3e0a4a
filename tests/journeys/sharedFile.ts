import { test } from '@playwright/test';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The folder of real data and reference values; never part of the project. */
const folder = resolve(process.env.PERENNIAL_SHARED ?? '../shared');

/** A file of the shared folder. Without it the journey fails where CI says it must be there, and is skipped with a word elsewhere. */
export function sharedFile(path: string): string {
	const file = resolve(folder, path);
	if (!existsSync(file)) {
		const message = `${file} is missing: set PERENNIAL_SHARED to the folder that holds data/ and reference/`;
		if (process.env.CI === 'true') throw new Error(message);
		test.skip(true, message);
	}
	return file;
}
