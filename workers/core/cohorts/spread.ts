import type { LooseRefund } from '../ledger/asOf';
import { isIn } from '../ledger/asOf';
import type { LedgerColumn } from '../ledger/types';
import { around } from '../numeric/intervals';
import { NO_DAY } from '../tables';
import type { Followed, Shape } from './cohorts';
import type { Bounds, CohortMoneyIntervals } from './types';

/**
 * What errors that are clustered by customer need of each cell, in one currency: y is a customer's net in the period
 * (whole units), x their orders in it.
 */
export interface Spread {
	/** Customers with anything in the cell. */
	n: Int32Array;
	yy: Float64Array;
	xy: Float64Array;
	xx: Float64Array;
	/** Squares of what each customer has brought by the end of the period, less the same by the period before. */
	grown: Float64Array;
}

/** One pass over the orders. @param index of the currency @param cells of the matrix */
export function spreadOf(
	{ ledger, cut, selection, frame }: Followed,
	index: number,
	values: LedgerColumn,
	loose: LooseRefund[],
	cells: number
): Spread {
	const { table, firstDay, base, rowOf, ages } = frame;
	const { offset, day, currency } = ledger;
	const single = ledger.currencies.length === 1;
	const column = (): Float64Array => new Float64Array(cells);
	const spread: Spread = { n: new Int32Array(cells), yy: column(), xy: column(), xx: column(), grown: column() };
	const refundsOf = new Map<number, LooseRefund[]>();
	for (const refund of loose) {
		if (refund.customer < 0 || refund.day === NO_DAY) continue;
		const own = refundsOf.get(refund.customer);
		if (own) own.push(refund);
		else refundsOf.set(refund.customer, [refund]);
	}
	const { n, yy, xy, xx, grown } = spread;
	let upTo = 0;
	const enter = (at: number, y: number, x: number): void => {
		if (x === 0 && y === 0) return;
		n[at]++;
		yy[at] += y * y;
		xy[at] += x * y;
		xx[at] += x * x;
		grown[at] += y * (2 * upTo + y);
		upTo += y;
	};
	for (let c = 0; c < ledger.customers; c++) {
		const from = offset[c];
		const to = cut.end[c];
		if (to === from || !isIn(selection, c)) continue;
		const first = table[day[from] - firstDay];
		const row = rowOf[first - base] * ages - first;
		upTo = 0;
		const refunds = refundsOf.size === 0 ? undefined : refundsOf.get(c);
		if (refunds !== undefined) {
			const steps = refunds.map(({ day: on, amount }) => ({
				at: row + table[Math.max(on, day[from]) - firstDay],
				y: -amount,
				x: 0
			}));
			for (let i = from; i < to; i++) {
				steps.push({ at: row + table[day[i] - firstDay], y: values[i], x: single || currency[i] === index ? 1 : 0 });
			}
			steps.sort((a, b) => a.at - b.at);
			for (let i = 0; i < steps.length;) {
				const { at } = steps[i];
				let y = 0;
				let x = 0;
				for (; i < steps.length && steps[i].at === at; i++) {
					y += steps[i].y;
					x += steps[i].x;
				}
				enter(at, y, x);
			}
			continue;
		}
		let at = row + table[day[from] - firstDay];
		let y = 0;
		let x = 0;
		for (let i = from; i < to; i++) {
			const next = row + table[day[i] - firstDay];
			if (next !== at) {
				enter(at, y, x);
				at = next;
				y = 0;
				x = 0;
			}
			y += values[i];
			if (single || currency[i] === index) x++;
		}
		enter(at, y, x);
	}
	return spread;
}

/** Rounding may leave a sum of squares a little below 0. */
const error = (n: number, squares: number, below: number): number =>
	n < 2 ? NaN : Math.sqrt((n / (n - 1)) * Math.max(0, squares)) / below;

/** Sums of what a ratio Σy / Σx and its linearised error need. */
class Ratio {
	private n = 0;
	private y = 0;
	private x = 0;
	private yy = 0;
	private xy = 0;
	private xx = 0;

	add(n: number, y: number, x: number, yy: number, xy: number, xx: number): void {
		this.n += n;
		this.y += y;
		this.x += x;
		this.yy += yy;
		this.xy += xy;
		this.xx += xx;
	}

