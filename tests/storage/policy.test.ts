import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

it('an import is stored, backed up and restored where a policy forbids code made from strings', () => {
	const script = resolve(import.meta.dirname, 'policy.script.ts');
	const flags = ['--disallow-code-generation-from-strings', '--import', 'tsx'];
	const output = execFileSync(process.execPath, [...flags, script], { encoding: 'utf8' });
	expect(JSON.parse(output)).toEqual([
		['#1001', 4999],
		['#1002', 1250],
		['#1003', 2499]
	]);
}, 60_000);
