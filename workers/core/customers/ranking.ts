/**
 * Customers in the order of a column, ties by customer index.
 * A comparator over 300,000 rows takes several times as long as sorting the values natively and placing each by counting.
 * @param customers indices to order, ascending
 * @param value by customer index; not NaN
 * @returns new Int32Array, as long as `customers`
 */
export function ranked(customers: Int32Array, value: (customer: number) => number, descending: boolean): Int32Array {
	const n = customers.length;
	const values = new Float64Array(n);
	for (let i = 0; i < n; i++) values[i] = descending ? -value(customers[i]) : value(customers[i]);
	const sorted = values.slice().sort();
	let distinct = 0;
	const place = new Int32Array(n + 1);
	for (let i = 0; i < n; i++) {
		if (i === 0 || sorted[i] !== sorted[i - 1]) {
			sorted[distinct] = sorted[i];
			place[distinct++] = i;
		}
	}
	const result = new Int32Array(n);
	for (let i = 0; i < n; i++) result[place[find(sorted, distinct, values[i])]++] = customers[i];
	return result;
}

/** Position of a value that is there, in the first `length` ascending ones. */
function find(sorted: Float64Array, length: number, value: number): number {
	let low = 0;
	let high = length - 1;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (sorted[middle] < value) low = middle + 1;
		else high = middle;
	}
	return low;
}
