import { laterOfBetaGeometric, laterOfPareto } from '../clv/laterPeriods';
import type { LaterPeriods } from '../clv/laterPeriods';
import type { BgNbd, ParetoNbd } from '../clv/types';
import { gaussLegendre } from '../numeric/gaussLegendre';
import type { NamedParams } from './purchaseModels';
import type { SpendMoments } from './spend';
import type { ModelName } from './types';

/** Customers of cohorts: a row each. */
export interface Members {
	cohort: Int32Array;
	frequency: Float64Array;
	age: Float64Array;
	/** 1: has ordered in the first period already. */
	seen: Uint8Array;
}

/** Nodes a period for the spread of its purchases. */
const RULE = gaussLegendre(8);

/** Customers who differ in nothing that the time ahead depends on but P(alive): one cohort, frequency and age. */
export interface Groups {
	length: number;
	cohort: number[];
	frequency: number[];
	age: number[];
	/** Of each customer. */
	of: Int32Array;
}

export function groupsOf({ cohort, frequency }: Members, age: ArrayLike<number>): Groups {
	const found = new Map<number, Map<number, Map<number, number>>>();
	const groups: Groups = { length: 0, cohort: [], frequency: [], age: [], of: new Int32Array(cohort.length) };
	const inner = <V>(map: Map<number, Map<number, V>>, key: number): Map<number, V> => {
		let value = map.get(key);
		if (value === undefined) map.set(key, (value = new Map()));
		return value;
	};
	for (let i = 0; i < cohort.length; i++) {
		const ages = inner(inner(found, cohort[i]), frequency[i]);
		let group = ages.get(age[i]);
		if (group === undefined) {
			group = groups.length++;
			ages.set(age[i], group);
			groups.cohort.push(cohort[i]);
			groups.frequency.push(frequency[i]);
			groups.age.push(age[i]);
		}
		groups.of[i] = group;
	}
	return groups;
}

/** One group a cohort and frequency, at the mean age of those who are likely there. */
export function lumped(input: Members, row: Int32Array, alive: Float64Array): Groups {
	const lumps = groupsOf(input, new Float64Array(input.cohort.length));
	const weight = new Float64Array(lumps.length);
	const weeks = new Float64Array(lumps.length);
	for (let i = 0; i < row.length; i++) {
		// So that a group that has left has an age too.
		const likely = alive[row[i]] + 1e-9;
		weight[lumps.of[i]] += likely;
		weeks[lumps.of[i]] += likely * input.age[i];
	}
	return { ...lumps, age: Array.from(weeks, (sum, group) => sum / weight[group]) };
}

/** By group: P(alive) of all, of those without an order in the period under way, and × expected spend. */
interface Sums {
	alive: Float64Array;
	waiting: Float64Array;
	worth: Float64Array;
}

export function sumsOf(
	{ seen }: Members,
	{ length, of }: Groups,
	row: Int32Array,
	alive: Float64Array,
	perPurchase: Float64Array
): Sums {
	const sums = { alive: new Float64Array(length), waiting: new Float64Array(length), worth: new Float64Array(length) };
	for (let i = 0; i < row.length; i++) {
		const chance = alive[row[i]];
		const group = of[i];
		sums.alive[group] += chance;
		if (seen[i] === 0) sums.waiting[group] += chance;
		sums.worth[group] += chance * perPurchase[i];
	}
	return sums;
}

export function laterOf(name: ModelName, params: NamedParams, frequency: number, age: number): LaterPeriods {
	if (name === 'paretonbd') return laterOfPareto(params as unknown as ParetoNbd, frequency, age);
	const coins = frequency + (name === 'mbgnbd' ? 1 : 0);
	return laterOfBetaGeometric(params as unknown as BgNbd, frequency, age, coins);
}

/** Of one who is there, rows group × K + k: purchases up to the end of the period, and the chance of any in it. */
export interface Course {
	upTo: Float64Array;
	any: Float64Array;
}

export function courseOf(name: ModelName, params: NamedParams, groups: Groups, bounds: Float64Array): Course {
	const K = bounds.length - 1;
	const course = { upTo: new Float64Array(groups.length * K), any: new Float64Array(groups.length * K) };
	for (let group = 0; group < groups.length; group++) {
		const later = laterOf(name, params, groups.frequency[group], groups.age[group]);
		for (let k = 0; k < K; k++) {
			course.upTo[group * K + k] = later.purchases(bounds[k + 1]);
			course.any[group * K + k] = later.any(bounds[k], bounds[k + 1]);
		}
	}
	return course;
}

