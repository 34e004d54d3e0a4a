// One table for all figures: ours, the peer's, the ratio, the goal, and whether it holds.

/** @typedef {{ job: string, ours: string, peer: string, theirs: string, figure: string, goal: string, holds: string }} Row */

export const ms = (value) => `${value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} ms`;
export const mb = (value) => `${value.toFixed(0)} MB`;
/** 1000000 as 1e6. */
export const size = (rows) => rows.toExponential().replace('e+', 'e');
const holds = (reached, goal) => (goal === undefined ? '' : reached ? 'yes' : 'NO');

/** Ours against a peer, in milliseconds; the goal is the highest ratio. */
export function against(job, ours, peer, theirs, goal) {
	const ratio = ours / theirs;
	const row = { job, ours: ms(ours), peer, theirs: ms(theirs), figure: `× ${ratio.toFixed(3)}` };
	return { ...row, goal: goal === undefined ? '' : `≤ × ${goal}`, holds: holds(ratio <= goal, goal) };
}

/** How many times faster than a peer; the goal is the lowest factor. */
export function faster(job, ours, peer, theirs, goal) {
	const factor = theirs / ours;
	const row = { job, ours: ms(ours), peer, theirs: ms(theirs), figure: `${factor.toFixed(0)} × faster` };
	return { ...row, goal: goal === undefined ? '' : `≥ ${goal} ×`, holds: holds(factor >= goal, goal) };
}

/** A figure of ours alone, with its highest value. */
export function alone(job, shown, value, goal, unit = '') {
	const limit = goal === undefined ? '' : `≤ ${goal}${unit}`;
	return { job, ours: shown, peer: '', theirs: '', figure: '', goal: limit, holds: holds(value <= goal, goal) };
}

export function printTable(rows) {
	const columns = [
		['job', 'Job'],
		['ours', 'Ours'],
		['peer', 'Peer'],
		['theirs', "Peer's"],
		['figure', 'Ratio'],
		['goal', 'Goal'],
		['holds', 'Holds']
	];
	const widths = columns.map(([key, title]) => Math.max(title.length, ...rows.map((row) => row[key].length)));
	const line = (cells) =>
		cells
			.map((cell, i) => cell.padEnd(widths[i]))
			.join('  ')
			.trimEnd();
	console.log(line(columns.map(([, title]) => title)));
	console.log(widths.map((width) => '─'.repeat(width)).join('  '));
	for (const row of rows) console.log(line(columns.map(([key]) => row[key])));
}
