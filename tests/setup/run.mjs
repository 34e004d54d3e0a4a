// `npm test`: every check in turn, each with its time; the first that fails ends it.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const steps = ['types', 'lint', 'format', 'unit', 'build', 'journeys'];
const times = [];
for (const step of steps) {
	console.log(`\n── ${step} ──`);
	const start = Date.now();
	const { status } = spawnSync('npm', ['run', '--silent', step], {
		cwd: resolve(import.meta.dirname, '../..'),
		stdio: ['ignore', 'inherit', 'inherit'],
		shell: process.platform === 'win32'
	});
	times.push(`${step} ${((Date.now() - start) / 1000).toFixed(0)} s`);
	if (status !== 0) {
		console.error(`\n${step} failed (npm run ${step} shows it alone).`);
		process.exit(1);
	}
}
console.log(`\nAll checks passed: ${times.join(', ')}.`);