/**
 * Totals of cohorts, rows c × K + k: customers who buy in the period, without those who have already; purchases in it;
 * revenue up to its end.
 */
export interface Totals {
	any: Float64Array;
	purchases: Float64Array;
	revenue: Float64Array;
}
const totalsOf = (cells: number): Totals => ({
	any: new Float64Array(cells),
	purchases: new Float64Array(cells),
	revenue: new Float64Array(cells)
});

export function expected(
	{ upTo, any }: Course,
	groups: Groups,
	{ alive, waiting, worth }: Sums,
	cells: number
): Totals {
	const K = upTo.length / groups.length;
	const totals = totalsOf(cells);
	for (let group = 0; group < groups.length; group++) {
		for (let k = 0; k < K; k++) {
			const at = groups.cohort[group] * K + k;
			const here = group * K + k;
			// Only in the first period can somebody have ordered already.
			totals.any[at] += (k === 0 ? waiting[group] : alive[group]) * any[here];
			totals.purchases[at] += alive[group] * (upTo[here] - (k === 0 ? 0 : upTo[here - 1]));
			totals.revenue[at] += worth[group] * upTo[here];
		}
	}
	return totals;
}

export const joined = ({ any, purchases, revenue }: Totals): Float64Array => {
	const all = new Float64Array(3 * any.length);
	[any, purchases, revenue].forEach((column, part) => all.set(column, part * any.length));
	return all;
};

interface Customers {
	course: Course;
	/** History of each customer, and P(alive) of each history. */
	row: Int32Array;
	alive: Float64Array;
	later: (frequency: number, age: number) => LaterPeriods;
	spend: SpendMoments;
}

/** Variances of the same totals given the parameters. */
export function outcomeVariances(
	{ seen, bounds, from }: Members & { bounds: Float64Array; from: Int32Array },
	groups: Groups,
	{ course, row, alive, later: laterFor, spend: { meanSquared, square, within } }: Customers
): Totals {
	const K = bounds.length - 1;
	const column = (): Float64Array => new Float64Array(groups.length);
	const of = { alive: column(), squares: column(), waiting: column(), waitingSquares: column() };
	const worth = { squares: column(), meanSquares: column() };
	for (let i = 0; i < row.length; i++) {
		const group = groups.of[i];
		const chance = alive[row[i]];
		of.alive[group] += chance;
		of.squares[group] += chance * chance;
		if (seen[i] === 0) {
			of.waiting[group] += chance;
			of.waitingSquares[group] += chance * chance;
		}
		worth.squares[group] += chance * square[i];
		worth.meanSquares[group] += chance * chance * meanSquared[i];
	}
	const found = totalsOf(from.length * K);
	for (let group = 0; group < groups.length; group++) {
		const later = laterFor(groups.frequency[group], groups.age[group]);
		let pairsSoFar = 0;
		for (let k = 0; k < K; k++) {
			const at = groups.cohort[group] * K + k;
			const here = group * K + k;
			const upTo = course.upTo[here];
			const purchases = upTo - (k === 0 ? 0 : course.upTo[here - 1]);
			const any = course.any[here];
			const { fromStart, fromNow } = pairsIn(later, bounds[k], bounds[k + 1]);
			pairsSoFar += fromNow;
			const [open, openSquares] =
				k === 0 ? [of.waiting[group], of.waitingSquares[group]] : [of.alive[group], of.squares[group]];
			const spread = of.alive[group] * (purchases + 2 * fromStart) - of.squares[group] * purchases * purchases;
			// Var(Σ Z) = E[Y] E[Var(Z | μ)] + E[Y²] E[μ²] − (E[Y] E[μ])².
			const moneySpread =
				worth.squares[group] * (upTo * within + upTo + 2 * pairsSoFar) - worth.meanSquares[group] * upTo * upTo;
			found.any[at] += Math.max(0, open * any - openSquares * any * any);
			found.purchases[at] += Math.max(0, spread);
			found.revenue[at] += Math.max(0, moneySpread);
		}
	}
	return found;
}

/** ∫ (u − start) pairs(u) du and ∫ u pairs(u) du over a period. */
function pairsIn(later: LaterPeriods, start: number, end: number): { fromStart: number; fromNow: number } {
	let fromStart = 0;
	let fromNow = 0;
	RULE.nodes.forEach((node, i) => {
		const weeks = node * (end - start);
		const density = RULE.weights[i] * (end - start) * later.pairs(start + weeks);
		fromStart += weeks * density;
		fromNow += (start + weeks) * density;
	});
	return { fromStart, fromNow };
}
