import { withTail } from '../metrics/activity';
import { changeOfRatio } from '../metrics/estimates';
import type { Takings } from '../metrics/takings';
import { exactSum } from '../numeric/exactSum';
import { NO_DAY } from '../tables';
import { buyersIn, held } from './shop';
import type { Shop } from './shop';
import { isHeldBack, NEEDED, WORTH } from './types';
import type { Finding, HeldBack, ShareChange } from './types';

/** A part and its whole by customer, then by those without one; whole units. */
interface Part {
	part: Float64Array;
	whole: Float64Array;
	othersPart: Float64Array;
	othersWhole: Float64Array;
}

/** The share of gross given as discounts, this window against the one before (customer-clustered linearisation). */
export function discounts(shop: Shop): Finding | HeldBack {
	const of = ({ discountsBy, grossBy, othersDiscounts, othersGross }: Takings): Part => ({
		part: discountsBy,
		whole: grossBy,
		othersPart: othersDiscounts,
		othersWhole: othersGross
	});
	return shareChange(shop, 'discounts', of);
}

/**
 * The share of gross less discounts that was given back, this window against the one before. Refunds of the newest orders
 * are still to come, so where they count in their order's period a fall is never told.
 */
export function refunds(shop: Shop): Finding | HeldBack {
	const of = (takings: Takings): Part => {
		const { by, others } = refundsIn(shop, takings);
		const less = (gross: Float64Array, discount: Float64Array): Float64Array =>
			gross.map((units, i) => units - discount[i]);
		return {
			part: by,
			whole: less(takings.grossBy, takings.discountsBy),
			othersPart: others,
			othersWhole: less(takings.othersGross, takings.othersDiscounts)
		};
	};
	const answer = shareChange(shop, 'refunds', of);
	const fell = !isHeldBack(answer) && answer.params.difference.value < 0;
	return fell && shop.ledger.counting.refundsIn === 'order-period' ? held('refunds', 'unfinished') : answer;
}

function shareChange<K extends 'discounts' | 'refunds'>(
	shop: Shop,
	kind: K,
	of: (takings: Takings) => Part
): ShareChange<K> | HeldBack {
	const { windows, perUnit } = shop;
	if (windows === null) return held(kind, 'short');
	const [customers, before] = [buyersIn(windows.now), buyersIn(windows.before)];
	const fewest = Math.min(customers, before);
	if (fewest < NEEDED.window) return held(kind, 'too-few', fewest, NEEDED.window);
	const now = of(windows.now);
	const then = of(windows.before);
	const sum = exactSum(now.part) + exactSum(now.othersPart);
	if (sum === 0 && exactSum(then.part) + exactSum(then.othersPart) === 0) return held(kind, 'absent');
	const others = now.othersPart.length + then.othersPart.length;
	const place = now.othersPart.length;
	const change = changeOfRatio(
		{ y: withTail(now.part, now.othersPart, others, 0), x: withTail(now.whole, now.othersWhole, others, 0) },
		{ y: withTail(then.part, then.othersPart, others, place), x: withTail(then.whole, then.othersWhole, others, place) }
	);
	const { value, low, high } = change.difference;
	if (change.now === null || change.before === null || value === null || low === null || high === null)
		return held(kind, 'too-few', fewest, NEEDED.window);
	if (low <= 0 && high >= 0) return held(kind, 'within-chance');
	if (Math.abs(value) < WORTH.change) return held(kind, 'small');
	const whole = exactSum(now.whole) + exactSum(now.othersWhole);
	return {
		kind,
		// What the change itself comes to: this window's sum against the same share as before.
		money: Math.abs(value * whole) / perUnit,
		counts: { customers, before },
		params: { now: change.now, before: change.before, difference: { value, low, high }, sum: sum / perUnit },
		evidence: { show: 'figure', figure: 'net' }
	};
}

/** Refunds of merchandise by customer, and by row of the others (orders of guests, then refunds of nobody), as in the takings. */
function refundsIn(
	{ ledger, cut, selection, till, currency }: Shop,
	{ window, othersGross }: Takings
): { by: Float64Array; others: Float64Array } {
	const { customers, offset, day, refunded } = ledger;
	const by = new Float64Array(customers);
	const single = ledger.currencies.length === 1;
	const here = (i: number): boolean =>
		day[i] >= window.from && day[i] <= Math.min(window.to, cut.day) && (single || ledger.currency[i] === currency);
	for (let c = 0; c < customers; c++) {
		if (selection !== null && selection[c] === 0) continue;
		for (let i = offset[c]; i < cut.end[c]; i++) if (here(i)) by[c] += refunded[i];
	}
	const others = new Float64Array(othersGross.length);
	let row = 0;
	for (let i = offset[customers]; selection === null && i < ledger.orders; i++)
		if (here(i)) others[row++] += refunded[i];
	let ofNobody = 0;
	for (const { customer, day: on, amount } of till.refunds) {
		if (on === NO_DAY || on < window.from || on > window.to) continue;
		if (customer >= 0) by[customer] += amount;
		else ofNobody += amount;
	}
	// Guests are not known from one order to the next: their dated refunds are one source.
	if (others.length > 0) others[others.length - 1] += ofNobody;
	return { by, others };
}
