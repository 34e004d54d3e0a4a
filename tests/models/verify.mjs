// `npm run verify:models`: how often intervals hold what they are of, and parameters are recovered, in seeded shops.
// Options: --model bgnbd,mbgnbd,paretonbd --size 500,2000,10000 --shops 1000 --chosen 200
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const root = resolve(import.meta.dirname, '../..');
const NAMES = { bgnbd: 'BG/NBD', mbgnbd: 'MBG/NBD', paretonbd: 'Pareto/NBD' };
/** Shares that 95 % intervals must hold of totals and of parameters, and of parameters within three standard errors. */
const TOTAL = [0.92, 0.975];
const PARAMETER = [0.91, 0.98];
const NEAR = 0.985;
const NEAR_AT = 10_000;

const { values } = parseArgs({
	options: {
		model: { type: 'string', default: Object.keys(NAMES).join(',') },
		size: { type: 'string', default: '500,2000,10000' },
		shops: { type: 'string', default: '1000' },
		chosen: { type: 'string', default: '200' }
	}
});
const models = values.model.split(',');
const sizes = values.size.split(',').map(Number);
const [shops, chosen] = [Number(values.shops), Number(values.chosen)];
if (models.some((name) => !(name in NAMES)) || [...sizes, shops].some((n) => !(n >= 10)) || !(chosen >= 0)) {
	console.error(`Models are ${Object.keys(NAMES).join(', ')}; sizes and shops are numbers from 10 up.`);
	process.exit(2);
}

/** One cell in a process of its own. */
function cell(model, size, count, by) {
	return new Promise((done, failed) => {
		const args = ['--tsconfig', 'tests/tsconfig.json', 'tests/models/cell.ts', model, String(size), String(count), by];
		const child = spawn(process.execPath, [join(root, 'node_modules/tsx/dist/cli.mjs'), ...args], {
			cwd: root,
			stdio: ['ignore', 'pipe', 'inherit']
		});
		let text = '';
		child.stdout.on('data', (part) => (text += part));
		child.on('close', (code) => (code === 0 ? done(JSON.parse(text)) : failed(new Error(`${model} ${size}: ${code}`))));
	});
}

const jobs = sizes.flatMap((size) =>
	models.flatMap((model) => [[model, size, shops, 'own'], ...(chosen > 0 ? [[model, size, chosen, 'chosen']] : [])])
);
const percent = (share) => `${(100 * share).toFixed(1)} %`.padStart(7);
const within = (share, [low, high]) => share >= low && share <= high;
let missed = 0;
const mark = (holds) => {
	if (!holds) missed++;
	return holds ? ' ' : '!';
};

function print({ model, customers, shops: count, by, refused, unsure, boundary, total, parameters }) {
	const fitted = count - refused;
	const share = total / fitted;
	const head = `${NAMES[model].padEnd(11)} ${String(customers).padStart(6)} ${String(count).padStart(5)} ${by === 'own' ? 'its own  ' : 'by board '}`;
	const cells = Object.entries(parameters).map(([sign, { inside, near, of }]) => {
		const nearHolds = customers < NEAR_AT || near / of >= NEAR;
		return `${sign} ${percent(inside / of)}${mark(within(inside / of, PARAMETER))} ${percent(near / of)}${mark(nearHolds)}`;
	});
	const notes = [
		refused > 0 ? `${refused} not fitted` : '',
		boundary > 0 ? `${boundary} at a boundary` : '',
		unsure > 0 ? `${unsure} without interval` : ''
	];
	console.log(
		`${head} total ${percent(share)}${mark(within(share, TOTAL))}  ${cells.join('  ')}  ${notes.filter(Boolean).join(', ')}`
	);
}

console.log(
	'95 % intervals of the purchases of the next 26 weeks, and of each parameter (in logs), with the share within three'
);
console.log(
	'standard errors; ! misses a goal: 92 to 97.5 % of totals, 91 to 98 % of parameters, 98.5 % within three at 10,000.\n'
);
console.log('made by     customers shops fitted by');
const running = Array.from({ length: Math.min(availableParallelism(), jobs.length) }, async () => {
	for (let job = jobs.shift(); job; job = jobs.shift()) print(await cell(...job));
});
await Promise.all(running);
console.log(missed === 0 ? '\nEvery goal holds.' : `\n${missed} ${missed === 1 ? 'goal is' : 'goals are'} missed.`);
process.exit(missed === 0 ? 0 : 1);