	/** @see clusteredRatio in numeric/clustered, of which this is the same with the squares multiplied out */
	measure(perUnit: number): { value: number; error: number } {
		const { n, x, y, yy, xy, xx } = this;
		if (x === 0) return { value: NaN, error: NaN };
		const ratio = y / x;
		return { value: ratio / perUnit, error: error(n, yy - 2 * ratio * xy + ratio * ratio * xx, x) / perUnit };
	}
}

const bounds = (length: number): Bounds => ({
	low: new Float64Array(length).fill(NaN),
	high: new Float64Array(length).fill(NaN)
});

function put({ low, high }: Bounds, at: number, { value, error }: { value: number; error: number }): void {
	const interval = around(value, error);
	low[at] = interval.low;
	high[at] = interval.high;
}

interface Sums {
	/** Whole units. */
	net: Float64Array;
	orders: Int32Array;
	spread: Spread;
	perUnit: number;
}

/** @see Cochran (1977), Sampling Techniques, chapter 6, for the ratio; the mean a customer is one with x = 1 */
export function moneyIntervals(
	{ cell, size, ages }: Shape,
	{ net, orders, spread, perUnit }: Sums
): CohortMoneyIntervals {
	const cells = cell.length;
	/** Net so far of a cohort, and its customers' squares. */
	const upTo = new Float64Array(cells);
	const squares = new Float64Array(cells);
	for (let c = 0; c < size.length; c++) {
		for (let k = 0; k < ages && cell[c * ages + k] !== 0; k++) {
			const at = c * ages + k;
			upTo[at] = (k === 0 ? 0 : upTo[at - 1]) + net[at];
			squares[at] = (k === 0 ? 0 : squares[at - 1]) + spread.grown[at];
		}
	}
	const found: CohortMoneyIntervals = {
		aov: bounds(cells),
		cumulativeNetPerCustomer: bounds(cells),
		mean: { aov: bounds(ages), cumulativeNetPerCustomer: bounds(ages) },
		others: { ...bounds(cells), cumulativeNetPerCustomer: new Float64Array(cells).fill(NaN) }
	};
	for (let k = 0; k < ages; k++) {
		const orderValue = new Ratio();
		let people = 0;
		let brought = 0;
		let broughtSquared = 0;
		for (let c = 0; c < size.length; c++) {
			const at = c * ages + k;
			if (cell[at] === 0) continue;
			const own = new Ratio();
			own.add(spread.n[at], net[at], orders[at], spread.yy[at], spread.xy[at], spread.xx[at]);
			put(found.aov, at, own.measure(perUnit));
			put(found.cumulativeNetPerCustomer, at, meanOf(size[c], upTo[at], squares[at], perUnit));
			if (cell[at] !== 2) continue;
			orderValue.add(spread.n[at], net[at], orders[at], spread.yy[at], spread.xy[at], spread.xx[at]);
			people += size[c];
			brought += upTo[at];
			broughtSquared += squares[at];
		}
		put(found.mean.aov, k, orderValue.measure(perUnit));
		if (people > 0) put(found.mean.cumulativeNetPerCustomer, k, meanOf(people, brought, broughtSquared, perUnit));
		for (let c = 0; c < size.length; c++) {
			const at = c * ages + k;
			if (cell[at] === 0) continue;
			const own = cell[at] === 2 ? 1 : 0;
			const among = people - own * size[c];
			if (among === 0) continue;
			const cohort = meanOf(size[c], upTo[at], squares[at], perUnit);
			const theirs = meanOf(among, brought - own * upTo[at], broughtSquared - own * squares[at], perUnit);
			found.others.cumulativeNetPerCustomer[at] = theirs.value;
			// No customer is in both: the errors are independent.
			const joint = Math.sqrt(cohort.error * cohort.error + theirs.error * theirs.error);
			put(found.others, at, { value: cohort.value - theirs.value, error: joint });
		}
	}
	return found;
}

/** Mean of n customers from their sum and the sum of their squares. */
const meanOf = (n: number, sum: number, squares: number, perUnit: number): { value: number; error: number } => ({
	value: sum / n / perUnit,
	error: error(n, squares - (sum / n) * sum, n) / perUnit
});
