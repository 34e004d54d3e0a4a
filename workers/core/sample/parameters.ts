import { dayNumber } from '../ledger/calendar';

/**
 * What the sample shop is made from. Models are held to recovering the parameters of purchases and spending, so both
 * hold exactly: seasons, refunds, discounts, guests and the trade buyer are kept out of them.
 */
export const HARBOUR_LANE = {
	seed: 1,
	/** First and last day, days since 1970-01-01. */
	firstDay: dayNumber(2023, 1, 1),
	lastDay: dayNumber(2024, 12, 31),
	currency: 'EUR',
	/** Orders of identified customers. Those of guests, of the trade buyer and one test come on top. */
	orders: 25_000,
	/**
	 * BG/NBD: purchases after the first one, counted over the whole days from the first purchase to the last day.
	 * Rates are gamma(r, alpha) a week; after each such purchase a customer leaves with a probability that is beta(a, b).
	 */
	purchases: { r: 0.55, alpha: 8.4, a: 0.65, b: 2.8 },
	/**
	 * Gamma-Gamma: what an order comes to before discounts and refunds, in EUR: gamma(p, ν) where ν is gamma(q, gamma)
	 * over the customers. Printed amounts are rounded to whole euros, 3 at least (less is 3 of 10,000) and 4,000 at most
	 * (more is 4 of 10 million).
	 */
	spending: { p: 3.8, q: 4.2, gamma: 52 },
	/** Of the orders of customers, and of those of guests. */
	discounted: 0.2,
	refunded: 0.05,
	guests: 750,
	/** Orders of one trade buyer, one a month. */
	wholesale: 24
} as const;
