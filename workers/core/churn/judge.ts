import { wilson } from '../numeric/intervals';

/** Chances against what happened: shared by every model that gives a chance. Rows run parallel; none is NaN. */

/**
 * Mean squared error of chances.
 * @param y 1 where it happened, else 0
 * @param w how often the row stands; once by default
 * @returns in [0, 1]; null without rows
 * @see Brier (1950), Monthly Weather Review 78, 1–3
 */
export function brier(p: ArrayLike<number>, y: ArrayLike<number>, w?: ArrayLike<number>): number | null {
	let squares = 0;
	let rows = 0;
	for (let i = 0; i < p.length; i++) {
		const weight = w?.[i] ?? 1;
		squares += weight * (p[i] - y[i]) ** 2;
		rows += weight;
	}
	return rows === 0 ? null : squares / rows;
}

/** Rows by score, highest first; equal scores in the order they stand. */
function byScore(score: ArrayLike<number>): Uint32Array {
	const rows = Uint32Array.from({ length: score.length }, (_, i) => i);
	return rows.sort((a, b) => score[b] - score[a] || a - b);
}

/**
 * Chance that a row where it happened scores above one where it did not; a tie is half of one.
 * @returns null where all rows are alike
 * @see Hanley & McNeil (1982), Radiology 143, 29–36
 */
export function auc(p: ArrayLike<number>, y: ArrayLike<number>): number | null {
	const rows = byScore(p);
	let happened = 0;
	let not = 0;
	let pairs = 0;
	for (let from = 0, to = 0; from < rows.length; from = to) {
		let hits = 0;
		while (to < rows.length && p[rows[to]] === p[rows[from]]) hits += y[rows[to++]] === 1 ? 1 : 0;
		const misses = to - from - hits;
		pairs += misses * (happened + hits / 2);
		happened += hits;
		not += misses;
	}
	return happened === 0 || not === 0 ? null : pairs / (happened * not);
}

/** Rows of about equal chance. */
export interface CalibrationGroup {
	rows: number;
	/** Mean chance, and the share where it happened with its Wilson 95 % interval. */
	expected: number;
	happened: number;
	low: number;
	high: number;
}

/** Tenths of the rows by chance, lowest first; equal chances stay together, so that there may be fewer than ten. */
export function calibrationByDecile(p: ArrayLike<number>, y: ArrayLike<number>): CalibrationGroup[] {
	const rows = byScore(p).reverse();
	const groups: CalibrationGroup[] = [];
	for (let decile = 1, from = 0; decile <= 10; decile++) {
		let to = Math.max(from, Math.round((decile * rows.length) / 10));
		while (to > from && to < rows.length && p[rows[to]] === p[rows[to - 1]]) to++;
		if (to === from) continue;
		let sum = 0;
		let hits = 0;
		for (let i = from; i < to; i++) {
			sum += p[rows[i]];
			hits += y[rows[i]] === 1 ? 1 : 0;
		}
		const of = to - from;
		groups.push({ rows: of, expected: sum / of, happened: hits / of, ...wilson(hits, of) });
		from = to;
	}
	return groups;
}

/**
 * Share of what happened later (purchases, money) that lies with the ⌈10 %⌉ of highest score; of equal scores at the border
 * each counts with its chance to be among them.
 * @param outcome at least 0
 * @returns in [0, 1]; null where nothing happened
 */
export function topDecileCapture(score: ArrayLike<number>, outcome: ArrayLike<number>): number | null {
	const rows = byScore(score);
	const top = Math.ceil(rows.length / 10);
	let captured = 0;
	let all = 0;
	for (let from = 0, to = 0; from < rows.length; from = to) {
		let sum = 0;
		while (to < rows.length && score[rows[to]] === score[rows[from]]) sum += outcome[rows[to++]];
		const inside = Math.max(0, Math.min(to, top) - from);
		captured += (sum * inside) / (to - from);
		all += sum;
	}
	return all > 0 ? captured / all : null;
}
