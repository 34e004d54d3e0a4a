import { shareSteps, type ShareStep } from '../shareSteps';

export interface Transition {
	from: number;
	to: number;
	customers: number;
	/** Of its row; null where the row is nobody. */
	share: number | null;
	/** null: too few to shade, or nobody. */
	step: ShareStep | null;
	state: 'share' | 'few' | 'nobody';
}

/**
 * Shares by row of a table of movements.
 * @param values row-major, at least `rows` × `columns`
 * @param few rows of fewer customers print counts only
 */
export function layoutTransitions(
	values: readonly number[],
	rows: number,
	columns: number,
	few: number
): { total: number; cells: Transition[] }[] {
	const step = shareSteps(1);
	return Array.from({ length: rows }, (_, from) => {
		const row = values.slice(from * columns, (from + 1) * columns);
		const total = row.reduce((sum, value) => sum + value, 0);
		return {
			total,
			cells: row.map((customers, to): Transition => {
				const share = total > 0 ? customers / total : null;
				const state = customers === 0 ? 'nobody' : total < few ? 'few' : 'share';
				return {
					from,
					to,
					customers,
					share,
					step: state === 'share' && share !== null ? step(Math.sqrt(share)) : null,
					state
				};
			})
		};
	});
}
