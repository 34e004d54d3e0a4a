import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it, vi } from 'vitest';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

it('tables go to Arrow and back where a policy forbids code made from strings', () => {
	const script = resolve(import.meta.dirname, 'policy.script.ts');
	const flags = ['--disallow-code-generation-from-strings', '--import', 'tsx'];
	const output = execFileSync(process.execPath, [...flags, script], { encoding: 'utf8' });
	expect(JSON.parse(output)).toEqual({ forbidden: true, same: true });
});
