import { weeksOf } from '../clv/value';
import { normalQuantile } from '../numeric/normalQuantile';
import { parameterVariance, slopes, Z95 } from './parameterIntervals';
import type { NamedParams } from './purchaseModels';
import { PURCHASE_MODELS } from './purchaseModels';
import type { Ceiling, ModelName, ShopInput, ValueOptions } from './types';

/** Groups of fewer customers say nothing of their own that shrinkage would leave. */
const LEAST = 3;

/** Repeat purchases that the model expects of a new customer. */
export interface NewCustomerModel {
	name: ModelName;
	params: NamedParams;
	covariance: Float64Array | null;
}

/**
 * What a new customer brings: the first order at once, and the repeat purchases of the horizon, discounted month by month.
 *
 * A group's customers are of different ages, so its repeat value so far is set against what the model expects of new
 * customers over just these ages: observed / expected, as in indirect standardisation, times the expectation over the
 * horizon. Its standard error is that of a ratio of means, with the spread of all customers, as a small group's own is
 * chance. The groups of a kind are then drawn to the shop's mean by how much they differ beyond chance (empirical Bayes;
 * DerSimonian & Laird 1986, Controlled Clinical Trials 7). The ceiling is the value that the mean exceeds with the
 * certainty asked for.
 */
export function acquisitionCeilings(
	{ now, groups }: ShopInput,
	model: NewCustomerModel,
	options: ValueOptions
): Ceiling[] {
	const n = now.age.length;
	const margin = options.margin ?? 1;
	const sure = normalQuantile(options.certainty);
	const worth = newcomerTerms(now.age, model, options);
	const first = now.net.map((net, i) => net - now.mean[i] * now.spendingDays[i]);
	const repeat = now.mean.map((mean, i) => mean * now.spendingDays[i]);
	const everybody = sums(first, repeat, worth.soFar, () => true);
	const shop = meanOf(everybody, worth.horizon, null);

	// Residuals of the ratio: what one customer moves the shop's mean by, times their number.
	const perExpected = everybody.soFar > 0 ? worth.horizon / (everybody.soFar / n) : 0;
	const ratio = everybody.soFar > 0 ? everybody.repeat / everybody.soFar : 0;
	let squares = 0;
	for (let i = 0; i < n; i++) {
		const residual = first[i] - everybody.first / n + perExpected * (repeat[i] - ratio * worth.soFar[i]);
		squares += residual * residual;
	}
	const spread = n > 1 ? squares / (n - 1) : 0;
	const repeatPart = shop.repeat;
	const shopVariance = spread / n + repeatPart ** 2 * worth.relativeVariance;

	const ceiling = (by: Ceiling['by'], name: string, customers: number, mean: number, variance: number): Ceiling => {
		const error = Math.sqrt(Math.max(0, variance));
		return {
			by,
			name,
			customers,
			value: {
				value: margin * mean,
				low: margin * Math.max(Math.min(0, mean), mean - Z95 * error),
				high: margin * (mean + Z95 * error)
			},
			ceiling: Math.max(0, margin * (mean - sure * error))
		};
	};

	const found = [ceiling('all', '', n, shop.value, shopVariance)];
	for (const { by, names, code } of groups) {
		const inGroup = names.map(() => ({ customers: 0, first: 0, repeat: 0, soFar: 0 }));
		code.forEach((place, i) => {
			if (place < 0) return;
			const group = inGroup[place];
			group.customers++;
			group.first += first[i];
			group.repeat += repeat[i];
			group.soFar += worth.soFar[i];
		});
		const kept = names
			.map((name, place) => ({ name, ...inGroup[place] }))
			.filter(({ customers }) => customers >= LEAST)
			.map((group) => {
				const { value } = meanOf(group, worth.horizon, ratio);
				return { ...group, mean: value, variance: spread / group.customers };
			});
		// One group, or none, is the shop again.
		if (kept.length < 2) continue;
		const between = betweenVariance(kept);
		for (const { name, customers, mean, variance } of kept) {
			const own = between > 0 ? between / (between + variance) : 0;
			const shrunk = own * mean + (1 - own) * shop.value;
			found.push(ceiling(by, name, customers, shrunk, own * variance + (1 - own) ** 2 * shopVariance));
		}
	}
	return found;
}

/** Expected of a new customer over each age so far and over the horizon with discount; and how sure the proportion of both is. */
function newcomerTerms(
	age: Float64Array,
	{ name, params, covariance }: NewCustomerModel,
	{ months, annualRate, convention }: ValueOptions
): { soFar: Float64Array; horizon: number; relativeVariance: number } {
	const counts = new Map<number, number>();
	for (const weeks of age) counts.set(weeks, (counts.get(weeks) ?? 0) + 1);
	const { expectation } = PURCHASE_MODELS[name];
	const known = new Map([...counts.keys()].map((weeks) => [weeks, expectation(params, weeks)]));
	const monthly = Math.log1p(annualRate) / 12;
	const discounted = (at: NamedParams): number => {
		let before = 0;
		let sum = 0;
		for (let month = 1; month <= months; month++) {
			const until = expectation(at, weeksOf(month, convention));
			sum += (until - before) * Math.exp(-monthly * (convention === 'C' ? month - 0.5 : month));
			before = until;
		}
		return sum;
	};
	const [slope] = slopes(params, (at) => {
		let soFar = 0;
		for (const [weeks, customers] of counts) soFar += customers * expectation(at, weeks);
		return [soFar > 0 ? Math.log(discounted(at) / soFar) : 0];
	});
	return {
		soFar: age.map((weeks) => known.get(weeks) as number),
		horizon: discounted(params),
		relativeVariance: parameterVariance(slope, covariance)
	};
}

interface GroupSums {
	customers: number;
	first: number;
	repeat: number;
	/** Repeat purchases that the model expects of new customers over these ages. */
	soFar: number;
}

function sums(first: Float64Array, repeat: Float64Array, soFar: Float64Array, is: (i: number) => boolean): GroupSums {
	const found = { customers: 0, first: 0, repeat: 0, soFar: 0 };
	for (let i = 0; i < first.length; i++) {
		if (!is(i)) continue;
		found.customers++;
		found.first += first[i];
		found.repeat += repeat[i];
		found.soFar += soFar[i];
	}
	return found;
}

/** @param otherwise repeat value a purchase expected, where the group is too young to tell its own */
function meanOf(
	{ customers, first, repeat, soFar }: GroupSums,
	horizon: number,
	otherwise: number | null
): { value: number; repeat: number } {
	const ratio = soFar > 0 ? repeat / soFar : (otherwise ?? 0);
	return { value: first / customers + ratio * horizon, repeat: ratio * horizon };
}

/** Variance between groups beyond what chance makes; 0 where they differ no more than that. */
function betweenVariance(groups: readonly { mean: number; variance: number }[]): number {
	if (groups.some(({ variance }) => !(variance > 0))) return 0;
	const weights = groups.map(({ variance }) => 1 / variance);
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	const mean = groups.reduce((sum, group, i) => sum + weights[i] * group.mean, 0) / total;
	const q = groups.reduce((sum, group, i) => sum + weights[i] * (group.mean - mean) ** 2, 0);
	const squares = weights.reduce((sum, weight) => sum + weight * weight, 0);
	const divisor = total - squares / total;
	return divisor > 0 ? Math.max(0, (q - (groups.length - 1)) / divisor) : 0;
}
