import { betaDeviates, exponential, gammaDeviates } from '../numeric/deviates';
import type { Xoshiro128 } from '../numeric/xoshiro';
import { LARGEST, SMALLEST } from './baskets';
import { HARBOUR_LANE } from './parameters';
import { arrivals } from './seasons';

/** Purchases of identified customers as the models see them, a row a purchase, customer by customer, each by day. */
export interface Purchases {
	/** Numbered from 0 in the order they were drawn. */
	buyer: Int32Array;
	/** Days after the shop's first one; a buyer never has two on one day. */
	day: Int32Array;
	/** Whole euros before discounts and refunds. */
	spent: Int32Array;
	/** Probability to leave after a purchase, by buyer. */
	dropout: number[];
}

/**
 * Customers until their purchases are as many as the shop has orders: first ones by season, all further ones by BG/NBD,
 * spending by Gamma-Gamma. A buyer who would have more purchases than are left is drawn again.
 * @see Fader, Hardie & Lee (2005), "“Counting Your Customers” the Easy Way", §3; Fader & Hardie (2013), note 025
 */
export function drawPurchases(random: Xoshiro128): Purchases {
	const { firstDay, lastDay, orders, purchases, spending } = HARBOUR_LANE;
	const arrive = arrivals(firstDay, lastDay);
	const rates = gammaDeviates(purchases.r);
	const dropouts = betaDeviates(purchases.a, purchases.b);
	const scales = gammaDeviates(spending.q);
	const amounts = gammaDeviates(spending.p);
	const buyer = new Int32Array(orders);
	const day = new Int32Array(orders);
	const spent = new Int32Array(orders);
	const dropout: number[] = [];
	for (let row = 0; row < orders;) {
		const first = arrive(random);
		const rate = rates(random) / purchases.alpha / 7;
		const leaves = dropouts(random);
		const after = daysAfter(lastDay - firstDay - first, rate, leaves, random);
		if (row + 1 + after.length > orders) continue;
		const scale = scales(random) / spending.gamma;
		for (let i = -1; i < after.length; i++, row++) {
			buyer[row] = dropout.length;
			day[row] = i < 0 ? first : first + after[i];
			spent[row] = Math.min(LARGEST, Math.max(SMALLEST, Math.round(amounts(random) / scale)));
		}
		dropout.push(leaves);
	}
	return { buyer, day, spent, dropout };
}

/**
 * Days after the first purchase on which a customer buys again. Whether a purchase falls within the window is told by
 * its exact moment, so that the count is the model's; the day is the nearest one that has none yet.
 * @param window whole days from the first purchase to the last day
 * @param rate purchases a day
 */
function daysAfter(window: number, rate: number, dropout: number, random: Xoshiro128): number[] {
	const days: number[] = [];
	for (let moment = exponential(random) / rate; moment <= window; moment += exponential(random) / rate) {
		days.push(Math.max(Math.round(moment), (days.at(-1) ?? 0) + 1));
		if (random.unit() < dropout) break;
	}
	// More purchases than days are left have no place.
	days.length = Math.min(days.length, window);
	for (let i = days.length - 1, latest = window; i >= 0 && days[i] > latest; i--, latest--) days[i] = latest;
	return days;
}
