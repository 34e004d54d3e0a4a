// Fits of the models in Node: against the textbook's, against a bare loop, and how they grow.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { median } from './rounds.mjs';
import { against, alone } from './table.mjs';

const root = resolve(import.meta.dirname, '../..');
const NAMES = { bgnbd: 'BG/NBD', mbgnbd: 'MBG/NBD', paretonbd: 'Pareto/NBD' };

export async function fitsJob({ runs }) {
	const args = [
		join(root, 'node_modules/tsx/dist/cli.mjs'),
		'--tsconfig',
		'tests/tsconfig.json',
		'tests/bench/fits.ts'
	];
	const { status, stdout, stderr } = spawnSync(process.execPath, [...args, String(runs)], {
		cwd: root,
		encoding: 'utf8'
	});
	if (status !== 0) throw new Error(stderr);
	const times = JSON.parse(stdout);
	const of = (name) => median(times[name]);
	const [ours, theirs] = times.logLikelihoods;
	if (!(ours > theirs - 1)) throw new Error(`The fits end at ${ours} and ${theirs}`);
	return {
		table: [
			against('fit BG/NBD 1e5', of('fit'), 'Nelder–Mead, lgamma a customer', of('textbook'), 0.02),
			against('fit BG/NBD 1e6', of('large'), 'the same at 1e5', of('fit'), 12),
			against('likelihood and gradient, 20 times', of('evaluation'), '2 log + 1 exp a history', of('loop'), 1.5),
			against('first answer, 3e5 customers', of('first'), 'BG/NBD fit alone', of('alone'), 10),
			...times.evaluations.map(({ name, worst }) =>
				alone(`evaluations a start, ${NAMES[name]}, worst`, String(worst), worst, 30)
			)
		],
		detail: times
	};
}
