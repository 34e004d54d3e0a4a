import { exactSum } from '../numeric/exactSum';
import { quantiles } from '../numeric/quantile';
import { SEGMENT_OF_CELL } from './segments';
import { SEGMENTS } from './types';
import type { RfmGroup, RfmScores, RfmWarning } from './types';

/** A bin with more than this share of the customers is named. */
const CROWDED = 0.4;

/** n scored customers; net in whole units of the ledger's scale. */
export interface ScoredColumns {
	customer: Int32Array;
	rDays: Int32Array;
	f: Int32Array;
	m: Float64Array;
	net: Float64Array;
	rScore: Uint8Array;
	fScore: Uint8Array;
	mScore: Uint8Array;
}

type Tally = Pick<
	RfmScores,
	| 'length'
	| 'customer'
	| 'rDays'
	| 'f'
	| 'm'
	| 'rScore'
	| 'fScore'
	| 'mScore'
	| 'segment'
	| 'medianDays'
	| 'segments'
	| 'grid'
	| 'cells'
	| 'total'
	| 'warnings'
>;

/**
 * Scored customers with their segments, counted by segment, by R × F and by cell.
 * @param perUnit units of net in one of the currency
 */
export function tally(columns: ScoredColumns, perUnit: number): Tally {
	const { customer, rDays, f, m, net, rScore, fScore, mScore } = columns;
	const n = customer.length;
	const segment = new Uint8Array(n);
	const sums = { customers: new Float64Array(125), orders: new Float64Array(125), net: new Float64Array(125) };
	const { customers: inCell, orders: ordersIn, net: netIn } = sums;
	for (let i = 0; i < n; i++) {
		const rf = rScore[i] * 5 + fScore[i] - 6;
		const cell = rf * 5 + mScore[i] - 1;
		segment[i] = SEGMENT_OF_CELL[rf];
		inCell[cell]++;
		ordersIn[cell] += f[i];
		netIn[cell] += net[i];
	}
	const all = Array.from({ length: 125 }, (_, cell) => cell);
	const total = { customers: n, orders: exactSum(sums.orders), net: exactSum(sums.net) };
	const group = (cells: number[]): RfmGroup => {
		const part = (column: Float64Array): number => exactSum(cells.map((cell) => column[cell]));
		const customers = part(sums.customers);
		const netOfCells = part(sums.net);
		return {
			customers,
			orders: part(sums.orders),
			net: netOfCells / perUnit,
			shareOfCustomers: n === 0 ? 0 : customers / n,
			shareOfNet: total.net > 0 ? netOfCells / total.net : null
		};
	};
	return {
		length: n,
		customer,
		rDays,
		f,
		m,
		rScore,
		fScore,
		mScore,
		segment,
		medianDays: mediansBy(segment, rDays, SEGMENTS.length),
		segments: SEGMENTS.map((_, s) => group(all.filter((cell) => SEGMENT_OF_CELL[Math.floor(cell / 5)] === s))),
		grid: Array.from({ length: 25 }, (_, rf) => group(all.slice(rf * 5, rf * 5 + 5))),
		cells: all
			.filter((cell) => sums.customers[cell] > 0)
			.map((cell) => ({
				cell: `${Math.floor(cell / 25) + 1}${(Math.floor(cell / 5) % 5) + 1}${(cell % 5) + 1}`,
				segment: SEGMENTS[SEGMENT_OF_CELL[Math.floor(cell / 5)]],
				...group([cell])
			})),
		total: { ...total, net: total.net / perUnit },
		warnings: warnings(sums.customers, n)
	};
}

/** Median of the values of each group 0 to groups − 1, null where it has none. */
function mediansBy(group: Uint8Array, values: Int32Array, groups: number): (number | null)[] {
	const counts = new Int32Array(groups);
	for (let i = 0; i < group.length; i++) counts[group[i]]++;
	const parts = Array.from(counts, (count) => new Int32Array(count));
	counts.fill(0);
	for (let i = 0; i < group.length; i++) parts[group[i]][counts[group[i]]++] = values[i];
	return parts.map((part) => (part.length === 0 ? null : quantiles(part, [0.5])[0]));
}

/** Bins of a score that hold nobody or over 40 % of n customers. */
function warnings(customers: Float64Array, n: number): RfmWarning[] {
	if (n === 0) return [];
	return (['r', 'f', 'm'] as const).flatMap((dimension, place) =>
		([1, 2, 3, 4, 5] as const).flatMap((score): RfmWarning[] => {
			const inBin = customers.filter((_, cell) => (Math.floor(cell / 5 ** (2 - place)) % 5) + 1 === score);
			const count = exactSum(inBin);
			const share = count / n;
			if (count > 0 && share <= CROWDED) return [];
			return [{ code: count === 0 ? 'empty_bin' : 'crowded_bin', dimension, score, customers: count, share }];
		})
	);
}
