import { betaDeviates, exponential, gammaDeviates } from '$workers/core/numeric/deviates';
import type { Xoshiro128 } from '$workers/core/numeric/xoshiro';
import type { CustomerRows, ModelName, SplitRows } from '$workers/core/value/types';

/** Weeks that a shop is watched for, in the first of which its customers come; and weeks of the holdout after them. */
export const WEEKS = 78;
const ARRIVALS = 60;
export const HOLDOUT = 26;

type Params = Record<string, number>;

/** Three kinds of shop a model: customers who rarely return, those of a usual shop, and busy ones. Rates a week. */
export const SETTINGS: Record<ModelName, Params[]> = {
	bgnbd: [
		{ r: 0.25, alpha: 4.4, a: 0.8, b: 2.4 },
		{ r: 0.55, alpha: 8, a: 0.7, b: 3 },
		{ r: 1.2, alpha: 6, a: 0.6, b: 3 }
	],
	mbgnbd: [
		{ r: 0.5, alpha: 6, a: 0.6, b: 1.6 },
		{ r: 0.9, alpha: 10, a: 1, b: 4 },
		{ r: 1.2, alpha: 8, a: 0.7, b: 2 }
	],
	paretonbd: [
		{ r: 0.55, alpha: 10.6, s: 0.6, beta: 11.7 },
		{ r: 1, alpha: 14, s: 0.85, beta: 30 },
		{ r: 1.2, alpha: 8, s: 0.8, beta: 15 }
	]
};

/** Customers with the weeks of their purchases after the first, which came `first` weeks after the shop's opening. */
export interface Shop {
	first: Float64Array;
	repeats: number[][];
}

/** Buyers who do exactly as the model says, up to the end of the holdout. */
export function simulated(name: ModelName, params: Params, customers: number, random: Xoshiro128): Shop {
	const rates = gammaDeviates(params.r);
	const stays = name === 'paretonbd' ? gammaDeviates(params.s) : betaDeviates(params.a, params.b);
	const first = new Float64Array(customers);
	const repeats: number[][] = [];
	for (let i = 0; i < customers; i++) {
		first[i] = Math.floor(random.unit() * ARRIVALS * 7) / 7;
		const end = WEEKS + HOLDOUT - first[i];
		const rate = rates(random) / params.alpha;
		const own: number[] = [];
		if (name === 'paretonbd') {
			const life = Math.min(end, exponential(random) / (stays(random) / params.beta));
			for (let at = exponential(random) / rate; at <= life; at += exponential(random) / rate) own.push(at);
		} else {
			const leaves = stays(random);
			let here = name === 'bgnbd' || random.unit() >= leaves;
			for (let at = exponential(random) / rate; here && at <= end; at += exponential(random) / rate) {
				own.push(at);
				here = random.unit() >= leaves;
			}
		}
		repeats.push(own);
	}
	return { first, repeats };
}

const column = (length: number, of: (i: number) => number): Float64Array =>
	Float64Array.from({ length }, (_, i) => of(i));

/** Customers as they are known after so many weeks. */
export function rowsAt({ first, repeats }: Shop, weeks: number): CustomerRows & { who: number[] } {
	const who = [...first.keys()].filter((i) => first[i] < weeks);
	const n = who.length;
	const known = who.map((i) => repeats[i].filter((at) => at <= weeks - first[i]));
	const frequency = column(n, (k) => known[k].length);
	return {
		who,
		customer: Int32Array.from(who),
		frequency,
		recency: column(n, (k) => known[k].at(-1) ?? 0),
		age: column(n, (k) => weeks - first[who[k]]),
		spendingDays: new Float64Array(n),
		mean: new Float64Array(n)
	};
}

/** Purchases of these customers between two times, in weeks of the shop. */
export const purchasesBetween = ({ first, repeats }: Shop, who: number[], from: number, to: number): Float64Array =>
	column(
		who.length,
		(k) => repeats[who[k]].filter((at) => at > from - first[who[k]] && at <= to - first[who[k]]).length
	);

/** The stretch of the past that a scoreboard is made of. */
export function splitAt(shop: Shop, from: number, to: number): SplitRows {
	const { who, ...rows } = rowsAt(shop, from);
	const weeks = to - from;
	const weekly = column(weeks, (week) =>
		purchasesBetween(shop, who, from, from + week + 1).reduce((sum, count) => sum + count, 0)
	);
	return {
		...rows,
		day: from * 7,
		end: to * 7,
		holdoutDays: purchasesBetween(shop, who, from, to),
		holdoutValue: new Float64Array(who.length),
		yearBefore: null,
		weekly,
		behaviour: null
	};
}
