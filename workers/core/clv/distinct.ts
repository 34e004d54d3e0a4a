/** Distinct values, ascending, and where among them each row's value stands. */
export interface Distinct {
	values: Float64Array;
	/** A row a value of the source: position in `values`. */
	position: Int32Array;
}

/** Largest number of steps that a table is made for. */
const MOST_STEPS = 2 ** 22;

/**
 * @param source values from 0 on
 * @param steps a unit has this many steps: 7 for weeks that are whole days, 1 for counts. Other values are fine, and sorted.
 */
export function distinct(source: Float64Array, steps: number): Distinct {
	return byTable(source, steps) ?? bySorting(source);
}

/** @returns null when two values fall on one step, or one step is far out */
function byTable(source: Float64Array, steps: number): Distinct | null {
	const position = new Int32Array(source.length);
	let last = -1;
	for (let i = 0; i < source.length; i++) {
		const step = Math.round(source[i] * steps);
		if (!(step >= 0 && step < MOST_STEPS)) return null;
		position[i] = step;
		if (step > last) last = step;
	}
	const valueAt = new Float64Array(last + 1).fill(NaN);
	for (let i = 0; i < source.length; i++) {
		const step = position[i];
		if (Number.isNaN(valueAt[step])) valueAt[step] = source[i];
		else if (valueAt[step] !== source[i]) return null;
	}
	const rank = new Int32Array(last + 1);
	const values = valueAt.filter((value, step) => {
		rank[step] = step > 0 ? rank[step - 1] : 0;
		if (Number.isNaN(value)) return false;
		rank[step]++;
		return true;
	});
	for (let i = 0; i < position.length; i++) position[i] = rank[position[i]] - 1;
	return { values, position };
}

function bySorting(source: Float64Array): Distinct {
	const sorted = source.toSorted();
	const values = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
	const position = new Int32Array(source.length);
	for (let i = 0; i < source.length; i++) {
		let from = 0;
		let to = values.length - 1;
		while (from < to) {
			const middle = (from + to) >> 1;
			if (values[middle] < source[i]) from = middle + 1;
			else to = middle;
		}
		position[i] = from;
	}
	return { values, position };
}

/**
 * Rows in the order of a column, rows of one value in the order they had: one pass a column, from the least to the most
 * important, sorts by several.
 * @param rows row numbers in the order so far
 * @returns new Int32Array, as long as `rows`
 */
export function sortedBy({ values, position }: Distinct, rows: Int32Array): Int32Array {
	const starts = new Int32Array(values.length + 1);
	for (let i = 0; i < rows.length; i++) starts[position[rows[i]] + 1]++;
	for (let v = 1; v < starts.length; v++) starts[v] += starts[v - 1];
	const sorted = new Int32Array(rows.length);
	for (let i = 0; i < rows.length; i++) sorted[starts[position[rows[i]]]++] = rows[i];
	return sorted;
}
