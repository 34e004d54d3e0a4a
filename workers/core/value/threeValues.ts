import type { ValueAnalysis, ShopInput } from './types';

const YEAR_WEEKS = 365.25 / 7;
const YEAR_DAYS = 365.25;

/**
 * What a customer is worth by three ways of reckoning, a mean over all customers each, with the margin in all of them.
 * - historic: net so far
 * - formula: net an order × orders a customer and year since the first purchase × lifespan, one divided by the share of those
 *   known for a year who have not ordered for a year; null where nobody is known for a year or none of them fell silent
 * - model: the chosen model's clv, which is of the time to come, ends with the horizon and is discounted
 */
export function threeValues({ now }: ShopInput, margin: number, clv: Float64Array | null): ValueAnalysis['three'] {
	const customers = now.net.length;
	const net = sum(now.net);
	return {
		historic: customers > 0 ? (margin * net) / customers : 0,
		formula: formula(now, margin, net),
		model: clv === null || customers === 0 ? null : sum(clv) / customers
	};
}

function formula(now: ShopInput['now'], margin: number, net: number): ValueAnalysis['three']['formula'] {
	const orders = sum(now.orders);
	let ordersOfKnown = 0;
	let weeks = 0;
	let known = 0;
	let silent = 0;
	for (let i = 0; i < now.age.length; i++) {
		if (now.age[i] < YEAR_WEEKS) continue;
		known++;
		ordersOfKnown += now.orders[i];
		weeks += now.age[i];
		if (now.silence[i] >= YEAR_DAYS) silent++;
	}
	if (known === 0 || silent === 0 || orders === 0) return null;
	const orderValue = net / orders;
	const ordersAYear = (ordersOfKnown / weeks) * YEAR_WEEKS;
	const lifespanYears = known / silent;
	return { value: margin * orderValue * ordersAYear * lifespanYears, orderValue, ordersAYear, lifespanYears };
}

function sum(column: Float64Array): number {
	let total = 0;
	for (const value of column) total += value;
	return total;
}
