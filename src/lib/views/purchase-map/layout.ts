import { shareSteps, type ShareStep } from '../shareSteps';

export interface PurchaseMap {
	/** Repeat purchases, a row each; weeks since the last purchase, a column each. */
	frequencies: readonly number[];
	silences: readonly number[];
	/** Row-major by frequency; NaN where a history cannot be. */
	values: readonly number[];
}
export interface MapCell {
	frequency: number;
	silence: number;
	value: number;
	step: ShareStep;
}

/**
 * Rows of cells, the most frequent buyers on top.
 * @param most columns that have room; others are left out evenly
 */
export function layoutMap(map: PurchaseMap, most: number, top?: number): { silences: number[]; rows: MapCell[][] } {
	const { frequencies, silences, values } = map;
	const every = Math.max(1, Math.ceil(silences.length / Math.max(1, most)));
	const columns = silences.map((_, column) => column).filter((column) => column % every === 0);
	const step = shareSteps(top ?? Math.max(0, ...values.filter(Number.isFinite)));
	return {
		silences: columns.map((column) => silences[column]),
		rows: frequencies
			.map((frequency, row) =>
				columns.map((column) => {
					const value = values[row * silences.length + column];
					return { frequency, silence: silences[column], value, step: Number.isFinite(value) ? step(value) : 0 };
				})
			)
			.toReversed()
	};
}
